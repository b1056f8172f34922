"""The pages before a case is open."""
