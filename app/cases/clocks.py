"""When items were recorded: what their files state, whose clock that was, and what people said about that
clock.

A file's statement is not verified and is never changed. A *source* is a clock: that of a device (make and
model as the files state them), or of one item. Who knows how far a clock was off says so as a decision
about its source, with an uncertainty; an item's own clock goes before its device's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from app.cases.findings import Findings, Item
from app.operations.decisions import Clock, GivenTime
from engine.media.stated_times import Stated, stated_times
from engine.records import Result, Table
from engine.units import SECOND

PROBE = "probe"
DEVICE, ITEM = "device:", "item:"
STATED, ASSUMED, SET = "stated", "assumed", "set"
"""Where a time's zone is from: the file, nobody (UTC is taken), or a person who set the clock."""
ZONE_UNCERTAINTY_NS = 14 * 3600 * SECOND
"""Without a zone the true time may be so far away: zones run from UTC-12 to UTC+14."""
CLOSE_NS = 2 * 60 * SECOND
"""Statements so close to each other do not contradict: fields are written one after another."""
_UNSET_DAYS = frozenset({(1904, 1, 1), (1970, 1, 1), (1980, 1, 1)})
"""The first days of the counts that containers, Unix and FAT use: a clock that was never set."""
_TIME = re.compile(
    r"(?P<year>\d{4})(?P<parted>[-:/.]?)(?P<month>\d\d)(?P=parted)(?P<day>\d\d)[T ]"
    r"(?P<hour>\d\d)(?P<by>:?)(?P<minute>\d\d)(?:(?P=by)(?P<second>\d\d)(?:[.,](?P<part>\d{1,9})\d*)?)?"
    r" ?(?P<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
"""ISO 8601 with and without its signs, EXIF's form; the seconds may be missing, as XMP allows."""
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPOKEN = re.compile(
    r"[a-z]{3},? (?P<month>[a-z]{3}) +(?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d) (?P<year>\d{4})", re.ASCII
)
"""As C's `ctime` writes it, and AVI files hold it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the times that a file states, and the field that states it."""

    key: str
    at_ns: int
    zone: str
    untrusted_text: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file states about its recording.

    `at_ns` counts from 1970 in UTC, None where it is no full time. `candidates` are all full times that the
    file states, the one that holds first; `contradicted` if they cannot all be true.
    """

    at_ns: int | None
    zone: str
    untrusted_text: str
    untrusted_device: str
    candidates: tuple[Candidate, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """An item on the common axis: `[start_ns, start_ns + duration)`, give or take `uncertainty_ns`."""

    item: Item
    recorded: Recorded
    start_ns: int
    uncertainty_ns: int
    zone: str
    source: str
    """The source whose clock applies."""


def parsed(untrusted_text: str, untrusted_zone: str = "") -> tuple[int | None, str]:
    """Nanoseconds since 1970 and where the zone is from; None for what is no full date and time.

    `untrusted_zone` is used where the text has none. A container's `creation_time` is the start of the
    recording with most cameras, its end with some.
    """
    found = _TIME.fullmatch(_in_numbers(untrusted_text.strip()))
    if not found:
        return None, ASSUMED
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in names)
    try:
        when = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        ahead = _ahead(found["zone"] or untrusted_zone.strip())
        if (year, month, day) in _UNSET_DAYS:
            return None, ASSUMED
        whole = (when - (ahead or timedelta()) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None, ASSUMED
    return whole * SECOND + int((found["part"] or "0").ljust(9, "0")), ASSUMED if ahead is None else STATED


def _in_numbers(untrusted_text: str) -> str:
    """A time whose month is a word, in numbers; any other text as it is."""
    found = _SPOKEN.fullmatch(untrusted_text.lower())
    if not found or found["month"] not in _MONTHS:
        return untrusted_text
    month = _MONTHS.index(found["month"]) + 1
    return f"{found['year']}-{month:02}-{int(found['day']):02} {found['time']}"


def _ahead(zone: str) -> timedelta | None:
    """How far a zone is ahead of UTC; None where it says nothing."""
    if zone in ("Z", "UTC"):
        return timedelta()
    found = re.fullmatch(r"([+-])(\d\d)(?::?(\d\d))?", zone, re.ASCII)
    if not found or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead


def recorded(untrusted_probe: Result) -> Recorded:
    """What an item's probe says about its recording: the first full time in the order of trust.

    Where that one says no zone and another shows the same date and hour with one, the zone is taken from it.
    """
    said: Mapping[str, str] = json.loads(untrusted_probe["container"]["metadata"][0])
    rows = untrusted_probe["metadata"]
    stated = stated_times(zip(rows["scope"], rows["key"], rows["value"], strict=True))
    stated = stated or [Stated("recorded_at", said.get("recorded_at", ""), _zone(rows))]
    found = tuple(_candidates(stated))
    device = " ".join(f"{said.get('make', '')} {said.get('model', '')}".split())
    if not found:
        return Recorded(None, ASSUMED, stated[0].untrusted_text, device)
    first = next((c for c in found if c.zone == STATED and _same_hour(found[0], c)), found[0])
    ordered = (first, *(c for c in found if c is not first))
    length = int(untrusted_probe["container"]["duration_ns"][0])
    against = any(_apart(a, b, length) for n, a in enumerate(ordered) for b in ordered[:n])
    return Recorded(first.at_ns, first.zone, found[0].untrusted_text, device, ordered, against)


def _zone(rows: Table) -> str:
    """What a field of its own says about the zone, where the time itself is only in the probe's summary."""
    return next((v for k, v in zip(rows["key"], rows["value"], strict=True) if k == "OffsetTimeOriginal"), "")


def _candidates(stated: Iterable[Stated]) -> Iterator[Candidate]:
    """Full times, each once."""
    seen: set[tuple[int, str]] = set()
    for one in stated:
        at_ns, zone = parsed(one.untrusted_text, one.untrusted_zone)
        if at_ns is not None and (at_ns, zone) not in seen:
            seen.add((at_ns, zone))
            yield Candidate(one.key, at_ns, zone, one.untrusted_text)


def _same_hour(first: Candidate, other: Candidate) -> bool:
    """Whether both show the same date, hour and minute, zones aside."""
    short, long = (re.sub(r"\D", "", c.untrusted_text)[:12] for c in (first, other))
    return short == long


def _apart(first: Candidate, other: Candidate, length_ns: int) -> bool:
    """Whether two statements cannot both be true: a zone may be missing, a header may tell the end."""
    fuzz = ZONE_UNCERTAINTY_NS if ASSUMED in (first.zone, other.zone) else 0
    return abs(first.at_ns - other.at_ns) > length_ns + fuzz + CLOSE_NS


def recorded_of(findings: Findings, item: Item) -> Recorded:
    """The same for an item; without a time where it could not be probed."""
    for unit in findings.of_stage(item.id, PROBE):
        if unit.done:
            return recorded(findings.tables(unit))
    return Recorded(None, ASSUMED, "", "")


def item_source(item: Item) -> str:
    return ITEM + item.sha256


def source(item: Item, said: Recorded) -> str:
    """The clock an item was recorded with: its device's, or its own where the device is not known."""
    return DEVICE + said.untrusted_device if said.untrusted_device else item_source(item)


def placed(
    items: Iterable[Item],
    recorded_at: Callable[[Item], Recorded],
    clocks: Mapping[str, Clock],
    times: Mapping[str, GivenTime] = MappingProxyType({}),
) -> tuple[list[Placed], list[tuple[Item, Recorded]]]:
    """Items on the common axis in order of time, and those whose time nothing tells.

    A time that a person gave an item goes before what its file states and before all clocks.
    """
    found, apart = [], []
    for item in items:
        said = recorded_at(item)
        if (given := times.get(item.sha256)) is not None:
            found.append(Placed(item, said, given.at_ns, given.uncertainty_ns, SET, item_source(item)))
        elif said.at_ns is None:
            apart.append((item, said))
        else:
            found.append(_placed(item, said, said.at_ns, clocks))
    return sorted(found, key=lambda p: (p.start_ns, p.item.id)), apart


def _placed(item: Item, said: Recorded, at_ns: int, clocks: Mapping[str, Clock]) -> Placed:
    own, device = item_source(item), source(item, said)
    key = own if own in clocks else device
    clock = clocks.get(key)
    if clock is None:
        fuzz = ZONE_UNCERTAINTY_NS if said.zone == ASSUMED else 0
        return Placed(item, said, at_ns, fuzz, said.zone, key)
    return Placed(item, said, at_ns + clock.offset_ns, clock.uncertainty_ns, SET, key)
