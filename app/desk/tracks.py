"""Events of one row of a timeline as packed columns, with the few that matter at every zoom chosen
beforehand.

A *track* holds events that do not overlap, in order of time. A *level* of it for bins of `2^bits` ns is the
subset that looks the same as all events do, wherever every pixel is a whole number of such bins wide: of
each bin the longest event that begins in it, and every event that reaches beyond the bin in which it
begins. Levels are subsets of events and not of time, so they follow the density: a century with one busy
hour is as small and as fast as an even day. See `ui/timeline/columns.py` for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

LONGEST = (1 << 31) - 1
VALUE_BITS = 32
VALUE_MASK = (1 << VALUE_BITS) - 1
FEWEST = 1024
"""A track of fewer events needs no levels: drawing them all takes as long as choosing would."""
THIN = 8
"""A level with at most one of so many events has copies of its own."""
PART = 8192
"""Events of a part."""
WORTH = 0.6
"""A level is kept if it has at most this share of the events of the one before; the first, half of all."""
FIRST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """The events of a track that suffice where pixels are whole numbers of bins of `2^bits` ns.

    Either `rows` of the track (ascending), or, where these lie far apart in memory, copies of their
    `starts` and `keys`; the others are empty.
    """

    bits: int
    rows: Rows
    starts: Times
    keys: Times

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + self.starts.nbytes + self.keys.nbytes


@dataclass(frozen=True, slots=True)
class Track:
    """Events in order of time, none overlapping the next.

    `starts` `(n,)` in ns. `keys` `(n,)`: the length in units of `2^shift` ns in the upper half, below 2^31
    and rounded down but at least 1; the value in the lower half. So the greater key is the longer event,
    and of equally long ones the one with the greater value.
    """

    starts: Times
    keys: Times
    shift: int
    levels: tuple[Level, ...] = ()
    parts: Mapping[int, tuple[Level, ...]] = field(default_factory=dict)
    """Levels of runs of PART events, by number of the run, where these are far denser than the rest."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def values(self) -> Times:
        return self.keys & VALUE_MASK

    @property
    def ends(self) -> Times:
        return self.starts + self.lengths

    @property
    def lengths(self) -> Times:
        return (self.keys >> VALUE_BITS) << self.shift

    def end(self, row: int) -> int:
        return int(self.starts[row]) + ((int(self.keys[row]) >> VALUE_BITS) << self.shift)

    def value(self, row: int) -> int:
        return int(self.keys[row]) & VALUE_MASK

    @property
    def nbytes(self) -> int:
        return (
            self.starts.nbytes
            + self.keys.nbytes
            + sum(level.nbytes for levels in (self.levels, *self.parts.values()) for level in levels)
        )

    def at(self, t_ns: int) -> int:
        """Row of the last event that begins at or before a time; -1 before the first."""
        return int(np.searchsorted(self.starts, t_ns, side="right")) - 1


def build(starts: Times, ends: Times, values: npt.NDArray[np.integer]) -> Track:
    """A track of events that are in order and do not overlap. Empty events count as one nanosecond.

    Takes about 0.2 s for a million events.
    """
    lengths = np.maximum(ends - starts, 1)
    longest = int(lengths.max(initial=1))
    shift = max(0, longest.bit_length() - 31)
    units = np.maximum(lengths >> shift, 1)
    keys = (units << VALUE_BITS) | values.astype(np.int64)
    track = Track(np.ascontiguousarray(starts, dtype=np.int64), keys, shift)
    ends = track.ends
    levels = []
    for bits, rows in _thinned(track.starts, keys, ends, FEWEST):
        thin = len(rows) * THIN <= len(track)
        own = (track.starts[rows], keys[rows]) if thin else (track.starts[:0], keys[:0])
        levels.append(Level(bits, rows, *own))
    parts = {}
    for number, begin in enumerate(range(0, len(track), PART)):
        denser = _denser(track, ends, begin, levels)
        if denser:
            parts[number] = denser
    # the rows of levels with copies were needed for comparing only
    kept = tuple(replace(level, rows=level.rows[:0]) if len(level.starts) else level for level in levels)
    return replace(track, levels=kept, parts=parts)


def coarsest(levels: Sequence[Level], bits: int) -> Level | None:
    """The last level whose bins are no wider than `2^bits` ns."""
    found = None
    for level in levels:
        if level.bits > bits:
            break
        found = level
    return found


def _denser(track: Track, ends: Times, begin: int, levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels of a part that have at most half of the events that the track's own have there."""
    end = min(begin + PART, len(track))
    run = slice(begin, end)
    out = []
    for bits, rows in _thinned(track.starts[run], track.keys[run], ends[run], FEWEST // 2):
        level = coarsest(levels, bits)
        there = end - begin
        if level is not None:
            there = int(np.diff(np.searchsorted(level.rows, (begin, end)))[0])
        if len(rows) * 2 <= there:
            out.append(Level(bits, rows + np.int32(begin), track.starts[:0], track.keys[:0]))
    return tuple(out)


def _thinned(starts: Times, keys: Times, ends: Times, fewest: int) -> Iterator[tuple[int, Rows]]:
    """Bits and rows of ever coarser levels, until there are no more than `fewest` rows."""
    rows = np.arange(len(starts), dtype=np.int32)
    most = int(len(starts) * FIRST_SHARE)
    bits = 0
    while len(rows) > fewest and bits < 62:
        bits = _finest(starts, ends, bits + 1, most)
        kept = _kept(starts, keys, ends, bits)
        if len(kept) == len(rows):
            break
        starts, keys, ends, rows = starts[kept], keys[kept], ends[kept], rows[kept]
        yield bits, rows
        most = int(len(rows) * WORTH)


def _finest(starts: Times, ends: Times, low: int, most: int) -> int:
    """The fewest bits (at least `low`) for which a level has at most about `most` rows."""
    high = 62
    while low < high:
        middle = (low + high) // 2
        bins = starts >> middle
        fresh = np.count_nonzero(bins[1:] != bins[:-1]) + 1
        if fresh <= most and fresh + np.count_nonzero((ends - 1) >> middle > bins) <= 2 * most:
            high = middle
        else:
            low = middle + 1
    return low


def _kept(starts: Times, keys: Times, ends: Times, bits: int) -> npt.NDArray[np.intp]:
    """Rows of the longest event of each bin, one of several alike, and of those that reach beyond theirs."""
    bins = starts >> bits
    heads = np.flatnonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))
    top = np.maximum.reduceat(keys, heads)
    best = np.flatnonzero(keys == np.repeat(top, np.diff(np.append(heads, len(keys)))))
    kept = (ends - 1) >> bits > bins
    kept[best[np.concatenate([[True], bins[best[1:]] != bins[best[:-1]]])]] = True
    return np.flatnonzero(kept)


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
