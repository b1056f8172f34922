"""The list of evidence, what is known of one item, and bringing files in."""
