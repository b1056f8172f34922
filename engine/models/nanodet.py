"""Finding objects of the 80 COCO classes with NanoDet-g.

Input is BGR less the mean, over the deviation; per stride (8, 16, 32) the network gives class scores
and, for each side of the box, a distribution over distances whose expectation is the distance (Li et
al., "Generalized Focal Loss", NeurIPS 2020; decoding as in the NanoDet reference code). The network
takes pictures of any size that is a multiple of 32.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.stage import Picture, Vector

MEAN = np.array([103.53, 116.28, 123.675], dtype=np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], dtype=np.float32)
STRIDES = (8, 16, 32)
MOST_OBJECTS = 300
SAME_OBJECT = 0.5
"""Overlap (intersection over union) at which the weaker of two boxes of one class is dropped."""
SAME_THING = 0.8
"""Overlap at which boxes of two classes are one thing (car, truck); no person is dropped for a thing."""
# fmt: off
LABELS = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
    "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
    "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
    "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
    "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
    "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard",
    "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase",
    "scissors", "teddy bear", "hair drier", "toothbrush",
)
# fmt: on
PERSON = LABELS.index("person")
VEHICLES = range(LABELS.index("bicycle"), LABELS.index("boat") + 1)


@dataclass(frozen=True, slots=True)
class Detections:
    """Boxes float32 (n, 4) as x0 y0 x1 y1 in picture pixels, scores float32 (n,), classes int64 (n,)."""

    boxes: Vector
    scores: Vector
    classes: npt.NDArray[np.int64]

    def take(self, index: Any) -> Detections:
        return Detections(self.boxes[index], self.scores[index], self.classes[index])


class ObjectDetector:
    """NanoDet-g, loaded once per process."""

    def __init__(self, model: Path, device: str = "cpu") -> None:
        self._session = open_session(model, device)
        self._input = self._session.get_inputs()[0].name
        self._outputs = [f"{kind}_{stride}" for stride in STRIDES for kind in ("scores", "distances")]

    def find(self, picture: Picture, side: int, least_score: float) -> Detections:
        """Objects in `picture`, scaled so that its longer side is `side` pixels, strongest first."""
        import cv2

        height, width = picture.shape[:2]
        scale = side / max(height, width)
        rows, columns = (max(32, round(length * scale / 32) * 32) for length in (height, width))
        interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        scaled = cv2.resize(picture, (columns, rows), interpolation=interpolation)
        planes = ((scaled.astype(np.float32) - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
        outputs = self._session.run(self._outputs, {self._input: np.ascontiguousarray(planes)})
        parts = [
            _decoded(outputs[2 * i][0], outputs[2 * i + 1][0], stride, columns, least_score)
            for i, stride in enumerate(STRIDES)
        ]
        found = joined(parts)
        limits = np.array([columns, rows, columns, rows], dtype=np.float32)
        factor = np.array([width / columns, height / rows] * 2, dtype=np.float32)
        boxes = np.clip(found.boxes, 0, limits) * factor
        return without_duplicates(Detections(boxes, found.scores, found.classes))


def _decoded(scores: Vector, distances: Vector, stride: int, columns: int, least: float) -> Detections:
    """Cells of one stride whose best class reaches `least`, as boxes in network pixels."""
    cells, classes = np.nonzero(scores >= least)
    across = -(-columns // stride)
    centres = (np.stack([cells % across, cells // across], axis=1).astype(np.float32) + 0.5) * stride
    logits = distances[cells].reshape(len(cells), 4, distances.shape[1] // 4)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    bins = np.arange(logits.shape[2], dtype=np.float32)
    reach = (weights @ bins) / np.maximum(weights.sum(axis=2), 1e-9) * stride
    boxes = np.concatenate([centres - reach[:, :2], centres + reach[:, 2:]], axis=1).astype(np.float32)
    return Detections(boxes, scores[cells, classes].astype(np.float32), classes.astype(np.int64))


def joined(parts: list[Detections]) -> Detections:
    """All detections of `parts`."""
    return Detections(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.classes for part in parts]),
    )


def without_duplicates(found: Detections, same: float = SAME_OBJECT) -> Detections:
    """Greedy suppression, strongest first; ties are broken by class and position, never by chance."""
    order = np.lexsort((found.boxes[:, 1], found.boxes[:, 0], found.classes, -found.scores))
    found = found.take(order[: 4 * MOST_OBJECTS])
    kept: list[int] = []
    dropped = np.zeros(len(found.scores), dtype=np.bool_)
    for index in range(len(found.scores)):
        if dropped[index]:
            continue
        kept.append(index)
        shared = overlaps(found.boxes[index], found.boxes)
        dropped |= (found.classes == found.classes[index]) & (shared >= same)
        if found.classes[index] != PERSON:
            dropped |= (found.classes != PERSON) & (shared >= SAME_THING)
    return found.take(np.array(kept[:MOST_OBJECTS], dtype=np.int64))


def overlaps(box: Vector, boxes: Vector) -> Vector:
    """Intersection over union of one box (4,) with many (n, 4)."""
    shared = intersections(box, boxes)
    return np.asarray(shared / np.maximum(areas(box[None]) + areas(boxes) - shared, 1e-9), dtype=np.float32)


def intersections(box: Vector, boxes: Vector) -> Vector:
    """Shared area of one box (4,) with many (n, 4), in square pixels."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    return np.asarray(np.clip(high - low, 0, None).prod(axis=1), dtype=np.float32)


def areas(boxes: Vector) -> Vector:
    """Area of each box (n, 4), in square pixels."""
    return np.asarray(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1), dtype=np.float32)


def load(files: Files, options: Options, device: str) -> ObjectDetector:
    return ObjectDetector(files["model"], device)
