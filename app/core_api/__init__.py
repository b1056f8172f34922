"""What a window asks of the core: questions, events, and the process that answers. Light to import."""
