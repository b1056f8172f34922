"""All pairs of 256-bit hashes at Hamming distance 31 or less, exactly, without comparing all with all.

Multi-index hashing (Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing",
CVPR 2012): cut each hash into 16 words of 16 bits. Two hashes that differ in at most 31 bits differ in at
most one bit of some word, since two in each of 16 words would be 32. So looking up each word and its 16
one-bit neighbours finds every pair. What was found is measured over half its bits, which no pair by chance
survives, and then in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.uint64]
Words = npt.NDArray[np.uint16]
Distances = npt.NDArray[np.uint16]
WORDS = 16
RADIUS = 2 * WORDS - 1
AT_ONCE = 4
"""Words of all hashes in memory at once."""
BLOCK = 1 << 16
"""Candidates measured at once: they stay in the processor's cache."""
ASKED = 1 << 13
"""Hashes asked about at once."""
PENDING = 1 << 22
"""Pairs found until they are put in order and those found twice are dropped."""
_SPREAD = np.arange(256) * 73 % 256
"""Neighbouring bits of a hash go together; words of bits from all over it make smaller buckets."""
_PROBES = np.concatenate([[0], 1 << np.arange(16)]).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class NearPairs:
    """Row numbers and their distance in bits, sorted by `first`, then `second`."""

    first: Index
    second: Index
    distance: Distances


def near_pairs(hashes: Hashes, old: int = 0, radius: int = RADIUS) -> NearPairs:
    """Pairs `first < second` of rows of `hashes` (n, 32) within `radius` (at most 31), save those among the
    first `old`.
    """
    found = near(hashes[old:], hashes, radius)
    second, first = found.first + old, found.second
    once = np.flatnonzero(first < second)
    once = once[np.lexsort((second[once], first[once]))]
    return NearPairs(first[once], second[once], found.distance[once])


def near(asked: Hashes, among: Hashes, radius: int = RADIUS, quick: bool = False) -> NearPairs:
    """For rows of `asked` (m, 32) those of `among` (n, 32) within `radius` (at most 31) bits.

    `quick` looks up equal words alone, at a tenth of the cost: it finds all pairs up to 15 bits apart, and of
    those 31 apart nine in ten.
    """
    if not 0 <= radius <= RADIUS:
        raise ValueError(f"multi-index lookup is exact up to {RADIUS}, not {radius}")
    probes = _PROBES[:1] if quick else _PROBES
    if len(asked) <= len(among):
        first, second = _near(asked, among, radius, probes)
    else:  # being near is mutual, and asking costs more than being asked about
        second, first = _near(among, asked, radius, probes)
        order = np.lexsort((second, first))
        first, second = first[order], second[order]
    return NearPairs(first, second, apart(asked, among, first, second))


def apart(one: Hashes, other: Hashes, first: Index, second: Index) -> Distances:
    """Bits in which rows of `one` differ from rows of `other`, pair by pair."""
    a, b = (np.ascontiguousarray(h).view(np.uint64) for h in (one, other))
    out = np.empty(len(first), np.uint16)
    for n in range(0, len(first), BLOCK):
        some = slice(n, n + BLOCK)
        np.bitwise_count(a[first[some]] ^ b[second[some]]).sum(axis=1, dtype=np.uint16, out=out[some])
    return out


def _near(asked: Hashes, among: Hashes, radius: int, probes: Words) -> tuple[Index, Index]:
    """Rows of both, in order."""
    ask, bits = (np.ascontiguousarray(h).view(np.uint64) for h in (asked, among))
    count = max(len(among), 1)
    kept, waiting = np.zeros(0, np.int64), 0
    pending: list[Index] = []
    for word in range(WORDS):
        if word % AT_ONCE == 0:
            asked_words, words = _words(asked, word), _words(among, word)
        table = _Buckets.of(words[word % AT_ONCE], bits)
        for low in range(0, len(asked), ASKED):
            some = slice(low, low + ASKED)
            probed = asked_words[word % AT_ONCE, some][:, None] ^ probes
            for question, met in table.candidates(probed, ask[some], radius):
                question += low
                within = np.bitwise_count(ask[question] ^ bits[met]).sum(axis=1, dtype=np.uint16) <= radius
                pending.append(question[within] * count + met[within])
                waiting += len(pending[-1])
                if waiting > PENDING:
                    kept, pending, waiting = np.unique(np.concatenate([kept, *pending])), [], 0
    keys = np.unique(np.concatenate([kept, *pending]))
    return keys // count, keys % count


def _words(hashes: Hashes, first: int) -> Words:
    """The words (AT_ONCE, n) of hashes (n, 32) from the `first` on."""
    out = np.empty((AT_ONCE, len(hashes)), np.uint16)
    chosen = _SPREAD[first * 16 : (first + AT_ONCE) * 16]
    for low in range(0, len(hashes), ASKED):
        bits = np.unpackbits(hashes[low : low + ASKED], axis=1)[:, chosen]
        packed = np.ascontiguousarray(np.packbits(bits, axis=1))
        out[:, low : low + ASKED] = packed.view(np.uint16).T
    return out


@dataclass(frozen=True, slots=True)
class _Buckets:
    """Rows in order of one word, with half the bits of each."""

    order: npt.NDArray[np.int32]
    starts: Index
    """`(65537,)` where the rows of each value begin in `order`."""
    low: npt.NDArray[np.uint64]
    high: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, words: Words, bits: Bits) -> _Buckets:
        order = np.argsort(words, kind="stable").astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=1 << 16))])
        return cls(order, starts, bits[order, 0], bits[order, 1])

    def candidates(self, probed: Words, ask: Bits, radius: int) -> Iterator[tuple[Index, Index]]:
        """Asked rows and rows here that have one of the words `probed` (m, words) of the asked, and half of
        whose bits differ in no more than `radius`.
        """
        each, probes = probed.shape[1], probed.reshape(-1)
        by_value = np.argsort(probes, kind="stable")
        begins = self.starts[probes[by_value]]
        sizes = self.starts[probes[by_value].astype(np.int64) + 1] - begins
        met = np.flatnonzero(sizes)
        begins, sizes, asking = begins[met], sizes[met], by_value[met] // each
        for low, high in _blocks(sizes):
            size = sizes[low:high]
            ends = np.cumsum(size)
            place = np.repeat(begins[low:high] - ends + size, size) + np.arange(ends[-1])
            here = asking[low:high]
            apart = np.bitwise_count(np.repeat(ask[here, 0], size) ^ self.low[place])
            apart += np.bitwise_count(np.repeat(ask[here, 1], size) ^ self.high[place])
            found = np.flatnonzero(apart <= radius)
            yield here[np.searchsorted(ends, found, side="right")], self.order[place[found]].astype(np.int64)


def _blocks(sizes: Index) -> Iterator[tuple[int, int]]:
    """Runs of rows whose sizes together stay within `BLOCK`; a row larger than that stands alone."""
    upto = np.cumsum(sizes)
    low = 0
    while low < len(sizes):
        before = int(upto[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(upto, before + BLOCK, side="right")))
        yield low, high
        low = high
