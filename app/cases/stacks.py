"""Which items show the same: brings the near-duplicate stacks of a case up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from app.cases import clusters
from app.cases.clusters import STACKS, Cluster, Member
from app.cases.findings import Findings, Item, Part
from app.operations.decisions import State
from app.operations.moments import PICTURE, Moment
from engine.units import Kind

HASHES = "perceptual_hashes"


@dataclass(frozen=True, slots=True)
class _Hashed:
    """An item with hashes, and the unit its membership names."""

    item: Item
    parts: Sequence[Part]

    @property
    def member(self) -> Member:
        unit, end = self.parts[0].unit, max(self.item.duration_ns, 1)
        return Member(self.item.id, unit.stream, 0, end, unit.key, 0)


def group(connection: Connection, findings: Findings, state: State) -> list[Cluster]:
    """Stacks of at least two items; numbers from the last time live on."""
    from engine.across.near_duplicates import HashRows, Wishes, stack_items

    findings.read_all()
    every = [_Hashed(item, list(findings.parts(item.id, HASHES))) for item in findings.items()]
    hashed = [h for h in every if h.parts]
    if not hashed:
        return []
    members = [h.member for h in hashed]
    tables = [(n, part.rows("hashes")) for n, h in enumerate(hashed) for part in h.parts]
    rows = HashRows(
        item=np.concatenate([np.full(len(t), n, np.int64) for n, t in tables]),
        t_ns=np.concatenate([t["t_ns"] for _, t in tables]),
        hash=np.concatenate([t["hash"] for _, t in tables]),
        quality=np.concatenate([t["quality"] for _, t in tables]),
        moving=np.array([h.item.kind == Kind.VIDEO for h in hashed]),
    )
    number = {h.item.sha256: n for n, h in enumerate(hashed)}
    wishes = Wishes(_pairs(state.must, number), _pairs(state.cannot, number))
    earlier = clusters.earlier_numbers(members, clusters.stored(connection, STACKS))
    stacks = stack_items(rows, np.asarray(earlier, dtype=np.int64), wishes)
    numbers = clusters.keep_numbers([int(n) for n in stacks.stack], earlier)
    # an item that is like no other is not stored, and counts as new the next time
    return [c for c in clusters.grouped(STACKS, members, numbers) if len(c.members) > 1]


def _pairs(pairs: Sequence[tuple[Moment, Moment]], number: dict[str, int]) -> list[tuple[int, int]]:
    """Decisions about whole pictures, as item numbers."""
    return [
        (number[a.sha256], number[b.sha256])
        for a, b in pairs
        if a.kind == b.kind == PICTURE and a.sha256 in number and b.sha256 in number
    ]
