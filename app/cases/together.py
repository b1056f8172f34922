"""Which segments of time lie close to which others, for millions of them.

A segment of one set has two neighbours in another: the first that begins no earlier than it, and, of those
that begin before it, the one that ends last. No other is nearer. Both are found by bisection in sorted starts
and running greatest ends, so a join is `O((n + m) log m)` whatever overlaps whatever.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, slots=True)
class Spans:
    """Segments `[start, end)` in ns of numbered items, as columns; in any order."""

    item: Longs
    start: Longs
    end: Longs

    def __len__(self) -> int:
        return len(self.item)


def nearest(spans: Spans, others: Spans, window_ns: int) -> Longs:
    """For each segment the row of the nearest other in the same item, at most `window_ns` away, else NONE.

    The distance of two segments is the time between them, 0 where they overlap. Of two as near as each
    other the one that begins earlier is taken.
    """
    found = np.full(len(spans), NONE, np.int64)
    if not len(spans) or not len(others):
        return found
    mine = np.argsort(spans.item, kind="stable")
    order = np.lexsort((others.end, others.start, others.item))
    my_items, their_items = spans.item[mine], others.item[order]
    for item in np.intersect1d(my_items, their_items):
        a = mine[np.searchsorted(my_items, item) : np.searchsorted(my_items, item, "right")]
        b = order[np.searchsorted(their_items, item) : np.searchsorted(their_items, item, "right")]
        found[a] = _in_item(spans.start[a], spans.end[a], others.start[b], others.end[b], b, window_ns)
    return found


def _in_item(
    start: Longs, end: Longs, their_start: Longs, their_end: Longs, row: Longs, window_ns: int
) -> Longs:
    """The same within one item; `their_start` ascends."""
    following = np.searchsorted(their_start, start)
    last = _longest_so_far(their_end)
    before = last[np.maximum(following - 1, 0)]
    after = np.minimum(following, len(row) - 1)
    far = np.iinfo(np.int64).max
    to_before = np.where(following > 0, np.maximum(start - their_end[before], 0), far)
    to_after = np.where(following < len(row), np.maximum(their_start[after] - end, 0), far)
    choice = np.where(to_before <= to_after, before, after)
    return np.where(np.minimum(to_before, to_after) <= window_ns, row[choice], NONE)


def _longest_so_far(ends: Longs) -> Longs:
    """For each place the earliest place up to there whose end is the greatest."""
    greatest = np.maximum.accumulate(ends)
    new = np.concatenate([[True], ends[1:] > greatest[:-1]])
    return np.maximum.accumulate(np.where(new, np.arange(len(ends)), 0))


def distance(spans: Spans, rows: Longs, others: Spans, their_rows: Longs) -> Longs:
    """Time between pairs of segments: below 0 where the other ends before, 0 where they overlap."""
    later = others.start[their_rows] - spans.end[rows]
    earlier = others.end[their_rows] - spans.start[rows]
    return np.where(later > 0, later, np.where(earlier < 0, earlier, 0))
