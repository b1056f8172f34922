"""Appearances are taken out of their group and stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register


class Detach(Kind):
    """`alone` is how many of its moments stand for themselves; the rest is where they were."""

    name, changes, groups = "detach", PEOPLE, True

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        alone = body.get("alone", 1)
        return type(alone) is int and 1 <= alone <= moments

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "detached", said.id
        yield "cannot", said.id

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> list[Any]:
        one = said[0]
        alone = max(1, int(one.body.get("alone", 1)))
        apart, rest = one.moments[:alone], one.moments[alone:]
        return list(apart) if view == "detached" else [(m, other) for m in apart for other in rest]
