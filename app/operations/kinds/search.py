"""A saved search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import SavedSearch


class Search(Kind):
    """The latest entry of an id holds; one without words forgets it."""

    name, changes, decision, fewest, text = "search", frozenset({"searches"}), False, 0, "search"

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        return isinstance(body.get("name"), str) and isinstance(body.get("typed"), str)

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "searches", said.body["search"]

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> SavedSearch | None:
        body = said[-1].body
        return SavedSearch(key, body["name"], body["typed"]) if body["typed"] else None

    def action(self, body: Mapping[str, Any]) -> str:
        return "search kept" if body["typed"] else "search forgotten"

    def details(self, said: Decision) -> Mapping[str, Any]:
        return {"search": said.body["search"]}
