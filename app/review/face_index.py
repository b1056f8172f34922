"""The faces of a case and who they are, kept in memory between questions.

A decision changes the groups it touches (`engine/across/face_grouping.py`) and the rows of the database that
differ; nothing is read again. Faces have an `id` that stays theirs while their item is not analysed again, so
that a window with a million of them need only be told what changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import clusters
from app.cases import log as decision_log
from app.cases.appearances import face_tracks, find_face
from app.cases.change_tokens import ChangeTokens, change_tokens, latest_change
from app.cases.clusters import FACES, NEW
from app.cases.face_columns import Faces, ItemFaces, Vectors, all_faces, all_vectors
from app.cases.findings import Findings
from app.cases.stored_faces import Numbered, StoredFaces, members, recognised, stored
from app.operations.decisions import GROUPING, Identity, State
from app.operations.moments import FACE, Moment
from app.review.face_subjects import FaceSubjects
from engine.across.face_grouping import Change, FaceGrouping
from engine.across.face_groupings import FaceGroupings, SpaceNodes
from engine.across.face_nodes import Constraints, Nodes, Wishes, worth
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.vectors import Space

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
STAGES = ("face_embeddings",)
REMEMBERED = 200
"""Decisions whose change can be put back as it was."""


class FaceIndex:
    """Not for two threads at once; `faces` is a value that anybody may keep.

    Where the stored groups hold every face and follow every decision, they are what is shown, and no vector
    is read before somebody decides, compares, or faces are added.
    """

    def __init__(self) -> None:
        self._change_tokens: ChangeTokens = {}
        self._latest_change: int | None = None
        self._items: dict[str, ItemFaces] = {}
        self._base: dict[str, int] = {}
        self._next_id = 0
        self._where: dict[Moment, tuple[str, int] | None] = {}
        self._offset: dict[str, int] = {}
        self._stored = StoredFaces()
        self._subjects = FaceSubjects()
        self._moved: list[tuple[int, Rows]] = []
        self._read_at = 0
        """Version since which the same faces are there."""
        self._changes: OrderedDict[str, tuple[Rows, Rows, Rows]] = OrderedDict()
        self._grouping: FaceGrouping | FaceGroupings | None = None
        self._state = State()
        nothing = np.zeros(0, np.int64)
        self.faces = Faces(0, [], np.zeros(1, np.int64), nothing, nothing, {}, [])

    @property
    def settled(self) -> bool:
        """Whether all is grouped and stored: nothing has to be worked out to show who is who."""
        return self._grouping is None

    def grouped(self, findings: Findings) -> FaceGrouping | FaceGroupings:
        """The groups with their vectors, which are read when they are asked for the first time."""
        if self._grouping is None:
            anchors = self.faces.anchors
            self._group(findings, self.faces.number, [], anchors)
            self._publish(anchors)
        assert self._grouping is not None
        return self._grouping

    def refresh(self, connection: Connection, findings: Findings, state: State) -> bool:
        """Read what was analysed since, and group what is new; False where nothing was."""
        last = latest_change(connection)
        fresh = self._latest_change is None
        if last == self._latest_change:
            return False
        self._latest_change = last
        seen = change_tokens(findings, STAGES)
        if not fresh and seen == self._change_tokens:
            return False
        earlier, stored_so = self._earlier(connection, findings, seen, fresh)
        self._change_tokens, self._state = seen, state
        items = [self._items[item] for item in earlier]
        first = np.r_[0, np.cumsum([len(i) for i in items])].astype(np.int64)
        nothing = np.zeros(0, np.int64)
        number = np.concatenate([*earlier.values(), nothing])
        self._stored.number = np.concatenate([*(s.number for s in stored_so), nothing])
        self._stored.score = np.concatenate([*(s.score for s in stored_so), nothing]).astype(np.float32)
        ids = np.concatenate([*(self._base[i.item.id] + np.arange(len(i)) for i in items), nothing])
        self._offset = {i.item.id: int(f) for i, f in zip(items, first, strict=False)}
        old, self.faces = self.faces, Faces(self.faces.version + 1, items, first, ids, number, {}, [])
        anchors = self._anchors(connection, findings, old, fresh)
        followed = clusters.followed(connection, FACES) if fresh else 0
        followed_all = decision_log.last(connection, GROUPING) <= followed
        if fresh and followed_all and self._all_stored(number, anchors):
            self._locate(findings, state.moments(FACE))
        else:
            released = decision_log.released(connection, followed) if fresh else []
            self._group(findings, number, released, anchors)
        self._publish(anchors)
        self._read_at, self._moved = self.faces.version, []
        return True

    def _anchors(self, connection: Connection, findings: Findings, old: Faces, fresh: bool) -> Rows:
        """The face each number stands for, among those there are now."""

        def locate(moment: Moment) -> int | None:
            return next(iter(self._nodes(findings, [moment])), None)

        if fresh:
            return self._subjects.read(connection, self.faces, locate)
        return self._subjects.carried(old.anchors, old, self.faces, locate)

    def _all_stored(self, number: Rows, anchors: Rows) -> bool:
        same = self._stored.number == number
        there = not self._stored.gone and bool(same.all()) and not (number == NEW).any()
        return there and self._subjects.complete(number, anchors)

    def _group(self, findings: Findings, number: Rows, released: Sequence[Moment], anchors: Rows) -> None:
        constraints = self._constraints(findings, self._state)
        apart = self._nodes(findings, released)
        self._grouping = self._in_spaces(findings, number, constraints, apart, anchors)

    def settle(
        self, findings: Findings, state: State, made: str, touched: Sequence[Moment], undone: str, gone: bool
    ) -> None:
        """Change what the decision `made` asks for; `undone` is the one it takes back, if any.

        `gone` says that what is pointed at was said once and no longer holds.
        """
        grouping = self.grouped(findings)  # as it stood before, which the decision is then put on top of
        self._state = state
        before, anchors = grouping.number.copy(), grouping.anchors.copy()
        constraints = self._constraints(findings, state)
        nodes = self._nodes(findings, touched)
        restored = bool(undone) and self._restore(grouping, constraints, undone)
        grouping.settle(constraints, nodes, nodes if gone and not restored else ())
        changed = np.flatnonzero(before != grouping.number)
        self._changes[made] = (self.faces.ids[changed], before[changed], grouping.number[changed])
        while len(self._changes) > REMEMBERED:
            self._changes.popitem(last=False)
        self._publish(anchors)
        self._moved.append((self.faces.version, self.faces.ids[changed]))

    def changed_since(self, version: int) -> Rows | None:
        """Rows whose group is another than at that version; None where faces came or went since."""
        if not self._read_at <= version <= self.faces.version:
            return None
        ids = [ids for at, ids in self._moved if at > version]
        return self.faces.rows(np.unique(np.concatenate(ids)).tolist()) if ids else np.zeros(0, np.int64)

    @property
    def grouping(self) -> FaceGrouping | FaceGroupings:
        """The same where they were asked for before."""
        assert self._grouping is not None
        return self._grouping

    def closeness(self, rows: Rows) -> Scores:
        """How well each of these faces fits its group: cosine with its mean, as it was when it was stored
        where no vector was read since.
        """
        return self.fitted(rows) if self._grouping is None else self._grouping.closeness(rows)

    def fitted(self, rows: Rows) -> Scores:
        """The same as it was when each face was stored, where it is."""
        scores = self._stored.score[rows]
        new = self._stored.number[rows] == NEW
        if new.any() and self._grouping is not None:
            scores[new] = self._grouping.closeness(rows[new])
        return scores

    def quality(self, rows: Rows) -> npt.NDArray[np.float32]:
        """How clear these faces are, 0 to 1."""
        found = [item.rows["quality"][at] for item, at in map(self.faces.where, rows.tolist())]
        return np.array(found, np.float32)

    def contradictions(self, findings: Findings) -> list[tuple[Moment, Moment]]:
        """Faces that people both joined and parted."""
        wishes = Wishes(len(self.faces.ids), self._constraints(findings, self._state))
        return [(self.faces.moment(c.first), self.faces.moment(c.second)) for c in wishes.contradictions]

    def row(self, moment: Moment) -> int | None:
        """The face that a decision in force points at; None if it no longer exists, or is no face."""
        return self._node(moment)

    @property
    def unsaved_faces(self) -> int:
        """How many faces are stored otherwise than they are grouped."""
        same = len(self._stored.number) == len(self.faces.number)
        return int((self._stored.number != self.faces.number).sum()) if same else len(self.faces.number)

    @property
    def unsaved(self) -> bool:
        """Whether faces are stored otherwise than they are grouped."""
        return self._grouping is not None and (
            bool(self._stored.gone)
            or self._subjects.unsaved
            or not np.array_equal(self._stored.number, self.faces.number)
        )

    def save(self, connection: Connection, most: int) -> int:
        """Store memberships that differ, of new ones at most so many; how many are left."""
        if self._grouping is None:
            return 0
        return self._stored.save(connection, self.faces, self._grouping.closeness, most, self._keep)

    def _keep(self, connection: Connection, numbers: Iterable[int] | None) -> None:
        self._subjects.save(connection, self.faces, numbers)

    def _restore(self, grouping: FaceGrouping | FaceGroupings, constraints: Constraints, undone: str) -> bool:
        ids, before, after = self._changes.get(undone, (None, None, None))
        if ids is None or before is None or after is None:
            return False
        rows = self.faces.rows(ids.tolist())
        return len(rows) == len(ids) and grouping.restore(constraints, Change(rows, before, after))

    def _publish(self, known: Rows) -> None:
        """A new value of `faces`; `known` are the anchors before what changed."""
        faces, state = self.faces, self._state
        number = faces.number if self._grouping is None else self._grouping.number.copy()
        anchors = known if self._grouping is None else self._grouping.anchors.copy()
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
        self._subjects.follow(known, anchors, faces)
        self.faces = Faces(
            faces.version + 1,
            faces.items,
            faces.first,
            faces.ids,
            number,
            home,
            lost,
            self._subjects.ids,
            anchors,
            self._subjects.former,
        )

    def _in_spaces(
        self, findings: Findings, number: Rows, constraints: Constraints, apart: Iterable[int], anchors: Rows
    ) -> FaceGrouping | FaceGroupings:
        """Faces that two models saw are grouped apart; nearly always there is one model."""
        items, first = self.faces.items, self.faces.first
        spaces = list(dict.fromkeys(item.space for item in items if len(item)))
        if len(spaces) < 2:
            space = spaces[0] if spaces else default_space(Task.FACE_EMBEDDING)
            nodes = self._as_nodes(findings, space)
            return FaceGrouping(nodes, number, constraints, space, apart, anchors=anchors)
        parts = []
        for space in spaces:
            rows = zip(items, first, first[1:], strict=False)
            own = np.concatenate([np.arange(a, b) for item, a, b in rows if item.space == space])
            parts.append(SpaceNodes(own, self._as_nodes(findings, space), space))
        return FaceGroupings(parts, number, constraints, apart, anchors=anchors)

    def _as_nodes(self, findings: Findings, space: Space) -> Nodes:
        """The faces of one space, in order."""
        at = [n for n, item in enumerate(self.faces.items) if len(item) and item.space == space]
        items = [self.faces.items[n] for n in at]
        rows = [i.rows for i in items]
        ends = np.r_[0, np.cumsum([len(r) for r in rows])].astype(np.int64)

        def all_of(name: str) -> npt.NDArray[np.float32]:
            return np.concatenate([r[name] for r in rows] or [np.zeros(0, np.float32)])

        def times(name: str) -> Rows:
            return np.concatenate([r[name] for r in rows] or [np.zeros(0, np.int64)])

        return Nodes.of_tracklets(
            _vectors(findings, items, ends, space.width),
            np.repeat(np.array(at, np.int64), np.diff(ends)),
            times("start_ns"),
            times("end_ns"),
            worth(all_of("quality"), all_of("score"), all_of("yaw")),
        )

    def _earlier(
        self, connection: Connection, findings: Findings, seen: ChangeTokens, fresh: bool
    ) -> tuple[dict[str, Rows], list[StoredFaces]]:
        """For the faces of each item in order: group from the last time; and group as it is stored."""
        faces = self.faces
        known = {
            i.item.id: (faces.number[a:b], self._stored.part(int(a), int(b)))
            for i, a, b in zip(faces.items, faces.first, faces.first[1:], strict=False)
        }
        items = {item.id: item for item in findings.items() if item.id in seen}
        changed = {i: item for i, item in items.items() if self._change_tokens.get(i) != seen[i]}
        for found in all_faces(findings, changed):
            item_id, before = found.item.id, self._items.get(found.item.id)
            if before is not None and item_id in known and found.same_as(before):
                continue
            self._items[item_id] = found
            self._base[item_id] = self._next_id
            self._next_id += len(found)
            self._where = {m: w for m, w in self._where.items() if m.sha256 != found.item.sha256}
            if before is not None and item_id in known:
                number, own = known[item_id]
                known[item_id] = self._numbered(found, members(before, number.tolist()), own)
        for item_id, own_before in stored(connection) if fresh else ():
            if item_id in items:
                known[item_id] = self._numbered(self._items[item_id], own_before)
            else:
                self._stored.gone += [member.place for member, _ in own_before]
        for item_id in items.keys() - known.keys():
            known[item_id] = self._numbered(self._items[item_id], [])
        return {i: known[i][0] for i in items}, [known[i][1] for i in items]

    def _numbered(
        self, found: ItemFaces, before: Sequence[Numbered], kept: StoredFaces | None = None
    ) -> tuple[Rows, StoredFaces]:
        """Groups of an item's faces, as they were `before`; and as they are stored: `kept`, or just so."""
        known = {m.place: n for m, n in before}
        mine = found.places()
        same = np.array([known.get(place, NEW) for place in mine], np.int64)
        numbers = kept.number.tolist() if kept else [n for _, n in before]
        scores = kept.score.tolist() if kept else [m.score for m, _ in before]
        rows = {m.place: (n, s) for (m, _), n, s in zip(before, numbers, scores, strict=True) if n != NEW}
        self._stored.gone += rows.keys() - set(mine)
        of = [rows.get(place, (NEW, 0.0)) for place in mine]
        own = StoredFaces()
        own.number = np.array([n for n, _ in of], np.int64)
        own.score = np.array([score for _, score in of], np.float32)
        return recognised(found, before, same), own

    def _node(self, moment: Moment) -> int | None:
        at = self._where.get(moment)
        return self._offset[at[0]] + at[1] if at else None

    def _nodes(self, findings: Findings, moments: Iterable[Moment]) -> list[int]:
        self._locate(findings, moments)
        nodes = (self._node(m) for m in moments if m.kind == FACE)
        return [n for n in nodes if n is not None]

    def rows_at(self, findings: Findings, moments: Iterable[Moment]) -> Rows:
        """Rows of the faces that moments point at."""
        return np.array(sorted(self._nodes(findings, moments)), np.int64)

    def hidden(self, findings: Findings, state: State) -> Rows:
        """Rows of what people say is no face, and of faces they drew and took back."""
        return np.union1d(self.rows_at(findings, state.no_faces), self._taken_back(findings, state))

    def _taken_back(self, findings: Findings, state: State) -> Rows:
        every = self.faces.drawn
        return np.setdiff1d(every, self.rows_at(findings, state.drawn)) if len(every) else every

    def _locate(self, findings: Findings, moments: Iterable[Moment]) -> None:
        """Find the tracklets that moments point at; each once while its item is not analysed again."""
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
            detached=[
                *(row[m] for m in state.detached if m in row),
                *self._taken_back(findings, state).tolist(),
            ],
            subjects={row[i.moment]: i.name.casefold() for i in state.identities if i.moment in row},
        )


def _vectors(findings: Findings, items: Sequence[ItemFaces], ends: Rows, width: int) -> Vectors:
    """`(n, width)`, put in place item by item: there is one copy of them in memory."""
    vectors = np.zeros((int(ends[-1]), width), np.float32)
    first = {item.item.id: int(at) for item, at in zip(items, ends, strict=False)}
    for item, own in all_vectors(findings, {i.item.id: i.item for i in items}):
        vectors[first[item.id] :][: len(own)] = own
    return vectors
