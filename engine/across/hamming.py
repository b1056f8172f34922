"""All pairs of 256-bit hashes at Hamming distance 31 or less, exactly, without comparing all with all.

Multi-index hashing (Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing",
CVPR 2012): cut each hash into 16 words of 16 bits. Two hashes that differ in at most 31 bits differ in at
most one bit of some word, since two in each of 16 words would be 32. So looking up each word and its 16
one-bit neighbours finds every pair; what was found is then measured in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint8]
WORDS = 16
RADIUS = 2 * WORDS - 1
BLOCK = 1 << 22
"""Most candidates measured at once; bounds memory to some 300 MB."""
_SPREAD = np.arange(256) * 73 % 256
"""Neighbouring bits of a hash go together; words of bits from all over it make smaller buckets."""
_PROBES = np.concatenate([[0], 1 << np.arange(16)]).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class NearPairs:
    """Row numbers `first < second` and their distance, sorted by `first`, then `second`."""

    first: Index
    second: Index
    distance: npt.NDArray[np.uint16]


def near_pairs(hashes: Hashes, old: int = 0, radius: int = RADIUS, quick: bool = False) -> NearPairs:
    """Pairs of rows of `hashes` (n, 32) within `radius` (at most 31), save those among the first `old`.

    `quick` looks up equal words alone, at a tenth of the cost: it finds all pairs up to 15 bits apart, and of
    those 31 apart nine in ten.
    """
    if not 0 <= radius <= RADIUS:
        raise ValueError(f"multi-index lookup is exact up to {RADIUS}, not {radius}")
    words = _words(hashes)
    bits = np.ascontiguousarray(hashes).view(np.uint64)
    count = len(hashes)
    found: list[Index] = [np.zeros(0, np.int64)]
    for word in range(WORDS):
        for asked, met in _candidates(words[:, word], old, _PROBES[:1] if quick else _PROBES):
            # each pair once: the later row asks, unless the earlier is among the new and would ask too
            wanted = met < asked
            asked, met = asked[wanted], met[wanted]
            apart = np.bitwise_count(bits[asked] ^ bits[met]).sum(axis=1, dtype=np.uint16)
            near = apart <= radius
            found.append(met[near] * count + asked[near])
    keys = np.unique(np.concatenate(found))
    first, second = keys // max(count, 1), keys % max(count, 1)
    distance = np.bitwise_count(bits[first] ^ bits[second]).sum(axis=1, dtype=np.uint16)
    return NearPairs(first, second, distance)


def _words(hashes: Hashes) -> npt.NDArray[np.uint16]:
    bits = np.unpackbits(hashes, axis=1)[:, _SPREAD]
    return np.ascontiguousarray(np.packbits(bits, axis=1)).view(np.uint16)


def _candidates(
    words: npt.NDArray[np.uint16], old: int, tried: npt.NDArray[np.uint16]
) -> Iterator[tuple[Index, Index]]:
    """Row numbers of new rows, and of rows whose word differs from theirs by one of `tried`."""
    order = np.argsort(words, kind="stable").astype(np.int64)
    starts = np.searchsorted(words[order], np.arange(1 << 16)).astype(np.int64)
    ends = np.append(starts[1:], len(words))
    asking = np.arange(old, len(words), dtype=np.int64)
    probes = words[asking][:, None] ^ tried[None, :]
    sizes = ends[probes] - starts[probes]
    for low, high in _blocks(sizes.sum(axis=1)):
        flat = sizes[low:high].reshape(-1)
        total = int(flat.sum())
        inside = np.arange(total) - np.repeat(np.cumsum(flat) - flat, flat)
        met = order[np.repeat(starts[probes[low:high]].reshape(-1), flat) + inside]
        yield np.repeat(np.repeat(asking[low:high], len(tried)), flat), met


def _blocks(sizes: Index) -> Iterator[tuple[int, int]]:
    """Runs of rows whose sizes together stay within `BLOCK`; a row larger than that stands alone."""
    low, total = 0, 0
    for row, size in enumerate(sizes.tolist()):
        if total + size > BLOCK and row > low:
            yield low, row
            low, total = row, 0
        total += size
    if low < len(sizes):
        yield low, len(sizes)
