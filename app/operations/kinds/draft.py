"""What a dossier said before anybody changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Draft


class KeepDraft(Kind):
    """The same draft is kept once; what it says is read from the operation that first kept it."""

    name, decision, fewest, text = "draft", False, 0, "draft"

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        return isinstance(body.get("by"), str) and isinstance(body.get("language"), str)

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "drafts", said.body["draft"]

    def fold(self, view: str, key: Any, value: Draft | None, said: Sequence[Decision]) -> Draft:
        first = said[0]
        return value or Draft(key, first.at, first.author, first.body["by"], first.body["language"], first.id)

    def action(self, body: Mapping[str, Any]) -> str:
        return "draft kept"

    def details(self, said: Decision) -> Mapping[str, Any]:
        return {"draft": said.body["draft"]}

    def kept(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: value for name, value in body.items() if name != "body"}
