"""Clocks that recorders write into the picture: a date, a time of day, or both, as they are read.

Blanks between them are often lost, and the order of day and month is the recorder's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SIGN = r"[-/. _]"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(rf"((?:19|20)\d\d){_SIGN}(\d\d?){_SIGN}(\d\d?)", re.ASCII)
_YEAR_LAST = re.compile(rf"(?<!\d)(\d\d?){_SIGN}(\d\d?){_SIGN}((?:19|20)\d\d)", re.ASCII)
_DAY_NAMED = re.compile(
    rf"(?<!\d)(\d\d?){_SIGN}*([A-Za-z]{{3}})[a-z]*{_SIGN}*,?{_SIGN}*((?:19|20)\d\d)", re.ASCII
)
_NAMED_DAY = re.compile(rf"([A-Za-z]{{3}})[a-z]*{_SIGN}*(\d\d?),?{_SIGN}*((?:19|20)\d\d)", re.ASCII)
_TIME = re.compile(r"(?<!\d)(\d\d?)[:;](\d\d)[:;.](\d\d)(?!\d)(?: ?([AaPp])\.?[Mm])?", re.ASCII)
DAY_FIRST, MONTH_FIRST = "day first", "month first"


@dataclass(frozen=True, slots=True)
class WrittenClock:
    """What a line says: a day, the other day where its month may come first, a time of day."""

    day: date | None
    """Day first where the order is not known."""
    other: date | None
    """Month first, where that is another day."""
    second: int | None
    """Of the day."""

    def on(self, order: str) -> date | None:
        """The day in an order of day and month."""
        return self.other if order == MONTH_FIRST and self.other else self.day


def written_clock(text: str) -> WrittenClock | None:
    """The clock in a line; None where there is neither a date nor a time with seconds."""
    plain = text.replace("\N{FULLWIDTH COLON}", ":")
    day, other, rest = _date(plain)
    second = _second(rest)
    return WrittenClock(day, other, second) if day or second is not None else None


def _date(text: str) -> tuple[date | None, date | None, str]:
    """The date in both orders, and the line without it."""
    for pattern, order in (
        (_YEAR_FIRST, "ymd"), (_DAY_NAMED, "dmy"), (_NAMED_DAY, "mdy"), (_YEAR_LAST, "dmy"),
    ):  # fmt: skip
        if (found := pattern.search(text)) is None:
            continue
        part = dict(zip(order, found.groups(), strict=True))
        usual = _day(part["y"], part["m"], part["d"])
        swapped = _day(part["y"], part["d"], part["m"]) if pattern is _YEAR_LAST else None
        if usual or swapped:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return usual or swapped, swapped if usual and swapped != usual else None, rest
    return None, None, text


def _day(year: str, month: str, day: str) -> date | None:
    number = (
        int(month) if month.isdecimal() else _MONTHS.index(m) + 1 if (m := month.lower()) in _MONTHS else 0
    )
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _second(text: str) -> int | None:
    found = _TIME.search(text)
    if not found:
        return None
    hour, minute, second = (int(found[n]) for n in (1, 2, 3))
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    return (hour * 60 + minute) * 60 + second if hour < 24 and minute < 60 and second < 60 else None
