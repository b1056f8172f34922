"""Faces as nodes of a graph: one node per tracklet, and what people decided about them as sets of nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FAINT = 0.25
LEAST_SCORE, MOST_YAW = 0.8, 60.0
"""Score of the detector below which, and turn of the head in degrees from which, a face founds and joins
nobody: backs of heads, patterns and profiles of which one eye is seen."""
POOR = 0.2
"""What such a face counts for at most."""
"""Quality (see `engine/stages/faces.py`) below which a face is poor."""
NEW = -1
"""Earlier cluster of a row that has none yet."""


@dataclass(frozen=True, slots=True)
class FaceRows:
    """One row per stored face embedding; every field has as many rows.

    Pass the faces of one sampling per segment (not the preview's and the full pass's of the same seconds),
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
    sureness: npt.NDArray[np.float32] | None = None
    """0 … 1: a cosine counts times the product of both rows' sureness; None: all are 1."""

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided, as numbers of rows or nodes; the caller maps its lasting face references to them.

    `subjects` says which person a face was named as: equal subjects are joined, different ones kept
    apart. `detached` faces join nothing unless `must` or a subject says what.
    """

    must: Sequence[tuple[int, int]] = ()
    cannot: Sequence[tuple[int, int]] = ()
    detached: Sequence[int] = ()
    subjects: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows that people both joined and parted; they stay joined and a person has to decide."""

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


