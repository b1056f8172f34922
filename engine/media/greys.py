"""Greys of more than 8 bits, and of floating point, as 8 bits: cameras for heat, X-ray, astronomy, scanners.

A file rarely says how many of its bits are used. The values tell: 12 bits in a field of 16 end below 4,096.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

TOPS = (255, 1023, 4095, 16383, 65535)
"""Greatest values of 8, 10, 12, 14 and 16 bits."""
NARROW = 8
"""Values that use less than this part of their range, such as temperatures, are spread over all of it."""
FEWEST = 64
"""Fewest different steps that are spread: below, there is noise and no picture."""
OUTLIERS = 0.1
"""Per cent of values at either end that do not count: hot and dead points of a sensor."""


def eight_bits(values: npt.NDArray[Any], *, inverted: bool = False) -> npt.NDArray[np.uint8]:
    """Grey `(height, width)` from whole or floating numbers; what is no number is black.

    `inverted`: the file counts from white down.
    """
    known = np.isfinite(values) if values.dtype.kind == "f" else None
    numbers = values.astype(np.float64)
    low, high = _range(numbers if known is None else numbers[known], values.dtype.kind == "f")
    grey = np.clip((numbers - low) * (255.0 / (high - low)), 0, 255)
    if inverted:
        grey = 255 - grey
    if known is not None:
        grey[~known] = 0
    return np.asarray(grey + (0.5 if high - low < 255 else 0), np.uint8)


def _range(numbers: npt.NDArray[np.float64], floating: bool) -> tuple[float, float]:
    """What becomes black and what becomes white."""
    if not numbers.size:
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    usual = (1, *TOPS) if floating else TOPS
    top = next((float(t) for t in usual if low >= 0 and high <= t), None)
    inner = np.percentile(numbers, (OUTLIERS, 100 - OUTLIERS))
    spread = float(inner[1] - inner[0])
    steps = FEWEST if not floating else 0
    if top is not None and (low * NARROW < top or spread * NARROW > top or spread <= steps):
        return 0.0, top
    if spread <= 0:
        return low, max(high, low + 1)
    return float(inner[0]), float(inner[1])
