"""One file per stage of analysis; the registry finds a stage by its file."""
