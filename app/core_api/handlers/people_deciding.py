"""What a person decides about faces and voices, as decisions about moments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.cases.appearances import Voice
from app.cases.clusters import FACES
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
from app.operations.decisions import CANNOT, DETACH, IDENTIFY, MERGE, MUST, NAME, SPLIT, Decision, Identity
from app.operations.moments import Moment
from app.review.face_index import FaceIndex
from app.review.review import NoSuchGroup, NotNamedYet, OwnAnswer, Review


@handles(MergePeople)
def merge(session: CoreSession, question: MergePeople) -> Done:
    with session.review(write=True) as review:
        if question.kind == FACES:
            moments = [_clearest(_held(review), n) for n in question.numbers]
        else:
            moments = [v.moment for n in question.numbers for v in _voices_of(review, n)]
        made = review.decide(MERGE, moments)
    return done(session, made)


@handles(PartPeople)
def part(session: CoreSession, question: PartPeople) -> Done:
    with session.review(write=True) as review:
        made = review.decide(
            CANNOT, [_pointed(review, n, question.kind) for n in (question.one, question.other)]
        )
    return done(session, made)


@handles(SplitFaces)
def split(session: CoreSession, question: SplitFaces) -> Done:
    with session.review(write=True) as review:
        made = _apart(review, question.ids)
        if question.name:
            held = _held(review)
            made.append(
                review.decide(NAME, [held.faces.moment(_rows(held, question.ids)[0])], name=question.name)
            )
    return done(session, *made)


@handles(MoveFaces)
def move(session: CoreSession, question: MoveFaces) -> Done:
    with session.review(write=True) as review:
        target = _clearest(_held(review), question.number)
        held = _held(review)
        rows = [r for r in _rows(held, question.ids) if held.faces.number[r] != question.number]
        made = []
        if rows:  # else all of them are counted with that person already
            moments = [held.faces.moment(r) for r in rows]
            made = [*_apart(review, held.faces.ids[rows].tolist()), review.decide(MERGE, [target, *moments])]
    return done(session, *made)


@handles(NotThisPerson)
def not_this(session: CoreSession, question: NotThisPerson) -> Done:
    with session.review(write=True) as review:
        made = []
        for faces, rest in _by_person(_held(review), question.ids):
            made.append(review.decide(DETACH, [*faces, *rest], alone=len(faces)))
    return done(session, *made)


@handles(SamePerson)
def same(session: CoreSession, question: SamePerson) -> Done:
    with session.review(write=True) as review:
        held = _held(review)
        (row,) = _rows(held, (question.id,))
        others = held.faces.of(int(held.faces.number[row]))
        others = others[others != row]
        if not len(others):
            raise NoSuchGroup
        best = int(others[held.closeness(others).argmax()])
        made = review.decide(MUST, [held.faces.moment(best), held.faces.moment(row)])
    return done(session, made)


@handles(NamePerson)
def name(session: CoreSession, question: NamePerson) -> Done:
    with session.review(write=True) as review:
        identity = _identity(review, question.number, question.kind)
        moment = identity.moment if identity else _pointed(review, question.number, question.kind)
        made = review.decide(NAME, [moment], name=question.name)
    return done(session, made)


@handles(SplitVoices)
def split_voices(session: CoreSession, question: SplitVoices) -> Done:
    with session.review(write=True) as review:
        chosen, rest = _heard(review, question.speakers)
        moments = [v.moment for v in chosen]
        made = [review.decide(SPLIT, [rest[0].moment, *moments])] if rest else []
        if question.name:
            made.append(review.decide(NAME, moments[:1], name=question.name))
    return done(session, *made)


@handles(MoveVoices)
def move_voices(session: CoreSession, question: MoveVoices) -> Done:
    with session.review(write=True) as review:
        target = [v.moment for v in _voices_of(review, question.number)]
        chosen, rest = _heard(review, question.speakers)
        moments = [v.moment for v in chosen]
        made = [review.decide(SPLIT, [rest[0].moment, *moments])] if rest else []
        made.append(review.decide(MERGE, [*target, *moments]))
    return done(session, *made)


@handles(NotThisVoice)
def not_this_voice(session: CoreSession, question: NotThisVoice) -> Done:
    with session.review(write=True) as review:
        chosen, rest = _heard(review, question.speakers)
        moments = [v.moment for v in chosen]
        made = review.decide(DETACH, [*moments, *(v.moment for v in rest[:1])], alone=len(moments))
    return done(session, made)


@handles(VerifyPerson)
def verify(session: CoreSession, question: VerifyPerson) -> Verified:
    with session.review(write=True) as review:
        identity = _identity(review, question.number, question.kind)
        if identity is None:
            raise NotNamedYet
        if identity.votes[0].author == session.account.identity.id:
            raise OwnAnswer
        made = review.decide(IDENTIFY, [identity.moment], name=question.name, blind=True)
        now = _identity(review, question.number, question.kind)
        assert now is not None
        status, shown = review.status(now), review.shown_name(now)
    return Verified(done(session, made), status, shown)


def _held(review: Review) -> FaceIndex:
    return review.people_index.grouped(review.connection, review.findings)


def _rows(held: FaceIndex, ids: Sequence[int]) -> list[int]:
    rows: list[int] = held.faces.rows(ids).tolist()
    if not rows:
        raise NoSuchGroup
    return rows


def _clearest(held: FaceIndex, number: int) -> Moment:
    """Where a person is seen best, of the faces that are surely theirs."""
    rows = held.faces.of(number)
    if not len(rows):
        raise NoSuchGroup(str(number))
    return held.faces.moment(int(rows[held.closeness(rows).argmax()]))


def _by_person(held: FaceIndex, ids: Sequence[int]) -> list[tuple[list[Moment], list[Moment]]]:
    """These faces by the person they are counted with, each with the most typical other face, if any."""
    faces, rows = held.faces, _rows(held, ids)
    found = []
    for number in dict.fromkeys(int(faces.number[r]) for r in rows):
        mine = [r for r in rows if faces.number[r] == number]
        rest = np.setdiff1d(faces.of(number), mine)
        kept = [faces.moment(int(rest[held.closeness(rest).argmax()]))] if len(rest) else []
        found.append(([faces.moment(r) for r in mine], kept))
    return found


def _apart(review: Review, ids: Sequence[int]) -> list[Decision]:
    """Split these faces, together, from the person they are counted with."""
    groups = _by_person(_held(review), ids)
    made = [review.decide(SPLIT, [*rest, *faces]) for faces, rest in groups if rest]
    firsts = [faces[0] for faces, _ in groups]
    if len(firsts) > 1:
        made.append(review.decide(MERGE, firsts))
    return made


def _voices_of(review: Review, number: int) -> list[Voice]:
    for cluster in review.voices.clusters:
        if cluster.number == number:
            return review.voices.of(cluster)
    raise NoSuchGroup(str(number))


def _heard(review: Review, speakers: Sequence[tuple[str, int]]) -> tuple[list[Voice], list[Voice]]:
    """These speakers, and who else is counted as the voice of the first."""
    for cluster in review.voices.clusters:
        voices = review.voices.of(cluster)
        if any((v.item_id, v.row) == speakers[0] for v in voices):
            chosen = [v for v in voices if (v.item_id, v.row) in speakers]
            return chosen, [v for v in voices if (v.item_id, v.row) not in speakers]
    raise NoSuchGroup


def _pointed(review: Review, number: int, kind: str) -> Moment:
    if kind == FACES:
        return _clearest(_held(review), number)
    return max(_voices_of(review, number), key=lambda v: v.seconds).moment


def _identity(review: Review, number: int, kind: str) -> Identity | None:
    if kind == FACES:
        return _held(review).faces.identities.get(number)
    return next((c.identity for c in review.voices.clusters if c.number == number), None)
