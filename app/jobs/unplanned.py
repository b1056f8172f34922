"""What items cost that nobody has looked into yet, from those of a like size whose plans are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2, sqrt

from engine.units import Kind

NEAR = 1
"""Sizes up to twice and down to half count as alike."""


@dataclass(slots=True)
class _Tally:
    items: int = 0
    bytes: int = 0
    seconds: float = 0.0

    def add(self, size: int, seconds: float = 0.0, items: int = 1) -> None:
        self.items += items
        self.bytes += size
        self.seconds += seconds


@dataclass(slots=True)
class Unplanned:
    """Items by powers of two of their size.

    Film and sound cost per byte, pictures per picture and somewhat by size: a picture has a cost of its own
    however small it is, and large ones are scaled down before most is done.
    """

    _waiting: dict[int, _Tally] = field(default_factory=dict)
    _like: dict[int, dict[bool, _Tally]] = field(default_factory=dict)
    """What is known, by size and by whether it is a picture."""

    def expect(self, size: int) -> None:
        if size > 0:
            self._waiting.setdefault(_class(size), _Tally()).add(size)

    def resolve(self, size: int) -> None:
        """An item that was expected is planned, or cannot be read."""
        if size > 0 and (tally := self._waiting.get(_class(size))) is not None:
            tally.add(-size, items=-1)

    def learn(self, kind: Kind, size: int, seconds: float) -> None:
        """An item of `kind` and `size` bytes takes so many seconds of one worker."""
        if size > 0:
            by_kind = self._like.setdefault(_class(size), {})
            by_kind.setdefault(kind is Kind.IMAGE, _Tally()).add(size, seconds)

    def seconds(self) -> float:
        """Of one worker, for all that waits; 0 while nothing is known."""
        waiting = ((size, tally) for size, tally in self._waiting.items() if tally.items > 0)
        return sum(self._expected(size, tally) for size, tally in waiting) if self._like else 0.0

    def _expected(self, size: int, waiting: _Tally) -> float:
        nearest = max(NEAR, min(abs(known - size) for known in self._like))
        alike = [t for known, t in self._like.items() if abs(known - size) <= nearest]
        pictures, others = (
            _sum([t[is_picture] for t in alike if is_picture in t]) for is_picture in (True, False)
        )
        items = pictures.items + others.items
        mean, seconds = waiting.bytes / waiting.items, 0.0
        if pictures.items:
            larger = sqrt(mean * pictures.items / pictures.bytes)
            seconds += pictures.items / items * waiting.items * pictures.seconds / pictures.items * larger
        if others.items:
            seconds += others.items / items * waiting.bytes * others.seconds / others.bytes
        return seconds


def _sum(tallies: list[_Tally]) -> _Tally:
    total = _Tally()
    for tally in tallies:
        total.add(tally.bytes, tally.seconds, tally.items)
    return total


def _class(size: int) -> int:
    return int(log2(size))
