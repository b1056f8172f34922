"""A person is given a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import PEOPLE, Kind, Register
from app.operations.state import Identity, Vote


class Name(Kind):
    """Naming again sets the new name and asks for a new check."""

    name, changes, groups, text = "name", PEOPLE, True, "name"

    def sound(self, body: Mapping[str, Any], moments: int) -> bool:
        return bool(body["name"].strip())

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "identities", said.moments[0]

    def fold(self, view: str, key: Any, value: Identity | None, said: Sequence[Decision]) -> Identity:
        votes = list(value.votes) if value else []
        for one in said:
            vote = Vote(one.author, one.body["name"].strip(), bool(one.body.get("blind")), one.id)
            again = not votes or votes[0].author == vote.author
            votes = [vote] if again else [*votes, vote]
        return Identity(key, votes)
