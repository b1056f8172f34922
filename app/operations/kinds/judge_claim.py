"""What a person says about a statement of the dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Judgement


class JudgeClaim(Kind):
    """The latest judgement of a statement holds; see `app/dossier/judging.py`."""

    name, changes, text, flag = "judge-claim", frozenset({"claims"}), "claim", "accepted"
    fewest = 0

    def registers(self, said: Decision) -> Iterator[Register]:
        yield "judgements", said.body["claim"]

    def fold(self, view: str, key: Any, value: Any, said: Sequence[Decision]) -> Judgement:
        one = said[-1]
        body, moments = one.body, one.moments
        return Judgement(
            body["accepted"],
            one.author,
            one.at,
            one.id,
            str(body.get("text", "")),
            str(body.get("wording", "")),
            moments[0] if moments else None,
        )
