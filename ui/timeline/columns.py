"""What one track of a timeline shows in each column of pixels: at any zoom, in time bound by the width
alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.desk.tracks import PART, VALUE_BITS, Level, Rows, Times, Track, coarsest

MANY = 6
"""Events a column from which on a track's parts are asked for denser stretches of their own."""
FAR = 1 << 62


def columns(track: Track, left_ns: int, step_ns: int, width: int) -> Times | None:
    """For each column the key of the longest event that touches it, 0 where there is none.

    Column x is `[left_ns + x·step_ns, left_ns + (x+1)·step_ns)`. `step_ns` is 2ⁿ or 3·2ⁿ, and `left_ns` a
    multiple of 2ⁿ, so that columns are whole bins of some level (`Scale` sees to that): the result is the
    same as if every event had been looked at. `None` where nothing is in view. At most about 12 events a
    column are read.
    """
    bits = (step_ns & -step_ns).bit_length() - 1
    thrice = step_ns >> bits == 3
    starts, keys = in_view(track, left_ns, left_ns + step_ns * width, 1 << bits, MANY * width)
    if not len(starts) or (len(starts) == 1 and _end(starts, keys, track.shift) <= left_ns):
        return None
    begin, end = _bins(starts, keys, track.shift, left_ns, bits, 3 * width)
    if thrice:
        begin //= 3
        end //= 3
    before = int(begin[0]) < 0
    if int(end[0]) < 0:
        begin, end, keys, before = begin[1:], end[1:], keys[1:], False
        if not len(begin):
            return None
    end[-1] = min(int(end[-1]), width - 1)
    out = _reaching(begin, end, keys, width)
    if before:
        begin, keys = begin[1:], keys[1:]
    np.maximum.at(out, begin, keys)
    return out


def _end(starts: Times, keys: Times, shift: int) -> int:
    return int(starts[-1]) + ((int(keys[-1]) >> VALUE_BITS) << shift)


def _bins(
    starts: Times, keys: Times, shift: int, left_ns: int, bits: int, most: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The bins in which events begin and end, counted from the left edge; held to a little outside the
    view.
    """
    begin = starts - left_ns
    end = keys >> VALUE_BITS
    end <<= shift
    end += begin
    end -= 1
    begin >>= bits
    end >>= bits
    # only the first may begin before the view and only the last end after it
    begin[0], end[0] = max(int(begin[0]), -1), max(int(end[0]), -1)
    end[-1] = min(int(end[-1]), most)
    return begin.astype(np.int32), end.astype(np.int32)


def in_view(
    track: Track, left_ns: int, right_ns: int, grid_ns: int, many: int = 1 << 13
) -> tuple[Times, Times]:
    """Starts and keys of the events that matter where columns are whole bins of `grid_ns` (a power of two).

    The first may begin, and end, before the view. Where there are more than `many`, the levels of parts are
    used: there it is denser than in most of the track.
    """
    bits, right_ns = grid_ns.bit_length() - 1, min(right_ns, FAR)
    level = coarsest(track.levels, bits)
    if level is not None and len(level.starts):
        seen = _between(level.starts, left_ns, right_ns)
        if not track.parts or seen.stop - seen.start <= many:
            return level.starts[seen], level.keys[seen]
    first, last = (int(n) for n in np.searchsorted(track.starts, (left_ns, right_ns)))
    if track.parts and last - first > many:
        rows = _by_parts(track, level, first, last, bits)
    elif level is not None:
        rows = level.rows
    else:
        return track.starts[max(0, first - 1) : last], track.keys[max(0, first - 1) : last]
    a, b = (int(n) for n in np.searchsorted(rows, (first, last)))
    # what reaches into the view is among the rows, as the last before it
    rows = rows[max(0, a - 1) : b]
    return track.starts.take(rows), track.keys.take(rows)


def _by_parts(track: Track, level: Level | None, first: int, last: int, bits: int) -> Rows:
    """The rows that matter, from every part those of its own levels if it has any; some more at both ends."""
    chosen: list[Rows] = []
    for part in range(max(0, first - 1) // PART, max(first, last - 1) // PART + 1):
        own = coarsest(track.parts.get(part, ()), bits)
        begin, end = part * PART, min(len(track), (part + 1) * PART)
        if own is not None:
            chosen.append(own.rows)
        elif level is None or len(level.starts):
            chosen.append(np.arange(begin, end, dtype=np.int32))
        else:
            a, b = np.searchsorted(level.rows, (begin, end))
            chosen.append(level.rows[int(a) : int(b)])
    return np.concatenate(chosen)


def _between(starts: Times, left_ns: int, right_ns: int) -> slice:
    first, last = np.searchsorted(starts, (left_ns, right_ns))
    return slice(max(0, int(first) - 1), int(last))


def _reaching(begin: npt.NDArray[np.int32], end: npt.NDArray[np.int32], keys: Times, width: int) -> Times:
    """Columns filled by events that began in an earlier one.

    They never meet, as the events do not overlap.
    """
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
