"""Events in any order, put into rows of a timeline in which none overlaps another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.core_api.tracks import Times


def separate(
    starts: Times, ends: Times, values: npt.NDArray[np.integer], most: int = 3
) -> list[tuple[Times, Times, npt.NDArray[np.integer]]]:
    """Events in any order, put into up to `most` rows in which none overlaps, each with its columns.

    Each goes to the first row that is free, in order of time. What finds no free row goes to the last one,
    which then shows at each time the longest of its events.
    """
    order = np.lexsort((ends, starts))
    left = starts[order], np.maximum(ends[order], starts[order] + 1), values[order]
    rows: list[tuple[Times, Times, npt.NDArray[np.integer]]] = []
    while len(left[0]):
        if len(rows) == most - 1:
            rows.append(_flattened(*left))
            break
        fits = _first_fit(left[0], left[1])
        rows.append((left[0][fits], left[1][fits], left[2][fits]))
        left = (left[0][~fits], left[1][~fits], left[2][~fits])
    return rows


def _first_fit(starts: Times, ends: Times) -> npt.NDArray[np.bool_]:
    """Which events a row takes that takes each one if it is free."""
    fits = np.ones(len(starts), dtype=bool)
    if (starts[1:] >= ends[:-1]).all():
        return fits
    free = -(1 << 62)
    for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start >= free:
            free = end
        else:
            fits[row] = False
    return fits


def _flattened(
    starts: Times, ends: Times, values: npt.NDArray[np.integer]
) -> tuple[Times, Times, npt.NDArray[np.integer]]:
    """The longest event at each time, cut where it changes.

    Takes about 2 s for a million that all overlap.
    """
    if (starts[1:] >= ends[:-1]).all():
        return starts, ends, values
    import heapq

    edges = np.unique(np.concatenate([starts, ends]))
    longest: list[tuple[int, int]] = []
    lengths, until = (ends - starts).tolist(), ends.tolist()
    begins = np.searchsorted(starts, edges, side="right").tolist()
    who = np.full(len(edges), -1, dtype=np.int64)
    at = 0
    for n, (edge, upto) in enumerate(zip(edges.tolist(), begins, strict=True)):
        for row in range(at, upto):
            heapq.heappush(longest, (-lengths[row], row))
        at = upto
        while longest and until[longest[0][1]] <= edge:
            heapq.heappop(longest)
        if longest:
            who[n] = longest[0][1]
    change = np.flatnonzero(np.concatenate([[True], who[1:] != who[:-1]]))
    shown = change[who[change] >= 0]
    following = np.append(change, len(edges) - 1)[np.searchsorted(change, shown) + 1]
    return edges[shown], edges[following], values[who[shown]]
