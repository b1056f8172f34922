"""A face that the detector missed, drawn by hand: looked at, stored beside what stages found, and recorded.

The stages that look for faces look at this one picture, in a sandboxed worker as ever, and find the five
points in what was drawn. What they give are units of their own (`Sampling.DRAWN`), which speak as long as the
operation that drew the face holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.cases.case import Case
from app.cases.face_columns import EMBEDDINGS, faces_of
from app.cases.findings import Item
from app.jobs.checkpoints import Checkpoints
from app.operations.decisions import DRAW_FACE, Decision
from app.operations.moments import FACE, Moment, overlap
from app.review.people_index import PeopleIndex
from app.review.review import Review, review
from engine.errors import AimaError
from engine.media.recordings import parts_of
from engine.models.packs import PackStore
from engine.plan import PROBE
from engine.records import Result, Table, unpack
from engine.stage import stages
from engine.units import BOXES, SECOND, Kind, Media, Sampling, Span, UnitOutcome, UnitRequest
from gpu_backends.backend import Backend

FACES, TRACKS = "faces", "face_tracks"
SAME_FACE = 0.5
"""Overlap from which a face that was found is the one that is drawn."""
NEAR_NS = SECOND // 2
"""How far in time from where it is seen best a face that was found may be for that."""

Box = tuple[float, float, float, float]


class NotReadYet(AimaError):
    """This item has not been read yet, so nothing can be drawn in it. Analyse it first."""

    code = "not-read-yet"
    exit_code = 4


class NoPicture(AimaError):
    """There is no picture at this time of the item ({code}). Nothing was recorded. Choose another time."""

    code = "no-picture"
    exit_code = 5


class FoundAlready(AimaError):
    """A face was found at this place already. Nothing was recorded. Name or move that face instead."""

    code = "face-found-already"
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Ran:
    """One unit and what came of it."""

    request: UnitRequest
    outcome: UnitOutcome
    packed: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in what was drawn. Where `comparable` is false the face's points were not found, and
    nobody is proposed for it."""

    item: Item
    moment: Moment
    comparable: bool
    units: tuple[Ran, ...]


