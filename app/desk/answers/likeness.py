"""Answers about likeness: candidates with their scores, never an identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.cases.appearances import find_face
from app.cases.case import NoSuchItem
from app.cases.case_index import CaseIndex
from app.cases.clusters import FACES
from app.cases.face_search import (
    Example,
    FaceSearchLocked,
    NoFaceInExample,
    PurposeMissing,
    Reason,
    of_the_case,
    read_example,
    search_face,
)
from app.cases.image_search import search_like
from app.cases.review import Review
from app.cases.search import Hit
from app.cases.snippets import harmless
from app.desk import search
from app.desk.answers.search import index_of
from app.desk.likeness import Alike, FacesLike, FacesLikeFile, PicturesLike
from app.desk.result_rows import who
from app.desk.room import Room, answers
from app.desk.search import MEDIUM, STRONG, WEAK, Row
from engine.units import Kind

LIMIT = 200
STRONG_FROM, MEDIUM_FROM = 0.60, 0.45
"""Where the bands of a face's likeness begin: see `ALIKE` for what was measured. Five pairs of one person
reached the first, of 295 pairs of different people none reached the second."""


@answers(FacesLike)
def faces_like(room: Room, question: FacesLike) -> Alike:
    reason = _allowed(room, question.purpose, question.legal_basis)
    with room.review() as review:
        tracks = list(review.faces.sightings.values())
        room.check()
        shown = find_face(question.moment, tracks)
        if shown is None:
            raise NoFaceInExample
        others = [t for t in tracks if t is not shown]
        hits = search_face(room.case, others, of_the_case(shown), reason, limit=LIMIT)
        return Alike(_faces(review, _index(room, review), hits), len(others))


@answers(FacesLikeFile)
def faces_like_file(room: Room, question: FacesLikeFile) -> Alike:
    reason = _allowed(room, question.purpose, question.legal_basis)
    example = _read(room, Path(question.path))
    with room.review() as review:
        tracks = list(review.faces.sightings.values())
        room.check()
        hits = search_face(room.case, tracks, example, reason, limit=LIMIT)
        return Alike(_faces(review, _index(room, review), hits), len(tracks), example.faces)


@answers(PicturesLike)
def pictures_like(room: Room, question: PicturesLike) -> Alike:
    with room.review() as review:
        item = review.items.get(question.item_id)
        if item is None:
            raise NoSuchItem
        hits = search_like(review.findings, review.items.values(), item, question.t_ns, LIMIT, room.check)
        rows = [
            Row(
                search.PICTURE,
                hit.moment,
                hit.item_id,
                harmless(review.items[hit.item_id].untrusted_name),
                score=hit.score,
                still=review.items[hit.item_id].kind == Kind.IMAGE,
            )
            for hit in hits
        ]
        return Alike(tuple(rows), len(review.items))


def _allowed(room: Room, purpose: str, legal_basis: str) -> Reason:
    """Why the search is made. Raises FaceSearchLocked, PurposeMissing, before anything is looked at."""
    if not room.case.profile.face_search:
        raise FaceSearchLocked(room.case.profile.name)
    reason = Reason(purpose.strip(), legal_basis.strip())
    if not reason.purpose or not reason.legal_basis:
        raise PurposeMissing
    return reason


def _read(room: Room, path: Path) -> Example:
    from app.jobs.analysis import Machine
    from engine.models.packs import PackStore
    from gpu_backends.workers import Equipment, Workers

    machine, uses = Machine(room.models), room.case.profile.uses
    packs = PackStore(machine.models, uses)
    equipment = Equipment(models=machine.models, readable=[path], use=uses, device=machine.device)
    with Workers(equipment, 1) as backend:
        return read_example(path, backend, packs, room.check)


def _index(room: Room, review: Review) -> CaseIndex:
    index = index_of(room)
    index.refresh(review, room.check)
    return index


def _faces(review: Review, index: CaseIndex, hits: Iterable[Hit]) -> tuple[Row, ...]:
    people = index.people[FACES]
    place = {moment: n for n, moment in enumerate(people.moments)}
    rows = []
    for hit in hits:
        item = review.items[hit.item_id]
        band = STRONG if hit.score >= STRONG_FROM else MEDIUM if hit.score >= MEDIUM_FROM else WEAK
        row = Row(
            search.PERSON,
            hit.moment,
            item.id,
            harmless(item.untrusted_name),
            score=hit.score,
            band=band,
            still=item.kind == Kind.IMAGE,
        )
        n = place.get(hit.moment)
        if n is not None:
            crop = (people.unit_keys[n], int(people.row[n]))
            row = replace(row, who=who(review, people, int(people.number[n])), crop=crop)
        rows.append(row)
    return tuple(rows)
