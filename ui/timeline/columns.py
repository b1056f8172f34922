"""What one track of a timeline shows in each column of pixels: at any zoom, in time bound by the width alone."""

from __future__ import annotations

import numpy as np

from app.desk.tracks import VALUE_BITS, Times, Track


def columns(track: Track, left_ns: int, step_ns: int, width: int) -> Times | None:
    """For each column the key of the longest event that touches it, 0 where there is none.

    Column x is `[left_ns + x·step_ns, left_ns + (x+1)·step_ns)`. `step_ns` is 2ⁿ or 3·2ⁿ, and `left_ns` a
    multiple of 2ⁿ, so that columns are whole bins of some level (`Scale` sees to that): the result is the same as
    if every event had been looked at. `None` where nothing is in view. At most about 12 events a column are read.
    """
    bits = (step_ns & -step_ns).bit_length() - 1
    thrice = step_ns >> bits == 3
    starts, keys = in_view(track, left_ns, left_ns + step_ns * width, 1 << bits)
    if not len(starts):
        return None
    begin = starts - left_ns
    end = begin + ((keys >> VALUE_BITS) << track.shift)
    end -= 1
    begin >>= bits
    end >>= bits
    if thrice:
        begin //= 3
        end //= 3
    before = int(begin[0]) < 0
    if before and int(end[0]) < 0:
        begin, end, keys, before = begin[1:], end[1:], keys[1:], False
        if not len(begin):
            return None
    if end[-1] >= width:
        end[-1] = width - 1
    if before:
        begin[0] = -1
    out = _reaching(begin, end, keys, width)
    if before:
        begin, keys = begin[1:], keys[1:]
    if len(begin):
        fresh = np.empty(len(begin), dtype=bool)
        fresh[0] = True
        np.not_equal(begin[1:], begin[:-1], out=fresh[1:])
        heads = np.flatnonzero(fresh)
        at = begin[heads]
        out[at] = np.maximum(out[at], np.maximum.reduceat(keys, heads))
    return out


def in_view(track: Track, left_ns: int, right_ns: int, grid_ns: int) -> tuple[Times, Times]:
    """Starts and keys of the events that matter where columns are whole bins of `grid_ns` (a power of two).

    The first may begin, and end, before the view.
    """
    first, last = (int(i) for i in np.searchsorted(track.starts, (left_ns, right_ns)))
    rows = None
    for level in track.levels:
        if 1 << level.bits > grid_ns:
            break
        rows = level.rows
    if rows is None:
        first = max(0, first - 1)
        return track.starts[first:last], track.keys[first:last]
    a, b = (int(i) for i in np.searchsorted(rows, (first, last)))
    chosen = rows[max(0, a - 1) : b]
    return track.starts[chosen], track.keys[chosen]


def _reaching(begin: Times, end: Times, keys: Times, width: int) -> Times:
    """Columns filled by events that began in an earlier one. They never meet, as the events do not overlap."""
    long = np.flatnonzero(end > begin)
    if not len(long):
        return np.zeros(width, dtype=np.int64)
    runs = np.empty(2 * len(long) + 1, dtype=np.int64)
    runs[:-1:2] = begin[long]
    runs[:-1:2] += 1
    runs[1::2] = end[long]
    runs[1::2] += 1
    runs[-1] = width
    runs[1:] -= runs[:-1].copy()
    shown = np.zeros(2 * len(long) + 1, dtype=np.int64)
    shown[1::2] = keys[long]
    return np.repeat(shown, runs)
