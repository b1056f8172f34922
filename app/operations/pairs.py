"""What the kinds share that say of several moments whether they are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class FirstWithEach(Kind):
    """The first moment is paired with each of the others, in the view `pairs`."""

    changes, groups, fewest = PEOPLE, True, 2
    pairs: ClassVar[str]

    def registers(self, said: Decision) -> Iterator[Register]:
        yield self.pairs, said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        first, *rest = said[0].moments
        return [(first, moment) for moment in rest]
