"""Recording what a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.cases import log as decision_log
from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Decide, Done, TakeBack
from app.operations.decisions import ABOUT_NO_GROUP, CLOCK, EDIT, JUDGE, LISTENED, UNDO, Decision
from app.store import schema

PEOPLE = frozenset({"faces", "voices"})
WHAT = {
    EDIT: frozenset({"transcript"}),
    LISTENED: frozenset({"listened"}),
    JUDGE: frozenset({"claims"}),
    CLOCK: frozenset({"clocks"}),
}
"""What decisions of a kind change; people where it is not listed. Claims follow from everything."""


@handles(Decide)
def decide(session: CoreSession, question: Decide) -> Done:
    with session.review(write=True, groups=question.kind not in ABOUT_NO_GROUP) as review:
        made = review.decide(question.kind, list(question.moments), **question.body)
    return done(session, made)


@handles(TakeBack)
def take_back(session: CoreSession, question: TakeBack) -> Done:
    known = {}
    with session.review(write=True) as review:
        for decision in decision_log.decisions(review.connection):
            known[decision.id] = decision
        made = [
            decision_log.undo(session.case, review.connection, decision)
            for decision in reversed(question.decisions)
        ]
        meant = [_said_at_first(known, decision) for decision in question.decisions]
        if any(d.kind not in WHAT for d in meant):
            review.regroup()
    return done(session, *made, meant=meant)


def done(session: CoreSession, *made: Decision, meant: Sequence[Decision] = ()) -> Done:
    """Tell everybody what these decisions changed, and answer. `meant` are those that were taken back."""
    about = meant or made
    changed = frozenset[str]().union(*(WHAT.get(d.kind, PEOPLE) for d in about))
    people = any(d.kind not in WHAT for d in about)  # who somebody is may change what any item shows
    session.changed(*changed, "claims", items=frozenset() if people else _items(session, about))
    return Done(tuple(d.id for d in made), changed)


def _said_at_first(known: Mapping[str, Decision], decision: str) -> Decision:
    """What was taken back, and perhaps brought back, and taken back again."""
    while known[decision].kind == UNDO:
        decision = known[decision].body["decision"]
    return known[decision]


def _items(session: CoreSession, about: Sequence[Decision]) -> frozenset[str]:
    """The items these decisions point at; empty where one points at none."""
    hashes = [{m.sha256 for m in decision.moments} for decision in about]
    if not all(hashes):
        return frozenset()
    t = schema.items
    with session.case.database.connect() as connection:
        found = connection.execute(select(t.c.id).where(t.c.sha256.in_(set().union(*hashes))))
        return frozenset(found.scalars())
