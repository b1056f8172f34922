"""All faces of a case as columns: one row per tracklet, in order of item, stream and time.

A case may hold a million of them; a Python object each would take gigabytes and minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.cases.current_units import SCHEMAS as UNIT_COLUMNS
from app.cases.current_units import CurrentUnits
from app.cases.findings import Findings, Item, Part
from app.cases.item_views import View
from app.cases.subjects import Subject
from app.cases.units_current import Unit
from app.operations.decisions import Identity
from app.operations.moments import FACE, Moment
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.vectors import Space

Rows = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]
ROW = np.dtype(
    [
        ("unit", np.int32),
        ("row", np.int32),
        ("stream", np.int16),
        ("exact", np.bool_),
        ("start_ns", np.int64),
        ("end_ns", np.int64),
        ("t_ns", np.int64),
        ("box", np.float32, (4,)),
        ("quality", np.float32),
        ("score", np.float32),
        ("sharpness", np.float32),
        ("yaw", np.float32),
    ]
)
"""`unit` counts the units of the item; `row` is the tracklet in it; `exact` whether its crop is."""


@dataclass(frozen=True, eq=False)
class ItemFaces:
    """The faces of one item: `rows` `(n,)` of `ROW`; their vectors, in `space`, are read by `vectors_of`."""

    item: Item
    read_from: Result = field(repr=False)
    """Units the rows count, as `CurrentUnits` packs them."""
    rows: npt.NDArray[np.void] = field(repr=False)
    space: Space

    def same_as(self, other: ItemFaces) -> bool:
        """Whether the same units saw the same faces."""
        return np.array_equal(self.keys, other.keys) and np.array_equal(self.rows, other.rows)

    def unit(self, at: int) -> Unit:
        """The unit the face of a row is from; made when asked for, since a case has a million of them."""
        return self._units.at(EMBEDDINGS, int(self.rows["unit"][at]))

    @cached_property
    def _units(self) -> CurrentUnits:
        return CurrentUnits.kept(self.item.id, self.read_from)

    @property
    def keys(self) -> npt.NDArray[np.uint8]:
        """Keys of the units as bytes `(units, 32)`."""
        found: npt.NDArray[np.uint8] = self.read_from["units"]["key"]
        return found

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def drawn(self) -> npt.NDArray[np.bool_]:
        """Which rows `(n,)` are faces that a person drew."""
        units = self._units.drawn(EMBEDDINGS)
        found: npt.NDArray[np.bool_] = (
            units[self.rows["unit"]] if len(units) else np.zeros(len(self), np.bool_)
        )
        return found

    def moment(self, at: int) -> Moment:
        """Where the face of this row is seen best."""
        r = self.rows[at]
        box = tuple(float(v) for v in r["box"])
        times = (int(r["start_ns"]), int(r["end_ns"]), int(r["t_ns"]))
        return Moment(FACE, self.item.sha256, int(r["stream"]), *times, box)

    def place(self, at: int) -> tuple[str, int]:
        """Unit key and tracklet, as memberships name a face."""
        r = self.rows[at]
        return self.keys[int(r["unit"])].tobytes().hex(), int(r["row"])

    def places(self) -> list[tuple[str, int]]:
        """The same of all faces."""
        keys = [key.tobytes().hex() for key in self.keys]
        units, rows = self.rows["unit"].tolist(), self.rows["row"].tolist()
        return [(keys[unit], row) for unit, row in zip(units, rows, strict=True)]

    def at(self, moment: Moment) -> int | None:
        """The row with this very moment, if there is one."""
        r = self.rows
        same = (
            (r["t_ns"] == moment.t_ns) & (r["start_ns"] == moment.start_ns) & (r["end_ns"] == moment.end_ns)
        )
        same &= (r["stream"] == moment.stream) & (np.abs(r["box"] - moment.box).max(axis=1) < ROUNDED)
        found = np.flatnonzero(same)
        return int(found[0]) if len(found) == 1 else None


ROUNDED = 0.06
"""Decisions keep boxes in tenths of a pixel."""


@dataclass(frozen=True, slots=True)
class Faces:
    """All faces as they stand: `ids` `(n,)`, `first` `(items + 1,)` row of each item's first face."""

    version: int
    items: Sequence[ItemFaces]
    first: Rows
    ids: Rows
    number: Rows
    identities: Mapping[int, Identity]
    lost: Sequence[Identity]
    ids_of: npt.NDArray[np.bytes_] = field(default_factory=lambda: np.zeros(1, "S34"), repr=False)
    """Id of each person there ever was, by number."""
    anchors: Rows = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    """The face each number stands for, by number; -1 where none is found."""
    former: Mapping[int, tuple[str, str]] = field(default_factory=dict, repr=False)
    """By number that an earlier version gave: since when, and when its id was founded."""

    def who(self, number: int) -> Subject | None:
        """The person of this number; None where there is nobody."""
        node = int(self.anchors[number]) if number < len(self.anchors) else -1
        if node < 0:
            return None
        item, at = self.where(node)
        place, since = item.place(at), self.former.get(number, ("", ""))
        return Subject(self.subject(number), FACE, number, item.moment(at), item.item.id, place, *since)

    def subject(self, number: int) -> str:
        """The id of a person; empty where there is nobody of this number."""
        return bytes(self.ids_of[number]).decode() if 0 <= number < len(self.ids_of) else ""

    def number_of(self, subject: str) -> int:
        """Number of the person who has this id, or with whom who had it is counted now; -1 for nobody."""
        at = np.flatnonzero(self.ids_of == subject.encode())
        if not subject or not len(at) or at[0] >= len(self.anchors) or self.anchors[at[0]] < 0:
            return -1
        return int(self.number[self.anchors[at[0]]])

    @property
    def drawn(self) -> Rows:
        """Rows of faces that people drew, taken back or not."""
        found = [np.flatnonzero(i.drawn) + int(at) for i, at in zip(self.items, self.first, strict=False)]
        return np.concatenate([*found, np.zeros(0, np.int64)])

    def where(self, row: int) -> tuple[ItemFaces, int]:
        """Item of a face, and its row there."""
        at = int(np.searchsorted(self.first, row, "right")) - 1
        return self.items[at], row - int(self.first[at])

    def moment(self, row: int) -> Moment:
        item, at = self.where(row)
        return item.moment(at)

    def rows(self, ids: Iterable[int]) -> Rows:
        """Rows of these faces; without those that no longer exist."""
        wanted = np.fromiter(ids, np.int64)
        among = np.flatnonzero(np.isin(self.ids, wanted))  # sorting a million takes longer by far
        if not len(among):
            return among
        order = among[np.argsort(self.ids[among])]
        rows = order[np.searchsorted(self.ids[order], wanted).clip(max=len(order) - 1)]
        found: Rows = rows[self.ids[rows] == wanted]
        return found

    def places(self, item_id: str) -> dict[tuple[str, int], int]:
        """Group of each face of an item, by its place."""
        for item, first in zip(self.items, self.first, strict=False):
            if item.item.id == item_id:
                return dict(zip(item.places(), self.number[first : first + len(item)].tolist(), strict=True))
        return {}

    def of(self, number: int) -> Rows:
        """Rows of a person's faces."""
        return np.flatnonzero(self.number == number)