def worth(
    quality: npt.NDArray[np.float32], score: npt.NDArray[np.float32], yaw: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """What faces count for when people are told apart: from `FAINT` on they found and join a group."""
    clear = (score >= LEAST_SCORE) & (np.abs(yaw) <= MOST_YAW)
    return np.where(clear, quality, np.minimum(quality, np.float32(POOR))).astype(np.float32)


class Nodes:
    """Tracklets `(m,)` with a unit vector each; `of_row` `(n,)`: the node of every row, `row` `(m,)` back."""

    def __init__(self, faces: FaceRows) -> None:
        order = np.lexsort((faces.tracklet, faces.item))
        item, tracklet = faces.item[order], faces.tracklet[order]
        begins = np.r_[True, (item[1:] != item[:-1]) | (tracklet[1:] != tracklet[:-1])]
        self._starts, self._order = np.flatnonzero(begins), order
        self.of_row: Rows = np.empty(len(faces), np.int64)
        self.of_row[order] = np.cumsum(begins) - 1
        self.row: Rows = order[self._starts]
        weights = np.maximum(faces.quality[order], 0.05).astype(np.float32)
        sums = np.add.reduceat(faces.vectors[order] * weights[:, None], self._starts, axis=0)
        lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        self.vectors: npt.NDArray[np.float32] = (sums / lengths).astype(np.float32)
        if faces.sureness is not None:
            sure = np.maximum.reduceat(faces.sureness[order], self._starts)
            self.vectors *= sure[:, None].astype(np.float32)
        self.item = item[self._starts]
        self.start_ns = np.minimum.reduceat(faces.start_ns[order], self._starts)
        self.end_ns = np.maximum.reduceat(faces.end_ns[order], self._starts)
        self.quality: npt.NDArray[np.float32] = np.maximum.reduceat(faces.quality[order], self._starts)
        self.sturdy: Mask = self.quality >= FAINT

    @classmethod
    def of_tracklets(
        cls,
        vectors: npt.NDArray[np.float32],
        item: Rows,
        start_ns: Rows,
        end_ns: Rows,
        quality: npt.NDArray[np.float32],
    ) -> Nodes:
        """Where each row is a tracklet already, in any order: nothing is copied."""
        nodes = cls.__new__(cls)
        nodes.of_row = nodes.row = nodes._order = nodes._starts = np.arange(len(vectors))
        nodes.vectors, nodes.item, nodes.start_ns, nodes.end_ns = vectors, item, start_ns, end_ns
        nodes.quality, nodes.sturdy = quality, quality >= FAINT
        return nodes

    def __len__(self) -> int:
        return len(self.item)

    def highest(self, of_rows: Rows) -> Rows:
        """The highest of what the rows of each node hold."""
        result: Rows = np.maximum.reduceat(of_rows[self._order], self._starts)
        return result


class Wishes:
    """Constraints between `count` nodes: `sets` people joined, pairs they `parted`, `subjects` of sets."""

    def __init__(self, count: int, constraints: Constraints) -> None:
        self.sets = Sets()
        for one, two in constraints.must:
            self.sets.join(one, two)
        bearer: dict[str, int] = {}
        for node, subject in sorted(constraints.subjects.items()):
            self.sets.join(bearer.setdefault(subject, node), node)
        against = self._name(constraints.subjects)
        self.parted: list[tuple[int, int]] = []
        for one, two in constraints.cannot:
            if self.sets.find(one) == self.sets.find(two):
                against.append(Contradiction(one, two))
            else:
                self.parted.append((one, two))
        self.contradictions = tuple(against)
        self.detached: Mask = np.zeros(count, np.bool_)
        self.detached[list(constraints.detached)] = True

    def _name(self, subjects: Mapping[int, str]) -> list[Contradiction]:
        self.subjects: dict[int, str] = {}
        named_by: dict[int, int] = {}
        against: list[Contradiction] = []
        for node, subject in sorted(subjects.items()):
            root = self.sets.find(node)
            if self.subjects.setdefault(root, subject) != subject:
                against.append(Contradiction(named_by[root], node))
            named_by.setdefault(root, node)
        return against

    @property
    def stays_and_goes(self) -> Rows:
        """Pairs `(p, 2)` that people parted: who stays who they are, and who was set apart from them."""
        pairs = [(b, a) if self.detached[a] else (a, b) for a, b in self.parted]
        sides = np.array([p for p in pairs if not self.detached[p[0]]], np.int64)
        return sides.reshape(-1, 2)

    @property
    def parted_nodes(self) -> set[int]:
        return {node for pair in self.parted for node in pair}

    @property
    def pointed_at(self) -> set[int]:
        """Every node that a constraint is about."""
        return {
            *self.sets.joined(),
            *self.parted_nodes,
            *self.subjects,
            *np.flatnonzero(self.detached).tolist(),
        }

    def companions(self, nodes: set[int]) -> list[int]:
        """These nodes, and all that people joined with them."""
        roots = {self.sets.find(node) for node in nodes}
        return sorted(nodes | {node for node in self.sets.joined() if self.sets.find(node) in roots})

    def within(self, place: Rows) -> PartWishes:
        """The same about those nodes whose `place` is not -1, by their place."""

        def placed(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
            inside = ((int(place[a]), int(place[b])) for a, b in pairs)
            return [(a, b) for a, b in inside if a >= 0 and b >= 0]

        return PartWishes(
            joins=placed((node, self.sets.find(node)) for node in self.sets.joined()),
            parted=placed(self.parted),
            subjects={int(place[node]): name for node, name in self.subjects.items() if place[node] >= 0},
            detached=self.detached[np.flatnonzero(place >= 0)],
        )


@dataclass(frozen=True, slots=True)
class PartWishes:
    """Constraints among some of the nodes, by their places `(k,)`."""

    joins: Sequence[tuple[int, int]]
    parted: Sequence[tuple[int, int]]
    subjects: Mapping[int, str]
    detached: Mask


@dataclass(frozen=True, slots=True)
class Atoms:
    """Initial `group` of each node, named by its lowest node; which nodes are `fresh` and need a home.

    `torn`, by the name of a group: the former group from which it comes where that was taken apart, else -1.
    """

    group: Rows
    fresh: Mask
    torn: Rows


def atoms(earlier: Rows, wishes: PartWishes, loose: Collection[int]) -> Atoms:
    """Earlier groups stay whole, except the `loose` and those in which people parted or named two."""
    earlier = np.where(wishes.detached, NEW, earlier)
    comes_from = np.full(len(earlier), -1, np.int64)
    _take_apart(earlier, comes_from, np.array(sorted(loose), np.int64), len(earlier))
    group = _joined(earlier, wishes)
    bad = _torn(group, wishes)
    for name in sorted(bad):
        within = (group == name) & ~wishes.detached
        parts = np.unique(earlier[within & (earlier != NEW)])
        whole = np.isin(earlier, parts)
        comes_from[whole | (within & (comes_from >= 0))] = name
        earlier[whole] = NEW
    if bad:
        group = _joined(earlier, wishes)
    torn = np.full(len(earlier), -1, np.int64)
    np.maximum.at(torn, group, comes_from)
    return Atoms(group, earlier == NEW, torn)


def _take_apart(earlier: Rows, comes_from: Rows, numbers: Rows, base: int) -> None:
    """Names of what is taken apart lie above those of nodes."""
    inside = np.isin(earlier, numbers)
    comes_from[inside] = base + earlier[inside]
    earlier[inside] = NEW


def _joined(earlier: Rows, wishes: PartWishes) -> Rows:
    group = np.arange(len(earlier), dtype=np.int64)
    old = np.flatnonzero(earlier != NEW)
    _, lowest, inverse = np.unique(earlier[old], return_index=True, return_inverse=True)
    group[old] = old[lowest][inverse]
    sets = Sets()
    for one, two in wishes.joins:
        sets.join(int(group[one]), int(group[two]))
    heir = np.arange(len(earlier), dtype=np.int64)
    for number in sets.joined():
        heir[number] = sets.find(number)
    return heir[group]


def _torn(group: Rows, wishes: PartWishes) -> set[int]:
    """Groups that people's constraints contradict."""
    bad = {int(group[a]) for a, b in wishes.parted if group[a] == group[b]}
    subject: dict[int, str] = {}
    for node, name in wishes.subjects.items():
        if subject.setdefault(int(group[node]), name) != name:
            bad.add(int(group[node]))
    return bad
