"""Who is where, as a search reads it: every sighting of every group as columns, and the names people gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import clusters, listened, stacks
from app.cases.clusters import FACES, STACKS, Cluster, Member
from app.cases.decisions import KINDS, LISTENED
from app.cases.moments import Moment
from app.cases.review import Review

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class KnownPeople:
    """Sightings of a kind (`clusters.FACES`, `VOICES` or `STACKS`), as columns `(n,)`.

    `item` counts the items given, -1 for others; `number` is that of the group.
    """

    kind: str
    item: Longs
    start: Longs
    end: Longs
    number: Longs
    row: Longs
    score: npt.NDArray[np.float64]
    unit_keys: Sequence[str] = field(repr=False)
    moments: Sequence[Moment] = field(repr=False)
    """Of faces where each is seen best; empty for others."""
    groups: Mapping[int, Cluster]
    """By number, without their members."""

    def __len__(self) -> int:
        return len(self.item)

    def of(self, numbers: Sequence[int]) -> Longs:
        """Rows of these groups."""
        return np.flatnonzero(np.isin(self.number, numbers))


def nobody(kind: str) -> KnownPeople:
    """Before anything was read."""
    return _columns(kind, {}, [], ())


def mark(connection: Connection) -> tuple[object, ...]:
    """Differs as soon as groups were formed anew or somebody decided something."""
    last = listened.fingerprint(connection, KINDS - {LISTENED})
    return (last, *connection.exec_driver_sql("SELECT max(rowid), count(*) FROM memberships").one())


def read(review: Review, number: Mapping[str, int], kind: str) -> KnownPeople:
    """The groups as they are now; `number` is the place of each item by its id."""
    if kind == STACKS:
        known = clusters.stored(review.connection, STACKS)
        found = known or stacks.group(review.connection, review.findings, review.state)
    else:
        found = review.groups(kind).clusters
    members = [(group.number, member) for group in found for member in group.members]
    sightings = review.faces.sightings if kind == FACES else {}
    moments = [sightings[member.place].moment for _, member in members] if kind == FACES else ()
    return _columns(kind, number, members, moments, found)


def _columns(
    kind: str,
    number: Mapping[str, int],
    members: Sequence[tuple[int, Member]],
    moments: Sequence[Moment],
    groups: Sequence[Cluster] = (),
) -> KnownPeople:
    return KnownPeople(
        kind,
        np.array([number.get(m.item_id, -1) for _, m in members], np.int64),
        np.array([m.t_ns for _, m in members], np.int64),
        np.array([m.end_ns for _, m in members], np.int64),
        np.array([group for group, _ in members], np.int64),
        np.array([m.row for _, m in members], np.int64),
        np.array([m.score for _, m in members], np.float64),
        [m.unit_key for _, m in members],
        moments,
        {g.number: Cluster(kind, g.number, identity=g.identity) for g in groups},
    )
