"""All faces of a case as columns: one row per tracklet, in order of item, stream and time.

A case may hold a million of them; a Python object each would take gigabytes and minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.cases.findings import Findings, Item, Part
from app.cases.units_current import Unit
from app.operations.decisions import Identity
from app.operations.moments import FACE, Moment
from engine.models.tasks import Task
from engine.vectors import Space

Rows = npt.NDArray[np.int64]
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


@dataclass(frozen=True, slots=True)
class ItemFaces:
    """The faces of one item: `rows` `(n,)` of `ROW`, and `vectors` `(n, d)`, their weighted means."""

    item: Item
    units: tuple[Unit, ...] = field(repr=False)
    rows: npt.NDArray[np.void] = field(repr=False)
    vectors: npt.NDArray[np.float32] = field(repr=False)
    space: Space

    def __len__(self) -> int:
        return len(self.rows)

    def moment(self, at: int) -> Moment:
        """Where the face of this row is seen best."""
        r = self.rows[at]
        box = tuple(float(v) for v in r["box"])
        times = (int(r["start_ns"]), int(r["end_ns"]), int(r["t_ns"]))
        return Moment(FACE, self.item.sha256, int(r["stream"]), *times, box)

    def place(self, at: int) -> tuple[str, int]:
        """Unit key and tracklet, as memberships name a face."""
        r = self.rows[at]
        return self.units[int(r["unit"])].key, int(r["row"])

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

    def where(self, row: int) -> tuple[ItemFaces, int]:
        """Item of a face, and its row there."""
        at = int(np.searchsorted(self.first, row, "right")) - 1
        return self.items[at], row - int(self.first[at])

    def moment(self, row: int) -> Moment:
        item, at = self.where(row)
        return item.moment(at)

    def rows(self, ids: Iterable[int]) -> Rows:
        """Rows of these faces; without those that are no more."""
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
                return {item.place(at): int(self.number[first + at]) for at in range(len(item))}
        return {}

    def of(self, number: int) -> Rows:
        """Rows of a person's faces."""
        return np.flatnonzero(self.number == number)


def faces_of(findings: Findings, item: Item) -> ItemFaces:
    """Read an item's faces from its results."""
    units: list[Unit] = []
    rows, vectors = [], []
    space: Space | None = None
    for part in findings.parts(item.id, "face_embeddings"):
        tracks, faces = findings.beside(part, "face_tracks"), findings.beside(part, "faces")
        if tracks is not None and faces is not None:
            found, means = _of_part(part, tracks, faces)
            own = findings.spaces.of_unit(part.unit, Task.FACE_EMBEDDING, means.shape[1])
            space = space or own
            if own != space:
                continue
            found["unit"] = len(units)
            units.append(part.unit)
            rows.append(found)
            vectors.append(means)
    if not rows or space is None:
        return ItemFaces(item, (), np.zeros(0, ROW), np.zeros((0, 0), np.float32), Space("", 0))
    return ItemFaces(item, tuple(units), np.concatenate(rows), np.concatenate(vectors), space)


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
