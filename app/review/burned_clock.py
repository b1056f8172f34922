"""When an item began by the clock that its recorder wrote into the picture, from the text read there.

Each reading says that the item began within a second or so of some moment. The moment to which most of them
agree holds; how many there were and how many agree is told with it, since digits are misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from app.cases.findings import Findings, Item
from engine.text.written_clocks import DAY_FIRST, MONTH_FIRST, WrittenClock, written_clock
from engine.units import SECOND

STAGE, TEXTS = "screen_text", "texts"
LONGEST_NS = 15 * SECOND
"""A line that stays longer than this is not known to say what it said when it began."""
FEWEST_SHARE = 0.5
"""Share of all readings that have to agree."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class BurnedClock:
    """What the clock says. `at_ns`: beginning of the item, in the zone of the clock as if that were UTC."""

    at_ns: int
    uncertainty_ns: int
    readings: int
    agreeing: int
    order: str
    """Of day and month; empty where all dates can be read in one way only."""


@dataclass(frozen=True, slots=True)
class _Line:
    start_ns: int
    end_ns: int
    clock: WrittenClock


def burned_clocks(findings: Findings, item: Item) -> list[BurnedClock]:
    """None where no clock was read; two where day and month can be exchanged."""
    table = findings.table(item.id, STAGE, TEXTS)
    columns = zip(table["start_ns"].tolist(), table["end_ns"].tolist(), table["text"], strict=True)
    return fitted(columns)


def fitted(texts: Iterable[tuple[int, int, str]]) -> list[BurnedClock]:
    """The same from lines of text: start, end in ns of the item, and what was read."""
    lines = [_Line(a, b, clock) for a, b, text in texts if (clock := written_clock(text)) is not None]
    days = [line for line in lines if line.clock.day]
    found: list[BurnedClock] = []
    orders = [DAY_FIRST, MONTH_FIRST] if any(line.clock.other for line in days) else [""]
    for order in orders:
        bounds = list(_bounds(lines, days, order))
        if bounds and (best := _agreed(bounds, order)).agreeing >= FEWEST_SHARE * best.readings:
            found.append(best)
    most = max((clock.agreeing for clock in found), default=0)
    return [clock for clock in found if clock.agreeing == most]


def _bounds(lines: Sequence[_Line], days: Sequence[_Line], order: str) -> Iterator[tuple[int, int]]:
    """Earliest and latest beginning of the item, by each reading of a time of day and the date beside it."""
    for line in lines:
        if line.clock.second is None:
            continue
        dated = line if line.clock.day else _beside(line, days)
        day = dated.clock.on(order) if dated else None
        if day is None:
            continue
        shown = ((day - _EPOCH).days * 86_400 + line.clock.second) * SECOND
        moved = line.end_ns - line.start_ns > LONGEST_NS
        yield shown - (line.end_ns if moved else line.start_ns), shown + SECOND - line.start_ns


def _beside(line: _Line, days: Sequence[_Line]) -> _Line | None:
    """The date that stands in the picture with a time of day, in a line of its own."""
    shared = [(min(d.end_ns, line.end_ns) - max(d.start_ns, line.start_ns), d) for d in days]
    best = max(shared, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _agreed(bounds: Sequence[tuple[int, int]], order: str) -> BurnedClock:
    """Where most of the bounds overlap."""
    low = np.array([a for a, _ in bounds], np.int64)
    high = np.array([b for _, b in bounds], np.int64)
    counts = np.searchsorted(np.sort(low), low, "right") - np.searchsorted(np.sort(high), low, "left")
    start = int(low[int(np.argmax(counts))])
    within = (low <= start) & (high >= start)
    end = int(high[within].min())
    middle = (start + end) // 2
    return BurnedClock(middle, max(1, end - start) // 2 + 1, len(bounds), int(within.sum()), order)


def told(at_ns: int) -> str:
    """Date and time of day of a moment, to the second."""
    return f"{datetime.fromtimestamp(at_ns // SECOND, UTC):%Y-%m-%d %H:%M:%S}"
