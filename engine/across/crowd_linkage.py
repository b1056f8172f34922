"""Average linkage where one person may be seen thousands of times, at a cost near to linear.

Only the best pairs of each row fit into memory. Where a person has more near-equal rows than that (a looped
film, a newsreader, a re-shared clip), all that is kept of a row are its own repetitions, and no pair leads to
the same person in another pose. Therefore

1. rows more alike than `ALIKE` are joined first, in blocks, until no block shrinks;
2. what is left is linked over its best pairs; where a row had more of them than were kept, only down to where
   the missing pairs begin, and the groups so formed are compared again;
3. groups of several rows, which may join at a lower average (`engine/across/linkage.py`), are compared once
   more with each other and with single rows.

A person thus never falls apart because they are seen often. Faint rows (size 0) join nothing and go to the
best group that stands in the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.linkage import Guard, average_linkage
from engine.across.nearest import Pairs, pairs_above, pairs_between

Rows = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]

ALIKE = 0.9
"""Average cosine from which rows are joined before anything else; two people never come near it."""
BLOCK = 2048
NEIGHBOURS = 8
"""Pairs kept per row while near-equal rows are joined: any of them will do."""
MOST = 64
"""Pairs kept per row at least, however many rows there are."""
PAIRS = 4_000_000
"""Pairs kept in all, about."""
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Linked:
    """`parent` `(n,)`: the row that names the group of each; `sums` and `sizes` are those of the groups."""

    parent: Rows
    sums: Vectors
    sizes: Vectors


@dataclass(frozen=True, slots=True)
class _Renumbered:
    """A guard asked about some of its rows by their place."""

    guard: Guard
    rows: Rows

    def allows(self, kept: int, gone: int) -> bool:
        return self.guard.allows(int(self.rows[kept]), int(self.rows[gone]))

    def joined(self, kept: int, gone: int) -> None:
        self.guard.joined(int(self.rows[kept]), int(self.rows[gone]))


class CrowdLinkage:
    """Links rows of which the first `old` stand already and are not compared with each other.

    `sums` `(n, d)` are sums of unit vectors, `sizes` `(n,)` how many; 0 for a faint row, whose unit vector is
    in `stand_ins`. The guard knows the rows by their `names` `(n,)`.
    """

    def __init__(
        self,
        sums: Vectors,
        sizes: Vectors,
        stand_ins: Vectors,
        old: int,
        like: float,
        guard: Guard,
        names: Rows,
        relief: float = 0.0,
    ) -> None:
        self._relief = relief
        self._sums, self._sizes, self._stand_ins = sums.copy(), sizes.copy(), stand_ins
        self._like, self._guard, self._names = like, guard, names
        self._parent: Rows = np.arange(len(sizes), dtype=np.int64)
        self._new = np.arange(len(sizes)) >= old
        self._solid = sizes > 0

    def linked(self, faint_like: float) -> Linked:
        """Everything joined; faint rows go where their cosine with the mean is at least `faint_like`."""
        self._join_near_equal()
        for _ in range(ROUNDS):
            if not self._round(last=False):
                break
        else:
            self._round(last=True)
        for _ in range(ROUNDS if self._relief else 0):
            rows, pairs = self._known_well()
            if not self._join(rows, pairs, self._like, self._relief):
                break
        self._attach_faint(faint_like)
        return Linked(self._parent, self._sums, self._sizes)

    def _active(self) -> Rows:
        return np.flatnonzero(self._solid & (self._parent == np.arange(len(self._parent))))

    def _means(self, rows: Rows) -> Vectors:
        means: Vectors = self._sums[rows] / self._sizes[rows, None]
        return means

    def _join_near_equal(self) -> None:
        rows = self._active()
        rows = rows[self._new[rows]]
        while True:
            before = len(rows)
            for start in range(0, before, BLOCK):
                block = rows[start : start + BLOCK]
                if len(block) > NEIGHBOURS:
                    self._join(block, pairs_above(self._means(block), ALIKE, most=NEIGHBOURS), ALIKE)
            rows = rows[self._parent[rows] == rows]
            if len(rows) >= 0.9 * before:
                return

    def _round(self, last: bool) -> bool:
        """Link over the best pairs there are; whether some were missing, so that another round is due."""
        rows = self._active()
        order = np.r_[rows[~self._new[rows]], rows[self._new[rows]]]
        fresh = int(self._new[rows].sum())
        if not fresh:
            return False
        most = max(MOST, PAIRS // fresh)
        pairs = pairs_above(self._means(order), self._like, old=len(order) - fresh, most=most)
        level = self._like if last else self._missing_from(pairs, len(order), most)
        joined = self._join(order, pairs, level) if level > self._like else 0
        if not joined:
            joined = self._join(order, pairs, self._like, self._relief)
        return level > self._like and joined > 0

    def _known_well(self) -> tuple[Rows, Pairs]:
        """Pairs that may join because one group at least has several rows; each with a new one."""
        rows = self._active()
        several = rows[self._sizes[rows] > 1]
        several = np.r_[several[~self._new[several]], several[self._new[several]]]
        grown, single = several[self._new[several]], rows[self._sizes[rows] <= 1]
        old, least = len(several) - len(grown), self._like - self._relief
        among = pairs_above(self._means(several), least, old=old, most=MOST)
        least = self._like - self._relief * (1 - 0.5**0.5)
        first, second = [several[among.first]], [several[among.second]]
        for groups, others in ((grown, single), (several[:old], single[self._new[single]])):
            near = pairs_between(self._means(groups), self._means(others), least)
            first.append(groups[near.first])
            second.append(others[near.second])
        ends = np.searchsorted(rows, np.concatenate(first)), np.searchsorted(rows, np.concatenate(second))
        return rows, Pairs(*ends, np.zeros(len(ends[0]), np.float32))

    def _missing_from(self, pairs: Pairs, count: int, most: int) -> float:
        """Cosine above which most of the crowded rows miss no pair; 0 where no row is crowded."""
        ends = np.r_[pairs.first, pairs.second]
        crowded = np.bincount(ends, minlength=count) >= most
        if not crowded.any():
            return 0.0
        cosine = np.r_[pairs.cosine, pairs.cosine]
        order = np.lexsort((-cosine, ends))
        begins = np.searchsorted(ends[order], np.flatnonzero(crowded))
        return float(np.median(cosine[order][begins + most - 1]))

    def _join(self, rows: Rows, pairs: Pairs, level: float, relief: float = 0.0) -> int:
        """Average linkage of these rows; how many are gone."""
        if not len(pairs):
            return 0
        guard = _Renumbered(self._guard, self._names[rows])
        sums, sizes = self._sums[rows], self._sizes[rows]
        root = average_linkage(sums, sizes, pairs.first, pairs.second, level, guard, relief)
        gone = np.flatnonzero(root != np.arange(len(root)))
        if not len(gone):
            return 0
        kept = rows[root[gone]]
        np.add.at(self._sums, kept, sums[gone])
        np.add.at(self._sizes, kept, sizes[gone])
        self._new[kept] = True
        heir = np.arange(len(self._parent), dtype=np.int64)
        heir[rows] = rows[root]
        self._parent = heir[self._parent]
        return len(gone)

    def _attach_faint(self, faint_like: float) -> None:
        """Each faint row goes to the best group near it, the closest first."""
        solid, faint = self._active(), np.flatnonzero(~self._solid)
        grown = solid[self._new[solid]]
        found: list[tuple[float, int, int]] = []
        for asked, homes in ((faint[self._new[faint]], solid), (faint[~self._new[faint]], grown)):
            near = pairs_between(self._stand_ins[asked], self._means(homes), faint_like)
            lines, groups = asked[near.first].tolist(), homes[near.second].tolist()
            found += zip((-near.cosine).tolist(), lines, groups, strict=True)
        guard = _Renumbered(self._guard, self._names)
        for _, gone, kept in sorted(found):
            if self._parent[gone] == gone and guard.allows(kept, gone):
                guard.joined(kept, gone)
                self._parent[gone] = kept
