"""What lies where in time: lanes of one item, levels of events, and the way through them."""
