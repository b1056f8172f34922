"""Times as people read and type them: to the millisecond, or to the picture where pictures come evenly."""

from __future__ import annotations

from fractions import Fraction

SECOND = 1_000_000_000
MILLISECOND = 1_000_000


def in_milliseconds(t_ns: int) -> str:
    """`0:01:02.345`, rounded down."""
    ms = max(0, t_ns) // MILLISECOND
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def in_pictures(t_ns: int, rate: float) -> str:
    """`0:01:02+07`: hours, minutes, seconds, and the number of the picture within the second."""
    seconds, within = divmod(max(0, t_ns), SECOND)
    number = int((within + MILLISECOND) * Fraction(rate).limit_denominator(1001) // SECOND)
    digits = len(str(max(1, round(rate) - 1)))
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}+{number:0{digits}d}"


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
    within = int((fraction + "0" * 9)[:9])
    if plus:
        exact = Fraction(rate).limit_denominator(1001)
        within = int((int(pictures) + Fraction(1, 2)) * SECOND / exact)
    return seconds * SECOND + within
