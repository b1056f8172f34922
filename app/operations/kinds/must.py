"""These are the same, whatever the machine says."""

from __future__ import annotations

from app.operations.pairs import FirstWithEach


class Must(FirstWithEach):
    """The first is the same as each of the others."""

    name, pairs = "must", "must"
