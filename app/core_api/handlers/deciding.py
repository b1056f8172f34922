"""Recording what a person decides."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Done, NameSpeaker, Reword, TakeBack
from app.operations.decisions import GROUPING, Decision, changes
from app.review import evidence_actions, person_actions
from app.store import schema


@handles(Reword)
def reword(session: CoreSession, question: Reword) -> Done:
    with session.review(write=True, groups=False) as review:
        made = evidence_actions.reword(review, question.line, question.text)
    return done(session, made)


@handles(NameSpeaker)
def name_speaker(session: CoreSession, question: NameSpeaker) -> Done:
    with session.review(write=True) as review:
        made = evidence_actions.name_speaker(review, question.turn, question.name)
    return done(session, made)


@handles(TakeBack)
def take_back(session: CoreSession, question: TakeBack) -> Done:
    with session.review(write=True) as review:
        made, meant = person_actions.undo(review, question.decisions)
    return done(session, *made, meant=meant)


def done(session: CoreSession, *made: Decision, meant: Sequence[Decision] = ()) -> Done:
    """Tell everybody what these decisions changed, and answer. `meant` are those that were taken back."""
    about = meant or made
    changed = frozenset[str]().union(*(changes(d) for d in about))
    people = any(d.kind in GROUPING for d in about)  # an identity may change what any item shows
    session.changed(*changed, "claims", items=frozenset() if people else _items(session, about))
    return Done(tuple(d.id for d in made), changed)


def _items(session: CoreSession, about: Sequence[Decision]) -> frozenset[str]:
    """The items these decisions point at; empty where one points at none."""
    hashes = [{m.sha256 for m in decision.moments} for decision in about]
    if not all(hashes):
        return frozenset()
    t = schema.items
    with session.case.database.connect() as connection:
        found = connection.execute(select(t.c.id).where(t.c.sha256.in_(set().union(*hashes))))
        return frozenset(found.scalars())
