"""The part of all faces that a decision or new faces settle again; see `engine/across/face_grouping.py`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from engine.across.crowd_linkage import CrowdLinkage
from engine.across.face_guard import FaceGuard, Seen
from engine.across.face_nodes import NEW, Atoms, Mask, Nodes, Rows, Wishes, atoms
from engine.across.group_sums import GroupSums, group_sums, members
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]

LARGEST = 300
"""Groups of more initial groups are not taken apart one by one, see `_Part._condense`."""
FEW = 256
"""So many fresh atoms are compared with all groups before the groups near them are picked out."""


class FacePart:
    """The nodes that are settled again. Rows are its nodes, then the groups near them that stand."""

    def __init__(
        self,
        every: Nodes,
        number: Rows,
        sums: GroupSums,
        nodes: Rows,
        wishes: Wishes,
        released: set[int],
        space: Space,
    ) -> None:
        loose = {int(number[node]) for node in released} - {NEW}
        self.nodes = nodes
        self._every, self._number, self._sums = every, number, sums
        self._wishes = wishes
        self._like, self._faint = space.threshold("grouping"), space.threshold("faint")
        self._relief = self._like - space.threshold("known_well", self._like)
        self.place = np.full(len(every), -1, np.int64)
        self.place[nodes] = np.arange(len(nodes))
        self._near = np.zeros(0, np.int64)
        formed: Atoms = atoms(number[nodes], wishes.within(self.place), loose)
        self.atom, self._fresh, self._torn = formed.group, formed.fresh, formed.torn
        self._apart: Mask = (formed.torn[formed.group] >= 0) & (formed.torn[formed.group] < len(nodes))
        self.root: Rows = np.arange(len(nodes), dtype=np.int64)
        detached = wishes.detached[nodes]
        self._detached = detached
        vectors, sturdy = every.vectors[nodes], every.sturdy[nodes]
        count = len(nodes)
        self._vectors = group_sums(vectors, self.atom, count, sturdy & ~detached)
        self._sizes = np.bincount(self.atom[sturdy & ~detached], minlength=count).astype(np.float32)
        faint = ~detached & (self._sizes[self.atom] == 0)
        self._stand_ins = group_sums(vectors, self.atom, count, faint)
        local = self.place[sorted(wishes.parted_nodes | wishes.subjects.keys() | released)]
        self._pointed_at: Rows = self.atom[local[local >= 0]]
        self._present: Mask = self._sizes > 0
        self._present[self.atom[faint]] = True

    def regroup_among_itself(self) -> None:
        """What was taken apart finds together again, each former group for itself."""
        torn = (self._torn[self.atom] >= 0) & ~self._detached
        rows = np.unique(self.atom[torn])
        rows = rows[self._present[rows]]
        if not len(rows):
            return
        home = self._torn[rows]
        order = np.argsort(home, kind="stable")
        rows, home = rows[order], home[order]
        starts = np.flatnonzero(np.r_[True, home[1:] != home[:-1]])
        condensed: list[Rows] = []
        for chosen in np.split(rows, starts[1:]):
            parted = self._torn[chosen[0]] < len(self.nodes)
            left = self._condense(chosen, parted) if parted or len(chosen) > LARGEST else chosen
            condensed.append(left)
        self.atom = self.root[self.atom]
        guard = self._guard()
        for left in condensed:
            self._link(left[:0], left, guard)
        self.atom = self.root[self.atom]
        self.root = np.arange(len(self.nodes), dtype=np.int64)

    def _condense(self, rows: Rows, parted: bool) -> Rows:
        """Joins most of a group that is taken apart; the rows that are left to compare.

        Where people `parted` some of it, whatever is more like the group's mean than like any face they
        pointed at stays together, and with it the face they named first. Where their word no longer holds,
        each stays with the face they pointed at that it is most like (k-means that starts from those).
        """
        held = np.intersect1d(rows, self._pointed_at)
        free = np.setdiff1d(rows, held)
        vectors = self._means(free)
        if parted:
            mean = self._vectors[rows].sum(axis=0)
            near = vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-12))
            doubt = (vectors @ self._means(held).T).max(axis=1, initial=-1.0) - near
            loose = np.argsort(-doubt, kind="stable")[:LARGEST]
            stays = np.ones(len(free), np.bool_)
            stays[loose[doubt[loose] > 0]] = False
            self._join(np.r_[self._named_first(held), free[stays]])
        elif len(held):
            label = _nearest(vectors, self._means(held))
            for n, one in enumerate(held.tolist()):
                self._join(np.r_[one, free[label == n]])
        else:
            self._join(free)
        left: Rows = rows[self.root[rows] == rows]
        return left

    def _named_first(self, held: Rows) -> Rows:
        """Those that people named first when they parted them, as far as they may be one."""
        pairs = [(self._row(a), self._row(b)) for a, b in self._wishes.parted]
        subjects = {self._row(node): name for node, name in self._wishes.subjects.items()}
        among = set(held.tolist())
        chosen: list[int] = []
        for first in dict.fromkeys(a for a, b in pairs if a in among and b in among):
            apart = {b for a, b in pairs if a == first} | {a for a, b in pairs if b == first}
            names = {subjects[r] for r in [*chosen, first] if r in subjects}
            if not apart & set(chosen) and len(names) < 2:
                chosen.append(first)
        return np.array(chosen, np.int64)

    def _join(self, rows: Rows) -> None:
        """Make these initial groups one, named by the first."""
        if len(rows) < 2:
            return
        first, rest = rows[0], rows[1:]
        sizes = self._sizes[rows].sum()
        self._vectors[first] += self._vectors[rest].sum(axis=0)
        self._stand_ins[first] = self._stand_ins[rows].sum(axis=0) if sizes == 0 else 0
        self._sizes[first] = sizes
        self._present[rest] = False
        self.root[rest] = first

    def find_homes(self) -> None:
        """What is fresh joins what stands, and each other."""
        founded = np.isin(self.atom, self.atom[self._parted_places()])
        fresh = np.unique(self.atom[self._fresh & ~self._detached & ~founded])
        fresh = fresh[self._present[fresh]]
        if not len(fresh):
            return
        own = np.unique(self.atom[~self._detached])
        own = own[self._present[own]]
        self._invite(self._means(fresh))
        guests = np.arange(len(self.nodes), len(self._sizes))
        self._link(np.r_[guests, np.setdiff1d(own, fresh)], fresh, self._guard())

    def _parted_places(self) -> Rows:
        """Faces that people set apart within what was taken apart: they found a group of their own."""
        places = self.place[sorted(self._wishes.parted_nodes | self._wishes.subjects.keys())]
        places = places[places >= 0]
        inside: Rows = places[self._apart[places]]
        return inside

    def guests(self) -> tuple[Rows, Rows]:
        """Numbers of the standing groups that now are one with another, and the row that names each one's."""
        count = len(self.nodes)
        homes = self.root[count:]
        alone = np.bincount(self.root, minlength=len(self.root)) == 1
        met = ~(alone[homes] & (homes == np.arange(count, len(self.root))))
        return self._near[met], homes[met]

    def _means(self, rows: Rows) -> Vectors:
        means = self._vectors[rows] + self._stand_ins[rows]
        faint = self._sizes[rows] == 0
        lengths = np.linalg.norm(means[faint], axis=1, keepdims=True)
        means[faint] /= np.maximum(lengths, 1e-12)
        means[~faint] /= self._sizes[rows][~faint, None]
        return means

    def _invite(self, fresh: Vectors) -> None:
        """Add the standing groups that may be near."""
        chosen = fresh if len(fresh) <= FEW else None
        self._near = self._sums.near(np.unique(self._number[self.nodes]), chosen, self._like - self._relief)
        vectors, sizes, solid = self._sums.of(self._near)
        nothing = np.zeros_like(vectors)
        self._vectors = np.concatenate([self._vectors, np.where(solid[:, None], vectors, nothing)])
        self._stand_ins = np.concatenate([self._stand_ins, np.where(solid[:, None], nothing, vectors)])
        self._sizes = np.concatenate([self._sizes, np.where(solid, sizes, 0).astype(np.float32)])
        self.root = np.arange(len(self._sizes), dtype=np.int64)

    def _link(self, standing: Rows, fresh: Rows, guard: FaceGuard) -> None:
        """Join what is fresh with what stands and with each other, where the guard allows it."""
        rows = np.r_[standing, fresh]
        found = CrowdLinkage(
            self._vectors[rows],
            self._sizes[rows],
            self._unit_stand_ins(rows),
            len(standing),
            self._like,
            guard,
            rows,
            self._relief,
        ).linked(self._faint)
        self._vectors[rows], self._sizes[rows] = found.sums, found.sizes
        self.root[rows] = rows[found.parent]
        gone = rows[found.parent != np.arange(len(rows))]
        self._present[gone[gone < len(self.nodes)]] = False

    def _unit_stand_ins(self, rows: Rows) -> Vectors:
        vectors = self._stand_ins[rows]
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit

    def _guard(self) -> FaceGuard:
        parted = []
        for one, two in self._wishes.parted:
            a, b = self._row(one), self._row(two)
            if a >= 0 and b >= 0 and a != b:
                parted.append((a, b))
        subjects = {self._row(node): name for node, name in self._wishes.subjects.items()}
        subjects.pop(-1, None)
        return FaceGuard(self._appearances(), parted, subjects)

    def _row(self, node: int) -> int:
        """Row of the initial group a node is in; -1 where that is not near."""
        place = int(self.place[node])
        if place >= 0:
            return int(self.atom[place])
        number = int(self._number[node])
        at = int(np.searchsorted(self._near, number))
        return len(self.nodes) + at if at < len(self._near) and self._near[at] == number else -1

    def _appearances(self) -> _Appearances:
        guests = np.flatnonzero(members(self._number, self._near))
        rows = len(self.nodes) + np.searchsorted(self._near, self._number[guests])
        return _Appearances(self._every, np.r_[self.atom, rows], np.r_[self.nodes, guests])


def _nearest(vectors: Vectors, seeds: Vectors, rounds: int = 5) -> Rows:
    """Number of the seed each vector belongs to, by spherical k-means that starts from the seeds."""
    label = np.zeros(len(vectors), np.int64)
    means = seeds
    for _ in range(rounds):
        label = (vectors @ means.T).argmax(axis=1)
        means = seeds + group_sums(vectors, label, len(seeds))
        means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return label


class _Appearances:
    """When the members of an initial group were visible; `row` `(n,)` is the group of each of `members`."""

    def __init__(self, nodes: Nodes, row: Rows, members: Rows) -> None:
        order = np.argsort(row, kind="stable")
        self._nodes, self._members, self._sorted = nodes, members[order], row[order]

    def __call__(self, group: int) -> Iterator[Seen]:
        low, high = np.searchsorted(self._sorted, [group, group + 1])
        for node in self._members[low:high].tolist():
            yield int(self._nodes.item[node]), int(self._nodes.start_ns[node]), int(self._nodes.end_ns[node])
