"""Numbers as people read them: dates, sizes, spans of time, shares; by the language of the window."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication

from app.core_api.shown_text import plain
from app.operations.moments import timecode
from engine.units import SECOND
from ui.translation import current

_STAMP = re.compile(r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?(Z)?)?")


def day_and_time(iso: str) -> str:
    """An instant in UTC as local day and time; empty for empty."""
    try:
        at = datetime.fromisoformat(iso)  # a hundred times as fast as Qt's own reading
    except ValueError:
        return iso
    return current().instant(at.replace(tzinfo=at.tzinfo or UTC).astimezone())


def recorded(untrusted: str) -> str:
    """When a file says it was recorded, as `2024-05-01 12:30:00` (with `Z` for UTC): comparable as text.

    What is no date is left as it is.
    """
    found = _STAMP.match(untrusted)
    if found is None:
        return plain(untrusted)[:40]
    year, month, day, hour, minute, second, utc = found.groups()
    date = f"{year}-{month}-{day}"
    return f"{date} {hour}:{minute}:{second or '00'}{utc or ''}" if hour else date


def day(at: date) -> str:
    """A date as the window's language writes it."""
    return current().day(at)


def size(count: int, places: int = 1) -> str:
    """Bytes, kB, MB …"""
    return current().size(count, places)


def number(value: float, decimals: int = 0) -> str:
    """With this many decimals, in the forms of the window's language."""
    return current().decimal(value, decimals)


def percent(share: float) -> str:
    """0 to 1 as whole percent; 100 only where nothing is missing."""
    return QCoreApplication.translate("Figures", "{percent} %").format(percent=number(int(share * 100)))


def length(t_ns: int) -> str:
    """How long something lasts; empty for a picture."""
    return timecode(t_ns) if t_ns >= SECOND // 10 else ""


OPEN_END_NS = 1 << 62
"""Where the span of a whole item ends (`engine.plan.WHOLE`)."""


def span(start_ns: int, end_ns: int) -> str:
    """`00:12.0–00:24.0`; empty for the whole item, whose end is open."""
    return f"{timecode(start_ns)}–{timecode(end_ns)}" if 1 < end_ns < OPEN_END_NS else ""


def duration(seconds: float) -> str:
    """About how long: `40 s`, `12 min`, `3 h 20 min`."""
    translate = QCoreApplication.translate
    whole = max(0, round(seconds))
    if 0 < seconds < 1:
        return translate("Figures", "under 1 s")
    if whole < 60:
        return translate("Figures", "{seconds} s").format(seconds=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return translate("Figures", "{minutes} min").format(minutes=minutes)
    return translate("Figures", "{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
