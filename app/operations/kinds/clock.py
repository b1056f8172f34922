"""How far the clock of a source was off; what files state stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Clock


class SetClock(Kind):
    """The latest word about a source holds; see `app/cases/clocks.py`."""

    name, changes, text, fewest = "clock", frozenset({"clocks"}), "source", 0

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        offset, uncertainty = body.get("offset_ns"), body.get("uncertainty_ns")
        return type(offset) is int and type(uncertainty) is int and uncertainty >= 0

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "clocks", said.body["source"]

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Clock:
        one = said[-1]
        body = one.body
        return Clock(
            body["source"],
            body["offset_ns"],
            body["uncertainty_ns"],
            str(body.get("reason", "")),
            one.author,
            one.at,
            one.id,
        )
