"""A face that the detector missed, drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision, DecisionUnsound
from app.operations.kind import PEOPLE, Kind, Register
from app.operations.moments import FACE


class DrawFace(Kind):
    """A person marked a face in one picture; it is compared as others are."""

    name, changes, groups = "draw-face", PEOPLE, True

    def check(self, said: Decision) -> None:
        super().check(said)
        if not all(moment.kind == FACE and _is_drawn(moment.box) for moment in said.moments):
            raise DecisionUnsound(self.name)

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "drawn", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        return list(said[0].moments)


def _is_drawn(box: tuple[float, ...]) -> bool:
    return len(box) == 4 and box[0] < box[2] and box[1] < box[3]
