"""Faces as nodes of a graph: one node per tracklet, and what people decided about them as sets of nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FAINT = 0.25
"""Quality (see `engine/stages/faces.py`) below which a face is poor."""
NEW = -1
"""Earlier cluster of a row that has none yet."""


@dataclass(frozen=True, slots=True)
class FaceRows:
    """One row per stored face embedding; every field has as many rows.

    Pass the faces of one sampling per stretch (not the scout's and the backfill's of the same seconds),
    or a face seen by both counts as two people visible at the same time.
    """

    vectors: npt.NDArray[np.float32]
    """`(n, d)`, length 1."""
    item: Rows
    """Number of the item, any numbering."""
    tracklet: Rows
    """Number of the tracklet, unique within its item; rows of one tracklet are one person."""
    start_ns: Rows
    end_ns: Rows
    """Span of the row's tracklet, half-open."""
    quality: npt.NDArray[np.float32]
    """0 … 1, as `face_embeddings` gives it."""

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided, as row numbers; the caller maps its lasting face references to rows.

    `subjects` says which person a face was named as: equal subjects are joined, different ones kept
    apart. `detached` faces join nothing unless `must` or a subject says what.
    """

    must: Sequence[tuple[int, int]] = ()
    cannot: Sequence[tuple[int, int]] = ()
    detached: Sequence[int] = ()
    subjects: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows that people both joined and parted; they stay joined and somebody has to look."""

    first: int
    second: int


class Sets:
    """Disjoint sets of numbers; the lowest number names a set. Numbers never joined cost nothing."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def find(self, number: int) -> int:
        while (up := self._up.get(number, number)) != number:
            self._up[number] = self._up.get(up, up)
            number = up
        return number

    def join(self, one: int, two: int) -> None:
        low, high = sorted((self.find(one), self.find(two)))
        self._up.setdefault(low, low)
        self._up[high] = low

    def joined(self) -> list[int]:
        """Every number that was ever joined to another."""
        return sorted(self._up)


class Nodes:
    """Tracklets `(m,)` with one unit vector each, and `of_row` `(n,)`: the node of every row."""

    def __init__(self, faces: FaceRows, earlier: Rows) -> None:
        order = np.lexsort((faces.tracklet, faces.item))
        item, tracklet = faces.item[order], faces.tracklet[order]
        begins = np.r_[True, (item[1:] != item[:-1]) | (tracklet[1:] != tracklet[:-1])]
        starts = np.flatnonzero(begins)
        self.of_row = np.empty(len(faces), np.int64)
        self.of_row[order] = np.cumsum(begins) - 1
        weights = np.maximum(faces.quality[order], 0.05).astype(np.float32)
        sums = np.add.reduceat(faces.vectors[order] * weights[:, None], starts, axis=0)
        lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        self.vectors = (sums / lengths).astype(np.float32)
        self.item = item[starts]
        self.start_ns = np.minimum.reduceat(faces.start_ns[order], starts)
        self.end_ns = np.maximum.reduceat(faces.end_ns[order], starts)
        self.sturdy: Mask = np.maximum.reduceat(faces.quality[order], starts) >= FAINT
        self.earlier = np.maximum.reduceat(earlier[order], starts)

    def __len__(self) -> int:
        return len(self.item)


class Wishes:
    """Constraints between nodes: `sets` that people joined, pairs they `parted`, `subjects` of nodes."""

    def __init__(self, nodes: Nodes, constraints: Constraints) -> None:
        of_row = nodes.of_row
        self.sets = Sets()
        for one, two in constraints.must:
            self.sets.join(int(of_row[one]), int(of_row[two]))
        bearer: dict[str, int] = {}
        for row, subject in sorted(constraints.subjects.items()):
            self.sets.join(bearer.setdefault(subject, int(of_row[row])), int(of_row[row]))
        against = self._name(of_row, constraints.subjects)
        self.parted: list[tuple[int, int]] = []
        for one, two in constraints.cannot:
            a, b = int(of_row[one]), int(of_row[two])
            if self.sets.find(a) == self.sets.find(b):
                against.append(Contradiction(one, two))
            else:
                self.parted.append((a, b))
        self.contradictions = tuple(against)
        self.detached: Mask = np.zeros(len(nodes), np.bool_)
        self.detached[of_row[list(constraints.detached)]] = True

    def _name(self, of_row: Rows, subjects: Mapping[int, str]) -> list[Contradiction]:
        self.subjects: dict[int, str] = {}
        named_by: dict[int, int] = {}
        against: list[Contradiction] = []
        for row, subject in sorted(subjects.items()):
            root = self.sets.find(int(of_row[row]))
            if self.subjects.setdefault(root, subject) != subject:
                against.append(Contradiction(named_by[root], row))
            named_by.setdefault(root, row)
        return against


def atoms(nodes: Nodes, wishes: Wishes) -> tuple[Rows, Mask]:
    """Initial group of each node (named by its lowest node), and which nodes have to find a group.

    Earlier clusters stay whole, except those in which people parted two nodes or named two people.
    """
    earlier = np.where(wishes.detached, NEW, nodes.earlier)
    group = _joined(earlier, wishes)
    bad = _torn(group, earlier, wishes)
    if len(bad):
        earlier[np.isin(earlier, bad)] = NEW
        group = _joined(earlier, wishes)
    return group, earlier == NEW


def _joined(earlier: Rows, wishes: Wishes) -> Rows:
    group = np.arange(len(earlier), dtype=np.int64)
    old = np.flatnonzero(earlier != NEW)
    _, lowest, inverse = np.unique(earlier[old], return_index=True, return_inverse=True)
    group[old] = old[lowest][inverse]
    sets = Sets()
    for node in wishes.sets.joined():
        sets.join(int(group[node]), int(group[wishes.sets.find(node)]))
    heir = np.arange(len(earlier), dtype=np.int64)
    for number in sets.joined():
        heir[number] = sets.find(number)
    return heir[group]


def _torn(group: Rows, earlier: Rows, wishes: Wishes) -> Rows:
    """Earlier clusters within groups that people's constraints contradict."""
    bad = {int(group[a]) for a, b in wishes.parted if group[a] == group[b]}
    subject: dict[int, str] = {}
    for node, name in wishes.subjects.items():
        if subject.setdefault(int(group[node]), name) != name:
            bad.add(int(group[node]))
    torn: Rows = np.unique(earlier[np.isin(group, sorted(bad)) & (earlier != NEW)])
    return torn
