"""Objects of everyday classes in the picture, and how many persons are seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.media.change import ChangeGate
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Frame, Reads, Source, Stage, Vector
from engine.units import Kind

if TYPE_CHECKING:
    from engine.models.nanodet import Detections, ObjectDetector

LOOK_HZ = 1.0
SMALLEST_SIDE, LARGEST_SIDE = 416, 640
"""Bounds of the longer side, in pixels, of what the detector sees; between them, the picture's own.

On 24 hand-counted street pictures of 768 × 576 (persons 50 to 170 px high): mean error of the count
0.42 at 640 for 0.10 CPU-s a picture, 0.62 at 416 for 0.05, 0.58 at 768 for 0.14, and 0.50 for 2 × 2
overlapping tiles of 416 with the whole for 0.22. So one pass, and no tiles.
"""
LEAST_PERSON, LEAST_VEHICLE, LEAST_OTHER = 0.39, 0.44, 0.55
"""Scores from which a detection is a finding.

The first gave the best count of persons; cars in traffic reach the second; between the second and the
third, other classes were mostly false (a yellow jacket on grass as a bird).
"""

FALLS_APART = 380
"""Length of a box, in pixels of what the detector sees, from which a thing may have fallen apart: boxes reach
at most 224 pixels from their middle, and a portrait gives one of the head and one of the shoulders."""
PART_OF = 0.7
"""Share of such a box that must lie inside the whole thing for it to be a part of it."""


class Objects(Stage):
    """Boxes with a COCO label and a score, and the number of persons, once a second.

    A picture that is the same as the last one looked at gets that one's findings again.
    """

    name = "objects"
    version = 2
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    needs = (Task.OBJECT_DETECTION,)
    defaults: ClassVar[Mapping[str, Any]] = {
        "hz": LOOK_HZ,
        "least_person": LEAST_PERSON,
        "least_vehicle": LEAST_VEHICLE,
        "least_other": LEAST_OTHER,
    }
    tables: ClassVar[Schemas] = {
        "objects": {
            "t_ns": Column("i64"),
            "label": Column("str", doc="one of the 80 COCO classes"),
            "box": Column("f32", (4,)),
            "score": Column("f32"),
        },
        "counts": {"t_ns": Column("i64"), "persons": Column("i32")},
    }

    def run(self, source: Source, context: Context) -> Result:
        from engine.models.nanodet import LABELS, PERSON

        detector: ObjectDetector = context.model(Task.OBJECT_DETECTION)
        gate = ChangeGate()
        rows: list[dict[str, Any]] = []
        counts: list[dict[str, int]] = []
        found: Detections | None = None
        for frame in source.frames(context.settings["hz"]):
            context.check()
            if gate.passes(frame) or found is None:
                found = _look(detector, frame, context.settings)
            counts.append({"t_ns": frame.t_ns, "persons": int((found.classes == PERSON).sum())})
            rows += [
                {"t_ns": frame.t_ns, "label": LABELS[label], "box": box, "score": score}
                for label, box, score in zip(found.classes, found.boxes, found.scores, strict=True)
            ]
        return {
            "objects": Table.from_rows(self.tables["objects"], rows),
            "counts": Table.from_rows(self.tables["counts"], counts),
        }


def _look(detector: ObjectDetector, frame: Frame, settings: Mapping[str, Any]) -> Detections:
    """Findings of one picture, boxes in pixels of the full picture."""
    from engine.models.nanodet import LABELS, PERSON, VEHICLES, Detections

    side = min(LARGEST_SIDE, max(SMALLEST_SIDE, frame.width, frame.height))
    picture = frame.bgr(side)
    scale = np.array([frame.width / picture.shape[1], frame.height / picture.shape[0]] * 2, dtype=np.float32)
    least = np.full(len(LABELS), settings["least_other"], dtype=np.float32)
    least[list(VEHICLES)] = settings["least_vehicle"]
    least[PERSON] = settings["least_person"]
    found = detector.find(picture, side, float(least.min()))
    found = found.take(found.scores >= least[found.classes])
    large = _length(found.boxes) * (side / max(picture.shape[:2])) >= FALLS_APART
    if side > SMALLEST_SIDE and large.any():
        whole = detector.find(picture, SMALLEST_SIDE, float(least.min()))
        found = _put_together(found, large, whole.take(whole.scores >= least[whole.classes]))
    return Detections(found.boxes * scale, found.scores, found.classes)


def _put_together(found: Detections, large: npt.NDArray[np.bool_], whole: Detections) -> Detections:
    """What was found, with large boxes that are parts of a thing of the smaller picture replaced by that."""
    from engine.models.nanodet import areas, intersections, joined, without_duplicates

    things = []
    part = np.zeros(len(found.scores), dtype=np.bool_)
    for index, box in enumerate(whole.boxes):
        inside = intersections(box, found.boxes) / np.maximum(areas(found.boxes), 1) >= PART_OF
        mine = large & inside & (found.classes == whole.classes[index])
        if mine.any():
            things.append(index)
            part |= mine
    return without_duplicates(joined([found.take(~part), whole.take(np.array(things, dtype=np.int64))]))


def _length(boxes: Vector) -> Vector:
    """Longer side of each box (n, 4)."""
    return np.asarray(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]), dtype=np.float32)
