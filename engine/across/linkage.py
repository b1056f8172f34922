"""Average linkage (UPGMA) over a sparse graph of near pairs, with a guard that may forbid a join.

The average of all cosines between two groups of unit vectors is the product of their sums divided by
the sizes, so a group is its sum and its size, and no matrix of distances exists. Groups whose average
reaches a threshold hold at least one pair that reaches it, so the graph of all pairs above the threshold
is enough to be exact. In every round all pairs of groups that are each other's best are joined at once,
which gives the same tree as joining the best pair first because average linkage is reducible (Murtagh,
"A survey of recent advances in hierarchical clustering algorithms", Computer Journal 1983). Nothing
depends on the order of the input, except where two averages are equal to the last bit.

An average over many independent looks is surer than one over a few, so groups that are known well may join at
a lower average (`relief`). How many independent looks a group holds follows from its mean: unit vectors whose
cosines are `SAME` on average have a mean of squared length `SAME + (1 - SAME) / n`; a look that is repeated a
thousand times leaves it at 1 and counts once.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

CHUNK = 65536
SAME = 0.7
"""Average cosine of two looks of one person."""


class Guard(Protocol):
    """Says whether two groups may be one. Groups are named by the row of one member."""

    def allows(self, kept: int, gone: int) -> bool: ...

    def joined(self, kept: int, gone: int) -> None:
        """From now on `kept` stands for both."""
        ...


def average_linkage(
    sums: Floats,
    sizes: Floats,
    first: Rows,
    second: Rows,
    threshold: float,
    guard: Guard,
    relief: float = 0.0,
) -> Rows:
    """Join groups while their average cosine is at least `threshold`; give the group of each row `(n,)`.

    `sums` `(n, d)` are sums of unit vectors and `sizes` `(n,)` how many; a row of size 0 joins nothing.
    `first`, `second`: pairs of rows that may be joined. The number of a group is its lowest row. `relief` is
    how much lower the average of two groups may be of which everything is known.
    """
    sums, sizes = sums.copy(), sizes.copy()
    parent = np.arange(len(sums), dtype=np.int64)
    useful = (sizes[first] > 0) & (sizes[second] > 0)
    first, second = _distinct(first[useful], second[useful], len(sums))
    average = _averages(sums, sizes, first, second, relief)
    while True:
        near = average >= np.float32(threshold)
        first, second, average = first[near], second[near], average[near]
        if not len(first):
            return parent
        joined, forbidden = _round(first, second, average, guard, len(sums))
        for kept, gone in joined:
            sums[kept] += sums[gone]
            sizes[kept] += sizes[gone]
        changed = np.zeros(len(sums), np.bool_)
        changed[[kept for kept, _ in joined]] = True
        heir = np.arange(len(sums), dtype=np.int64)
        heir[[gone for _, gone in joined]] = [kept for kept, _ in joined]
        parent = heir[parent]
        stays = np.ones(len(first), np.bool_)
        stays[forbidden] = False
        first, second, average = heir[first[stays]], heir[second[stays]], average[stays]
        first, second, average = _contract(first, second, average, len(sums))
        stale = changed[first] | changed[second]
        average[stale] = _averages(sums, sizes, first[stale], second[stale], relief)


def _round(
    first: Rows, second: Rows, average: Floats, guard: Guard, count: int
) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs `(kept, gone)` to join now, and numbers of the edges that the guard forbids."""
    best = np.full(count, -2, np.float32)
    np.maximum.at(best, first, average)
    np.maximum.at(best, second, average)
    mutual = np.flatnonzero((average == best[first]) & (average == best[second]))
    taken: set[int] = set()
    joined: list[tuple[int, int]] = []
    forbidden: list[int] = []
    for edge in mutual.tolist():
        kept, gone = int(first[edge]), int(second[edge])
        if kept in taken or gone in taken:
            continue
        if not guard.allows(kept, gone):
            forbidden.append(edge)
            continue
        guard.joined(kept, gone)
        taken.update((kept, gone))
        joined.append((kept, gone))
    return joined, forbidden


def _contract(first: Rows, second: Rows, average: Floats, count: int) -> tuple[Rows, Rows, Floats]:
    """Edges between groups: no loops, `first < second`, each pair once, in order."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    apart = low != high
    key, index = np.unique(low[apart] * count + high[apart], return_index=True)
    return key // count, key % count, average[apart][index]


def _distinct(first: Rows, second: Rows, count: int) -> tuple[Rows, Rows]:
    low, high, _ = _contract(first, second, np.zeros(len(first), np.float32), count)
    return low, high


def _averages(sums: Floats, sizes: Floats, first: Rows, second: Rows, relief: float) -> Floats:
    """Average cosines of pairs of groups, raised by the relief that is due to each."""
    out = np.empty(len(first), np.float32)
    for start in range(0, len(first), CHUNK):
        part = slice(start, start + CHUNK)
        one, two = first[part], second[part]
        out[part] = np.einsum("ij,ij->i", sums[one], sums[two]) / (sizes[one] * sizes[two])
        if relief:
            doubt = _doubt(sums[one], sizes[one]) + _doubt(sums[two], sizes[two])
            out[part] += np.float32(relief) * (1 - np.sqrt(doubt / 2))
    return out


def _doubt(sums: Floats, sizes: Floats) -> Floats:
    """One over how many independent looks groups hold, 0 to 1; 1 for a single one."""
    length = np.einsum("ij,ij->i", sums, sums) / (sizes * sizes)
    found: Floats = np.clip((length - SAME) / (1 - SAME), 1 / sizes, 1).astype(np.float32)
    return found
