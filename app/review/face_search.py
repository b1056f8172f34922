"""Whose face is this? Compares an example picture with every face of the case.

The example is hostile media like any other: it is taken apart by the same stages in a sandboxed worker,
and is not kept. A search states its purpose and legal basis; who searched, why, with what picture (its
hash), against what and what matched is in the chain of custody before anybody sees an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.cases.case import Case
from app.cases.search import Hit
from app.cases.units_current import Unit
from app.operations.moments import Moment
from engine.errors import AimaError
from engine.models.packs import PackStore
from engine.models.tasks import Task
from engine.one_file import OneFile
from engine.records import Table
from engine.units import Kind, UnitOutcome, UnitRequest
from engine.vectors import Space
from gpu_backends.backend import Backend

EMBEDDINGS = "face_embeddings"


class PurposeMissing(AimaError):
    """A face search needs a purpose and a legal basis: give --purpose and --legal-basis. Both are logged."""

    code = "purpose-missing"
    exit_code = 2


class FaceSearchLocked(AimaError):
    """The profile of this case does not allow face search. The person who sets the policy can
    change that.
    """

    code = "face-search-locked"
    exit_code = 4


class NoFaceInExample(AimaError):
    """No face was found in the example picture. Use one in which the face is larger and seen from the
    front.
    """

    code = "no-face"
    exit_code = 5


class ExampleUnreadable(AimaError):
    """The example picture could not be read ({code})."""

    code = "example-unreadable"
    exit_code = 5


class NoSuchFace(AimaError):
    """The example picture has fewer faces than that. They are counted from left to right, from 1 on."""

    code = "no-such-face"
    exit_code = 5


class NotComparable(AimaError):
    """It is not clear which way up the face in the example picture is, so it cannot be compared. Turn the
    picture upright, or use one in which the face is larger and seen from the front.
    """

    code = "not-comparable"
    exit_code = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """What permits a face search."""

    purpose: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Example:
    """The largest face of a picture, or one of the case. `faces` tells how many there were."""

    sha256: str
    vector: npt.NDArray[np.float32]
    space: Space
    """Faces are compared with it that lie in the same."""
    faces: int
    place: str = ""
    """Citation of a face that is in the case; empty for a picture that is not."""


@dataclass(frozen=True, slots=True)
class Compared:
    """With how many faces of how many items, and how many were left out since another model saw them."""

    faces: int
    items: int
    other_model: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave, and what it looked at."""

    hits: list[Hit]
    compared: Compared


class SearchedFace(Protocol):
    """A face an example is compared with: a tracklet with its vectors `(n, width)`."""

    @property
    def moment(self) -> Moment: ...
    @property
    def item_id(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def vectors(self) -> npt.NDArray[np.float32]: ...
    @property
    def space(self) -> Space: ...


def search_face(
    case: Case,
    tracks: Collection[SearchedFace],
    example: Example,
    reason: Reason,
    threshold: float | None = None,
    limit: int = 50,
) -> Found:
    """Tracklets that show the face, best first; logged in custody. Raises PurposeMissing.

    `threshold` is the least cosine of a match; None: what the face model's pack gives.
    """
    check(reason)
    least = example.space.threshold("search") if threshold is None else threshold
    same = [t for t in tracks if t.space == example.space]
    hits = matches(same, example.vector, least)[:limit]
    compared = Compared(len(same), len({t.item_id for t in same}), len(tracks) - len(same))
    record(case, example, reason, hits, compared, least)
    return Found(hits, compared)


def check(reason: Reason) -> None:
    """Raises PurposeMissing."""
    if not reason.purpose.strip() or not reason.legal_basis.strip():
        raise PurposeMissing


def record(
    case: Case,
    example: Example,
    reason: Reason,
    hits: Sequence[Hit],
    compared: Compared,
    threshold: float,
) -> None:
    """Put a search in custody, before anybody sees its answer."""
    details = {
        "purpose": reason.purpose,
        "legal_basis": reason.legal_basis,
        "example": example.sha256,
        "example_place": example.place,
        "faces_in_example": example.faces,
        "compared_with": compared.faces,
        "items": compared.items,
        "seen_with_another_model": compared.other_model,
        "threshold": f"{threshold:.3f}",
        "matched": [{"moment": h.moment.uri, "score": f"{h.score:.3f}"} for h in hits],
    }
    case.custody.record("face search", case.id, details)


def matches(tracks: Iterable[SearchedFace], vector: npt.NDArray[np.float32], threshold: float) -> list[Hit]:
    """One hit per tracklet at the best cosine of its vectors."""
    hits = []
    for track in tracks:
        score = float((track.vectors @ vector).max())
        if score >= threshold:
            hits.append(Hit(track.moment, track.item_id, round(score, 4), "face", unit_key=track.unit.key))
    return sorted(hits, key=lambda h: (-h.score, h.moment))


def read_example(
    path: Path,
    backend: Backend,
    packs: PackStore,
    check: Callable[[], None] = lambda: None,
    which: int = 0,
) -> Example:
    """Find and embed a face of a picture, in whatever sandbox `backend` is: the largest, or the one of number
    `which` from 1 on, from left to right.

    `check` is called about once a second and may raise. Raises ExampleUnreadable, NoFaceInExample,
    NotComparable, PackError.
    """

    def compute(request: UnitRequest) -> bytes:
        backend.submit(request)
        outcomes: list[UnitOutcome] = []
        while not outcomes:
            check()
            outcomes = backend.poll(1.0)
        if backend.fault:
            raise backend.fault
        if outcomes[0].result is None:
            raise ExampleUnreadable(code=outcomes[0].error)
        return outcomes[0].result

    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ExampleUnreadable(code="not-found") from None
    example = OneFile(path, sha256, compute, packs)
    example.run([])  # what it is, before anything costly is done to it
    if example.kind is not Kind.IMAGE:
        raise ExampleUnreadable(code="not-a-picture")
    results = example.run([EMBEDDINGS])
    faces, embeddings = results["faces"][0]["faces"], results[EMBEDDINGS][0]["embeddings"]
    if not len(embeddings):
        raise NoFaceInExample
    chosen = _chosen(faces, embeddings, which)
    if not embeddings["vector"][chosen].any():
        raise NotComparable
    space = packs.chosen(Task.FACE_EMBEDDING).space(Task.FACE_EMBEDDING)
    return Example(sha256, embeddings["vector"][chosen], space, len(faces))


def _chosen(faces: Table, embeddings: Table, which: int) -> int:
    """Row of the vector of face number `which`, or of the largest for 0. Raises NoSuchFace."""
    if which:
        chosen = np.flatnonzero(embeddings["face"] == which - 1)
        if not len(chosen):
            raise NoSuchFace(str(len(faces)))
        return int(chosen[0])
    boxes = faces["box"][embeddings["face"]]
    return int(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).argmax())
