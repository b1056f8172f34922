"""The content of operations is taken away: nothing holds that they said, and nobody can read it any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind


class Delete(Kind):
    """Headers and signatures stay, so that every chain stays valid. It cannot be taken back."""

    name, fewest = "delete", 0

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        named = body.get("operations")
        return isinstance(named, list) and bool(named) and all(isinstance(one, str) for one in named)

    def deletes(self, said: Decision) -> Sequence[str]:
        return tuple(said.body["operations"])
