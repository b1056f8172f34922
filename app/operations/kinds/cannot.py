"""These are not the same, whatever the machine says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class Cannot(Kind):
    """The first is none of the others."""

    name, changes, groups, fewest = "cannot", PEOPLE, True, 2

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "cannot", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        one = said[0]
        first, *rest = one.moments
        return [(first, moment) for moment in rest]
