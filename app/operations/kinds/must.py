"""These are the same, whatever the machine says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class Must(Kind):
    """The first is the same as each of the others."""

    name, changes, groups, fewest = "must", PEOPLE, True, 2

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "must", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        one = said[0]
        first, *rest = one.moments
        return [(first, moment) for moment in rest]
