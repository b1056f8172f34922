"""Groups of faces that stand, and change only where new faces or people's words touch them.

The rules are those of `engine/across/face_clusters.py`. What is settled again is a part of the nodes: the
groups that are pointed at and everything new; every other group takes part as one vector, its mean. So a
decision costs what the groups concerned cost, however many faces the case has, and what comes out is what
grouping everything from scratch with the same earlier groups would give.

1. Earlier groups and what people joined form *atoms*. Groups that people's words contradict, or that were
   formed under a word that has been taken back, are taken apart.
2. What was taken apart is grouped again among itself: what is in doubt finds its side, the rest stays.
3. What is new, and the parts of 2, look for a home among all groups; but what people set apart is a group
   of its own, and stays one until they say more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.face_nodes import NEW, Constraints, Contradiction, Nodes, Rows, Wishes
from engine.across.face_part import FacePart
from engine.across.group_sums import GroupSums, group_sums, members
from engine.across.numbering import (
    UNKNOWN,
    claims_by_count,
    clearest_of_each,
    follow_the_first_named,
    lowest_of_each,
    padded,
)
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]

AT_ONCE = 16_384
"""So many new nodes, at most twice as many, are compared with each other and with the groups there are. So a
first grouping costs nodes times groups, and not nodes times nodes."""


@dataclass(frozen=True, slots=True)
class Change:
    """Nodes `(k,)`, in order, that went from group `before` to `after`; before is NEW where they are new."""

    nodes: Rows
    before: Rows
    after: Rows


class FaceGrouping:
    """`number` `(n,)` is the group of every node; `contradictions` are both joined and parted.

    `anchors` `(k,)` is the node that each number ever given stands for (`engine/across/numbering.py`).
    """

    def __init__(
        self,
        nodes: Nodes,
        earlier: Rows,
        constraints: Constraints,
        space: Space,
        released: Iterable[int] = (),
        first: int = 1,
        anchors: Rows | None = None,
    ) -> None:
        """Settles everything: `earlier` `(n,)` is each node's group from the last time, or NEW.

        Groups that hold a node `released` were formed under a word that no longer holds, and form again.
        `anchors` `(k,)` is the node that each number given so far stands for, or -1. New groups are numbered
        upwards from the highest number ever given, or from `first`.
        """
        self.nodes = nodes
        self.number: Rows = np.array(earlier, np.int64)
        self.contradictions: tuple[Contradiction, ...] = ()
        self.anchors: Rows = padded(anchors, max(first, int(self.number.max(initial=NEW)) + 1))
        self._space = space
        self._sums = GroupSums(nodes.vectors.shape[1])
        wishes = Wishes(len(nodes), constraints)
        self._read(np.unique(self.number[self.number != NEW]), wishes)
        self._settle(wishes, wishes.pointed_at, released)
        self._anchor_the_rest()

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
        concerned = np.unique(np.r_[change.before, change.after])
        if not self._fits(concerned[concerned != NEW]):
            self.number[change.nodes] = change.after
            return False
        self._read(concerned, Wishes(len(self.nodes), constraints))
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
        while np.count_nonzero(self.number == NEW) > 2 * AT_ONCE:
            few = np.flatnonzero(self.number == NEW)[:AT_ONCE]
            self._settle_part(seeds, few, wishes, loose)
            loose = set()
        return self._settle_part(seeds, np.flatnonzero(self.number == NEW), wishes, loose)

    def _settle_part(self, seeds: Sequence[int], new: Rows, wishes: Wishes, loose: set[int]) -> Change:
        """Settle the groups of `seeds`, and `new` nodes."""
        own = np.unique(self.number[seeds])
        inside = members(self.number, own[own != NEW])
        inside[new] = True
        part = np.flatnonzero(inside)
        if not len(part):
            return Change(part, part, part)
        settled = FacePart(self.nodes, self.number, self._sums, part, wishes, loose, self._space)
        settled.regroup_among_itself()
        settled.find_homes()
        return self._numbered(settled, wishes)

    def _numbered(self, part: FacePart, wishes: Wishes) -> Change:
        """Each group bears the lowest number it holds the anchor of; see `engine/across/numbering.py`."""
        others, homes = part.guests()
        root, before = part.root[part.atom], self.number

        def group_of(nodes: Rows) -> Rows:
            place = part.place[nodes]
            at = np.searchsorted(others, before[nodes]).clip(max=max(len(others) - 1, 0))
            met = others[at] == before[nodes] if len(others) else np.zeros(len(nodes), np.bool_)
            outside = np.where(met, homes[at] if len(homes) else -1, -1)
            return np.where(place >= 0, root[place.clip(min=0)], outside)

        for number, node in follow_the_first_named(
            self.anchors, before, wishes.stays_and_goes, group_of
        ).items():
            self.anchors[number] = node
        anchored = np.flatnonzero(self.anchors != UNKNOWN)
        groups = group_of(self.anchors[anchored])
        lost = self._claims_of_lost(part, root, others, homes)
        held = groups >= 0
        number_of = lowest_of_each(
            np.r_[groups[held], np.fromiter(lost.values(), np.int64, len(lost))],
            np.r_[anchored[held], np.fromiter(lost, np.int64, len(lost))],
        )
        self._rest(part, root, lost, number_of)
        fresh = [group for group in dict.fromkeys(root.tolist()) if group not in number_of]
        clearest = clearest_of_each(root, part.nodes, self.nodes.quality[part.nodes]) if fresh else {}
        number_of.update(zip(fresh, range(len(self.anchors), len(self.anchors) + len(fresh)), strict=True))
        self.anchors = np.r_[self.anchors, np.array([clearest[g] for g in fresh], np.int64)]
        return self._renumber(part, [number_of[g] for g in root.tolist()], (others, homes), number_of, wishes)

    def _claims_of_lost(self, part: FacePart, root: Rows, others: Rows, homes: Rows) -> dict[int, int]:
        """By number whose anchor is not known the group that holds most of those who bore it."""
        own = self.number[part.nodes]
        mine = own != NEW
        mine[mine] = self.anchors[own[mine]] == UNKNOWN
        theirs = self.anchors[others] == UNKNOWN
        return claims_by_count(
            np.r_[root[mine], homes[theirs]],
            np.r_[own[mine], others[theirs]],
            np.r_[np.ones(int(mine.sum()), np.int64), self._sums.counts(others[theirs])],
            np.r_[part.nodes[mine], np.full(int(theirs.sum()), len(self.number))],
        )

    def _rest(
        self, part: FacePart, root: Rows, lost: Mapping[int, int], number_of: Mapping[int, int]
    ) -> None:
        """Anchor the numbers that lost theirs and are not borne from now on."""
        for number, group in lost.items():
            if number_of[group] != number:
                mine = part.nodes[(self.number[part.nodes] == number) & (root == group)]
                mine = mine if len(mine) else np.flatnonzero(self.number == number)
                self.anchors[number] = int(mine[self.nodes.quality[mine].argmax()])

    def _anchor_the_rest(self) -> None:
        """Every number that is borne stands for a face: the clearest, where none is known."""
        bare = np.flatnonzero(self.anchors == UNKNOWN)
        rows = np.flatnonzero(members(self.number, bare)) if len(bare) and len(self.number) else bare[:0]
        for number, node in clearest_of_each(self.number[rows], rows, self.nodes.quality[rows]).items():
            self.anchors[number] = node

    def _fits(self, numbers: Rows) -> bool:
        """Whether each of these numbers is borne by the group of its anchor, or rests below a lower one."""
        known = numbers[self.anchors[numbers] != UNKNOWN]
        at = self.number[self.anchors[known]]
        borne = np.isin(known, self.number)
        return bool(np.all(np.where(borne, at == known, at < known)))

    def _renumber(
        self,
        part: FacePart,
        after: Sequence[int],
        guests: tuple[Rows, Rows],
        number: Mapping[int, int],
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
