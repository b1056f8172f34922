"""A remark about places of the evidence, or about the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Note


class WriteNote(Kind):
    """Removed by undo; `tags` are words to find it by."""

    name, changes, text, fewest = "note", frozenset({"notes"}), "text", 0

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        tags = body.get("tags", [])
        return bool(body["text"].strip()) and isinstance(tags, list) and all(isinstance(t, str) for t in tags)

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "notes", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Note:
        one = said[0]
        tags = tuple(one.body.get("tags", ()))
        return Note(one.moments, one.body["text"].strip(), tags, one.author, one.at, one.id)
