"""Whose face is this? Compares an example picture with every face of the case.

The example is hostile media like any other: it is taken apart by the same stages in a sandboxed worker,
and is not kept. A search states its purpose and legal basis; who searched, why, with what picture (its
hash), against what and what matched is in the chain of custody before anybody sees an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.cases.appearances import FaceTrack
from app.cases.case import Case
from app.cases.search import Hit
from app.jobs.plan import PROBE_PLACE, Place, plan
from engine.errors import AimaError
from engine.models.packs import PackStore
from engine.records import Result, unpack
from engine.stage import stages
from engine.units import Kind, Media, UnitOutcome, UnitRequest
from gpu_backends.backend import Backend

EMBEDDINGS = "face_embeddings"
ALIKE = 0.363
"""Cosine from which SFace's authors call two faces one person (Zhong et al., OpenCV model zoo)."""


class PurposeMissing(AimaError):
    """A face search needs a purpose and a legal basis: give --purpose and --legal-basis. Both are logged."""

    code = "purpose-missing"
    exit_code = 2


class FaceSearchLocked(AimaError):
    """The profile of this case does not allow searching for faces. Whoever set the policy can change that."""

    code = "face-search-locked"
    exit_code = 4


class NoFaceInExample(AimaError):
    """No face was found in the example picture. Take one in which the face is larger and from the front."""

    code = "no-face"
    exit_code = 5


class ExampleUnreadable(AimaError):
    """The example picture could not be read ({code})."""

    code = "example-unreadable"
    exit_code = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody may search for a face."""

    purpose: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Example:
    """The largest face of a picture. `faces` tells how many there were."""

    sha256: str
    vector: npt.NDArray[np.float32]
    faces: int


def search_face(
    case: Case,
    tracks: Sequence[FaceTrack],
    example: Example,
    reason: Reason,
    threshold: float = ALIKE,
    limit: int = 50,
) -> list[Hit]:
    """Tracklets that show the face, best first; logged in custody. Raises PurposeMissing."""
    if not reason.purpose.strip() or not reason.legal_basis.strip():
        raise PurposeMissing
    hits = matches(tracks, example.vector, threshold)[:limit]
    details = {
        "purpose": reason.purpose,
        "legal_basis": reason.legal_basis,
        "example": example.sha256,
        "faces_in_example": example.faces,
        "compared_with": len(tracks),
        "items": len({t.item_id for t in tracks}),
        "threshold": f"{threshold:.3f}",
        "matched": [{"moment": h.moment.uri, "score": f"{h.score:.3f}"} for h in hits],
    }
    case.custody.record("face search", case.id, details)
    return hits


def matches(tracks: Iterable[FaceTrack], vector: npt.NDArray[np.float32], threshold: float) -> list[Hit]:
    """One hit per tracklet at the best cosine of its vectors."""
    hits = []
    for track in tracks:
        score = float((track.vectors @ vector).max())
        if score >= threshold:
            hits.append(Hit(track.moment, track.item_id, round(score, 4), "face", unit_key=track.unit.key))
    return sorted(hits, key=lambda h: (-h.score, h.moment))


def read_example(path: Path, backend: Backend, packs: PackStore) -> Example:
    """Find and embed the largest face of a picture, in whatever sandbox `backend` is.

    Raises ExampleUnreadable, NoFaceInExample.
    """
    data = path.read_bytes()
    run = _Run(path, hashlib.sha256(data).hexdigest(), backend, packs)
    planned = plan(run.result(PROBE_PLACE, {}), [EMBEDDINGS], scout=False)
    run.kind = planned.kind
    for group in planned.groups:
        for place in group.places:
            run.result(place, planned.upstream[place])
    if run.kind is not Kind.IMAGE:
        raise ExampleUnreadable(code="not-a-picture")
    faces, embeddings = run.results["faces"][0]["faces"], run.results[EMBEDDINGS][0]["embeddings"]
    if not len(embeddings):
        raise NoFaceInExample
    boxes = faces["box"][embeddings["face"]]
    largest = int(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).argmax())
    return Example(run.sha256, embeddings["vector"][largest], len(faces))


class _Run:
    """Runs units of a file that is no item of any case, one after the other."""

    def __init__(self, path: Path, sha256: str, backend: Backend, packs: PackStore) -> None:
        self.sha256, self.kind = sha256, Kind.OTHER
        self.results: dict[str, list[Result]] = {}
        self._media, self._backend, self._packs = Media(str(path)), backend, packs
        self._packed: dict[Place, tuple[str, bytes]] = {}

    def result(self, place: Place, upstream: Mapping[str, Sequence[Place]]) -> Result:
        stage = stages()[place.stage]
        request = UnitRequest(
            stage=stage.name,
            version=stage.version,
            sha256=self.sha256,
            kind=self.kind,
            stream=place.stream,
            span=place.span,
            sampling=place.sampling,
            settings=dict(stage.defaults),
            digests={pack: self._packs.digest(pack) for pack in stage.packs},
            upstream_keys={n: [self._packed[p][0] for p in places] for n, places in upstream.items()},
            upstream={n: [self._packed[p][1] for p in places] for n, places in upstream.items()},
            media=self._media,
        )
        self._backend.submit(request)
        outcomes: list[UnitOutcome] = []
        while not outcomes:
            outcomes = self._backend.poll(1.0)
        outcome = outcomes[0]
        if outcome.result is None:
            raise ExampleUnreadable(code=outcome.error)
        self._packed[place] = (outcome.key, outcome.result)
        tables = unpack(outcome.result, stage.tables)
        self.results.setdefault(place.stage, []).append(tables)
        return tables
