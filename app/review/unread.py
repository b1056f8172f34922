"""How much of a case's footage an answer cannot speak for, and why.

That is what no step has reached, what failed, and what of the files could not be read.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select

from app.cases.change_tokens import latest_change
from app.cases.findings import Findings, Item
from app.review.coverage import ItemCoverage, coverage
from app.review.search_rows import KINDS
from app.store import schema
from engine.media.account import UNREAD
from engine.units import SECOND
from resources.displays import displays

FORM = 1
"""Raise it where weights are counted otherwise."""
FEW = 200
"""Items that are asked about by name."""
Weights = Mapping[str, tuple[float, Mapping[str, float]]]
"""By kind of result: weight of an item, and how much of it is missing for which reason."""
LEAST_NS = 5 * SECOND
"""What a picture, or a file of no known length, counts for beside footage."""


@dataclass(frozen=True, slots=True)
class Unread:
    """`share` (0 to 1) of the footage, and for each reason its part of that share, the largest first."""

    share: float
    reasons: tuple[tuple[str, float], ...] = ()

    @property
    def percent(self) -> int:
        """Whole per cent, never rounded to nothing."""
        return min(100, max(1, round(100 * self.share))) if self.share > 0 else 0


@dataclass
class UnreadIndex:
    """What is missing of every item, by kind of result (`app/review/search_rows.py`); kept while it holds."""

    _items: dict[str, tuple[str, Weights]] = field(default_factory=dict)
    """By item its stamp and what is missing."""
    _state: object = None
    _sums: dict[frozenset[str], Unread] = field(default_factory=dict)

    def refresh(self, findings: Findings, check: Callable[[], None] = lambda: None) -> None:
        """Read what has changed: first whether anything has, then which items, then those."""
        if (state := _case_state(findings)) == self._state:
            return
        current = stamps(findings)
        stale = {i for i, stamp in current.items() if self._items.get(i, ("",))[0] != stamp}
        for item_id, stamp, weights in _stored(findings, stale):
            if stamp == current[item_id]:
                self._items[item_id] = stamp, weights
                stale.discard(item_id)
        for item in findings.items(stale) if stale else ():
            check()
            self._items[item.id] = current[item.id], weights_of(findings, item)
        for gone in self._items.keys() - current.keys():
            del self._items[gone]
        self._state = state
        self._sums.clear()

    def of(self, kinds: Collection[str]) -> Unread:
        """What was not looked through for results of any of these kinds."""
        wanted = frozenset(kinds)
        if wanted not in self._sums:
            found = (weights[kind] for _, weights in self._items.values() for kind in wanted & weights.keys())
            self._sums[wanted] = summed(found)
        return self._sums[wanted]

    def whole(self, kind: str) -> tuple[int, int]:
        """Of how many items nothing is missing for a kind of result, and how many can have one."""
        rows = [weights[kind] for _, weights in self._items.values() if kind in weights]
        return sum(not missing for _, missing in rows), len(rows)


def weights_of(findings: Findings, item: Item, found: ItemCoverage | None = None) -> Weights:
    """Per kind of result that an item can have: its weight and what is missing. `found`: its coverage."""
    found = found or coverage(findings, item)
    every = {kind: weighed(found, frozenset(looked_through(kind, findings.stages))) for kind in KINDS}
    return {kind: weighed for kind, weighed in every.items() if weighed[0] > 0}


def stamps(findings: Findings, item_id: str = "") -> dict[str, str]:
    """By item (`item_id` alone where named): what differs as soon as its weights may."""
    t, r = schema.items.c, schema.unit_revisions.c
    units = select(r.item_id, func.sum(r.revision).label("units")).group_by(r.item_id)
    if item_id:
        units = units.where(r.item_id == item_id)
    counted = units.subquery()
    rows = select(t.id, t.error, t.duration_ns, t.kind, counted.c.units)
    rows = rows.outerjoin(counted, counted.c.item_id == t.id)
    if item_id:
        rows = rows.where(t.id == item_id)
    version = _version(findings)
    return {
        row.id: f"{version} {row.units or 0} {row.duration_ns or 0} {row.kind} {row.error or ''}"
        for row in findings.connection.execute(rows)
    }


def _version(findings: Findings) -> str:
    """Changes with every stage and with what a kind of result is found in."""
    told = [f"{name}={stage.version}" for name, stage in sorted(findings.stages.items())]
    told += [f"{kind}:{','.join(looked_through(kind, findings.stages))}" for kind in KINDS]
    return hashlib.blake2b(f"{FORM}|{'|'.join(told)}".encode(), digest_size=8).hexdigest()


def _case_state(findings: Findings) -> object:
    """While this is the same, no item and no unit has come, gone or changed."""
    t = schema.items.c
    counted = select(
        func.count(), func.sum(t.duration_ns), func.sum(func.length(t.error)), func.max(t.added_at)
    )
    return (
        latest_change(findings.connection),
        tuple(findings.connection.execute(counted).one()),
        _version(findings),
    )


def _stored(findings: Findings, wanted: Collection[str]) -> Iterator[tuple[str, str, Weights]]:
    """What was kept of items, whether it holds or not."""
    u = schema.item_unread.c
    rows = select(u.item_id, u.stamp, u.weights)
    if len(wanted) <= FEW:
        rows = rows.where(u.item_id.in_(wanted))
    for row in findings.connection.execute(rows) if wanted else ():
        if row.item_id in wanted:
            told = json.loads(row.weights)
            yield (
                row.item_id,
                row.stamp,
                {kind: (weight, missing) for kind, (weight, missing) in told.items()},
            )


def keep_unread(connection: Connection, item_id: str, stamp: str, weights: Weights) -> None:
    """Store what is missing of an item, in the caller's transaction."""
    u = schema.item_unread
    connection.execute(delete(u).where(u.c.item_id == item_id))
    connection.execute(insert(u), {"item_id": item_id, "stamp": stamp, "weights": json.dumps(weights)})


