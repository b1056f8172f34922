"""Which group each face is stored in: read once, then only what differs is written."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.cases import clusters
from app.cases.clusters import FACES, NEW, Member
from app.cases.face_columns import Faces, ItemFaces
from app.store import schema

Rows = npt.NDArray[np.int64]
Numbered = tuple[Member, int]


class StoredFaces:
    """`number` `(n,)` is the group each face is stored in, NEW for none, and `score` how well it fitted then;
    `gone`: places of no face now.
    """

    def __init__(self) -> None:
        self.number: Rows = np.zeros(0, np.int64)
        self.score: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self.gone: list[tuple[str, int]] = []

    def part(self, begin: int, end: int) -> StoredFaces:
        """What is stored of these rows."""
        part = StoredFaces()
        part.number, part.score = self.number[begin:end], self.score[begin:end]
        return part

    def save(
        self,
        connection: Connection,
        faces: Faces,
        closeness: Callable[[Rows], npt.NDArray[np.float32]],
        most: int,
        keep: Callable[[Connection, Iterable[int] | None], None],
    ) -> int:
        """Store memberships that differ, of new ones at most so many; how many are left.

        `keep` stores who these people are, or those not stored yet.
        """
        stale = np.flatnonzero(self.number != faces.number)
        fresh = self.number[stale] == NEW
        moved, new = stale[~fresh], stale[fresh][:most]
        now = np.r_[moved, new]
        names = {n: i.name for n, i in faces.identities.items()}
        wanted = np.unique(faces.number[now]).tolist()
        keep(connection, wanted if len(now) < len(stale) else None)
        clusters.make(connection, FACES, {n: names.get(n, "") for n in wanted} | names)
        self._move(connection, faces, moved)
        if len(new):
            scores = self.score[new] = closeness(new)
            rows = [_row(faces, r, float(s)) for r, s in zip(new.tolist(), scores, strict=True)]
            connection.execute(insert(schema.memberships), rows)
        if self.gone:
            m = schema.memberships
            here = (m.c.unit_key == bindparam("u")) & (m.c.row == bindparam("r"))
            faces_only = m.c.cluster_id.startswith(f"{FACES}:")
            connection.execute(delete(m).where(here, faces_only), [{"u": u, "r": r} for u, r in self.gone])
            self.gone = []
        self.number[now] = faces.number[now]
        if len(now) == len(stale):
            clusters.keep_only(connection, FACES, set(np.unique(faces.number).tolist()))
            clusters.follow(connection, FACES)
        return len(stale) - len(now)

    def _move(self, connection: Connection, faces: Faces, rows: Rows) -> None:
        """Whole groups at once where they went to one group, the rest face by face."""
        m, number = schema.memberships, faces.number
        for old in np.unique(self.number[rows]).tolist():
            mine = rows[self.number[rows] == old]
            to = np.unique(number[mine])
            if len(to) == 1 and len(mine) == int((self.number == old).sum()):
                connection.execute(
                    update(m).where(m.c.cluster_id == f"{FACES}:{old}").values(cluster_id=f"{FACES}:{to[0]}")
                )
                continue
            moves = []
            for row in mine.tolist():
                key, at = _place(faces, row)
                moves.append({"u": key, "r": at, "to": f"{FACES}:{number[row]}"})
            same = (m.c.unit_key == bindparam("u")) & (m.c.row == bindparam("r"))
            faces_only = m.c.cluster_id.startswith(f"{FACES}:")
            connection.execute(update(m).where(same, faces_only).values(cluster_id=bindparam("to")), moves)


def _place(faces: Faces, row: int) -> tuple[str, int]:
    item, at = faces.where(row)
    return item.place(at)


def _row(faces: Faces, row: int, score: float) -> dict[str, object]:
    item, at = faces.where(row)
    r = item.rows[at]
    key, number = item.place(at)
    return {
        "cluster_id": f"{FACES}:{faces.number[row]}", "item_id": item.item.id, "unit_key": key,
        "row": number, "stream": int(r["stream"]), "t_ns": int(r["start_ns"]), "end_ns": int(r["end_ns"]),
        "score": round(score, 4),
    }  # fmt: skip


def stored(connection: Connection) -> Iterator[tuple[str, list[Numbered]]]:
    """Stored memberships with the number of their group, one item after the other: a case has a million."""
    m = schema.memberships
    names = ("item_id", "stream", "t_ns", "end_ns", "unit_key", "row", "score", "cluster_id")
    # not by the kind of the group: then all of them would be sorted, which takes 100 MB of a large case
    of_kind = m.c.cluster_id.startswith(f"{FACES}:", autoescape=True)
    wanted = select(*(m.c[name] for name in names)).where(of_kind)
    numbers: dict[str, int] = {}
    found = connection.execute(wanted.order_by(m.c.item_id))
    for item_id, rows in itertools.groupby(found, key=itemgetter(0)):
        own = []
        for *values, cluster in rows:
            if cluster not in numbers:
                numbers[cluster] = int(cluster.rpartition(":")[2])
            own.append((Member(*values), numbers[cluster]))
        yield item_id, own


def members(item: ItemFaces, numbers: Sequence[int]) -> list[Numbered]:
    """Faces of an item as memberships of these groups."""
    r = item.rows
    columns = (r["stream"].tolist(), r["start_ns"].tolist(), r["end_ns"].tolist(), item.places(), numbers)
    return [
        (Member(item.item.id, stream, start, end, key, row), number)
        for stream, start, end, (key, row), number in zip(*columns, strict=True)
    ]


def recognised(found: ItemFaces, before: Sequence[Numbered], same: Rows) -> Rows:
    """Groups from the last time, by place, else by time (`clusters.earlier_numbers`)."""
    if not before or (same != NEW).all():
        return same
    groups = clusters.grouped(FACES, *zip(*before, strict=True))
    new = [m for m, _ in members(found, [NEW] * len(found))]
    return np.array(clusters.earlier_numbers(new, groups), np.int64)
