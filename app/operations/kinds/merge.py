"""Groups are one person."""

from __future__ import annotations

from app.operations.pairs import FirstWithEach


class Merge(FirstWithEach):
    """One moment of each group; the first is the same as each of the others."""

    name, pairs = "merge", "must"
