"""What a person decides about people and voices: each action once, for window, command line and gateway.

Every action takes a writing review, records decisions about places in the evidence, and returns them in
order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.cases import log as decision_log
from app.cases.clusters import FACES
from app.operations.decisions import (
    CANNOT,
    DETACH,
    GROUPING,
    IDENTIFY,
    MERGE,
    MUST,
    NAME,
    NO_FACE,
    SPLIT,
    Decision,
    Identity,
)
from app.operations.moments import Moment
from app.review.review import NoSuchGroup, NotNamedYet, OwnAnswer, Review


@dataclass(frozen=True, slots=True)
class Target:
    """A person or voice (`clusters.FACES`, `VOICES`) by number: all of them, or some sightings of theirs."""

    kind: str
    number: int
    moments: tuple[Moment, ...] = ()


def merge(review: Review, targets: Sequence[Target]) -> list[Decision]:
    """These are one. Raises NoSuchGroup.

    Of a person the most typical face stands for all. Of a voice every file's speaker does: two speakers of
    one file are two people to the machine, so that one would only draw its own file's speaker over.
    """
    return [review.decide(MERGE, [m for t in targets for m in _standing_for(review, t)])]


def part(review: Review, targets: Sequence[Target]) -> list[Decision]:
    """The first is none of the others. Raises NoSuchGroup."""
    return [review.decide(CANNOT, [_one(review, t) for t in targets])]


def split(review: Review, targets: Sequence[Target], name: str = "") -> list[Decision]:
    """These sightings are a person of their own, with a `name` if one is given. Raises NoSuchGroup.

    Nothing is decided about those that are all there is of their person.
    """
    made = []
    for target in targets:
        rest = typical(review, target.kind, target.number, target.moments)
        if rest is not None:
            made.append(review.decide(SPLIT, [rest, *target.moments]))
    firsts = [t.moments[0] for t in targets]
    if len(firsts) > 1:
        made.append(review.decide(MERGE, firsts))
    return made + ([review.decide(NAME, firsts[:1], name=name)] if name else [])


def move(review: Review, targets: Sequence[Target], number: int) -> list[Decision]:
    """These sightings are of the person `number`; those that are theirs already stay. Raises NoSuchGroup."""
    kind = targets[0].kind
    home = _standing_for(review, Target(kind, number))
    others = [t for t in targets if t.number != number]
    if not others:
        return []
    moments = [m for t in others for m in t.moments]
    return [*split(review, others), review.decide(MERGE, [*home, *moments])]


def detach(review: Review, targets: Sequence[Target]) -> list[Decision]:
    """These sightings are not of whom they are counted with; of whom they are is open. Raises NoSuchGroup."""
    made = []
    for target in targets:
        rest = typical(review, target.kind, target.number, target.moments)
        places = [*target.moments, *([rest] if rest else [])]
        made.append(review.decide(DETACH, places, alone=len(target.moments)))
    return made


def no_face(review: Review, targets: Sequence[Target]) -> list[Decision]:
    """These sightings show no face; a person who is nothing else is shown no more. Raises NoSuchGroup."""
    return [review.decide(NO_FACE, [m for target in targets for m in target.moments])]


def belongs(review: Review, target: Target) -> list[Decision]:
    """This sighting is of whom it is counted with. Raises NoSuchGroup where there is no other of theirs."""
    rest = typical(review, target.kind, target.number, target.moments)
    if rest is None:
        raise NoSuchGroup(str(target.number))
    return [review.decide(MUST, [rest, *target.moments])]


def name(review: Review, target: Target, called: str) -> list[Decision]:
    """Say who somebody is: a candidate until others agree. Raises NoSuchGroup.

    Who names a person again means the same place as before; who names a sighting means that.
    """
    identity = None if target.moments else identity_of(review, target.kind, target.number)
    return [review.decide(NAME, [identity.moment if identity else _one(review, target)], name=called)]


def verify(review: Review, target: Target, called: str) -> tuple[list[Decision], Identity]:
    """A second person's blind answer to who this is, and the identity since.

    Raises NoSuchGroup, NotNamedYet, OwnAnswer.
    """
    typical(review, target.kind, target.number)
    identity = identity_of(review, target.kind, target.number)
    if identity is None:
        raise NotNamedYet
    if identity.votes[0].author == review.case.account.identity.id:
        raise OwnAnswer
    made = review.decide(IDENTIFY, [identity.moment], name=called, blind=True)
    now = identity_of(review, target.kind, target.number)
    assert now is not None
    return [made], now


def undo(review: Review, decisions: Sequence[str]) -> tuple[list[Decision], list[Decision]]:
    """Take these decisions back, the last first: the decisions that do so, and what they are about at last.

    Raises NoSuchDecision.
    """
    meant = [_said_at_first(review, decision) for decision in decisions]
    made = [decision_log.undo(review.case, review.connection, d) for d in reversed(decisions)]
    if any(d.kind in GROUPING for d in meant):
        review.regroup()
    return made, meant


def _said_at_first(review: Review, decision: str) -> Decision:
    said = decision_log.named(review.connection, decision)
    meant = decision_log.meant(review.connection, said) if said else None
    if meant is None:
        raise decision_log.NoSuchDecision
    return meant


def by_person(review: Review, rows: Iterable[int]) -> list[Target]:
    """Faces by the person they are counted with, in the order given."""
    faces = review.people_index.faces(review.connection, review.findings).faces
    found: dict[int, list[Moment]] = {}
    for row in rows:
        found.setdefault(int(faces.number[row]), []).append(faces.moment(row))
    return [Target(FACES, number, tuple(moments)) for number, moments in found.items()]


def identity_of(review: Review, kind: str, number: int) -> Identity | None:
    """Who people say this is; None where nobody has said so."""
    if kind == FACES:
        faces = review.people_index.faces(review.connection, review.findings).faces
        return faces.identities.get(number)
    return next((c.identity for c in review.voices.clusters if c.number == number), None)


def typical(review: Review, kind: str, number: int, but: Collection[Moment] = ()) -> Moment | None:
    """The face most like all of a person's, or the longest-heard speaker; None if `but` are all there are.

    Raises NoSuchGroup.
    """
    if kind == FACES:
        held = review.people_index.faces(review.connection, review.findings)
        rows = held.faces.of(number)
        if not len(rows):
            raise NoSuchGroup(str(number))
        order = rows[np.argsort(-held.closeness(rows), kind="stable")].tolist()
        return next((m for m in map(held.faces.moment, order) if m not in but), None)
    voices = sorted(review.appearances(review.person(number, kind)), key=lambda v: -v.seconds)
    return next((v.moment for v in voices if v.moment not in but), None)


def _one(review: Review, target: Target) -> Moment:
    found = target.moments[0] if target.moments else typical(review, target.kind, target.number)
    assert found is not None
    return found


def _standing_for(review: Review, target: Target) -> list[Moment]:
    if target.moments or target.kind == FACES:
        return list(target.moments) or [_one(review, target)]
    return [s.moment for s in review.appearances(review.person(target.number, target.kind))]
