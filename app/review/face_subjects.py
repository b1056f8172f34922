"""Ids and anchors of all people of a case as columns, since there may be hundreds of thousands."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from operator import attrgetter

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from app.cases import subjects
from app.cases.clusters import FACES
from app.cases.face_columns import Faces
from app.cases.subjects import Subject
from app.operations.moments import Moment

Rows = npt.NDArray[np.int64]
ID = "S34"
UNKNOWN = -1


class FaceSubjects:
    """`ids` `(k,)` by number, empty where there is none yet; what is not stored yet is remembered."""

    def __init__(self) -> None:
        self.ids: npt.NDArray[np.bytes_] = np.zeros(1, ID)
        self._unsaved: set[int] = set()
        self.former: dict[int, tuple[str, str]] = {}
        """By number that an earlier version gave: since when, and when its id was founded."""
        self._missing: dict[int, Moment] = {}
        """Anchors that are not found now; a unit that failed may be done again."""

    def read(self, connection: Connection, faces: Faces, locate: Callable[[Moment], int | None]) -> Rows:
        """Face that each stored number stands for, by number; -1 where it is no longer found."""
        rows = subjects.rows(connection, FACES)
        count = max((row.number for row in rows), default=0) + 1
        anchors, self.ids = np.full(count, UNKNOWN, np.int64), np.zeros(count, ID)
        at = {item.item.id: n for n, item in enumerate(faces.items)}
        for item_id, group in itertools.groupby(rows, key=attrgetter("item_id")):
            n = at.get(item_id)
            first = int(faces.first[n]) if n is not None else 0
            places = faces.items[n].places() if n is not None else []
            node_of = {place: first + row for row, place in enumerate(places)}
            for row in group:
                self.ids[row.number] = row.id.encode()
                if row.since < row.founded_at:
                    self.former[row.number] = (row.since, row.founded_at)
                node = node_of.get((row.unit_key, row.row))
                if node is not None:
                    anchors[row.number] = node
                    continue
                moment = subjects.anchor_of(row)
                self._unsaved.add(row.number)
                self._note(anchors, row.number, locate(moment), moment)
        return anchors

    def complete(self, number: Rows, anchors: Rows) -> bool:
        """Whether everybody who bears one of these numbers has an id and an anchor, as it is stored."""
        given = np.unique(number)
        if not len(given) or given[-1] >= len(anchors) or self._unsaved:
            return not len(given)
        return bool((anchors[given] != UNKNOWN).all() and (self.ids[given] != b"").all())

    @property
    def unsaved(self) -> bool:
        """Whether somebody is not stored yet."""
        return bool(self._unsaved)

    def _note(self, anchors: Rows, number: int, node: int | None, moment: Moment) -> None:
        self._missing.pop(number, None)
        if node is None:
            self._missing[number] = moment
        else:
            anchors[number] = node

    def carried(self, anchors: Rows, old: Faces, new: Faces, locate: Callable[[Moment], int | None]) -> Rows:
        """The same anchors where items came, went or were analysed again."""
        at = {item.item.id: n for n, item in enumerate(new.items)}
        found = np.full(len(anchors), UNKNOWN, np.int64)
        known = np.flatnonzero(anchors != UNKNOWN)
        of_item = np.searchsorted(old.first, anchors[known], "right") - 1
        for n in np.unique(of_item).tolist():
            item, mine = old.items[n], known[of_item == n]
            place = at.get(item.item.id)
            rows = anchors[mine] - old.first[n]
            if place is not None and np.array_equal(item.keys, new.items[place].keys):
                found[mine] = new.first[place] + rows
                continue
            for number, row in zip(mine.tolist(), rows.tolist(), strict=True):
                moment = item.moment(row)
                self._note(found, number, locate(moment), moment)
                self._unsaved.add(number)
        for number, moment in list(self._missing.items()):
            if anchors[number] == UNKNOWN:
                self._note(found, number, locate(moment), moment)
        return found

    def follow(self, before: Rows, anchors: Rows, faces: Faces) -> None:
        """Give an id to everybody without one, and note what has to be stored."""
        same = np.zeros(len(anchors), np.bool_)
        same[: len(before)] = before == anchors[: len(before)]
        self.ids = np.r_[self.ids, np.zeros(max(len(anchors) - len(self.ids), 0), ID)].astype(ID)
        self._missing = {n: m for n, m in self._missing.items() if anchors[n] == UNKNOWN}
        bare = np.flatnonzero((self.ids[: len(anchors)] == b"") & (anchors != UNKNOWN)).tolist()
        self._unsaved.update(np.flatnonzero(~same & (anchors != UNKNOWN)).tolist(), bare)
        taken = {i.decode() for i in self.ids.tolist() if i} if len(bare) > 1 else None
        for number in bare:
            moment = faces.moment(int(anchors[number]))
            if taken is None:
                found = subjects.founded(FACES, moment, lambda i: bool((self.ids == i.encode()).any()))
            else:
                found = subjects.founded(FACES, moment, taken.__contains__)
                taken.add(found)
            self.ids[number] = found.encode()

    def save(self, connection: Connection, faces: Faces, wanted: Iterable[int] | None = None) -> None:
        """Store what is new about these numbers, or about all."""
        numbers = self._unsaved if wanted is None else self._unsaved.intersection(wanted)
        made = []
        for number in sorted(numbers):
            node = int(faces.anchors[number]) if number < len(faces.anchors) else UNKNOWN
            if node != UNKNOWN:
                item, at = faces.where(node)
                id_ = self.ids[number].decode()
                made.append(Subject(id_, FACES, number, item.moment(at), item.item.id, item.place(at)))
        subjects.save(connection, made)
        self._unsaved = self._unsaved - set(numbers)
