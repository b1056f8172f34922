"""Which items show the same: brings the near-duplicate stacks of a case up to date."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from app.cases import clusters, subjects
from app.cases import log as decision_log
from app.cases.change_tokens import ChangeTokens, change_tokens
from app.cases.clusters import NEW, STACKS, Cluster, Member
from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.findings import Findings, Item
from app.cases.item_views import View
from app.cases.subjects import Subject
from app.operations.decisions import GROUPING, State
from app.operations.moments import PICTURE, Moment
from app.store import schema
from engine.records import Column, Result, Schemas, Table
from engine.units import Kind

if TYPE_CHECKING:
    from engine.across.near_duplicates import HashRows

HASHES = "perceptual_hashes"


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacks of at least two items, and of which items, as they stood, they were made."""

    clusters: list[Cluster]
    compared: ChangeTokens = field(repr=False)
    stored: bool = False
    """Whether the case holds them so."""


def current(connection: Connection, findings: Findings, state: State) -> Stacks:
    """The stacks as they are stored, where these still hold; else as `group` forms them."""
    seen = change_tokens(findings, (HASHES,))
    new = decision_log.last(connection, GROUPING) > clusters.followed(connection, STACKS)
    if _compared(connection) == seen and not new:
        known = clusters.stored(connection, STACKS)
        if all(c.who for c in known):
            return Stacks(known, seen, stored=True)
    return group(connection, findings, state)


def group(connection: Connection, findings: Findings, state: State) -> Stacks:
    """Stacks of all items; what was compared the last time is not compared again. Nothing is stored."""
    from engine.across.near_duplicates import Wishes, stack_items

    seen, before = change_tokens(findings, (HASHES,)), _compared(connection)
    items = {item.id: item for item in findings.items() if item.id in seen}
    hashed, members, rows = _read(findings, items)
    if not hashed:
        return Stacks([], seen)
    number = {item.sha256: n for n, item in enumerate(hashed)}
    wishes = Wishes(_pairs(state.must, number), _pairs(state.cannot, number))
    earlier = clusters.earlier_numbers(members, clusters.stored(connection, STACKS))
    stacks = stack_items(rows, np.asarray(_known(earlier, hashed, seen, before), dtype=np.int64), wishes)
    formed = [c.members for c in clusters.grouped(STACKS, members, stacks.stack.tolist())]
    return Stacks(_numbered(connection, [m for m in formed if len(m) > 1], items), seen)


def _read(findings: Findings, items: Mapping[str, Item]) -> tuple[list[Item], list[Member], HashRows]:
    """Items that have been looked at, in order; the place of each; and the hashes of all of them."""
    from engine.across.near_duplicates import HashRows

    members: dict[str, Member] = {}
    parts: dict[str, dict[str, Any]] = {name: {} for name in LOOK_COLUMNS["hashes"]}
    for item, found in LOOKS.each(findings, items):
        if len(found["units"]):
            members[item.id] = _member(item, found)
            for name, own in parts.items():
                own[item.id] = found["hashes"][name]
    looked_at = [item for item in items.values() if item.id in members]
    lengths = [len(parts["t_ns"][item.id]) for item in looked_at]
    # one column after the other, so that parts and whole are never held of all of them
    t_ns, hashes, quality = (_joined(parts.pop(name), looked_at) for name in ("t_ns", "hash", "quality"))
    moving = np.array([item.kind == Kind.VIDEO for item in looked_at], dtype=np.bool_)
    rows = HashRows(np.repeat(np.arange(len(looked_at)), lengths), t_ns, hashes, quality, moving)
    return looked_at, [members[item.id] for item in looked_at], rows


def _joined(parts: Mapping[str, Any], items: Sequence[Item]) -> Any:
    return np.concatenate([parts[item.id] for item in items]) if items else np.zeros(0)


def _known(
    earlier: Sequence[int], items: Sequence[Item], seen: ChangeTokens, before: ChangeTokens
) -> list[int]:
    """Earlier numbers; an item that was like no other, and is as it was, gets one of its own."""
    free = itertools.count(max(earlier, default=NEW) + 1)
    same = [seen[item.id] == before.get(item.id) for item in items]
    return [next(free) if n == NEW and known else n for n, known in zip(earlier, same, strict=True)]


def replace(connection: Connection, found: Stacks) -> None:
    """Store these stacks instead of those before, in the caller's transaction."""
    c = schema.compared_items
    clusters.replace(connection, STACKS, found.clusters)
    connection.execute(delete(c).where(c.c.kind == STACKS))
    rows = [{"kind": STACKS, "item_id": i, "token": token} for i, token in found.compared.items()]
    if rows:
        connection.execute(insert(c), rows)


def _compared(connection: Connection) -> Mapping[str, str]:
    c = schema.compared_items.c
    found = connection.execute(select(c.item_id, c.token).where(c.kind == STACKS))
    return {row.item_id: row.token for row in found}


def _member(item: Item, found: Result) -> Member:
    unit = CurrentUnits.kept(item.id, found).at(HASHES, 0)
    return Member(item.id, unit.stream, 0, max(item.duration_ns, 1), unit.key, 0)


def _numbered(
    connection: Connection, stacks: Sequence[Sequence[Member]], items: Mapping[str, Item]
) -> list[Cluster]:
    """Each stack bears the oldest number that stands for one of its items; see `app/cases/subjects.py`."""
    known = subjects.stored(connection, STACKS)
    free = subjects.highest(connection, STACKS) + 1
    earlier = {m.item_id: c.number for c in clusters.stored(connection, STACKS) for m in c.members}
    anchored = {s.item_id: n for n, s in sorted(known.items(), reverse=True)}
    taken = {s.id for s in known.values()}
    found: list[Cluster] = []
    for members in stacks:
        first = members[0]
        claims = [anchored[m.item_id] for m in members if m.item_id in anchored]
        claims += [n for m in members if (n := earlier.get(m.item_id)) is not None and n not in known]
        claims = [n for n in claims if n not in {c.number for c in found}]
        if not claims:
            claims, free = [free], free + 1
        number = min(claims)
        who = known.get(number)
        if who is None:
            item = items[first.item_id]
            moment = Moment(PICTURE, item.sha256, first.stream, 0, first.end_ns, 0)
            id_ = subjects.founded(STACKS, moment, taken.__contains__)
            taken.add(id_)
            who = Subject(id_, STACKS, number, moment, item.id, first.place)
        found.append(Cluster(STACKS, number, members, who=who))
    return sorted(found, key=lambda c: c.number)


def _pairs(pairs: Sequence[tuple[Moment, Moment]], number: dict[str, int]) -> list[tuple[int, int]]:
    """Decisions about whole pictures, as item numbers."""
    return [
        (number[a.sha256], number[b.sha256])
        for a, b in pairs
        if a.kind == b.kind == PICTURE and a.sha256 in number and b.sha256 in number
    ]


def _looks(findings: Findings, item: Item) -> Result:
    parts = list(findings.parts(item.id, HASHES))
    rows = [part.rows("hashes") for part in parts]
    columns = LOOK_COLUMNS["hashes"]
    return {
        "hashes": Table(columns, {n: np.concatenate([r[n] for r in rows]) if rows else [] for n in columns}),
        **CurrentUnits(part.unit for part in parts).columns(),
    }


LOOK_COLUMNS: Schemas = {
    "hashes": {"t_ns": Column("i64"), "hash": Column("u8", (32,)), "quality": Column("f32")},
    **UNIT_COLUMNS,
}
LOOKS = View("hashes", (HASHES,), LOOK_COLUMNS, _looks)
