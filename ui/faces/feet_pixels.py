"""What stands beneath the pictures of a grid, as pixels: how good a face is to see, and whose it is.

Computed for all lines at once, since a screen has hundreds of cells and each would take three calls to Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Colours = npt.NDArray[np.uint32]

GAP, BAR = 4, 4
"""Pixels between cells, and height of the bar that tells the quality."""
DRAWN = BAR + 1 + 2
"""Height of all that is drawn: the bar, a pixel between, and the colour of the person."""
FEET = 3 + DRAWN
"""Height of what is beneath a picture."""


class FeetPixels:
    """For pictures of `side`. Colours are 0xffrrggbb: of the bar where it is empty, and by quality."""

    def __init__(self, side: int, empty: int, levels: Sequence[int]) -> None:
        import numpy as np

        self.side = side
        filled = np.arange(side) < np.arange(side + 1)[:, None]
        self._bars: Colours = np.where(filled, np.array(levels, np.uint32)[:, None, None], np.uint32(empty))
        self._held: Colours = np.zeros(0, np.uint32)

    def draw(
        self,
        counts: Sequence[int],
        quality: npt.NDArray[np.float32],
        colour: Colours,
        ground: Colours,
    ) -> Colours:
        """Pixels (line, height, column, width) under so many cells a line; they hold until the next call."""
        import numpy as np

        side, lines, columns = self.side, len(counts), max(counts)
        level = (quality >= 0.25).astype(np.intp) + (quality >= 0.5)
        long = np.rint(side * np.minimum(quality, 1).astype(np.float64)).astype(np.intp)
        bar = self._bars[level, np.maximum(long, 2)]
        if len(quality) < lines * columns:  # what is drawn behind the end of a short line is never looked at
            begins = np.cumsum(counts) - counts
            slots = (begins[:, None] + np.arange(columns)).ravel().clip(max=len(quality) - 1)
            bar, colour, ground = bar[slots], colour[slots], ground[slots]
        pixels = self._pixels((lines, DRAWN, columns, side + 2 * GAP))
        in_line = (lines, 1, columns, -1)
        pixels[:] = ground.reshape(in_line)
        pixels[:, :BAR, :, GAP : GAP + side] = bar.reshape(in_line)
        pixels[:, BAR + 1 :, :, GAP : GAP + side] = colour.reshape(in_line)
        return pixels

    def _pixels(self, shape: tuple[int, ...]) -> Colours:
        """The same memory each time: new memory costs more than what is written to it."""
        import math

        import numpy as np

        size = math.prod(shape)
        if size > len(self._held):
            self._held = np.empty(size, np.uint32)
        return self._held[:size].reshape(shape)
