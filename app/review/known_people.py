"""Who is where, as a search reads it: every appearance of every group as columns, and the names given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import log as decision_log
from app.cases.clusters import FACES, STACKS, Cluster
from app.cases.face_columns import Faces
from app.operations.decisions import KINDS, LISTENED
from app.operations.moments import Moment
from app.review.review import Review

NOBODY = -1
"""Number of what is no face."""
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class KnownPeople:
    """Appearances of a kind (`clusters.FACES`, `VOICES` or `STACKS`), as columns `(n,)`.

    `item` counts the items given, -1 for others; `number` is that of the group; `row` that of a speaker.
    """

    kind: str
    item: Longs
    start: Longs
    end: Longs
    number: Longs
    row: Longs
    score: npt.NDArray[np.float64]
    """Of a face how well it is seen."""
    groups: Mapping[int, Cluster]
    """By number, without their members."""
    faces: Faces | None = field(default=None, repr=False)
    """The same faces in the same order, where these are faces."""

    def __len__(self) -> int:
        return len(self.item)

    def of(self, numbers: Sequence[int]) -> Longs:
        """Rows of these groups."""
        return np.flatnonzero(np.isin(self.number, numbers))

    def moment(self, row: int) -> Moment:
        """Where a face is seen best."""
        assert self.faces is not None
        return self.faces.moment(row)

    def crop(self, row: int) -> tuple[str, int]:
        """Unit and tracklet under which the picture of a face is kept."""
        assert self.faces is not None
        item, at = self.faces.where(row)
        return item.place(at)


def nobody(kind: str) -> KnownPeople:
    """Before anything was read."""
    return _columns(kind, {}, ())


def mark(connection: Connection) -> tuple[object, ...]:
    """Differs as soon as groups change or a decision is made."""
    last = decision_log.last(connection, KINDS - {LISTENED})
    return (last, *connection.exec_driver_sql("SELECT max(rowid), count(*) FROM memberships").one())


def read(review: Review, number: Mapping[str, int], kind: str) -> KnownPeople:
    """The groups as they are now; `number` is the place of each item by its id."""
    if kind == FACES:
        index = review.people_index
        faces = index.faces(review.connection, review.findings).faces
        return _of_faces(faces, number, index.no_faces(review.connection, review.findings))
    if kind == STACKS:
        return _columns(kind, number, review.stacks)
    return _columns(kind, number, review.voices.clusters)


def _of_faces(faces: Faces, number: Mapping[str, int], no_faces: Longs) -> KnownPeople:
    def column(name: str) -> Longs:
        parts = [item.rows[name] for item in faces.items]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)

    places = np.array([number.get(item.item.id, -1) for item in faces.items], np.int64)
    quality = [item.rows["quality"] for item in faces.items]
    whose = faces.number.astype(np.int64)
    whose[no_faces] = NOBODY
    groups = {int(n): Cluster(FACES, int(n)) for n in np.unique(whose) if n != NOBODY}
    for group, identity in faces.identities.items():
        if group in groups:
            groups[group].identity = identity
    return KnownPeople(
        FACES,
        np.repeat(places, [len(item) for item in faces.items]),
        column("start_ns"),
        column("end_ns"),
        whose,
        column("row"),
        np.concatenate(quality).astype(np.float64) if quality else np.zeros(0),
        groups,
        faces,
    )


def _columns(kind: str, number: Mapping[str, int], groups: Sequence[Cluster]) -> KnownPeople:
    members = [(group.number, member) for group in groups for member in group.members]
    return KnownPeople(
        kind,
        np.array([number.get(m.item_id, -1) for _, m in members], np.int64),
        np.array([m.t_ns for _, m in members], np.int64),
        np.array([m.end_ns for _, m in members], np.int64),
        np.array([group for group, _ in members], np.int64),
        np.array([m.row for _, m in members], np.int64),
        np.array([m.score for _, m in members], np.float64),
        {g.number: Cluster(kind, g.number, identity=g.identity) for g in groups},
    )
