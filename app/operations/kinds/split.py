"""A group is two people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class Split(Kind):
    """The first moment is of one, the others are of another who is one person."""

    name, changes, groups, fewest = "split", PEOPLE, True, 2

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "cannot", said.id
        yield "must", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        one = said[0]
        kept, *apart = one.moments
        if view == "cannot":
            return [(kept, moment) for moment in apart]
        return [(apart[0], moment) for moment in apart[1:]]