class FaceDrawing:
    """Looks at what is drawn in one `item` of a case. `backend` is where the stages run; `check` is called
    about once a second while they do, and may raise. Raises NotReadYet.
    """

    def __init__(
        self,
        review: Review,
        item: Item,
        backend: Backend,
        packs: PackStore,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._review, self._item, self._backend, self._packs, self._check = (
            review, item, backend, packs, check,
        )  # fmt: skip
        self._probe = _probe(review, item)
        self._kind = Kind(str(self._probe["container"]["kind"][0]))
        media = review.case.media(item.id)
        self._media: Media = replace(media, parts=parts_of(self._probe))

    def look(self, box: Box, t_ns: int = 0) -> Looked:
        """Look at `box`, x0 y0 x1 y1 in pixels of the upright picture shown at `t_ns` (any time in a photo).

        Nothing is recorded. Raises NoPicture, FoundAlready, PackError.
        """
        drawn = [round(float(v), 1) for v in box]
        stream = self._stream()
        if self._kind is Kind.VIDEO and not 0 <= t_ns < max(self._item.duration_ns, 1):
            raise NoPicture(code="behind-the-end")
        sought = self._run(FACES, stream, 0 if self._kind is Kind.IMAGE else t_ns, [drawn])
        at = int(_faces(sought)["t_ns"][0])
        moment = Moment(FACE, self._item.sha256, stream, at, at + 1, at, tuple(drawn))
        self._refuse_found(moment)
        boxes = [*self._drawn_there(moment, drawn), drawn]
        faces = self._run(FACES, stream, at, boxes)
        tracks = self._run(TRACKS, stream, at, boxes, faces)
        vectors = self._run(EMBEDDINGS, stream, at, boxes, faces, tracks)
        comparable = bool(_faces(faces)["quality"][-1] > 0)
        return Looked(self._item, moment, comparable, (faces, tracks, vectors))

    def _drawn_there(self, moment: Moment, but: list[float]) -> list[list[float]]:
        """What was drawn in this picture before, taken back or not: what is seen takes the place of that."""
        found = faces_of(self._review.findings, self._item)
        seen = [found.moment(row) for row in np.flatnonzero(found.drawn).tolist()]
        there = [m for m in [*seen, *self._review.state.drawn] if _place(m) == _place(moment)]
        boxes = {tuple(round(v, 1) for v in m.box) for m in there} - {tuple(but)}
        return [list(box) for box in sorted(boxes)]

    def _stream(self) -> int:
        streams = self._probe["streams"]
        pairs = zip(streams["index"].tolist(), streams["kind"], strict=True)
        found = [index for index, kind in pairs if kind == self._kind.value]
        if not found or self._kind not in (Kind.VIDEO, Kind.IMAGE):
            raise NoPicture(code="no-picture")
        return int(found[0])

    def _refuse_found(self, moment: Moment) -> None:
        """Raises FoundAlready where a face is at this place that people do not say is none."""
        seen = faces_of(self._review.findings, self._item)
        rows = seen.rows
        then = (rows["stream"] == moment.stream) & (rows["start_ns"] <= moment.t_ns)
        for row in np.flatnonzero(then & (rows["end_ns"] > moment.t_ns)).tolist():
            other = seen.moment(row)
            near = abs(other.t_ns - moment.t_ns) <= NEAR_NS
            undone = seen.drawn[row] and other not in self._review.state.drawn
            if near and not undone and overlap(other.box, moment.box) >= SAME_FACE:
                raise FoundAlready

    def _run(self, stage: str, stream: int, t_ns: int, boxes: Sequence[Sequence[float]], *after: Ran) -> Ran:
        known, read = stages()[stage], {ran.request.stage: ran for ran in after}
        self._packs.check(known.needs)
        request = UnitRequest(
            stage=stage,
            version=known.version,
            sha256=self._item.sha256,
            kind=self._kind,
            stream=stream,
            span=Span(t_ns, t_ns + 1),
            sampling=Sampling.DRAWN,
            settings={**known.defaults, BOXES: [list(box) for box in boxes]},
            digests=self._packs.digests(known.needs),
            models=self._packs.models((*known.needs, *known.spaces)),
            upstream_keys={name: [ran.request.key] for name, ran in read.items()},
            upstream={name: [ran.packed] for name, ran in read.items()},
            media=self._media,
        )
        self._backend.submit(request)
        outcomes: list[UnitOutcome] = []
        while not outcomes:
            self._check()
            outcomes = self._backend.poll(1.0)
        if self._backend.fault:
            raise self._backend.fault
        (outcome,) = outcomes
        if outcome.result is None:
            raise NoPicture(code=outcome.error)
        return Ran(request, outcome, outcome.result)


def record(case: Case, looked: Looked, people_index: PeopleIndex | None = None) -> Decision:
    """Store what was seen, and record who drew it. Raises CaseInUse, DecisionUnsound."""
    checkpoints = Checkpoints(case)
    for unit in looked.units:
        checkpoints.store(looked.item.id, unit.request, unit.outcome)
    with review(case, write=True, people_index=people_index) as found:
        return found.decide(DRAW_FACE, [looked.moment])


def _probe(found: Review, item: Item) -> Result:
    """What is known of the item's streams. Raises NotReadYet."""
    units = [u for u in found.findings.of_stage(item.id, PROBE) if u.done]
    if not units:
        raise NotReadYet
    return found.findings.tables(units[0])


def _faces(ran: Ran) -> Table:
    return unpack(ran.packed, stages()[FACES].tables)[FACES]


def _place(moment: Moment) -> tuple[str, int, int]:
    return moment.sha256, moment.stream, moment.t_ns