def faces_of(findings: Findings, item: Item) -> ItemFaces:
    """An item's faces."""
    return _item_faces(findings, item, SEEN.of(findings, item))


def all_faces(findings: Findings, items: Mapping[str, Item]) -> Iterator[ItemFaces]:
    """The same for every one of these items in which stages looked for faces, in no order."""
    for item, found in SEEN.each(findings, items):
        yield _item_faces(findings, item, found)


def vectors_of(findings: Findings, item: Item) -> Vectors:
    """Weighted mean vectors of the item's faces `(n, width)`, length 1."""
    return _matrix(VECTORS.of(findings, item))


def all_vectors(findings: Findings, items: Mapping[str, Item]) -> Iterator[tuple[Item, Vectors]]:
    """The same for every one of these items that has faces, in no order."""
    for item, found in VECTORS.each(findings, items):
        yield item, _matrix(found)


def _matrix(found: Result) -> Vectors:
    if not len(found["vectors"]):
        return np.zeros((0, 0), np.float32)
    (line,) = found["vectors"]
    return np.frombuffer(line["matrix"], np.float32).reshape(-1, int(line["width"]))


def _item_faces(findings: Findings, item: Item, found: Result) -> ItemFaces:
    faces = found["faces"]
    rows = np.zeros(len(faces), ROW)
    for name in FACE_COLUMNS["faces"]:
        rows[name] = faces[name]
    read_from = {name: found[name] for name in UNIT_COLUMNS}
    if not len(rows):
        return ItemFaces(item, read_from, rows, Space("", 0))
    (width,) = found["vectors"]["width"].tolist()
    first = CurrentUnits.kept(item.id, read_from).at(EMBEDDINGS, 0)
    return ItemFaces(item, read_from, rows, findings.spaces.of_unit(first, Task.FACE_EMBEDDING, width))


