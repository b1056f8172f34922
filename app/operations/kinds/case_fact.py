"""Facts about the case: name, purpose, legal basis, retention, profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register


class CaseFact(Kind):
    """`facts` by name; the latest word about each holds."""

    name, changes, decision, fewest = "case-fact", frozenset({"case"}), False, 0

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        return isinstance(body.get("facts"), dict) and bool(body["facts"])

    def registers(self, said: Decision) -> Iterator[Register]:
        for key in said.body["facts"]:
            yield "case_facts", key

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Any:
        return said[-1].body["facts"][key]

    def action(self, body: Mapping[str, Any]) -> str:
        return "case created" if "created_at" in body["facts"] else "case changed"

    def details(self, said: Decision) -> Mapping[str, Any]:
        return dict(said.body["facts"])
