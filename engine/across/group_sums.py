"""Sums of the vectors of groups: all that average linkage needs to know of a group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Vectors = npt.NDArray[np.float32]

MARGIN = 1e-4
"""More than float32 may lose in a product of two unit vectors."""


def group_sums(vectors: Vectors, group: Rows, count: int, counted: Mask | None = None) -> Vectors:
    """Sum of the (counted) vectors of each group `(count, d)`, added in the order of the rows."""
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    rows = np.arange(len(group)) if counted is None else np.flatnonzero(counted)
    rows = rows[np.argsort(group[rows], kind="stable")]
    if len(rows):
        names = group[rows]
        starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
        sums[names[starts]] = np.add.reduceat(vectors[rows], starts, axis=0)
    return sums


def members(number: Rows, numbers: Rows) -> Mask:
    """Mask of the nodes whose group, in `number` `(n,)`, is one of `numbers`."""
    flag = np.zeros(max(number.max(initial=0), numbers.max(initial=0)) + 2, np.bool_)
    flag[numbers] = True
    flag[-1] = False  # where a node without a group looks
    return flag[number]


class GroupSums:
    """By number of the group: the sum of its sturdy vectors, else of its faint ones; and how many."""

    def __init__(self, dimensions: int) -> None:
        self._sums = np.zeros((0, dimensions), np.float32)
        self._weight = np.zeros(0, np.float32)
        """What makes a mean of the sum; 0 where there is no such group, or only detached faces in it."""
        self._solid = np.zeros(0, np.bool_)
        self._count = np.zeros(0, np.int64)

    def read(self, numbers: Rows, group: Rows, vectors: Vectors, sturdy: Mask, free: Mask) -> None:
        """Replace what is known of `numbers` by these members `(n,)` of theirs; `free` are not detached."""
        if not len(numbers):
            return
        self._grow(int(numbers.max()) + 1)
        at = np.searchsorted(numbers, group)
        count = len(numbers)
        solid = np.bincount(at[sturdy & free], minlength=count)
        sums = group_sums(vectors, at, count, free & (sturdy | (solid[at] == 0)))
        lengths = np.linalg.norm(sums, axis=1)
        self._sums[numbers] = sums
        self._weight[numbers] = np.where(solid > 0, solid, lengths)
        self._solid[numbers] = solid > 0
        self._count[numbers] = np.bincount(at, minlength=count)

    def counts(self, numbers: Rows) -> Rows:
        return self._count[numbers]

    def near(self, but: Rows, vectors: Vectors | None, like: float) -> Rows:
        """Numbers in order of groups that may be as `like` one of `vectors` (None: of all), `but` some."""
        there = self._weight > 0
        if vectors is not None and len(there):
            best = (self._sums @ vectors.T).max(axis=1)
            there &= best >= (like - MARGIN) * self._weight
        there[but[(but >= 0) & (but < len(there))]] = False
        return np.flatnonzero(there)

    def of(self, numbers: Rows) -> tuple[Vectors, Vectors, Mask]:
        """Sums, weights, and whether they are of sturdy faces."""
        return self._sums[numbers], self._weight[numbers], self._solid[numbers]

    def solid(self) -> tuple[Rows, Vectors]:
        """Numbers and means of the groups with a sturdy face."""
        numbers = np.flatnonzero(self._solid & (self._weight > 0))
        return numbers, self._sums[numbers] / self._weight[numbers, None]

    def _grow(self, size: int) -> None:
        have = len(self._weight)
        if size <= have:
            return
        more = max(size, have * 5 // 4 + 64) - have
        self._sums = np.concatenate([self._sums, np.zeros((more, self._sums.shape[1]), np.float32)])
        self._weight = np.concatenate([self._weight, np.zeros(more, np.float32)])
        self._solid = np.concatenate([self._solid, np.zeros(more, np.bool_)])
        self._count = np.concatenate([self._count, np.zeros(more, np.int64)])
