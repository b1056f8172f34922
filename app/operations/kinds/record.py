"""An entry of the chain of custody: what was done that no other kind of operation says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind


class Record(Kind):
    """`action` on `subject` (an item's id, or the case), with `details`; it folds into nothing."""

    name, changes, decision, fewest, text = "record", frozenset({"custody"}), False, 0, "action"

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        return isinstance(body.get("subject"), str) and isinstance(body.get("details"), dict)

    def action(self, body: Mapping[str, Any]) -> str:
        return str(body["action"])

    def subject(self, body: Mapping[str, Any]) -> str:
        return str(body["subject"])

    def details(self, said: Decision) -> Mapping[str, Any]:
        found: Mapping[str, Any] = said.body["details"]
        return found
