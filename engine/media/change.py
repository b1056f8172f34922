"""Whether a picture differs visibly from the last one that was analysed, so that work can be saved.

A gate starts closed on nothing: its first picture always passes. What passes depends only on the
pictures it was shown in order, so a unit's result stays a function of its segment alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.stage import Frame

LOOK = 256
"""Longer side in pixels of the small grey picture that is compared."""
CELL = 8
"""Side of the cells, in pixels of the small picture; a person 60 px high in 768 covers about three."""
LEVEL = 6.0
"""Mean absolute difference of grey values (0–255) at which a cell counts as changed.

Compression noise stays near 2; a pedestrian entering a cell gives 20 and more.
"""


class ChangeGate:
    """Lets a picture pass when more than `least_share` of its cells changed since the last that passed."""

    def __init__(self, least_share: float = 0.0) -> None:
        self._least_share = least_share
        self._last: npt.NDArray[np.int16] | None = None
        self._shown: npt.NDArray[np.int16] | None = None
        self.changed: npt.NDArray[np.bool_] = np.ones((0, 0), dtype=np.bool_)
        """Cells that changed in the last picture shown, rows × columns."""

    def differs(self, frame: Frame) -> bool:
        """Whether the picture is worth analysing; the caller then calls `accept`."""
        self._shown = small_grey(frame)
        self.changed = changed_cells(self._last, self._shown)
        return self._last is None or float(self.changed.mean()) > self._least_share

    def accept(self) -> None:
        """Make the picture shown last the one to compare with."""
        self._last = self._shown

    def passes(self, frame: Frame) -> bool:
        """`differs`, and where it does, `accept`."""
        differs = self.differs(frame)
        if differs:
            self.accept()
        return differs


def small_grey(frame: Frame) -> npt.NDArray[np.int16]:
    """Grey picture (rows, columns), longer side `LOOK`, as signed integers ready to be subtracted."""
    import cv2

    picture = frame.bgr(LOOK)
    grey: npt.NDArray[np.int16] = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)).astype(np.int16)
    return grey


def changed_cells(
    before: npt.NDArray[np.int16] | None, after: npt.NDArray[np.int16]
) -> npt.NDArray[np.bool_]:
    """Which cells differ by `LEVEL` or more; all of them where there is nothing to compare with."""
    rows, columns = (-(-length // CELL) for length in after.shape)
    if before is None or before.shape != after.shape:
        return np.ones((rows, columns), dtype=np.bool_)
    padding = ((0, rows * CELL - after.shape[0]), (0, columns * CELL - after.shape[1]))
    difference = np.pad(np.abs(after - before), padding, mode="edge")
    means = difference.reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    changed: npt.NDArray[np.bool_] = means >= LEVEL
    return changed
