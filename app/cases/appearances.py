"""Faces and voices of an item as things one can point at: tracklets and speakers, with their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.cases.findings import Findings, Item, Part
from app.cases.units_current import Unit
from app.operations.moments import FACE, LEAST_OVERLAP, SLACK_NS, VOICE, Moment, overlap, shared_ns
from engine.models.tasks import Task
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]
Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One tracklet: a face followed through a shot, or once in a photo. `moment` is its best sighting."""

    moment: Moment
    item_id: str
    unit: Unit
    """The `face_embeddings` unit; `row` is the tracklet's number in it."""
    row: int
    space: Space
    vectors: Vectors = field(repr=False)
    """`(n, d)`, length 1, in `space`."""
    qualities: Vectors = field(repr=False)
    times: Times = field(repr=False)
    """When the face was seen, in order; `boxes` `(m, 4)` are where."""
    boxes: Vectors = field(repr=False)
    crop: bytes = field(repr=False, default=b"")

    @property
    def clarity(self) -> float:
        """How well the face is seen at best."""
        return float(self.qualities.max())

    def box_at(self, t_ns: int) -> tuple[float, ...]:
        """The box seen nearest to a time."""
        return tuple(float(v) for v in self.boxes[int(np.abs(self.times - t_ns).argmin())])


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of one item. `moment` is the longest turn; `vector` has length 1."""

    moment: Moment
    item_id: str
    unit: Unit
    row: int
    space: Space
    vector: Vectors = field(repr=False)
    seconds: float
    turns: tuple[Moment, ...] = field(repr=False)

    @property
    def clarity(self) -> float:
        """The longer somebody is heard, the surer their voice."""
        return self.seconds


def face_tracks(findings: Findings, item: Item) -> Iterator[FaceTrack]:
    """Every tracklet that has a vector, in order of stream and time."""
    for part in findings.parts(item.id, "face_embeddings"):
        tracks, faces = findings.beside(part, "face_tracks"), findings.beside(part, "faces")
        if tracks is not None and faces is not None:
            width = part.tables["embeddings"]["vector"].shape[1]
            space = findings.spaces.of_unit(part.unit, Task.FACE_EMBEDDING, width)
            yield from _tracks(item, space, part, tracks, faces)


def _tracks(item: Item, space: Space, part: Part, tracks: Part, faces: Part) -> Iterator[FaceTrack]:
    embeddings, crops = part.tables["embeddings"], part.tables["crops"]
    members, seen = tracks.tables["members"], faces.tables["faces"]
    pictures = {int(n): jpeg for n, jpeg in zip(crops["tracklet"], crops["jpeg"], strict=True)}
    for line in tracks.tables["tracklets"]:
        number, start, end = int(line["tracklet"]), int(line["start_ns"]), int(line["end_ns"])
        own = np.flatnonzero(embeddings["tracklet"] == number)
        rows = members["face"][members["tracklet"] == number]
        if not part.speaks_at(start) or not len(own) or not len(rows):
            continue
        best = own[int(embeddings["quality"][own].argmax())]
        face = int(embeddings["face"][best])
        box = tuple(float(v) for v in seen["box"][face])
        t = int(embeddings["t_ns"][best])
        order = np.argsort(seen["t_ns"][rows], kind="stable")
        yield FaceTrack(
            moment=Moment(FACE, item.sha256, part.unit.stream, start, end, t, box),
            item_id=item.id,
            unit=part.unit,
            row=number,
            space=space,
            vectors=embeddings["vector"][own],
            qualities=embeddings["quality"][own],
            times=seen["t_ns"][rows][order],
            boxes=seen["box"][rows][order],
            crop=pictures.get(number, b""),
        )


def voices(findings: Findings, item: Item) -> Iterator[Voice]:
    """The speakers of an item, each with its turns."""
    for part in findings.parts(item.id, "speakers"):
        turns = part.tables["turns"]
        stream, width = _stream_of_sound(findings, item), part.tables["voices"]["vector"].shape[1]
        space = findings.spaces.of_units(findings.units(item.id), Task.SPEAKER_EMBEDDING, width)
        for line in part.tables["voices"]:
            number = int(line["speaker"])
            spans = [
                Moment(VOICE, item.sha256, stream, int(a), int(b), int(a))
                for a, b, who in zip(turns["start_ns"], turns["end_ns"], turns["speaker"], strict=True)
                if who == number
            ]
            if spans:
                longest = max(spans, key=lambda m: (m.end_ns - m.start_ns, -m.start_ns))
                seconds = float(line["seconds"])
                yield Voice(longest, item.id, part.unit, number, space, line["vector"], seconds, tuple(spans))


def _stream_of_sound(findings: Findings, item: Item) -> int:
    streams = {u.stream for u in findings.units(item.id) if u.stage == "speaker_embeddings" and u.done}
    return min(streams, default=-1)


def find_face(moment: Moment, tracks: Iterable[FaceTrack]) -> FaceTrack | None:
    """The tracklet that shows the face a person once pointed at: nearest in time, and overlapping its box."""
    best: tuple[float, FaceTrack] | None = None
    for track in tracks:
        here = track.moment
        if (here.sha256, here.stream) != (moment.sha256, moment.stream):
            continue
        away = max(here.start_ns - moment.t_ns, moment.t_ns - here.end_ns, 0)
        shared = overlap(track.box_at(moment.t_ns), moment.box)
        if away <= SLACK_NS and shared >= LEAST_OVERLAP:
            score = shared - away / SLACK_NS
            if best is None or score > best[0]:
                best = (score, track)
    return best[1] if best else None


def find_voice(moment: Moment, known: Sequence[Voice]) -> Voice | None:
    """The speaker whose turns hold most of the turn a person once pointed at; at least half of it."""
    shared = [
        (sum(shared_ns(moment, t) for t in v.turns), -i, v)
        for i, v in enumerate(known)
        if v.moment.sha256 == moment.sha256
    ]
    if not shared:
        return None
    most, _, voice = max(shared, key=lambda s: s[:2])
    return voice if most * 2 >= moment.end_ns - moment.start_ns else None
