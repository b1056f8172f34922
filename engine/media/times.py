"""Conversion between a stream's own time stamps and nanoseconds from the start of the item."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.units import SECOND


class Clock:
    """Time stamps of one stream (`pts` in units of `time_base` seconds) ↔ `t_ns`.

    `t_ns = round_half_up((pts · time_base − origin) · 10⁹)`, where `origin` (seconds) is the earliest
    start of any picture or sound stream of the item, so that streams keep their offset to each other
    and no time is negative. Exact integer arithmetic; `pts(t_ns(p)) == p` for every time base of
    1 ns or coarser.
    """

    __slots__ = ("_scale", "_shift", "_step", "origin", "time_base")

    def __init__(self, time_base: Fraction, origin: Fraction = Fraction(0)) -> None:
        self.time_base, self.origin = time_base, origin
        # t_ns = (pts · step − shift) / scale, all whole numbers
        self._scale = time_base.denominator * origin.denominator
        self._step = time_base.numerator * origin.denominator * SECOND
        self._shift = origin.numerator * time_base.denominator * SECOND

    def t_ns(self, pts: int) -> int:
        return _rounded(pts * self._step - self._shift, self._scale)

    def pts(self, t_ns: int) -> int:
        return _rounded(t_ns * self._scale + self._shift, self._step)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def origin_of(starts: Iterable[tuple[int | None, Fraction]]) -> Fraction:
    """Earliest of the `(start_time, time_base)` given, in seconds; 0 where none is known."""
    return min((start * base for start, base in starts if start is not None), default=Fraction(0))
