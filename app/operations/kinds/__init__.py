"""One file per kind of operation; `app/operations/kind.py` finds a kind by its file."""
