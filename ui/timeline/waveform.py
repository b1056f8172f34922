"""How loud it is, as peaks over the whole sound and ever coarser levels of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

PEAKS_A_SECOND = 100
PEAK_NS = 1_000_000_000 // PEAKS_A_SECOND
FACTOR = 4
Peaks = npt.NDArray[np.uint8]


class Waveform:
    """Peaks of a sound stream, 0 to 127, the first at time 0; never changed once made."""

    def __init__(self, peaks: npt.NDArray[np.int8]) -> None:
        """`peaks` `(n, 2)`, lowest and highest of every 10 ms.

        Takes 40 ms for ten hours: not for the window.
        """
        loud = np.abs(peaks.astype(np.int16)).max(axis=1, initial=0).clip(0, 127).astype(np.uint8)
        self.levels: list[Peaks] = [loud]
        while len(self.levels[-1]) > FACTOR:
            fine = self.levels[-1]
            padded = np.zeros(-(-len(fine) // FACTOR) * FACTOR, dtype=np.uint8)
            padded[: len(fine)] = fine
            self.levels.append(padded.reshape(-1, FACTOR).max(axis=1))

    def columns(self, left_ns: int, step_ns: int, width: int) -> Peaks:
        """The loudest peak that touches each column; where a column is wider than a few peaks, to within one
        peak of a level at least four times finer than the column.
        """
        level, peak_ns = 0, PEAK_NS
        while level + 1 < len(self.levels) and peak_ns * FACTOR * FACTOR <= step_ns:
            level, peak_ns = level + 1, peak_ns * FACTOR
        peaks = self.levels[level]
        edges = left_ns + np.arange(width + 1, dtype=np.int64) * step_ns
        first = (edges[:-1] // peak_ns).clip(0, len(peaks))
        last = (-(-edges[1:] // peak_ns)).clip(0, len(peaks))
        loud = np.zeros(width, dtype=np.uint8)
        within = np.flatnonzero(last > first)
        if len(within):
            # in pairs: from the first peak of a column to its last; what reduceat takes between pairs is left
            # out
            pairs = np.stack([first[within], last[within]], axis=1).ravel()
            loud[within] = np.maximum.reduceat(np.append(peaks, 0), pairs)[::2]
        return loud
