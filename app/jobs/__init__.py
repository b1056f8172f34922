"""Planning, estimating, running and resuming the units a person asked for."""
