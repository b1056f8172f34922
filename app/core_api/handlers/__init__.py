"""The functions that answer questions; one module per area, found by its file. Only the core loads them."""
