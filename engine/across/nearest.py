"""Exact nearest neighbours among unit vectors: a coarse pass over int8 codes, then float32 re-ranking.

The coarse pass is one matrix product over codes in -127 … 127. It runs in `sgemm`, because numpy has no
int8 product of any speed; with up to `WIDEST` dimensions every partial sum is a whole number below 2**24,
so float32 adds it without rounding and the outcome is the same on every BLAS, whatever its order of
summation or number of threads. Each vector keeps the length of what its code lost; by the triangle
inequality the true cosine lies within `slack` of the coarse one. Only pairs inside that margin are
computed again in full, so nothing above a threshold, and nothing of a top k, can be missed.

Among themselves `n` vectors cost half a product (blocks above the diagonal), `m` new ones against `n` old
ones `m × n`. Memory stays at a few blocks of `BLOCK × BLOCK` float32.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

BLOCK = 2048
WIDEST = 1024
"""Most dimensions: 1024 · 127² < 2**24, the last whole number that float32 still counts exactly."""
ROUNDING = np.float32(2e-6)
"""What float32 itself may lose when cosines are compared; added to every margin."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows `first < second` with their `cosine`, ordered by (first, second)."""

    first: Rows
    second: Rows
    cosine: Vectors

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Codes:
    """int8-valued float32 codes `(n, d)`, the step of each row, and the length of what rounding took."""

    values: Vectors
    step: Vectors
    lost: Vectors

    def part(self, start: int, end: int) -> Codes:
        return Codes(self.values[start:end], self.step[start:end], self.lost[start:end])

    def coarse(self, other: Codes) -> Vectors:
        """Approximate cosines `(rows, other rows)`."""
        product: Vectors = self.values @ other.values.T
        product *= self.step[:, None]
        product *= other.step[None, :]
        return product

    def slack(self, other: Codes) -> np.float32:
        """Largest possible |cosine - coarse cosine| between any row here and any there."""
        mine = self.lost.max(initial=np.float32(0))
        theirs = other.lost.max(initial=np.float32(0))
        return np.float32(mine + theirs + mine * theirs + ROUNDING)


def encode(vectors: Vectors) -> Codes:
    """Codes of unit vectors `(n, d)`, d ≤ WIDEST, rounded to 127 steps of each row's largest component."""
    if vectors.ndim != 2 or vectors.shape[1] > WIDEST:
        raise ValueError(f"vectors of shape {vectors.shape}")
    values = vectors.astype(np.float32)
    largest = np.abs(values).max(axis=1, initial=0.0)
    step = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    values /= step[:, None]
    np.rint(values, out=values)
    lost = np.empty(len(values), np.float32)
    for start in range(0, len(values), BLOCK):
        part = slice(start, start + BLOCK)
        lost[part] = np.linalg.norm(vectors[part] - values[part] * step[part, None], axis=1)
    return Codes(values, step, lost)


def cosines(vectors: Vectors, first: Rows, second: Rows) -> Vectors:
    """Exact cosines of the given pairs of rows, summed in float64 and rounded once."""
    out = np.empty(len(first), np.float32)
    for start in range(0, len(first), 65536):
        part = slice(start, start + 65536)
        one, two = vectors[first[part]], vectors[second[part]]
        out[part] = np.einsum("ij,ij->i", one, two, dtype=np.float64, casting="same_kind")
    return out


def pairs_above(vectors: Vectors, threshold: float, old: int = 0, most: int = 0) -> Pairs:
    """Every pair with cosine ≥ `threshold`, except those whose two rows are both among the first `old`.

    Vectors may be shorter than 1 (means of unit vectors); then “cosine” is their product.

    `most` > 0 bounds the answer for crowded places: of each row only its `most` best pairs are kept
    (a pair stays if it is among the best of either row).
    """
    codes = encode(vectors)
    found = [_exact(vectors, chunk, threshold) for chunk in _coarse_pairs(codes, threshold, old, most)]
    first = np.concatenate([f.first for f in found]) if found else np.zeros(0, np.int64)
    second = np.concatenate([f.second for f in found]) if found else np.zeros(0, np.int64)
    cosine = np.concatenate([f.cosine for f in found]) if found else np.zeros(0, np.float32)
    if most:
        keep = _best_of_each(first, second, cosine, most)
        first, second, cosine = first[keep], second[keep], cosine[keep]
    order = np.lexsort((second, first))
    return Pairs(first[order], second[order], cosine[order])


