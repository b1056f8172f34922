"""Times as people read and type them: to the millisecond, or to the picture where pictures come evenly."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

SECOND = 1_000_000_000
MILLISECOND = 1_000_000
ROUNDED_NS = MILLISECOND
"""By how much the time of a picture may have been rounded down."""


def in_milliseconds(t_ns: int) -> str:
    """`0:01:02.345`, rounded down."""
    ms = max(0, t_ns) // MILLISECOND
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def in_pictures(t_ns: int, rate: float) -> str:
    """`0:01:02+07`: the second in which the picture begins, and its number among those that begin in it."""
    exact = Fraction(rate).limit_denominator(1001)
    number = int((max(0, t_ns) + ROUNDED_NS) * exact / SECOND)
    seconds = int(number / exact)
    within = number - _first(seconds, exact)
    digits = len(str(max(1, round(rate) - 1)))
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}+{within:0{digits}d}"


def _first(seconds: int, rate: Fraction) -> int:
    """Number of the first picture that begins in a second."""
    return ceil(seconds * rate)


def read(text: str, rate: float = 0.0) -> int:
    """Nanoseconds of `SS`, `MM:SS`, `H:MM:SS`, each with `.mmm` or, where `rate` is known, `+pictures`.

    Raises ValueError.
    """
    head, plus, pictures = text.strip().partition("+")
    head = head.replace(",", ".")
    parts = head.split(":")
    whole, _, fraction = parts[-1].partition(".")
    numbers = [*parts[:-1], whole, fraction or "0", pictures or "0"]
    if len(parts) > 3 or not all(n.isascii() and n.isdecimal() for n in numbers):
        raise ValueError("not a time")
    if plus and (not rate or fraction):
        raise ValueError("not a time")
    seconds = 0
    for part in [*parts[:-1], whole]:
        seconds = seconds * 60 + int(part)
    if plus:
        exact = Fraction(rate).limit_denominator(1001)
        # the middle of the picture, so that it is this one whatever way times were rounded
        return int((_first(seconds, exact) + int(pictures) + Fraction(1, 2)) * SECOND / exact)
    return seconds * SECOND + int((fraction + "0" * 9)[:9])
