"""What the machine took for a face is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class NoFace(Kind):
    """Its moments stand apart from everybody, and nobody is shown for them."""

    name, changes, groups = "no-face", PEOPLE, True

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "detached", said.id
        yield "no_faces", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        return list(said[0].moments)