def pairs_between(vectors: Vectors, others: Vectors, threshold: float) -> Pairs:
    """Every pair of a row of `vectors` (`first`) and one of `others` (`second`) with cosine ≥ `threshold`."""
    mine, theirs = encode(vectors), encode(others)
    both, count = np.concatenate([vectors, others]), len(vectors)
    found = []
    for left in range(0, count, BLOCK):
        rows = mine.part(left, min(left + BLOCK, count))
        for right in range(0, len(others), BLOCK):
            columns = theirs.part(right, min(right + BLOCK, len(others)))
            i, j = np.nonzero(rows.coarse(columns) >= threshold - rows.slack(columns))
            found.append(_exact(both, (i + left, j + right + count), threshold))
    first = np.concatenate([np.zeros(0, np.int64), *(f.first for f in found)])
    second = np.concatenate([np.zeros(0, np.int64), *(f.second - count for f in found)])
    cosine = np.concatenate([np.zeros(0, np.float32), *(f.cosine for f in found)])
    order = np.lexsort((second, first))
    return Pairs(first[order], second[order], cosine[order])


def _coarse_pairs(codes: Codes, threshold: float, old: int, most: int) -> Iterator[tuple[Rows, Rows]]:
    count = len(codes.values)
    for right in range(old, count, BLOCK):
        columns = codes.part(right, min(right + BLOCK, count))
        for left in range(0, right + len(columns.values), BLOCK):
            rows = codes.part(left, min(left + BLOCK, right + len(columns.values)))
            near = rows.coarse(columns)
            limit = threshold - rows.slack(columns)
            i, j = np.nonzero(near >= limit)
            above = i + left < j + right
            i, j = i[above], j[above]
            if most and len(i) > most * (len(rows.values) + len(columns.values)) // 4:
                keep = _best_of_each(i + left, j + right, near[i, j], 2 * most)  # spare for coarseness
                i, j = i[keep], j[keep]
            if len(i):
                yield i + left, j + right


def _exact(vectors: Vectors, pairs: tuple[Rows, Rows], threshold: float) -> Pairs:
    first, second = pairs
    cosine = cosines(vectors, first, second)
    keep = cosine >= np.float32(threshold)
    return Pairs(first[keep], second[keep], cosine[keep])


def _best_of_each(first: Rows, second: Rows, cosine: Vectors, most: int) -> npt.NDArray[np.bool_]:
    """Mask of the pairs that are among the `most` best of one of their rows (ties: lower partner first)."""
    owner = np.concatenate([first, second])
    partner = np.concatenate([second, first])
    order = np.lexsort((partner, -np.concatenate([cosine, cosine]), owner))
    owner = owner[order]
    begins = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, np.int64)
    rank = np.arange(len(owner)) - np.repeat(begins, np.diff(np.r_[begins, len(owner)]))
    keep = np.zeros(len(first), np.bool_)
    keep[order[rank < most] % len(first) if len(first) else order] = True
    return keep


def top(queries: Vectors, vectors: Vectors, k: int) -> tuple[Rows, Vectors]:
    """The `k` nearest rows of `vectors` for each query: rows `(m, k)` and cosines `(m, k)`, best first.

    Equal cosines are ordered by row. With fewer than `k` vectors the answer has that many columns.
    """
    k = min(k, len(vectors))
    rows_out = np.zeros((len(queries), k), np.int64)
    cosines_out = np.zeros((len(queries), k), np.float32)
    if k == 0:
        return rows_out, cosines_out
    codes, asked = encode(vectors), encode(queries)
    height = max(1, min(BLOCK, 2**25 // len(vectors)))
    for start in range(0, len(queries), height):
        part = asked.part(start, start + height)
        near = part.coarse(codes)
        floor = np.partition(near, -k, axis=1)[:, -k] - 2 * part.slack(codes)
        for i in range(len(near)):
            rows = np.flatnonzero(near[i] >= floor[i])
            exact = (vectors[rows].astype(np.float64) @ queries[start + i]).astype(np.float32)
            best = np.lexsort((rows, -exact))[:k]
            rows_out[start + i], cosines_out[start + i] = rows[best], exact[best]
    return rows_out, cosines_out
