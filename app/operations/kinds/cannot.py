"""These are not the same, whatever the machine says."""

from __future__ import annotations

from app.operations.pairs import FirstWithEach


class Cannot(FirstWithEach):
    """The first is none of the others."""

    name, pairs = "cannot", "cannot"
