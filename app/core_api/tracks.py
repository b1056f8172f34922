"""Events of one row of a timeline as packed columns, with the few that matter at every zoom chosen
beforehand.

A *track* holds events that do not overlap, in order of time. A *level* of it for bins of `2^bits` ns is the
subset that looks the same as all events do, wherever every pixel is a whole number of such bins wide: of
each bin the longest event that begins in it, and every event that reaches beyond the bin in which it
begins. Levels are subsets of events and not of time, so they follow the density: a century with one busy
hour is as small and as fast as an even day. See `ui/timeline/columns.py` for the reader.

A window holds millions of events, so columns are as narrow as what is in them: 13 bytes an event whose
number counts upwards, and 3 more for all levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from app.core_api.event_values import SHADE_BITS

Times = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Narrow = npt.NDArray[np.unsignedinteger]

VALUE_BITS = 32
VALUE_MASK = (1 << VALUE_BITS) - 1
LOW_MASK = (1 << SHADE_BITS) - 1
FEWEST = 1024
"""A track of fewer events needs no levels: drawing them all takes as long as choosing would."""
THIN = 8
"""A level with at most one of so many events has copies of them: these lie too far apart in memory."""
PART = 8192
"""Events of a part."""
BLOCK_BITS = 16
"""Rows of a level are counted within blocks of so many events, which two bytes suffice for."""
WORTH = 0.6
"""A level is kept if it has at most this share of the events of the one before; the first, half of all."""
FIRST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """The events of a track that suffice where pixels are whole numbers of bins of `2^bits` ns.

    `rows` of the track (ascending), each counted from the beginning of its block of `2^BLOCK_BITS` events;
    those of block n are `at[n]` to `at[n + 1]`.
    """

    bits: int
    rows: npt.NDArray[np.uint16]
    at: npt.NDArray[np.int32]

    @classmethod
    def of(cls, bits: int, rows: Rows, count: int) -> Level:
        """Of so many events."""
        blocks = np.arange((count >> BLOCK_BITS) + 2) << BLOCK_BITS
        within = (rows & ((1 << BLOCK_BITS) - 1)).astype(np.uint16)
        return cls(bits, within, np.searchsorted(rows, blocks).astype(np.int32))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def nbytes(self) -> int:
        """Memory of its columns, bytes."""
        return self.rows.nbytes + self.at.nbytes

    def before(self, row: int) -> int:
        """How many rows of the level lie before a row of the track."""
        block = row >> BLOCK_BITS
        begin = int(self.at[block])
        within = self.rows[begin : int(self.at[block + 1])]
        # of the column's own type, or all of it would be converted
        return begin + int(within.searchsorted(np.uint16(row - (block << BLOCK_BITS))))

    def taken(self, a: int, b: int) -> Rows:
        """Rows of the track that stand at `[a, b)` in the level."""
        out: Rows = self.rows[a:b].astype(np.intp)
        block = int(self.at.searchsorted(np.int32(a), side="right")) - 1
        while a < b:
            end = min(b, int(self.at[block + 1]))
            out[len(out) - (b - a) : len(out) - (b - end)] += block << BLOCK_BITS
            a, block = end, block + 1
        return out


@dataclass(frozen=True, slots=True)
class Thin:
    """Copies of the events of a track that suffice where pixels are whole numbers of bins of `2^bits` ns."""

    bits: int
    starts: Times
    keys: Times
    """As those of the track."""
    shift: int
    levels: tuple[Level, ...]
    thin: Thin | None

    @property
    def nbytes(self) -> int:
        """Memory of its columns, bytes."""
        own = self.starts.nbytes + self.keys.nbytes + sum(level.nbytes for level in self.levels)
        return own + (self.thin.nbytes if self.thin else 0)

    def end(self, row: int) -> int:
        return int(self.starts[row]) + (int(self.keys[row]) >> VALUE_BITS << self.shift)

    def take(self, rows: Rows | slice) -> tuple[Times, Times]:
        """Starts and keys of some rows."""
        return self.starts[rows], self.keys[rows]


@dataclass(frozen=True, slots=True)
class Track:
    """Events in order of time, none overlapping the next.

    The *key* of an event is its length above its value, so that the greater key is the longer event, and of
    equally long ones that with the greater value.
    """

    starts: Times
    """`(n,)` in ns."""
    units: npt.NDArray[np.uint32]
    """`(n,)` lengths in units of `2^shift` ns, below 2^31 and rounded down, but at least 1."""
    shift: int
    lows: npt.NDArray[np.uint8]
    """`(n,)` the lowest bits of the values."""
    numbers: Narrow
    """`(n,)` what stands above these, in the narrowest type; empty where it counts upwards from `first`."""
    first: int = 0
    longest: int = 0
    """Units of the longest event."""
    levels: tuple[Level, ...] = ()
    parts: Mapping[int, tuple[Level, ...]] = field(default_factory=dict)
    """Levels of runs of PART events, by number of the run, where these are far denser than the rest; their
    rows are counted from the beginning of the run."""
    thin: Thin | None = None
    """The events that suffice for still wider pixels."""

    @classmethod
    def of(cls, starts: Times, lengths: Times, values: Times) -> Track:
        """Without levels."""
        shift = max(0, int(lengths.max(initial=1)).bit_length() - 31)
        numbers, first = values >> SHADE_BITS, int(values[0]) >> SHADE_BITS if len(values) else 0
        counts = bool((np.diff(numbers) == 1).all())
        units = np.maximum(lengths >> shift, 1).astype(np.uint32)
        return cls(
            np.ascontiguousarray(starts, dtype=np.int64),
            units,
            shift,
            (values & LOW_MASK).astype(np.uint8),
            numbers[:0].astype(np.uint8) if counts else _narrow(numbers),
            first if counts else 0,
            int(units.max(initial=0)),
        )

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def keys(self) -> Times:
        """All of them, built again; see `key` for one."""
        return (self.units.astype(np.int64) << VALUE_BITS) | self.values

    @property
    def values(self) -> Times:
        numbers = np.arange(self.first, self.first + len(self)) if self.counts else self.numbers
        return (numbers.astype(np.int64) << SHADE_BITS) | self.lows

    @property
    def counts(self) -> bool:
        """Whether the numbers count upwards."""
        return len(self.numbers) < len(self)

    @property
    def ends(self) -> Times:
        return self.starts + self.lengths

    @property
    def lengths(self) -> Times:
        """Of every event, ns."""
        return self.units.astype(np.int64) << self.shift

    def end(self, row: int) -> int:
        return int(self.starts[row]) + (int(self.units[row]) << self.shift)

    def value(self, row: int) -> int:
        number = self.first + row if self.counts else int(self.numbers[row])
        return (number << SHADE_BITS) | int(self.lows[row])

    def key(self, row: int) -> int:
        return (int(self.units[row]) << VALUE_BITS) | self.value(row)

    def take(self, rows: Rows | slice) -> tuple[Times, Times]:
        """Starts and keys of some rows."""
        keys: Times = self.units[rows].astype(np.int64)
        keys <<= VALUE_BITS - SHADE_BITS
        if not self.counts:
            keys |= self.numbers[rows]
        elif isinstance(rows, slice):
            keys |= np.arange(rows.start + self.first, rows.stop + self.first)
        else:
            keys |= rows + self.first if self.first else rows
        keys <<= SHADE_BITS
        keys |= self.lows[rows]
        return self.starts[rows], keys

    @property
    def nbytes(self) -> int:
        """Memory of all its levels, bytes."""
        columns = (self.starts, self.units, self.lows, self.numbers)
        levels = (level for levels in (self.levels, *self.parts.values()) for level in levels)
        own = sum(column.nbytes for column in columns) + sum(level.nbytes for level in levels)
        return own + (self.thin.nbytes if self.thin else 0)

    def at(self, t_ns: int) -> int:
        """Row of the last event that begins at or before a time; -1 before the first."""
        return int(np.searchsorted(self.starts, t_ns, side="right")) - 1


def build(starts: Times, ends: Times, values: npt.NDArray[np.integer]) -> Track:
    """A track of events that are in order and do not overlap. Empty events count as one nanosecond.

    Values are below 2^32. Takes about 0.2 s for a million events.
    """
    track = Track.of(starts, np.maximum(ends - starts, 1), values.astype(np.int64))
    keys, ends = track.keys, track.ends
    found = list(_thinned(track.starts, keys, ends, FEWEST))
    parts = {}
    for number, begin in enumerate(range(0, len(track), PART)):
        run = slice(begin, min(begin + PART, len(track)))
        denser = _denser(track.starts[run], keys[run], ends[run], begin, found)
        if denser:
            parts[number] = denser
    levels, thin = _levelled(track.starts, keys, track.shift, found)
    return replace(track, levels=levels, parts=parts, thin=thin)


def _levelled(
    starts: Times, keys: Times, shift: int, found: Sequence[tuple[int, Rows]]
) -> tuple[tuple[Level, ...], Thin | None]:
    """Levels of these events, and copies of what is thin among them, with levels of their own."""
    count = len(starts)
    thin = next((n for n, (_, rows) in enumerate(found) if len(rows) * THIN <= count), len(found))
    levels = tuple(Level.of(bits, rows, count) for bits, rows in found[:thin])
    if thin == len(found):
        return levels, None
    bits, rows = found[thin]
    rest = [(b, np.searchsorted(rows, r)) for b, r in found[thin + 1 :]]
    few = starts[rows], keys[rows]
    return levels, Thin(bits, *few, shift, *_levelled(*few, shift, rest))


def _narrow(numbers: Times) -> Narrow:
    kinds = (np.uint8, np.uint16, np.uint32)
    most = int(numbers.max(initial=0))
    return numbers.astype(next(kind for kind in kinds if most <= np.iinfo(kind).max))


def coarsest(levels: Sequence[Level], bits: int) -> Level | None:
    """The last level whose bins are no wider than `2^bits` ns."""
    found = None
    for level in levels:
        if level.bits > bits:
            break
        found = level
    return found


def _denser(
    starts: Times, keys: Times, ends: Times, begin: int, found: Sequence[tuple[int, Rows]]
) -> tuple[Level, ...]:
    """Levels of a part that have at most half of the events that the track's own have there."""
    out = []
    for bits, rows in _thinned(starts, keys, ends, FEWEST // 2):
        own = [all_rows for other, all_rows in found if other <= bits]
        there = len(starts)
        if own:
            there = int(np.diff(np.searchsorted(own[-1], (begin, begin + len(starts))))[0])
        if len(rows) * 2 <= there:
            out.append(Level.of(bits, rows, len(starts)))
    return tuple(out)


def _thinned(starts: Times, keys: Times, ends: Times, fewest: int) -> Iterator[tuple[int, Rows]]:
    """Bits and rows of ever coarser levels, until there are no more than `fewest` rows."""
    rows = np.arange(len(starts))
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
