"""Offsets and uncertainties as people type them: `+1:30:00`, `-2d 4:00:00`, `0:05`, `0.2`."""

from __future__ import annotations

import re

SECOND = 1_000_000_000
DAY = 86400
MOST_DAYS = 36600
_FORM = re.compile(
    r"([+\-−]?)\s*(?:(\d{1,6})\s*[dT]\s*)?(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,7})(?:[.,](\d{1,9}))?", re.ASCII
)


def parsed(text: str) -> int:
    """Nanoseconds of [±][days d] [[hours:]minutes:]seconds[.decimals]. Raises ValueError."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    sign, days, hours, minutes, seconds, decimals = found.groups()
    whole = int(days or 0) * DAY + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    if whole > MOST_DAYS * DAY:
        raise ValueError(text)
    out = whole * SECOND + int((decimals or "0").ljust(9, "0"))
    return -out if sign in ("-", "−") else out


def written(ns: int, signed: bool = True) -> str:
    """The same the other way round; what `parsed` reads."""
    sign = ("−" if ns < 0 else "+") if signed else ""
    whole, rest = divmod(abs(ns), SECOND)
    days, whole = divmod(whole, DAY)
    text = f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    if rest:
        text += "." + f"{rest:09d}".rstrip("0")
    return f"{sign}{f'{days}d ' if days else ''}{text}"
