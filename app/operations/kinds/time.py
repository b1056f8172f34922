"""When an item began, in the words of a person who knows or who read it in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import GivenTime


class SetTime(Kind):
    """The latest word about an item's bytes holds, before all that files and clocks say."""

    name, changes, text, fewest = "time", frozenset({"clocks"}), "sha256", 0

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        at, uncertainty = body.get("at_ns"), body.get("uncertainty_ns")
        return type(at) is int and type(uncertainty) is int and uncertainty >= 0

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "times", said.body["sha256"]

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> GivenTime:
        one = said[-1]
        body = one.body
        reason = str(body.get("reason", ""))
        return GivenTime(
            body["sha256"], body["at_ns"], body["uncertainty_ns"], reason, one.author, one.at, one.id
        )
