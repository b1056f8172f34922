"""An answer to “who is this?”, blind where neither the first answer nor a score was shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register
from app.operations.state import Identity, Vote


class Identify(Kind):
    """Every answer counts beside the others."""

    name, changes, groups, text = "identify", PEOPLE, True, "name"

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "identities", said.moments[0]

    def fold(self, view: str, key: Any, value: Identity | None, said: Sequence[Decision]) -> Identity:
        votes = [Vote(o.author, o.body["name"].strip(), bool(o.body.get("blind")), o.id) for o in said]
        return Identity(key, [*(value.votes if value else ()), *votes])