def kept_stamp(connection: Connection, item_id: str) -> str:
    """The stamp of what is kept of an item; empty where nothing is."""
    u = schema.item_unread.c
    return connection.execute(select(u.stamp).where(u.item_id == item_id)).scalar() or ""


def summed(weights: Iterable[tuple[float, Mapping[str, float]]]) -> Unread:
    """Of many items: (their weight, what of it is missing by reason)."""
    total, reasons = 0.0, defaultdict[str, float](float)
    for weight, missing in weights:
        total += weight
        for code, part in missing.items():
            reasons[code] += part
    if not total or not reasons:
        return Unread(0.0)
    parts = [(code, weight / total) for code, weight in sorted(reasons.items(), key=_largest) if weight > 0]
    return Unread(min(1.0, sum(share for _, share in parts)), tuple(parts))


def _largest(reason: tuple[str, float]) -> tuple[float, str]:
    return -reason[1], reason[0]


def weighed(found: ItemCoverage, wanted: Collection[str]) -> tuple[float, dict[str, float]]:
    """Weight of an item (0: none of these steps belongs to it), and what of it is missing, by reason."""
    length = float(max(LEAST_NS, found.item.duration_ns))
    if found.reason:
        return length, {found.reason: length}
    steps = [s for s in found.stages if s.stage in wanted and s.planned_ns]
    if not steps:
        return 0.0, {}
    missing: defaultdict[str, float] = defaultdict(float)
    planned = sum(s.planned_ns for s in steps)
    for step in steps:
        for gap in step.gaps:
            missing[gap.reason] += length * (gap.span.end_ns - gap.span.start_ns) / planned
    whole = length / max(found.read, 0.001)
    codes = [e.code for e in found.left if e.code in UNREAD]
    for code in codes:
        missing[code] += (whole - length) / len(codes)
    return whole, dict(missing)


def looked_through(kind: str, known: Collection[str]) -> list[str]:
    """The stages in which results of a kind are found."""
    return [name for name, shown in displays().items() if shown.search == kind and name in known]
