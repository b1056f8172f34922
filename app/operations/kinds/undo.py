"""Something said earlier is taken back."""

from __future__ import annotations

from app.operations.decision import Decision
from app.operations.kind import Kind


class Undo(Kind):
    """Undoing an undo brings back what was said. A deletion cannot be taken back."""

    name, text, fewest = "undo", "decision", 0

    def takes_back(self, said: Decision) -> str:
        return str(said.body["decision"])
