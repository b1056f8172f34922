"""Answers about likeness: candidates with their scores, never an identity."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.cases.case import NoSuchItem
from app.cases.clusters import FACES
from app.cases.face_columns import Faces, all_vectors, vectors_of
from app.cases.image_search import search_like
from app.cases.model_choice import packs_for
from app.cases.search import Hit
from app.cases.snippets import harmless
from app.core_api.core_session import CoreSession, handles
from app.core_api.handlers.search import index_of
from app.core_api.likeness import Alike, FacesLike, FacesLikeFile, PicturesLike
from app.core_api.search import MEDIUM, STRONG, WEAK
from app.operations.moments import Moment
from app.review import search_rows
from app.review.face_search import (
    Compared,
    Example,
    FaceSearchLocked,
    NoFaceInExample,
    Reason,
    check,
    read_example,
    record,
)
from app.review.known_people import KnownPeople
from app.review.result_rows import who
from app.review.review import Review
from app.review.search_rows import Row
from engine.units import Kind
from engine.vectors import Space

LIMIT = 200


@handles(FacesLike)
def faces_like(session: CoreSession, question: FacesLike) -> Alike:
    reason = _allowed(session, question.purpose, question.legal_basis)
    with session.holding(), session.review() as review:
        people = _people(session, review)
        row = _shown_at(people, question.moment)
        item, at = _faces(people).where(row)
        vector = vectors_of(review.findings, item.item)[at]
        example = Example(question.moment.sha256, vector, item.space, 1, question.moment.uri)
        return _compare(session, review, people, example, reason, row)


@handles(FacesLikeFile)
def faces_like_file(session: CoreSession, question: FacesLikeFile) -> Alike:
    reason = _allowed(session, question.purpose, question.legal_basis)
    example = _read(session, Path(question.path))
    with session.holding(), session.review() as review:
        return _compare(session, review, _people(session, review), example, reason)


@handles(PicturesLike)
def pictures_like(session: CoreSession, question: PicturesLike) -> Alike:
    with session.holding(), session.review() as review:
        item = review.items.get(question.item_id)
        if item is None:
            raise NoSuchItem
        hits = search_like(review.findings, review.items.values(), item, question.t_ns, LIMIT, session.check)
        rows = [
            Row(
                search_rows.PICTURE,
                hit.moment,
                hit.item_id,
                harmless(review.items[hit.item_id].untrusted_name),
                detail=search_rows.LIKE,
                score=hit.score,
                still=review.items[hit.item_id].kind == Kind.IMAGE,
            )
            for hit in hits
        ]
        return Alike(tuple(rows), len(review.items))


def _allowed(session: CoreSession, purpose: str, legal_basis: str) -> Reason:
    """Why the search is made. Raises FaceSearchLocked, PurposeMissing, before anything is looked at."""
    if not session.case.profile.face_search:
        raise FaceSearchLocked(session.case.profile.name)
    reason = Reason(purpose.strip(), legal_basis.strip())
    check(reason)
    return reason


def _read(session: CoreSession, path: Path) -> Example:
    from app.jobs.backends import Machine, workers

    machine, uses = Machine(session.models), session.case.profile.uses
    packs = packs_for(session.case, machine.models)
    with workers(machine, uses, 1) as backend:
        return read_example(path, backend, packs, session.check)


def _people(session: CoreSession, review: Review) -> KnownPeople:
    index = index_of(session)
    index.refresh(review, session.check)
    return index.people[FACES]


def _faces(people: KnownPeople) -> Faces:
    assert people.faces is not None
    return people.faces


def _shown_at(people: KnownPeople, moment: Moment) -> int:
    """The row of the face at a moment. Raises NoFaceInExample."""
    faces = _faces(people)
    for n, item in enumerate(faces.items):
        if item.item.sha256 == moment.sha256 and (at := item.at(moment)) is not None:
            return int(faces.first[n]) + at
    raise NoFaceInExample


def _compare(
    session: CoreSession,
    review: Review,
    people: KnownPeople,
    example: Example,
    reason: Reason,
    left_out: int = -1,
) -> Alike:
    """Compare with the mean vector of every face of the case that lies in the example's space; in custody
    before this returns.
    """
    faces, least = _faces(people), example.space.threshold("search")
    same = {item.item.id: item for item in faces.items if len(item) and item.space == example.space}
    every = np.full(len(faces.ids), -np.inf, np.float32)
    first = {item.item.id: int(at) for item, at in zip(faces.items, faces.first, strict=False)}
    for item, vectors in all_vectors(review.findings, {i: found.item for i, found in same.items()}):
        every[first[item.id] :][: len(vectors)] = vectors @ example.vector
        session.check()
    seen = int(np.isfinite(every).sum())
    every[review.people_index.no_faces(review.connection, review.findings)] = -np.inf
    found = np.flatnonzero(every >= least)
    rows = [row for row in found[np.argsort(-every[found], kind="stable")].tolist() if row != left_out]
    hits = [_hit(people, row, float(every[row])) for row in rows[:LIMIT]]
    looked_at = int(np.isfinite(every).sum())
    compared = Compared(looked_at - (left_out >= 0), len(same), len(every) - seen)
    record(session.case, example, reason, hits, compared, least)
    return Alike(
        tuple(_row(review, people, row, hit, example.space) for row, hit in zip(rows, hits, strict=False)),
        compared.faces,
        example.faces,
        compared.other_model,
    )


def _band(score: float, space: Space) -> str:
    if score >= space.threshold("strong"):
        return STRONG
    return MEDIUM if score >= space.threshold("medium") else WEAK


def _hit(people: KnownPeople, row: int, score: float) -> Hit:
    item, _ = _faces(people).where(row)
    return Hit(people.moment(row), item.item.id, round(score, 4), "face", unit_key=people.crop(row)[0])


def _row(review: Review, people: KnownPeople, row: int, hit: Hit, space: Space) -> Row:
    item = review.items[hit.item_id]
    return Row(
        search_rows.PERSON,
        hit.moment,
        item.id,
        harmless(item.untrusted_name),
        who=who(review, people, int(people.number[row])),
        score=hit.score,
        band=_band(hit.score, space),
        still=item.kind == Kind.IMAGE,
        crop=people.crop(row),
    )
