"""What a person decides about faces and voices: which they mean, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.cases.clusters import VOICES
from app.core_api.core_session import CoreSession, handles
from app.core_api.deciding import Done
from app.core_api.handlers.deciding import done
from app.core_api.people import (
    MergePeople,
    MoveFaces,
    MoveVoices,
    NamePerson,
    NotThisPerson,
    NotThisVoice,
    PartPeople,
    SamePerson,
    SplitFaces,
    SplitVoices,
    Verified,
    VerifyPerson,
)
from app.operations.moments import Moment
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import NoSuchGroup, Review


@handles(MergePeople)
def merge(session: CoreSession, question: MergePeople) -> Done:
    with session.review(write=True) as review:
        made = person_actions.merge(review, [Target(question.kind, n) for n in question.numbers])
    return done(session, *made)


@handles(PartPeople)
def part(session: CoreSession, question: PartPeople) -> Done:
    with session.review(write=True) as review:
        both = [Target(question.kind, n) for n in (question.one, question.other)]
        made = person_actions.part(review, both)
    return done(session, *made)


@handles(SplitFaces)
def split(session: CoreSession, question: SplitFaces) -> Done:
    with session.review(write=True) as review:
        made = person_actions.split(review, _faces(review, question.ids), question.name)
    return done(session, *made)


@handles(MoveFaces)
def move(session: CoreSession, question: MoveFaces) -> Done:
    with session.review(write=True) as review:
        made = person_actions.move(review, _faces(review, question.ids), question.number)
    return done(session, *made)


@handles(NotThisPerson)
def not_this(session: CoreSession, question: NotThisPerson) -> Done:
    with session.review(write=True) as review:
        made = person_actions.detach(review, _faces(review, question.ids))
    return done(session, *made)


@handles(SamePerson)
def same(session: CoreSession, question: SamePerson) -> Done:
    with session.review(write=True) as review:
        (face,) = _faces(review, (question.id,))
        made = person_actions.belongs(review, face)
    return done(session, *made)


@handles(NamePerson)
def name(session: CoreSession, question: NamePerson) -> Done:
    with session.review(write=True) as review:
        made = person_actions.name(review, Target(question.kind, question.number), question.name)
    return done(session, *made)


@handles(SplitVoices)
def split_voices(session: CoreSession, question: SplitVoices) -> Done:
    with session.review(write=True) as review:
        made = person_actions.split(review, _speakers(review, question.speakers), question.name)
    return done(session, *made)


@handles(MoveVoices)
def move_voices(session: CoreSession, question: MoveVoices) -> Done:
    with session.review(write=True) as review:
        made = person_actions.move(review, _speakers(review, question.speakers), question.number)
    return done(session, *made)


@handles(NotThisVoice)
def not_this_voice(session: CoreSession, question: NotThisVoice) -> Done:
    with session.review(write=True) as review:
        made = person_actions.detach(review, _speakers(review, question.speakers))
    return done(session, *made)


@handles(VerifyPerson)
def verify(session: CoreSession, question: VerifyPerson) -> Verified:
    with session.review(write=True) as review:
        asked = Target(question.kind, question.number)
        made, now = person_actions.verify(review, asked, question.name)
        status, shown = review.status(now), review.shown_name(now)
    return Verified(done(session, *made), status, shown)


def _faces(review: Review, ids: Sequence[int]) -> list[Target]:
    """Faces by their ids. Raises NoSuchGroup where none is left."""
    faces = review.people_index.faces(review.connection, review.findings).faces
    rows = faces.rows(ids).tolist()
    if not rows:
        raise NoSuchGroup
    return person_actions.by_person(review, rows)


def _speakers(review: Review, speakers: Sequence[tuple[str, int]]) -> list[Target]:
    """Speakers, as (item id, speaker), by the voice they are counted as. Raises NoSuchGroup."""
    found: dict[int, list[Moment]] = {}
    for cluster in review.groups(VOICES).clusters:
        for voice in review.appearances(cluster):
            if (voice.item_id, voice.row) in speakers:
                found.setdefault(cluster.number, []).append(voice.moment)
    if not found:
        raise NoSuchGroup
    return [Target(VOICES, number, tuple(moments)) for number, moments in found.items()]
