"""A person's wording of an utterance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Edit


class EditTranscript(Kind):
    """The latest wording of an utterance holds."""

    name, changes, text = "edit-transcript", frozenset({"transcript"}), "text"

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "edits", said.moments[0]

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Edit:
        one = said[-1]
        return Edit(one.moments[0], one.body["text"], one.author, one.id)
