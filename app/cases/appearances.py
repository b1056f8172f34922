"""Faces and voices of an item as things one can point at: tracklets and speakers, with their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.findings import Findings, Item, Part
from app.cases.item_views import View
from app.cases.units_current import Unit
from app.operations.moments import FACE, LEAST_OVERLAP, SLACK_NS, VOICE, Moment, overlap
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.vectors import Space

Vectors = npt.NDArray[np.float32]
Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One tracklet: a face followed through a shot, or once in a photo. `moment` is its best appearance."""

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
    spans: Times = field(repr=False)
    """Start and end of each turn, `(n, 2)`, in the order of the stage."""

    @property
    def turns(self) -> tuple[Moment, ...]:
        """The same as places to point at; made when asked for, since a case has a million of them."""
        here = self.moment
        return tuple(Moment(VOICE, here.sha256, here.stream, a, b, a) for a, b in self.spans.tolist())

    def heard_ns(self, start_ns: int, end_ns: int) -> int:
        """How long they are heard within a segment."""
        shared = np.minimum(self.spans[:, 1], end_ns) - np.maximum(self.spans[:, 0], start_ns)
        return int(shared.clip(min=0).sum())

    @property
    def clarity(self) -> float:
        """The longer a voice is heard, the surer it is."""
        return self.seconds


def face_tracks(findings: Findings, item: Item) -> Iterator[FaceTrack]:
    """Every tracklet that has a vector, in order of stream and time."""
    for part in findings.parts(item.id, "face_embeddings"):
        tracks, faces = findings.beside(part, "face_tracks"), findings.beside(part, "faces")
        if tracks is not None and faces is not None:
            yield from _tracks(item, space_of(findings, part), part, tracks, faces)


def space_of(findings: Findings, part: Part) -> Space:
    """Where the vectors of a `face_embeddings` unit lie."""
    width = part.tables["embeddings"]["vector"].shape[1]
    return findings.spaces.of_unit(part.unit, Task.FACE_EMBEDDING, width)


def tracks_of(findings: Findings, item: Item, key: str) -> dict[int, FaceTrack]:
    """Those of one unit by their number in it; none where it does not speak any more."""
    part = findings.part(item.id, "face_embeddings", key)
    tracks = findings.beside(part, "face_tracks") if part else None
    faces = findings.beside(part, "faces") if part else None
    if part is None or tracks is None or faces is None:
        return {}
    return {track.row: track for track in _tracks(item, space_of(findings, part), part, tracks, faces)}


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
    yield from _voices(findings, item, HEARD.of(findings, item))


def all_voices(findings: Findings, items: Mapping[str, Item]) -> Iterator[tuple[Item, list[Voice]]]:
    """The same for every one of these items that was heard, one after the other, in no order."""
    for item, found in HEARD.each(findings, items):
        yield item, list(_voices(findings, item, found))


def _voices(findings: Findings, item: Item, found: Result) -> Iterator[Voice]:
    read_from = CurrentUnits.kept(item.id, found)
    units = read_from.of("speakers")
    turns = found["turns"]
    spans = np.stack([turns["start_ns"], turns["end_ns"]], axis=1)
    first = np.searchsorted(turns["voice"], np.arange(len(found["voices"]) + 1))
    for n, line in enumerate(found["voices"]):
        vector = np.frombuffer(line["vector"], np.float32)
        space = findings.spaces.of_units(read_from, Task.SPEAKER_EMBEDDING, len(vector))
        own = spans[first[n] : first[n + 1]]
        start, end = own[np.lexsort((own[:, 0], own[:, 0] - own[:, 1]))[0]].tolist()
        yield Voice(
            Moment(VOICE, item.sha256, int(line["stream"]), start, end, start), item.id,
            units[int(line["unit"])], int(line["speaker"]), space, vector, float(line["seconds"]), own,
        )  # fmt: skip


def _heard(findings: Findings, item: Item) -> Result:
    units: list[Unit] = []
    lines: list[dict[str, object]] = []
    turns: list[dict[str, object]] = []
    for part in findings.parts(item.id, "speakers"):
        units.append(part.unit)
        said, stream = part.tables["turns"], _stream_of_sound(findings, item)
        for line in part.tables["voices"]:
            own = np.flatnonzero(said["speaker"] == line["speaker"])
            times = zip(said["start_ns"][own], said["end_ns"][own], strict=True)
            turns += [{"voice": len(lines), "start_ns": a, "end_ns": b} for a, b in times]
            if len(own):
                vector = np.asarray(line["vector"], np.float32).tobytes()
                row = {"speaker": line["speaker"], "stream": stream, "seconds": line["seconds"]}
                lines.append({**row, "vector": vector, "unit": len(units) - 1})
    rows = {"voices": lines, "turns": turns}
    made = {name: Table.from_rows(HEARD_COLUMNS[name], rows[name]) for name in rows}
    # one of those that made the vectors tells in which space they lie
    made_by = [u for u in findings.of_stage(item.id, "speaker_embeddings") if u.done][:1]
    return {**made, **CurrentUnits([*made_by, *units]).columns()}


def _stream_of_sound(findings: Findings, item: Item) -> int:
    streams = {u.stream for u in findings.of_stage(item.id, "speaker_embeddings") if u.done}
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
        (v.heard_ns(moment.start_ns, moment.end_ns), -i, v)
        for i, v in enumerate(known)
        if v.moment.sha256 == moment.sha256
    ]
    if not shared:
        return None
    most, _, voice = max(shared, key=lambda s: s[:2])
    return voice if most * 2 >= moment.end_ns - moment.start_ns else None


HEARD_COLUMNS: Schemas = {
    "voices": {
        "speaker": Column("i32"), "stream": Column("i32"), "seconds": Column("f64"),
        "vector": Column("bytes", (), "float32"), "unit": Column("i32"),
    },
    "turns": {
        "voice": Column("i32", (), "place in `voices`"), "start_ns": Column("i64"), "end_ns": Column("i64"),
    },
    **UNIT_COLUMNS,
}  # fmt: skip
HEARD = View("voices", ("speakers", "speaker_embeddings"), HEARD_COLUMNS, _heard)
