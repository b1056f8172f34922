"""The map of coverage: what was analysed of every item, and what was not, and why."""
