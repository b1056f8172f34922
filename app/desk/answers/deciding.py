"""Recording what a person decides."""

from __future__ import annotations

from app.cases import decision_log
from app.cases.decisions import EDIT, JUDGE, Decision
from app.desk.deciding import Decide, Done, TakeBack
from app.desk.room import Room, answers

PEOPLE = frozenset({"faces", "voices"})
WHAT = {EDIT: frozenset({"transcript"}), JUDGE: frozenset({"claims"})}
"""What decisions of a kind change; people where it is not listed. Claims follow from everything."""


@answers(Decide)
def decide(room: Room, question: Decide) -> Done:
    with room.review(write=True) as review:
        made = review.decide(question.kind, list(question.moments), **question.body)
    return done(room, made)


@answers(TakeBack)
def take_back(room: Room, question: TakeBack) -> Done:
    known = {}
    with room.review(write=True) as review:
        for decision in decision_log.decisions(review.connection):
            known[decision.id] = decision
        made = [
            decision_log.undo(room.case, review.connection, decision)
            for decision in reversed(question.decisions)
        ]
        review.regroup()
    return done(room, *made, meant=[known[d] for d in question.decisions])


def done(room: Room, *made: Decision, meant: list[Decision] | None = None) -> Done:
    """Tell everybody what these decisions changed, and answer. `meant` are those that were taken back."""
    changed = frozenset[str]().union(*(WHAT.get(d.kind, PEOPLE) for d in (meant or made)))
    room.changed(*changed, "claims")
    return Done(tuple(d.id for d in made), changed)
