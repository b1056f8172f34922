"""Heights of very many lines: where a line lies, and which one lies somewhere, without adding all up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RUN = 256
"""Lines that are added up together: a question costs one run and the sums of all runs."""


class LineHeights:
    """In pixels. A height may be an estimate until its line is laid out."""

    def __init__(self, heights: npt.NDArray[np.int32]) -> None:
        self._heights = heights
        runs = -(-len(heights) // RUN)
        padded = np.zeros(runs * RUN, np.int64)
        padded[: len(heights)] = heights
        self._sums = padded.reshape(runs, RUN).sum(axis=1)

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        return int(self._sums.sum())

    def height(self, line: int) -> int:
        return int(self._heights[line])

    def set(self, line: int, height: int) -> int:
        """Correct one; returns by how much it differs from what it was."""
        more = height - int(self._heights[line])
        self._heights[line] = height
        self._sums[line // RUN] += more
        return more

    def top(self, line: int) -> int:
        """Where a line begins."""
        run = line // RUN
        return int(self._sums[:run].sum() + self._heights[run * RUN : line].sum())

    def at(self, y: int) -> int:
        """The line at `y`: the first or last one where `y` lies beyond; -1 if there are none."""
        if not len(self):
            return -1
        ends = np.cumsum(self._sums)
        run = min(int(np.searchsorted(ends, y, "right")), len(self._sums) - 1)
        within = np.cumsum(self._heights[run * RUN : (run + 1) * RUN])
        into = y - (int(ends[run]) - int(self._sums[run]))
        return run * RUN + min(int(np.searchsorted(within, max(into, 0), "right")), len(within) - 1)
