"""Analysing: what it will cost, how far it is, what failed and why, what was done before."""
