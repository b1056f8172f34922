"""Lines of a picture that stand below each other as a list or table does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

COLUMN = 3
"""Further lines of about the same height that begin or end where a line does, for it to be in a column."""
SAME_EDGE = 0.7
"""Distance of edges in heights of the line."""
SAME_HEIGHT = 1.5
LONGEST = 20
"""Characters of a line that is asked about; others are in no column."""


class Columns:
    """Over rows of screen text with `start_ns`, `end_ns`, `text` and `quad` (4, 2)."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        quads = np.array([row["quad"] for row in rows], np.float32).reshape(-1, 4, 2)
        self._left, self._right = quads[..., 0].min(axis=1), quads[..., 0].max(axis=1)
        self._heights = np.maximum(1, np.linalg.norm(quads[:, 0] - quads[:, 3], axis=1))
        self._starts = np.array([row["start_ns"] for row in rows], np.int64)
        self._ends = np.array([row["end_ns"] for row in rows], np.int64)

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the row, one of those given, stands in a column."""
        text = row["text"]
        if len(text) > LONGEST or not any(c.isdecimal() for c in text):
            return False
        quad = row["quad"]
        height = max(1.0, float(np.linalg.norm(quad[0] - quad[3])))
        beside = (self._starts < row["end_ns"]) & (self._ends > row["start_ns"])
        alike = (self._heights < height * SAME_HEIGHT) & (self._heights * SAME_HEIGHT > height)
        reach = SAME_EDGE * height
        edges = (self._left, quad[:, 0].min()), (self._right, quad[:, 0].max())
        return any(
            int((beside & alike & (np.abs(side - own) < reach)).sum()) - 1 >= COLUMN for side, own in edges
        )
