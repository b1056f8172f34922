"""The faces of a case: a grid of crops, however many."""
