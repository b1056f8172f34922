"""Conversion between a stream's own time stamps and nanoseconds from the start of the item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from engine.units import SECOND


@dataclass(frozen=True, slots=True)
class Clock:
    """Time stamps of one stream (`pts` in units of `time_base` seconds) ↔ `t_ns`.

    `t_ns = round_half_up((pts · time_base − origin) · 10⁹)`, where `origin` (seconds) is the earliest
    start of any picture or sound stream of the item, so that streams keep their offset to each other
    and no time is negative. Exact integer arithmetic; `pts(t_ns(p)) == p` for every time base of
    1 ns or coarser.
    """

    time_base: Fraction
    origin: Fraction = Fraction(0)

    def t_ns(self, pts: int) -> int:
        exact = (pts * self.time_base - self.origin) * SECOND
        return _round(exact)

    def pts(self, t_ns: int) -> int:
        return _round((Fraction(t_ns, SECOND) + self.origin) / self.time_base)


def _round(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def origin_of(starts: Iterable[tuple[int | None, Fraction]]) -> Fraction:
    """Earliest of the `(start_time, time_base)` given, in seconds; 0 where none is known."""
    return min((start * base for start, base in starts if start is not None), default=Fraction(0))
