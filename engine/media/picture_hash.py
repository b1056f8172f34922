"""PDQ: a 256-bit hash of how a picture looks, stable under re-encoding, scaling and small edits.

After "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019) and its
reference code: luminance, two passes of a box filter, 64 × 64 samples, the 16 × 16 lowest non-constant
DCT coefficients, one bit each for being above their median. Hashes agree with other programs' to a few
bits, so lists of known hashes can be compared. Two pictures are near-duplicates at distance 31 or less.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from engine.stage import Picture, Vector

Hash = npt.NDArray[np.uint8]
"""uint8 (32,), in the byte order in which PDQ hashes are written in hex."""
SAMPLES, COEFFICIENTS, PASSES = 64, 16, 2
MIRRORED, FLIPPED, TRANSPOSED = 1, 2, 4
"""How a picture may differ from its copy, added up: left for right, top for bottom, along its diagonal."""
USUAL_RANGE, BRIGHTEST = 128.0, 6.0
"""Range of lightness below which a picture counts as dark or faint, and how much lighter it is seen."""
NEAR = 31
"""Largest Hamming distance of near-duplicates, as the paper recommends."""
LUMA = np.array([0.114, 0.587, 0.299], dtype=np.float32)
"""Weights of blue, green and red."""
LARGEST_SIDE = 512
"""Pictures are hashed at no more than this, as in the reference program."""


def pdq(picture: Picture) -> tuple[Hash, float]:
    """Hash and quality (0 to 1) of a BGR picture.

    The quality is low for pictures without structure (black, plain, blurred), whose hashes mean nothing.
    """
    luminance = picture.astype(np.float32) @ LUMA
    grid = _filtered_samples(luminance.shape[0]) @ luminance @ _filtered_samples(luminance.shape[1]).T
    coefficients = _dct_rows() @ grid @ _dct_rows().T
    bits = (coefficients > _median(np.asarray(coefficients, np.float32))).reshape(-1)
    # bit 0 is the lowest bit of the last byte
    return np.packbits(bits[::-1]), _quality(grid)


def distances(one: Hash, many: Hash) -> npt.NDArray[np.uint16]:
    """Hamming distances of one hash (32,) to many (n, 32)."""
    counts: npt.NDArray[np.uint16] = np.bitwise_count(many ^ one).sum(axis=-1, dtype=np.uint16)
    return counts


@lru_cache(maxsize=64)
def _filtered_samples(length: int) -> Vector:
    """Weights (64, length) with which a side's pixels make up the samples of the filtered picture.

    Each pass of the filter is a moving mean, as wide as two samples are apart, whose window shrinks at the
    borders. Only what is sampled is filtered: a sixtieth of the pixels.
    """
    window = (length + 2 * SAMPLES - 1) // (2 * SAMPLES)
    ahead = (window + 2) // 2 - 1
    first = np.maximum(np.arange(length) - (window - 1 - ahead), 0)
    last = np.minimum(np.arange(length) + ahead + 1, length)
    columns = np.arange(length)
    one_pass = (columns >= first[:, None]) & (columns < last[:, None])
    means = one_pass / (last - first)[:, None]
    return np.asarray(np.linalg.matrix_power(means, PASSES)[_positions(length)], np.float32)


def _positions(length: int) -> npt.NDArray[np.int64]:
    """Where the samples of the grid lie along a side."""
    return ((np.arange(SAMPLES) + 0.5) * length / SAMPLES).astype(np.int64)


@cache
def _dct_rows() -> Vector:
    """DCT-II rows 1 to 16; row 0, the mean, is left out."""
    rows = np.arange(1, COEFFICIENTS + 1)[:, None]
    columns = 2 * np.arange(SAMPLES)[None, :] + 1
    matrix = np.sqrt(2 / SAMPLES) * np.cos(np.pi / (2 * SAMPLES) * rows * columns)
    return np.asarray(matrix, dtype=np.float32)


def _median(coefficients: Vector) -> float:
    """The lower of the two middle values, as the reference's Torben method gives."""
    ordered = np.sort(coefficients, axis=None)
    return float(ordered[len(ordered) // 2 - 1])


def _quality(grid: Vector) -> float:
    """Sum of steps between neighbouring samples that are visible, scaled so that most photos reach 1.

    A dark picture is seen as light as it could be, up to `BRIGHTEST` times; the hash knows no lightness.
    """
    gain = float(np.clip(USUAL_RANGE / max(float(np.ptp(grid)), 1e-6), 1, BRIGHTEST))
    steps = [np.diff(grid * gain, axis=axis) * 100 / 255 for axis in (0, 1)]
    total = sum(float(np.abs(np.trunc(step)).sum()) for step in steps)
    return min(1.0, int(total / 90) / 100)


def turned(hashes: Hash, variant: int) -> Hash:
    """Hashes (n, 32) of the same pictures turned or mirrored; `variant` 1 to 7, `MIRRORED` is left for right.

    Mirroring a picture changes the sign of every second frequency across or down, transposing it exchanges
    the two; a bit tells whether a frequency is above the median, which is close to 0. So the bits follow
    from those that are known, but for a few.
    """
    bits = np.unpackbits(hashes, axis=-1)[:, ::-1].reshape(-1, COEFFICIENTS, COEFFICIENTS)
    odd = np.arange(COEFFICIENTS) % 2 == 0  # frequencies are counted from 1
    if variant & TRANSPOSED:
        bits = bits.transpose(0, 2, 1)
    if variant & MIRRORED:
        bits = bits ^ odd[None, None, :]
    if variant & FLIPPED:
        bits = bits ^ odd[None, :, None]
    found: Hash = np.packbits(bits.reshape(-1, COEFFICIENTS**2)[:, ::-1], axis=-1)
    return found
