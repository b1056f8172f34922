"""Facts about an item, which is known by the SHA-256 of its bytes: the same bytes are one item everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register

DESCRIBED = "item described"
"""What the chain of custody calls it."""


class ItemFact(Kind):
    """`facts` by name; the latest word about each holds, and an empty one withdraws it."""

    name, changes, decision, fewest, text = "item-fact", frozenset({"items"}), False, 0, "sha256"

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        facts = body.get("facts")
        return isinstance(facts, dict) and bool(facts) and all(n.strip() and n != "sha256" for n in facts)

    def registers(self, said: Decision) -> Iterator[Register]:
        for key in said.body["facts"]:
            yield "item_facts", (said.body["sha256"], key)

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Any:
        latest = said[-1].body["facts"][key[1]]
        return None if latest == "" else latest

    def action(self, body: Mapping[str, Any]) -> str:
        return DESCRIBED

    def details(self, said: Decision) -> Mapping[str, Any]:
        return {"sha256": said.body["sha256"], **said.body["facts"]}
