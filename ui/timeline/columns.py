"""What tracks of a timeline show in each column of pixels: at any zoom, in time bound by the width alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.core_api.tracks import PART, VALUE_BITS, Rows, Thin, Times, Track, coarsest

MANY = 6
"""Events a column from which on a track's parts are asked for denser segments of their own."""
FAR = 1 << 62


def columns(tracks: Sequence[Track], left_ns: int, step_ns: int, width: int) -> list[Times | None]:
    """For each track and column the key of the longest event that touches it, 0 where there is none.

    Column x is `[left_ns + x·step_ns, left_ns + (x+1)·step_ns)`. `step_ns` is 2ⁿ or 3·2ⁿ, and `left_ns` a
    multiple of 2ⁿ, so that columns are whole bins of some level (`Scale` sees to that): the result is the
    same as if every event had been looked at. `None` where nothing is in view. At most about 12 events a
    column are read. All tracks at once, since calling numpy for each would take longer than its work.
    """
    grid_ns = step_ns & -step_ns
    right_ns = left_ns + step_ns * width
    out: list[Times | None] = [None] * len(tracks)
    found: list[int] = []
    pieces: list[tuple[Times, Times, Times]] = []
    for number, track in enumerate(tracks):
        starts, keys = in_view(track, left_ns, right_ns, grid_ns, MANY * width)
        if len(starts):
            ends = keys >> VALUE_BITS
            ends <<= track.shift
            pieces.append((starts, ends, keys))
            found.append(number)
    if found:
        made = _drawn(pieces, left_ns, step_ns, width)
        for row, number in enumerate(found):
            out[number] = made[row]
    return out


def _drawn(pieces: Sequence[tuple[Times, Times, Times]], left_ns: int, step_ns: int, width: int) -> Times:
    """`(pieces, width)` keys, of starts, lengths and keys of some events each."""
    begin, end, keys = (np.concatenate(column) for column in zip(*pieces, strict=True))
    counts = np.array([len(starts) for starts, _, _ in pieces])
    last = counts.cumsum() - 1
    first = last - counts + 1
    begin -= left_ns
    end += begin
    end -= 1
    bits = (step_ns & -step_ns).bit_length() - 1
    begin >>= bits
    end >>= bits
    if step_ns >> bits == 3:
        begin //= 3
        end //= 3
    # only the first of a piece may begin before the view, and only its last end after it
    early = first[begin[first] < 0]
    begin[early] = -1
    end[early] = np.maximum(end[early], -1)
    end[last] = np.minimum(end[last], width - 1)
    rows = np.repeat(np.arange(0, len(pieces) * width, width), counts)
    begin += rows
    end += rows
    out = _reaching(begin, end, keys, len(pieces) * width)
    begin[early] += 1
    keys[early] = 0
    np.maximum.at(out, begin, keys)
    return out.reshape(-1, width)


def in_view(
    track: Track, left_ns: int, right_ns: int, grid_ns: int, many: int = 1 << 13
) -> tuple[Times, Times]:
    """Starts and keys of the events that matter where columns are whole bins of `grid_ns` (a power of two).

    The first may begin, and end, before the view. Where there are more than `many`, the levels of parts are
    used: there it is denser than in most of the track.
    """
    bits = grid_ns.bit_length() - 1
    view = np.array((left_ns, min(right_ns, FAR)))
    few: Track | Thin = track
    while few.thin is not None and few.thin.bits <= bits:
        few = few.thin
    first, last = few.starts.searchsorted(view).tolist()
    if first == last:  # none begins here; what reaches into the view is in every level
        first -= first > 0 and few.end(first - 1) > left_ns
        return few.take(slice(first, last))
    level = coarsest(few.levels, bits)
    if level is None:
        if not track.parts or last - first <= many:
            return few.take(slice(max(0, first - 1), last))
    else:
        a, b = level.before(first), level.before(last)
        if not track.parts or b - a <= many:
            return few.take(level.taken(max(0, a - 1), b))
    first, last = track.starts.searchsorted(view).tolist()
    rows = _by_parts(track, first, last, bits)
    a, b = rows.searchsorted((first, last)).tolist()
    return track.take(rows[max(0, a - 1) : b])


def _by_parts(track: Track, first: int, last: int, bits: int) -> Rows:
    """The rows that matter, from every part those of its own levels if it has any; some more at both ends."""
    chosen: list[Rows] = []
    level = coarsest(track.levels, bits)
    for part in range(max(0, first - 1) // PART, max(first, last - 1) // PART + 1):
        own = coarsest(track.parts.get(part, ()), bits)
        begin, end = part * PART, min(len(track), (part + 1) * PART)
        if own is not None:
            chosen.append(own.taken(0, len(own)) + begin)
        elif level is None:
            chosen.append(np.arange(begin, end))
        else:
            chosen.append(level.taken(level.before(begin), level.before(end)))
    return np.concatenate(chosen)


def _reaching(begin: Times, end: Times, keys: Times, width: int) -> Times:
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
