"""Faces that follow one another: one tracklet is one person between two cuts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind, Sampling

Marks = npt.NDArray[np.int64]

STEP_NS = SECOND // 5
"""A face counts as seen until the next picture of the grid."""
SIZE_CHANGE = 1.5
"""Most by which a face grows or shrinks from one sighting to the next to count as about the same size."""
REACH = 1.5
"""How many of its sides a face may move from one sighting to the next (at a likeness of 0)."""


@dataclass(slots=True)
class _Tracklet:
    first_ns: int
    members: list[int] = field(default_factory=list)
    box: Vector = field(default_factory=lambda: np.zeros(4, np.float32))
    t_ns: int = 0
    speed: Vector = field(default_factory=lambda: np.zeros(2, np.float32))
    """Pixels per second of the box's centre."""

    def expected(self, t_ns: int) -> Vector:
        shift = self.speed * np.float32((t_ns - self.t_ns) / SECOND)
        result: Vector = self.box + np.tile(shift, 2)
        return result

    def add(self, face: int, box: Vector, t_ns: int) -> None:
        if self.members:
            moved = (_centres(box[None]) - _centres(self.box[None]))[0] / np.float32(
                (t_ns - self.t_ns) / SECOND
            )
            self.speed = (moved + self.speed) / np.float32(2)
        self.members.append(face)
        self.box, self.t_ns = box, t_ns


class FaceTracks(Stage):
    """Tracklets by overlap with where the face should be by now, as in SORT.

    Bewley et al., "Simple online and realtime tracking", ICIP 2016, with two changes towards purity: a
    pair must be clearly each other's best, or both end; and nothing is joined across a cut. Keyframes
    lie seconds apart, so the preview pass joins only faces that hardly moved.
    """

    name = "face_tracks"
    version = 1
    reads = Reads.NOTHING
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    after = ("faces", "shot_changes")
    preview = True
    defaults: ClassVar[Mapping[str, Any]] = {
        "least_overlap": 0.25,
        "least_overlap_keyframes": 0.6,
        "longest_gap_ns": SECOND,
        "longest_gap_keyframes_ns": 3 * SECOND,
        "clear_by": 0.15,
    }
    tables: ClassVar[Schemas] = {
        "tracklets": {
            "tracklet": Column("i32"),
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "faces": Column("i32"),
        },
        "members": {"tracklet": Column("i32"), "face": Column("i32", doc="row of the unit's `faces`")},
    }

    def run(self, source: Source, context: Context) -> Result:
        faces = source.upstream("faces")["faces"]
        cuts = np.sort(source.upstream("shot_changes")["changes"]["t_ns"])
        is_preview = source.sampling is Sampling.KEYFRAMES and source.kind is Kind.VIDEO
        tracker = _Tracker(context.settings, is_preview)
        times = np.unique(faces["t_ns"])
        for t_ns in times.tolist():
            context.check()
            tracker.cut_at(cuts, t_ns)
            tracker.see(np.flatnonzero(faces["t_ns"] == t_ns), faces["box"], t_ns)
        return self._tables(tracker.finished(), source, cuts)

    def _tables(self, tracklets: list[_Tracklet], source: Source, cuts: Marks) -> Result:
        rows, members = [], []
        for number, tracklet in enumerate(tracklets):
            start, last = tracklet.first_ns, tracklet.t_ns
            limits = [source.span.end_ns, *cuts[cuts > last].tolist()]
            end = max(last + 1, min(last + STEP_NS, *limits))
            rows.append(
                {"tracklet": number, "start_ns": start, "end_ns": end, "faces": len(tracklet.members)}
            )
            members += [{"tracklet": number, "face": face} for face in tracklet.members]
        return {
            "tracklets": Table.from_rows(self.tables["tracklets"], rows),
            "members": Table.from_rows(self.tables["members"], members),
        }


class _Tracker:
    def __init__(self, settings: Mapping[str, Any], is_preview: bool) -> None:
        suffix = "_keyframes" if is_preview else ""
        self._least = float(settings[f"least_overlap{suffix}"])
        self._gap = int(settings[f"longest_gap{suffix}_ns"])
        self._clear_by = float(settings["clear_by"])
        self._open: list[_Tracklet] = []
        self._done: list[_Tracklet] = []

    def cut_at(self, cuts: Marks, t_ns: int) -> None:
        """End what a cut up to `t_ns` or a long absence separates from now."""
        keep: list[_Tracklet] = []
        for tracklet in self._open:
            between = np.searchsorted(cuts, t_ns, "right") - np.searchsorted(cuts, tracklet.t_ns, "right")
            lasting = between == 0 and t_ns - tracklet.t_ns <= self._gap
            (keep if lasting else self._done).append(tracklet)
        self._open = keep

    def see(self, faces: Marks, boxes: Vector, t_ns: int) -> None:
        """Give each face of one picture to the tracklet that is clearly its own, or begin one."""
        near = np.full((len(self._open), len(faces)), -1, np.float32)
        for row, tracklet in enumerate(self._open):
            near[row] = _likeness(tracklet, boxes[faces], t_ns)
        taken: set[int] = set()
        ended: set[int] = set()
        while near.size and near.max() >= self._least:
            row, column = divmod(int(near.argmax()), len(faces))
            best = near[row, column]
            near[row, column] = -1
            rival = max(near[row].max(), near[:, column].max())
            near[row], near[:, column] = -1, -1
            if rival > best - self._clear_by:
                ended.add(row)  # two faces may have changed places: start a new one rather than mix
                continue
            self._open[row].add(int(faces[column]), boxes[faces[column]], t_ns)
            taken.add(column)
        self._done += [self._open[row] for row in sorted(ended)]
        self._open = [tracklet for row, tracklet in enumerate(self._open) if row not in ended]
        for column, face in enumerate(faces.tolist()):
            if column not in taken:
                self._open.append(_Tracklet(t_ns))
                self._open[-1].add(face, boxes[face], t_ns)

    def finished(self) -> list[_Tracklet]:
        """All tracklets, in order of their first face."""
        return sorted(self._done + self._open, key=lambda tracklet: tracklet.members[0])


def _likeness(tracklet: _Tracklet, boxes: Vector, t_ns: int) -> Vector:
    """0 … 1 for each box: overlap with the last or the expected box, or nearness at about the same size."""
    best = np.zeros(len(boxes), np.float32)
    sides = np.sqrt(_areas(boxes))
    for box in (tracklet.box, tracklet.expected(t_ns)):
        side = float(np.sqrt(_areas(box[None])[0]))
        away = np.linalg.norm(_centres(boxes) - _centres(box[None]), axis=1) / max(side, 1e-6)
        alike = (sides > side / SIZE_CHANGE) & (sides < side * SIZE_CHANGE)
        near = np.where(alike, np.clip(1 - away / REACH, 0, 1) / 2, 0)
        best[:] = np.maximum(best, np.maximum(_overlaps(box, boxes), near))
    return best


def _overlaps(box: Vector, boxes: Vector) -> Vector:
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    result: Vector = shared / np.maximum(_areas(boxes) + _areas(box[None]) - shared, 1e-9)
    return result


def _areas(boxes: Vector) -> Vector:
    result: Vector = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return result


def _centres(boxes: Vector) -> Vector:
    result: Vector = (boxes[:, :2] + boxes[:, 2:]) / np.float32(2)
    return result
