"""Groups of faces that stand, and change only where new faces or people's words touch them.

The rules are those of `engine/across/face_clusters.py`. What is settled again is a part of the nodes: the
groups that are pointed at and everything new; every other group takes part as one vector, its mean. So a
decision costs what the groups concerned cost, however many faces the case has, and what comes out is what
grouping everything anew with the same earlier groups would give.

1. Earlier groups and what people joined form *atoms*. Groups that people's words contradict, or that were
   formed under a word that has been taken back, are taken apart.
2. What was taken apart is grouped again among itself: what is in doubt finds its side, the rest stays.
3. What is new, and the parts of 2, look for a home among all groups; but what people set apart is a group
   of its own, and stays one until they say more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.face_nodes import NEW, Constraints, Contradiction, Nodes, Rows, Wishes
from engine.across.face_part import FacePart
from engine.across.group_sums import GroupSums, group_sums, members
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Change:
    """Nodes `(k,)`, in order, that went from group `before` to `after`; before is NEW where they are new."""

    nodes: Rows
    before: Rows
    after: Rows


class FaceGrouping:
    """`number` `(n,)` is the group of every node; `contradictions` are both joined and parted."""

    def __init__(
        self,
        nodes: Nodes,
        earlier: Rows,
        constraints: Constraints,
        space: Space,
        released: Iterable[int] = (),
        first: int = 1,
    ) -> None:
        """Settles everything: `earlier` `(n,)` is each node's group from the last time, or NEW.

        Groups that hold a node `released` were formed under a word that holds no more, and are formed again.
        New groups are numbered upwards from the highest there is, or from `first`.
        """
        self.nodes = nodes
        self.number: Rows = np.array(earlier, np.int64)
        self.contradictions: tuple[Contradiction, ...] = ()
        self._space, self._first = space, first
        self._sums = GroupSums(nodes.vectors.shape[1])
        wishes = Wishes(len(nodes), constraints)
        self._read(np.unique(self.number[self.number != NEW]), wishes)
        self._settle(wishes, wishes.pointed_at, released)

    def settle(
        self, constraints: Constraints, touched: Iterable[int], released: Iterable[int] = ()
    ) -> Change:
        """Settle what the nodes `touched` by a change of the constraints ask for; the rest stands."""
        return self._settle(Wishes(len(self.nodes), constraints), touched, released)

    def restore(self, constraints: Constraints, change: Change) -> bool:
        """Undo a change as if it had never been, if nothing has moved its nodes since."""
        if not np.array_equal(self.number[change.nodes], change.after):
            return False
        self.number[change.nodes] = change.before
        self._read(np.unique(np.r_[change.before, change.after]), Wishes(len(self.nodes), constraints))
        return True

    def closeness(self, nodes: Rows) -> Vectors:
        """Cosine of each of these nodes with the mean of its group."""
        everybody = np.flatnonzero(members(self.number, np.unique(self.number[nodes])))
        names, group = np.unique(self.number[everybody], return_inverse=True)
        means = group_sums(self.nodes.vectors[everybody], group, len(names))
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        own = means[np.searchsorted(names, self.number[nodes])]
        cosines: Vectors = np.einsum("ij,ij->i", self.nodes.vectors[nodes], own)
        return cosines

    @property
    def means(self) -> tuple[Rows, Vectors]:
        """Numbers of all groups that hold a face of some quality, and their mean vectors (length ≤ 1)."""
        return self._sums.solid()

    @property
    def means_by_space(self) -> Iterator[tuple[Rows, Vectors, Space]]:
        """The same with the space, of which there is one here."""
        yield *self.means, self._space

    def _read(self, numbers: Rows, wishes: Wishes) -> None:
        """Bring sums of these groups up to date with their members."""
        numbers = numbers[numbers != NEW]
        rows = np.flatnonzero(members(self.number, numbers))
        free = ~wishes.detached[rows]
        self._sums.read(numbers, self.number[rows], self.nodes.vectors[rows], self.nodes.sturdy[rows], free)

    def _settle(self, wishes: Wishes, touched: Iterable[int], released: Iterable[int]) -> Change:
        self.contradictions = wishes.contradictions
        loose = set(released)
        seeds = wishes.companions(loose.union(touched))
        inside = members(self.number, np.unique(self.number[seeds])) if len(seeds) else np.zeros(0, np.bool_)
        part = np.flatnonzero(inside | (self.number == NEW) if len(inside) else self.number == NEW)
        if not len(part):
            return Change(part, part, part)
        settled = FacePart(self.nodes, self.number, self._sums, part, wishes, loose, self._space)
        settled.regroup_among_itself()
        settled.find_homes()
        return self._numbered(settled, wishes)

    def _numbered(self, part: FacePart, wishes: Wishes) -> Change:
        """Each group takes the earlier number of which it holds most nodes, and new ones count upwards.

        Of two with as many, the one with the earliest such node: in which order groups were looked at tells
        how much was settled at once, and must not show.
        """
        others, homes = part.guests()
        root = part.root[part.atom]
        own = self.number[part.nodes]
        old = own != NEW
        key = np.r_[np.stack([root[old], own[old]], 1), np.stack([homes, others], 1)].astype(np.int64)
        shared, at = np.unique(key.reshape(-1, 2), axis=0, return_inverse=True)
        weight = np.r_[np.ones(int(old.sum()), np.int64), self._sums.counts(others)]
        counts = np.bincount(at.ravel(), weight, len(shared)).astype(np.int64)
        earliest = np.full(len(shared), len(self.number))
        np.minimum.at(earliest, at.ravel()[: int(old.sum())], part.nodes[old])
        number: dict[int, int] = {}
        taken: set[int] = set()
        for row in np.lexsort((earliest, shared[:, 1], -counts)).tolist():
            group, earlier = shared[row].tolist()
            if group not in number and earlier not in taken:
                number[group] = earlier
                taken.add(earlier)
        free = int(self.number.max(initial=self._first - 1)) + 1
        for group in dict.fromkeys(root.tolist()):
            if group not in number:
                number[group] = free
                free += 1
        return self._renumber(part, [number[g] for g in root.tolist()], (others, homes), number, wishes)

    def _renumber(
        self,
        part: FacePart,
        after: Sequence[int],
        guests: tuple[Rows, Rows],
        number: dict[int, int],
        wishes: Wishes,
    ) -> Change:
        before = self.number
        self.number = before.copy()
        self.number[part.nodes] = after
        for other, home in zip(guests[0].tolist(), guests[1].tolist(), strict=True):
            if number[home] != other:
                self.number[before == other] = number[home]
        nodes = np.flatnonzero(before != self.number)
        concerned = np.r_[before[part.nodes], self.number[part.nodes], guests[0], self.number[nodes]]
        self._read(np.unique(concerned), wishes)
        return Change(nodes, before[nodes], self.number[nodes])
