"""Which number each group bears: a number is given once, and stands for one face.

Every number has an *anchor*, the face (or voice) it was given for. A group has the lowest number whose anchor
it holds, which is the oldest; the others it holds rest, and come back with their anchor when it leaves. A
group without an anchor gets a number nobody had before, and its clearest face becomes the anchor.

* Where people part faces, the number stays with the face they named first, even if its anchor goes.
* An anchor that is no longer found is replaced by the clearest of those the number was borne by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
UNKNOWN = -1


def padded(anchors: Rows | None, count: int) -> Rows:
    """Anchors by number for `count` numbers at least; UNKNOWN where none is known."""
    known = np.zeros(0, np.int64) if anchors is None else np.asarray(anchors, np.int64)
    result: Rows = np.r_[known, np.full(max(count - len(known), 0), UNKNOWN, np.int64)]
    return result


def lowest_of_each(groups: Rows, numbers: Rows) -> dict[int, int]:
    """By group the lowest of the numbers that claim it."""
    order = np.lexsort((numbers, groups))
    groups, numbers = groups[order], numbers[order]
    first = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(groups) else groups
    return dict(zip(groups[first].tolist(), numbers[first].tolist(), strict=True))


def claims_by_count(groups: Rows, numbers: Rows, weights: Rows, nodes: Rows) -> dict[int, int]:
    """By number without an anchor the group that holds most of those who had it.

    Of two with as many, the one with the earliest of the `nodes`: the names of groups must not show.
    """
    if not len(groups):
        return {}
    pairs, at = np.unique(np.stack([numbers, groups], 1), axis=0, return_inverse=True)
    counts = np.bincount(at.ravel(), weights, len(pairs))
    earliest = np.full(len(pairs), np.iinfo(np.int64).max)
    np.minimum.at(earliest, at.ravel(), nodes)
    home: dict[int, int] = {}
    for row in np.lexsort((earliest, -counts, pairs[:, 0])).tolist():
        home.setdefault(int(pairs[row, 0]), int(pairs[row, 1]))
    return home


def clearest_of_each(groups: Rows, nodes: Rows, quality: npt.NDArray[np.float32]) -> dict[int, int]:
    """By group the clearest of its `nodes`; of equally clear ones the first. All arrays are `(k,)`."""
    order = np.lexsort((nodes, -quality, groups))
    groups, nodes = groups[order], nodes[order]
    first = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(groups) else groups
    return dict(zip(groups[first].tolist(), nodes[first].tolist(), strict=True))


def follow_the_first_named(
    anchors: Rows, before: Rows, pairs: Rows, group_of: Callable[[Rows], Rows]
) -> Mapping[int, int]:
    """Numbers whose anchor was set apart from a face people named first: that face is their anchor now.

    `pairs` `(p, 2)`: the face that stays and the one set apart; `before` `(n,)`: numbers until now;
    `group_of` gives the group of nodes now, -1 where it is as it was.
    """
    pairs = pairs[(before[pairs[:, 0]] == before[pairs[:, 1]]) & (before[pairs[:, 0]] >= 0)]
    moved: dict[int, int] = {}
    for kept, apart in pairs.tolist():
        number = int(before[kept])
        anchor = int(anchors[number])
        if anchor == UNKNOWN or number in moved:
            continue
        mine, stays, goes = group_of(np.array([anchor, kept, apart])).tolist()
        if mine == goes != stays:
            moved[number] = kept
    return moved


@dataclass(frozen=True, slots=True)
class Numbered:
    """`number` `(n,)` of every node's group, and `anchors` `(k,)` by number."""

    number: Rows
    anchors: Rows


def numbered(
    groups: Rows, before: Rows, anchors: Rows, pairs: Rows, quality: npt.NDArray[np.float32]
) -> Numbered:
    """Numbers of all groups `(n,)` by the rules above; all but `anchors` and `pairs` are by node."""
    anchors = anchors.copy()
    for number, node in follow_the_first_named(anchors, before, pairs, lambda nodes: groups[nodes]).items():
        anchors[number] = node
    known = np.flatnonzero(anchors != UNKNOWN)
    bare = before >= 0
    bare[bare] = anchors[before[bare]] == UNKNOWN
    ones = np.ones(int(bare.sum()), np.int64)
    lost = claims_by_count(groups[bare], before[bare], ones, np.flatnonzero(bare))
    number_of = lowest_of_each(
        np.r_[groups[anchors[known]], np.fromiter(lost.values(), np.int64, len(lost))],
        np.r_[known, np.fromiter(lost, np.int64, len(lost))],
    )
    for number, group in lost.items():
        mine = np.flatnonzero((before == number) & (groups == group))
        anchors[number] = int(mine[quality[mine].argmax()])
    fresh = [group for group in dict.fromkeys(groups.tolist()) if group not in number_of]
    clearest = clearest_of_each(groups, np.arange(len(groups)), quality) if fresh else {}
    number_of.update(zip(fresh, range(len(anchors), len(anchors) + len(fresh)), strict=True))
    anchors = np.r_[anchors, np.array([clearest[g] for g in fresh], np.int64)]
    return Numbered(np.array([number_of[g] for g in groups.tolist()], np.int64), anchors)