def _seen(findings: Findings, item: Item) -> Result:
    units, rows, vectors = findings.once(("faces", item.id), lambda: _read(findings, item))
    columns = {name: rows[name] for name in FACE_COLUMNS["faces"]}
    return {
        "faces": Table(FACE_COLUMNS["faces"], columns),
        "vectors": Table.from_rows(FACE_COLUMNS["vectors"], [{"width": vectors.shape[1]}]),
        **CurrentUnits(units).columns(),
    }


def _vectors(findings: Findings, item: Item) -> Result:
    _, _, vectors = findings.once(("faces", item.id), lambda: _read(findings, item))
    line = {"width": vectors.shape[1], "matrix": np.ascontiguousarray(vectors).tobytes()}
    return {"vectors": Table.from_rows(VECTOR_COLUMNS["vectors"], [line] if len(vectors) else [])}


def _read(findings: Findings, item: Item) -> tuple[list[Unit], npt.NDArray[np.void], Vectors]:
    """Units, rows and vectors from the results."""
    units: list[Unit] = []
    rows, vectors = [], []
    for part in findings.parts(item.id, EMBEDDINGS):
        tracks, faces = findings.beside(part, "face_tracks"), findings.beside(part, "faces")
        if tracks is not None and faces is not None:
            found, means = _of_part(part, tracks, faces)
            if not len(found):
                continue
            found["unit"] = len(units)
            units.append(part.unit)
            rows.append(found)
            vectors.append(means)
    if not rows:
        return [], np.zeros(0, ROW), np.zeros((0, 0), np.float32)
    return units, np.concatenate(rows), np.concatenate(vectors)


def _of_part(part: Part, tracks: Part, faces: Part) -> tuple[npt.NDArray[np.void], npt.NDArray[np.float32]]:
    """Every tracklet that has a vector and for which this unit speaks."""
    embeddings, crops = part.tables["embeddings"], part.tables["crops"]
    tracklets, seen = tracks.tables["tracklets"], faces.tables["faces"]
    order = np.lexsort((np.arange(len(embeddings)), -embeddings["quality"], embeddings["tracklet"]))
    owner = embeddings["tracklet"][order]
    begins = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, np.int64)
    at = np.searchsorted(owner[begins], tracklets["tracklet"])
    has = at < len(begins)
    has[has] = owner[begins[at[has]]] == tracklets["tracklet"][has]
    has &= _spoken(part, tracklets["start_ns"])
    found = np.zeros(int(has.sum()), ROW)
    best = order[begins[at[has]]]
    face = embeddings["face"][best]
    found["row"] = tracklets["tracklet"][has]
    found["stream"] = part.unit.stream
    found["start_ns"], found["end_ns"] = tracklets["start_ns"][has], tracklets["end_ns"][has]
    found["t_ns"], found["quality"] = embeddings["t_ns"][best], embeddings["quality"][best]
    for name in ("box", "score", "sharpness", "yaw"):
        found[name] = seen[name][face]
    found["exact"] = np.isin(found["row"], crops["tracklet"][crops["exact"]])
    weights = np.maximum(embeddings["quality"][order], 0.05).astype(np.float32)[:, None]
    means = embeddings["vector"][:0]
    if len(begins):
        means = np.add.reduceat(embeddings["vector"][order] * weights, begins)[at[has]]
    return found, (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)).astype(np.float32)


def _spoken(part: Part, times: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    mask = np.zeros(len(times), np.bool_)
    for span in part.speaks:
        mask |= (times >= span.start_ns) & (times < span.end_ns)
    return mask


def crops(findings: Findings, unit: Unit) -> dict[int, bytes]:
    """JPEG pictures of a unit's tracklets; without those it has none of."""
    table = findings.tables(unit)["crops"]
    return {int(n): jpeg for n, jpeg in zip(table["tracklet"], table["jpeg"], strict=True)}


EMBEDDINGS = "face_embeddings"
FACE_COLUMNS: Schemas = {
    "faces": {
        "unit": Column("i32", (), "place among the units"), "row": Column("i32"), "stream": Column("i32"),
        "exact": Column("bool"), "start_ns": Column("i64"), "end_ns": Column("i64"), "t_ns": Column("i64"),
        "box": Column("f32", (4,)), "quality": Column("f32"), "score": Column("f32"),
        "sharpness": Column("f32"), "yaw": Column("f32"),
    },
    "vectors": {"width": Column("i32")},
    **UNIT_COLUMNS,
}  # fmt: skip
VECTOR_COLUMNS: Schemas = {
    "vectors": {
        "width": Column("i32"), "matrix": Column("bytes", (), "float32, row by row"),
    },
}  # fmt: skip
SEEN = View("faces", (EMBEDDINGS,), FACE_COLUMNS, _seen)
VECTORS = View("face vectors", (EMBEDDINGS,), VECTOR_COLUMNS, _vectors)
