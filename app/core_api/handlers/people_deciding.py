"""What a person decides about faces and voices: which they mean, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
        made = person_actions.merge(review, [_meant(review, question.kind, p) for p in question.people])
    return done(session, *made)


@handles(PartPeople)
def part(session: CoreSession, question: PartPeople) -> Done:
    with session.review(write=True) as review:
        both = [_meant(review, question.kind, p) for p in (question.one, question.other)]
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
        made = person_actions.move(review, _faces(review, question.ids), review.number_of(question.person))
    return done(session, *made)


@handles(NotThisPerson)
def not_this(session: CoreSession, question: NotThisPerson) -> Done:
    with session.review(write=True) as review:
        shown = _still_of(review, _faces(review, question.ids), question.of)
        made = person_actions.detach(review, shown)
    return done(session, *made)


@handles(SamePerson)
def same(session: CoreSession, question: SamePerson) -> Done:
    with session.review(write=True) as review:
        (face,) = _still_of(review, _faces(review, (question.id,)), {question.of})
        made = person_actions.belongs(review, face)
    return done(session, *made)


@handles(NamePerson)
def name(session: CoreSession, question: NamePerson) -> Done:
    with session.review(write=True) as review:
        asked = _meant(review, question.kind, question.person)
        made = person_actions.name(review, asked, question.name)
    return done(session, *made)


@handles(SplitVoices)
def split_voices(session: CoreSession, question: SplitVoices) -> Done:
    with session.review(write=True) as review:
        made = person_actions.split(review, _speakers(review, question.speakers), question.name)
    return done(session, *made)


@handles(MoveVoices)
def move_voices(session: CoreSession, question: MoveVoices) -> Done:
    with session.review(write=True) as review:
        voice = review.number_of(question.voice, VOICES)
        made = person_actions.move(review, _speakers(review, question.speakers), voice)
    return done(session, *made)


@handles(NotThisVoice)
def not_this_voice(session: CoreSession, question: NotThisVoice) -> Done:
    with session.review(write=True) as review:
        shown = _still_of(review, _speakers(review, question.speakers), question.of)
        made = person_actions.detach(review, shown)
    return done(session, *made)


@handles(VerifyPerson)
def verify(session: CoreSession, question: VerifyPerson) -> Verified:
    with session.review(write=True) as review:
        asked = _meant(review, question.kind, question.person)
        made, now = person_actions.verify(review, asked, question.name)
        status, shown = review.status(now), review.shown_name(now)
    return Verified(done(session, *made), status, shown)


def _meant(review: Review, kind: str, subject: str) -> Target:
    """The person or voice of this lasting id as a whole. Raises NoSuchGroup."""
    return Target(kind, review.number_of(subject, kind))


def _still_of(review: Review, targets: Sequence[Target], of: Collection[str]) -> Sequence[Target]:
    """The same sightings, if they are still counted with those they were shown with. Raises NoSuchGroup."""
    allowed = {review.number_of(subject, target.kind) for target in targets[:1] for subject in of}
    for target in targets:
        if target.number not in allowed:
            raise NoSuchGroup(str(target.number))
    return targets


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
