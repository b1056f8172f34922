"""Which faces are selected, by their id: another order, or a decision, loses none. Knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]


class FaceSelection:
    """A mask over the rows of the table, a current row and the start of a range; -1 where there is none."""

    def __init__(self) -> None:
        import numpy as np

        self.mask: npt.NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.current = -1
        self.anchor = -1

    @property
    def rows(self) -> Rows:
        import numpy as np

        return np.flatnonzero(self.mask)

    @property
    def count(self) -> int:
        return int(self.mask.sum())

    def retable(self, old: Rows, new: Rows) -> None:
        """The rows of the table are others now; `old` and `new` are its ids."""
        import numpy as np

        chosen = old[self.mask] if len(self.mask) == len(old) else old[:0]
        current = int(old[self.current]) if 0 <= self.current < len(old) else -1
        self.mask = np.isin(new, chosen) if len(chosen) else np.zeros(len(new), np.bool_)
        at = np.flatnonzero(new == current)
        self.current = self.anchor = int(at[0]) if len(at) else -1

    def only(self, row: int) -> None:
        self.mask[:] = False
        if row >= 0:
            self.mask[row] = True
        self.current = self.anchor = row

    def toggle(self, row: int) -> None:
        self.mask[row] = not self.mask[row]
        self.current = self.anchor = row

    def stretch(self, shown: Rows, place_of_anchor: int, place: int, keep: bool = False) -> None:
        """Everything shown between two places, besides what was selected where `keep`."""
        low, high = sorted((place_of_anchor, place))
        if not keep:
            self.mask[:] = False
        self.mask[shown[low : high + 1]] = True
        self.current = int(shown[place])

    def every(self, shown: Rows) -> None:
        """Select all shown rows of the table."""
        self.mask[:] = False
        self.mask[shown] = True
