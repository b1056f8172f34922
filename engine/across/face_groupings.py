"""Groups of faces whose vectors lie in several spaces: each space by itself, bridged by people's words.

A case holds vectors of two models when its face model was changed and part of it was analysed again. Nothing
is compared across spaces. Where people said that a face of one space and a face of another are one person,
by joining them or by one name, their groups bear one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.face_grouping import Change, FaceGrouping
from engine.across.face_nodes import NEW, Constraints, Contradiction, Nodes, Rows, Sets, Wishes
from engine.across.numbering import numbered, padded
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SpaceNodes:
    """The nodes of one space; `where` `(k,)` are their numbers among all nodes, in order."""

    where: Rows
    nodes: Nodes
    space: Space


class FaceGroupings:
    """As `FaceGrouping`, of nodes in several spaces: `number` `(n,)` is the group of every node, `anchors` is
    the node each number stands for.
    """

    def __init__(
        self,
        parts: Sequence[SpaceNodes],
        earlier: Rows,
        constraints: Constraints,
        released: Iterable[int] = (),
        first: int = 1,
        anchors: Rows | None = None,
    ) -> None:
        """`parts` hold every node once; the rest as `FaceGrouping` has it."""
        count = len(earlier)
        self._parts = parts
        self.anchors: Rows = padded(anchors, max(first, int(earlier.max(initial=NEW)) + 1))
        self._place = np.zeros(count, np.int64)
        self._part = np.zeros(count, np.int64)
        for at, part in enumerate(parts):
            self._place[part.where], self._part[part.where] = np.arange(len(part.where)), at
        self.number: Rows = np.array(earlier, np.int64)
        self.nodes = self._seen(count)
        wishes, loose = Wishes(count, constraints), list(released)
        self._groupings = [
            FaceGrouping(part.nodes, self.number[part.where], own, part.space, self._inside(at, loose), first)
            for at, (part, own) in enumerate(zip(parts, self._constraints(wishes, constraints), strict=True))
        ]
        self._settled(wishes)

    @property
    def means_by_space(self) -> Iterator[tuple[Rows, Vectors, Space]]:
        """Of each space: numbers of the groups that hold a face of some quality, and their mean vectors."""
        for part, grouping in zip(self._parts, self._groupings, strict=True):
            inner, vectors = grouping.means
            names, first = np.unique(grouping.number, return_index=True)
            numbers = self.number[part.where[first]]
            yield numbers[np.searchsorted(names, inner)], vectors, part.space

    def settle(
        self, constraints: Constraints, touched: Iterable[int], released: Iterable[int] = ()
    ) -> Change:
        """Settle what the nodes `touched` by a change of the constraints ask for; the rest stands."""
        wishes, loose, before = Wishes(len(self.number), constraints), list(released), self.number
        concerned = wishes.companions({*touched, *loose})
        own = self._constraints(wishes, constraints)
        for at, grouping in enumerate(self._groupings):
            grouping.settle(own[at], self._inside(at, concerned), self._inside(at, loose))
        self._settled(wishes)
        nodes = np.flatnonzero(before != self.number)
        return Change(nodes, before[nodes], self.number[nodes])

    def restore(self, constraints: Constraints, change: Change) -> bool:
        """Never: what a change did to each space is not remembered, so it is settled instead."""
        return False

    def closeness(self, nodes: Rows) -> Vectors:
        """Cosine of each of these nodes with the mean of its group, as far as that lies in its space."""
        close = np.zeros(len(nodes), np.float32)
        for at, grouping in enumerate(self._groupings):
            mine = np.flatnonzero(self._part[nodes] == at)
            if len(mine):
                close[mine] = grouping.closeness(self._place[nodes[mine]])
        return close

    def _seen(self, count: int) -> Nodes:
        """All nodes with everything but their vectors."""
        item, start, end = (np.zeros(count, np.int64) for _ in range(3))
        quality = np.zeros(count, np.float32)
        for part in self._parts:
            item[part.where], quality[part.where] = part.nodes.item, part.nodes.quality
            start[part.where], end[part.where] = part.nodes.start_ns, part.nodes.end_ns
        return Nodes.of_tracklets(np.zeros((count, 0), np.float32), item, start, end, quality)

    def _inside(self, part: int, nodes: Iterable[int]) -> list[int]:
        """Those of these nodes that lie in a part, by their places in it."""
        return [int(self._place[node]) for node in nodes if self._part[node] == part]

    def _constraints(self, wishes: Wishes, constraints: Constraints) -> list[Constraints]:
        """What people's words say about the nodes of each space, also by way of nodes of another."""
        sets: dict[int, list[int]] = {}
        for node in wishes.sets.joined():
            sets.setdefault(wishes.sets.find(node), []).append(node)
        return [self._within(at, sets.values(), constraints) for at in range(len(self._parts))]

    def _within(self, part: int, sets: Iterable[list[int]], constraints: Constraints) -> Constraints:
        here = [self._inside(part, joined) for joined in sets]
        place = {node: int(self._place[node]) for node in constraints.subjects if self._part[node] == part}
        parted = [(a, b) for a, b in constraints.cannot if self._part[a] == self._part[b] == part]
        return Constraints(
            must=[(own[0], other) for own in here for other in own[1:]],
            cannot=[(int(self._place[a]), int(self._place[b])) for a, b in parted],
            detached=self._inside(part, constraints.detached),
            subjects={at: constraints.subjects[node] for node, at in place.items()},
        )

    def _settled(self, wishes: Wishes) -> None:
        """Bring `number` and `contradictions` up to date with the groups of each space."""
        self.contradictions: tuple[Contradiction, ...] = wishes.contradictions
        group, sides = self._bridged(wishes), wishes.stays_and_goes
        found = numbered(group, self.number, self.anchors, sides, self.nodes.quality)
        self.number, self.anchors = found.number, found.anchors

    def _bridged(self, wishes: Wishes) -> Rows:
        """For each node a name of its group, the same in all spaces where people joined groups."""
        name, base = np.zeros(len(self.number), np.int64), 0
        for part, grouping in zip(self._parts, self._groupings, strict=True):
            names, own = np.unique(grouping.number, return_inverse=True)
            name[part.where] = own.reshape(-1) + base
            base += len(names)
        apart = {(int(name[a]), int(name[b])) for pair in wishes.parted for a, b in (pair, pair[::-1])}
        sets = Sets()
        for node in wishes.sets.joined():
            one, other = sets.find(int(name[node])), sets.find(int(name[wishes.sets.find(node)]))
            if one != other and not any({sets.find(a), sets.find(b)} == {one, other} for a, b in apart):
                sets.join(one, other)
        heir = np.arange(base, dtype=np.int64)
        for joined in sets.joined():
            heir[joined] = sets.find(joined)
        return heir[name]
