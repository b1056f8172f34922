"""The faces of a case and who they are, kept in memory between questions.

A decision changes the groups it touches (`engine/across/face_grouping.py`) and the rows of the database that
differ; nothing is read again. Faces have an `id` that stays theirs while their item is not analysed anew, so
that whoever shows a million of them need only be told what changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import clusters
from app.cases import log as decision_log
from app.cases.appearances import face_tracks, find_face
from app.cases.change_tokens import ChangeTokens, LatestChange, change_tokens, latest_change
from app.cases.clusters import FACES, NEW
from app.cases.face_columns import Faces, ItemFaces, faces_of
from app.cases.findings import Findings
from app.cases.stored_faces import StoredFaces, members, recognised, stored
from app.operations.decisions import Identity, State
from app.operations.moments import FACE, Moment
from engine.across.face_grouping import Change, FaceGrouping
from engine.across.face_groupings import FaceGroupings, SpaceNodes
from engine.across.face_nodes import Constraints, Nodes
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.vectors import Space

Rows = npt.NDArray[np.int64]
STAGES = ("faces", "face_tracks", "face_embeddings")
REMEMBERED = 200
"""Decisions whose change can be put back as it was."""


class FaceIndex:
    """Not for two threads at once; `faces` is a value that anybody may keep."""

    def __init__(self) -> None:
        self._change_tokens: ChangeTokens = {}
        self._latest_change: LatestChange | None = None
        self._items: dict[str, ItemFaces] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._base: dict[str, int] = {}
        self._next_id = 0
        self._where: dict[Moment, tuple[str, int] | None] = {}
        self._offset: dict[str, int] = {}
        self._stored = StoredFaces()
        self._moved: list[tuple[int, Rows]] = []
        self._read_at = 0
        """Version since which the same faces are there."""
        self._changes: OrderedDict[str, tuple[Rows, Rows, Rows]] = OrderedDict()
        self._grouping: FaceGrouping | FaceGroupings | None = None
        nothing = np.zeros(0, np.int64)
        self.faces = Faces(0, [], np.zeros(1, np.int64), nothing, nothing, {}, [])

    @property
    def grouping(self) -> FaceGrouping | FaceGroupings:
        assert self._grouping is not None
        return self._grouping

    def refresh(self, connection: Connection, findings: Findings, state: State) -> bool:
        """Read what was analysed since, and group what is new; False where nothing was."""
        last = latest_change(connection)
        if self._grouping is not None and last == self._latest_change:
            return False
        seen, self._latest_change = change_tokens(connection, STAGES), last
        if self._grouping is not None and seen == self._change_tokens:
            return False
        fresh = self._grouping is None
        earlier = self._earlier(connection, findings, seen)
        released = decision_log.released(connection, clusters.followed(connection, FACES)) if fresh else []
        self._change_tokens = seen
        items = [self._items[item] for item in earlier]
        first = np.r_[0, np.cumsum([len(i) for i in items])].astype(np.int64)
        nothing = np.zeros(0, np.int64)
        number = np.concatenate([*(e for e, _ in earlier.values()), nothing])
        self._stored.number = np.concatenate([*(s for _, s in earlier.values()), nothing])
        ids = np.concatenate([*(self._base[i.item.id] + np.arange(len(i)) for i in items), nothing])
        self._offset = {i.item.id: int(f) for i, f in zip(items, first, strict=False)}
        self.faces = Faces(self.faces.version + 1, items, first, ids, number, {}, [])
        constraints = self._constraints(findings, state)
        apart = self._nodes(findings, released)
        self._grouping = self._grouped(number, constraints, apart)
        self._publish(state)
        self._read_at, self._moved = self.faces.version, []
        return True

    def settle(
        self, findings: Findings, state: State, made: str, touched: Sequence[Moment], undone: str, gone: bool
    ) -> None:
        """Change what the decision `made` asks for; `undone` is the one it takes back, if any.

        `gone` says that what is pointed at was said once and holds no more.
        """
        before = self.grouping.number.copy()
        constraints = self._constraints(findings, state)
        nodes = self._nodes(findings, touched)
        restored = bool(undone) and self._restore(constraints, undone)
        self.grouping.settle(constraints, nodes, nodes if gone and not restored else ())
        changed = np.flatnonzero(before != self.grouping.number)
        self._changes[made] = (self.faces.ids[changed], before[changed], self.grouping.number[changed])
        while len(self._changes) > REMEMBERED:
            self._changes.popitem(last=False)
        self._publish(state)
        self._moved.append((self.faces.version, self.faces.ids[changed]))

    def changed_since(self, version: int) -> Rows | None:
        """Rows whose group is another than at that version; None where faces came or went since."""
        if not self._read_at <= version <= self.faces.version:
            return None
        ids = [ids for at, ids in self._moved if at > version]
        return self.faces.rows(np.unique(np.concatenate(ids)).tolist()) if ids else np.zeros(0, np.int64)

    def closeness(self, rows: Rows) -> npt.NDArray[np.float32]:
        """How well each of these faces fits its group: cosine with its mean."""
        return self.grouping.closeness(rows)

    def quality(self, rows: Rows) -> npt.NDArray[np.float32]:
        """How clear these faces are, 0 to 1."""
        found = [item.rows["quality"][at] for item, at in map(self.faces.where, rows.tolist())]
        return np.array(found, np.float32)

    def row(self, moment: Moment) -> int | None:
        """The face that a decision in force points at; None where it is no more, or is no face."""
        return self._node(moment)

    def save(self, connection: Connection, most: int) -> int:
        """Store memberships that differ, of new ones at most so many; how many are left."""
        return self._stored.save(connection, self.faces, self.grouping.closeness, most)

    def _restore(self, constraints: Constraints, undone: str) -> bool:
        ids, before, after = self._changes.get(undone, (None, None, None))
        if ids is None or before is None or after is None:
            return False
        rows = self.faces.rows(ids.tolist())
        return len(rows) == len(ids) and self.grouping.restore(constraints, Change(rows, before, after))

    def _publish(self, state: State) -> None:
        faces, number = self.faces, self.grouping.number.copy()
        home: dict[int, Identity] = {}
        lost = []
        for identity in state.identities:
            if identity.moment.kind != FACE:
                continue
            node = self._node(identity.moment)
            if node is None:
                lost.append(identity)
            else:
                home[int(number[node])] = clusters.joined(home.get(int(number[node])), identity)
        self.faces = Faces(faces.version + 1, faces.items, faces.first, faces.ids, number, home, lost)

    def _grouped(
        self, number: Rows, constraints: Constraints, apart: Iterable[int]
    ) -> FaceGrouping | FaceGroupings:
        """Faces that two models saw are grouped apart; nearly always there is one model."""
        items, first = self.faces.items, self.faces.first
        spaces = list(dict.fromkeys(item.space for item in items if len(item)))
        if len(spaces) < 2:
            space = spaces[0] if spaces else default_space(Task.FACE_EMBEDDING)
            return FaceGrouping(self._as_nodes(space), number, constraints, space, apart)
        parts = []
        for space in spaces:
            rows = zip(items, first, first[1:], strict=False)
            own = np.concatenate([np.arange(a, b) for item, a, b in rows if item.space == space])
            parts.append(SpaceNodes(own, self._as_nodes(space), space))
        return FaceGroupings(parts, number, constraints, apart)

    def _as_nodes(self, space: Space) -> Nodes:
        """The faces of one space, in order."""
        at = [n for n, item in enumerate(self.faces.items) if item.space == space]
        items = [self.faces.items[n] for n in at]
        rows = [i.rows for i in items]
        ends = np.r_[0, np.cumsum([len(r) for r in rows])].astype(np.int64)

        def all_of(name: str, kind: type[np.generic]) -> npt.NDArray[np.generic]:
            return np.concatenate([r[name] for r in rows] or [np.zeros(0)]).astype(kind)

        vectors = np.concatenate([i.vectors for i in items] or [np.zeros((0, space.width), np.float32)])
        for item, low, high in zip(items, ends, ends[1:], strict=False):  # one copy of them is enough
            self._items[item.item.id] = replace(item, vectors=vectors[low:high])
        return Nodes.of_tracklets(
            vectors,
            np.repeat(np.array(at, np.int64), np.diff(ends)),
            all_of("start_ns", np.int64),  # type: ignore[arg-type]
            all_of("end_ns", np.int64),  # type: ignore[arg-type]
            all_of("quality", np.float32),  # type: ignore[arg-type]
        )

    def _earlier(
        self, connection: Connection, findings: Findings, seen: ChangeTokens
    ) -> dict[str, tuple[Rows, Rows]]:
        """For the faces of each item in order: group from the last time, and group as it is stored."""
        people_index = {
            i.item.id: (self.faces.number[a:b], self._stored.number[a:b])
            for i, a, b in zip(self.faces.items, self.faces.first, self.faces.first[1:], strict=False)
        }
        before_all = stored(connection) if self._grouping is None else {}
        earlier = {}
        for item in findings.items():
            if item.id not in seen:
                continue
            if item.id in people_index and self._change_tokens.get(item.id) == seen[item.id]:
                earlier[item.id] = people_index[item.id]
                continue
            keys = frozenset(u.key for u in findings.units(item.id) if u.stage == STAGES[-1] and u.done)
            if item.id in people_index and keys == self._keys[item.id]:
                earlier[item.id] = people_index[item.id]
                continue
            self._keys[item.id] = keys
            before = before_all.get(item.id, [])
            if item.id in people_index:
                before = members(self._items[item.id], people_index[item.id][0].tolist())
            self._items[item.id] = found = faces_of(findings, item)
            self._base[item.id] = self._next_id
            self._next_id += len(found)
            self._where = {m: w for m, w in self._where.items() if m.sha256 != item.sha256}
            known = {m.place: n for m, n in before}
            mine = [found.place(at) for at in range(len(found))]
            self._stored.gone += known.keys() - set(mine)
            same = np.array([known.get(place, NEW) for place in mine], np.int64)
            earlier[item.id] = (recognised(found, before, same), same)
        return earlier

    def _node(self, moment: Moment) -> int | None:
        at = self._where.get(moment)
        return self._offset[at[0]] + at[1] if at else None

    def _nodes(self, findings: Findings, moments: Iterable[Moment]) -> list[int]:
        self._locate(findings, moments)
        nodes = (self._node(m) for m in moments if m.kind == FACE)
        return [n for n in nodes if n is not None]

    def _locate(self, findings: Findings, moments: Iterable[Moment]) -> None:
        """Find the tracklets that moments point at; each once while its item is not analysed anew."""
        by_hash = {i.item.sha256: i for i in self.faces.items}
        for moment in {m for m in moments if m.kind == FACE and m not in self._where}:
            item = by_hash.get(moment.sha256)
            at = item.at(moment) if item else None
            if item and at is None:
                track = find_face(moment, face_tracks(findings, item.item))
                places = {item.place(n): n for n in range(len(item))} if track else {}
                at = places.get((track.unit.key, track.row)) if track else None
            self._where[moment] = (item.item.id, at) if item and at is not None else None

    def _constraints(self, findings: Findings, state: State) -> Constraints:
        moments = state.moments(FACE)
        self._locate(findings, moments)
        row = {m: node for m in moments if (node := self._node(m)) is not None}
        return Constraints(
            must=[(row[a], row[b]) for a, b in state.must if a in row and b in row],
            cannot=[(row[a], row[b]) for a, b in state.cannot if a in row and b in row],
            detached=[row[m] for m in state.detached if m in row],
            subjects={row[i.moment]: i.name.casefold() for i in state.identities if i.moment in row},
        )
