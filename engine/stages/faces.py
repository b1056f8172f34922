"""Where faces are, how they are turned, and how good a picture of them is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from engine.media.change import ChangeGate
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Frame, Reads, Source, Stage
from engine.units import Kind

if TYPE_CHECKING:
    from engine.models.yunet import FaceDetector, FacesFound

PACK = "face-detection-yunet"
LOOK_HZ = 5.0
VIDEO_SIDE = 1024
PHOTO_SIDES = (640, 1920)
"""A photo is seen twice: large, where a face of 10 pixels in 1920 is found, and small, where a face that
fills the picture is no larger than what the network was trained on."""
LEAST_SCORE = 0.7
"""True faces of the samples reach 0.74 and more, nearly all 0.9; animals and patterns end at 0.67."""
LEAST_SIDE = 14
"""Pixels of the full picture: smaller faces can be recognised neither by people nor by the embedder."""


class Faces(Stage):
    """Faces five times a second (in the scout: in keyframes), and in photos at two sizes.

    A picture in which nothing moved since the last one looked at gets that one's faces again.
    """

    name = "faces"
    version = 1
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    packs = (PACK,)
    scout = True
    defaults: ClassVar[Mapping[str, Any]] = {
        "hz": LOOK_HZ,
        "side": VIDEO_SIDE,
        "photo_sides": list(PHOTO_SIDES),
        "least_score": LEAST_SCORE,
        "least_side": LEAST_SIDE,
    }
    tables: ClassVar[Schemas] = {
        "faces": {
            "t_ns": Column("i64"),
            "pts": Column("i64"),
            "box": Column("f32", (4,)),
            "points": Column("f32", (5, 2), "eyes, nose, mouth corners; left of the picture first"),
            "score": Column("f32"),
            "quality": Column("f32", doc="0 … 1, see engine/models/face_quality.py"),
            "sharpness": Column("f32", doc="0 … 1"),
            "yaw": Column("f32", doc="degrees, positive to the right of the picture"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        detector = _detector(context)
        gate = ChangeGate()
        rows: list[dict[str, Any]] = []
        last: list[dict[str, Any]] = []
        for frame in source.frames(context.settings["hz"]):
            context.check()
            if source.kind is Kind.IMAGE or gate.passes(frame):
                last = _look(detector, frame, _sides(source, context), context.settings)
            rows += [{**face, "t_ns": frame.t_ns, "pts": frame.pts} for face in last]
        return {"faces": Table.from_rows(self.tables["faces"], rows)}


def _detector(context: Context) -> FaceDetector:
    from engine.models.yunet import FaceDetector

    return context.keep(
        PACK, lambda: FaceDetector(context.packs.path(PACK, "yunet_int8.onnx"), context.device)
    )


def _sides(source: Source, context: Context) -> list[int]:
    if source.kind is Kind.IMAGE:
        return list(context.settings["photo_sides"])
    return [int(context.settings["side"])]


def _look(
    detector: FaceDetector, frame: Frame, sides: list[int], settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Faces of one picture, in pixels of the full picture, from left to right."""
    from engine.models.face_quality import measure

    found, side = _found(detector, frame, sides, settings)
    picture = frame.bgr(side)
    shrink = picture.shape[1] / frame.width
    rows = []
    for box, points, score in zip(found.boxes, found.points, found.scores, strict=True):
        worth = measure(picture, points * shrink, float(score), 1 / shrink)
        rows.append(
            {
                "box": box,
                "points": points,
                "score": score,
                "quality": worth.quality,
                "sharpness": worth.sharpness,
                "yaw": worth.yaw,
            }
        )
    return sorted(rows, key=lambda row: tuple(row["box"].tolist()))


def _found(
    detector: FaceDetector, frame: Frame, sides: list[int], settings: Mapping[str, Any]
) -> tuple[FacesFound, int]:
    """Faces in full pixels, clipped to the picture, and the largest side that was looked at."""
    import numpy as np

    from engine.models.yunet import joined, without_duplicates

    longest = max(frame.width, frame.height)
    useful = sorted({min(side, longest) for side in sides})
    parts = []
    for side in useful:
        picture = frame.bgr(side)
        found = detector.find(picture, settings["least_score"])
        parts.append(found.scaled(frame.width / picture.shape[1], frame.height / picture.shape[0]))
    found = without_duplicates(joined(parts)) if len(parts) > 1 else parts[0]
    limits = np.array([frame.width, frame.height] * 2, np.float32)
    boxes = np.clip(found.boxes, 0, limits).astype(np.float32)
    large = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) >= settings["least_side"]
    return type(found)(boxes, found.points, found.scores).take(large), useful[-1]
