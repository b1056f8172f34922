"""In which order operations count: what its author had seen always comes before an operation.

The logical clock of a device is `max(its own clock, what it saw + 1)`. The *effective* time of an operation
is `max(its clock, the largest effective time of its parents + 1)`; operations are ordered by effective time,
then id. So a clock that is months slow or fast never puts an answer before its question. An operation waits
until all its parents are there; its effective time then never changes, and the order is a function of the
set alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Key = tuple[int, str]
"""Effective time in microseconds, and id."""


def next_time(wall_us: int, seen_us: int) -> int:
    """The logical clock of a new operation; `seen_us` is the largest effective time seen, 0 for none."""
    return max(wall_us, seen_us + 1)


@dataclass(slots=True)
class Order:
    """Effective times of all operations placed so far, and those that wait for a parent."""

    times: dict[str, int] = field(default_factory=dict)
    _waiting: dict[str, list[tuple[str, int, tuple[str, ...]]]] = field(default_factory=dict)
    """By a parent that is missing."""
    latest: int = 0

    def place(self, operation_id: str, time_us: int, parents: Sequence[str]) -> list[Key]:
        """Operations that have their place now: this one and those that waited for it; none if it waits."""
        placed: list[Key] = []
        ready = [(operation_id, time_us, tuple(parents))]
        while ready:
            one, clock, before = ready.pop()
            if one in self.times:
                continue
            missing = next((parent for parent in before if parent not in self.times), None)
            if missing is not None:
                self._waiting.setdefault(missing, []).append((one, clock, before))
                continue
            effective = max(clock, max((self.times[p] for p in before), default=-1) + 1)
            self.times[one] = effective
            self.latest = max(self.latest, effective)
            placed.append((effective, one))
            ready += self._waiting.pop(one, ())
        return placed

    def know(self, placed: Iterable[Key]) -> None:
        """Take over times that were found before."""
        for effective, one in placed:
            self.times[one] = effective
            self.latest = max(self.latest, effective)

    @property
    def waiting(self) -> int:
        """How many operations wait for one that is not there."""
        return len({one for some in self._waiting.values() for one, _, _ in some})
