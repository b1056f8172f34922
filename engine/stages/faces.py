"""Where faces are, how they are turned, and how good a picture of them is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.media.change import ChangeGate
from engine.media.looks import difference, look
from engine.media.shown_at import shown_at
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Frame, Reads, Source, Stage, Vector
from engine.units import BOXES, SECOND, Kind, Sampling

if TYPE_CHECKING:
    from engine.models.yunet import FaceDetector, FacesFound

LOOK_HZ = 5.0
VIDEO_SIDE, QUICK_SIDE = 1024, 640
"""Longer side of what the detector sees of moving pictures: thoroughly, and in between."""
THOROUGH_NS = SECOND
"""Longest time between two thorough looks while the picture changes."""
NEW_PICTURE = 0.26
"""Difference of looks (engine/media/looks.py) from the last thorough look, from which one is due."""
SMALL_FACE = 28.0
"""Pixels at QUICK_SIDE: while a smaller face is in the picture, every look is thorough."""
PHOTO_SIDES = (640, 1920)
"""A photo is seen twice: large, where a face of 10 pixels in 1920 is found, and small, where a face that
fills the picture is no larger than what the network was trained on."""
LEAST_SCORE = 0.7
"""True faces of the samples reach 0.74 and more, nearly all 0.9; animals and patterns end at 0.67."""
LEAST_SIDE = 14
"""Pixels of the full picture: smaller faces can be recognised neither by people nor by the embedder."""


class Faces(Stage):
    """Faces five times a second (in the preview pass: in keyframes), and in photos at two sizes.

    Where the score leaves doubt which way up a face is, all four are tried; a face that is still in doubt
    has a quality of 0, and is compared with none.

    Where a person drew faces, it finds the five points within what was drawn.

    A picture in which nothing moved since the last one looked at gets that one's faces again. Once a second,
    in a new picture and while there are small faces the look is thorough; else it is quick. So a small
    face may be found up to a second after it appeared.
    """

    name = "faces"
    version = 3
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO, Kind.IMAGE})
    needs = (Task.FACE_DETECTION,)
    preview = True
    defaults: ClassVar[Mapping[str, Any]] = {
        "hz": LOOK_HZ,
        "side": VIDEO_SIDE,
        "quick_side": QUICK_SIDE,
        "photo_sides": list(PHOTO_SIDES),
        "least_score": LEAST_SCORE,
        "least_side": LEAST_SIDE,
    }
    tables: ClassVar[Schemas] = {
        "faces": {
            "t_ns": Column("i64"),
            "pts": Column("i64"),
            "box": Column("f32", (4,)),
            "points": Column("f32", (5, 2), "eyes, nose, mouth corners; left of the upright face first"),
            "score": Column("f32"),
            "quality": Column("f32", doc="0 … 1, see engine/models/face_quality.py; 0: unknown which way up"),
            "sharpness": Column("f32", doc="0 … 1"),
            "yaw": Column("f32", doc="degrees, positive to the right of the picture"),
        }
    }

    def run(self, source: Source, context: Context) -> Result:
        detector: FaceDetector = context.model(Task.FACE_DETECTION)
        found = _drawn if source.sampling is Sampling.DRAWN else _sampled
        return {"faces": Table.from_rows(self.tables["faces"], found(source, context, detector))}


def _sampled(source: Source, context: Context, detector: FaceDetector) -> list[dict[str, Any]]:
    """Faces of the pictures of a regular sampling."""
    gate, sides = ChangeGate(), _Sides(source, context)
    rows: list[dict[str, Any]] = []
    last: list[dict[str, Any]] = []
    for frame in source.frames(context.settings["hz"]):
        context.check()
        if source.kind is Kind.IMAGE or gate.passes(frame):
            last = _look(detector, frame, sides.of(frame, last), context.settings)
        rows += [{**face, "t_ns": frame.t_ns, "pts": frame.pts} for face in last]
    return rows


def _drawn(source: Source, context: Context, detector: FaceDetector) -> list[dict[str, Any]]:
    """Faces that a person drew in one picture."""
    from engine.models.drawn_faces import drawn_faces

    frame = shown_at(source)
    drawn = drawn_faces(detector, frame, context.settings[BOXES])
    return [{**face, "t_ns": frame.t_ns, "pts": frame.pts} for face in drawn]


class _Sides:
    """In what sizes to look at a picture; depends on the pictures of the segment alone."""

    def __init__(self, source: Source, context: Context) -> None:
        self._photo = source.kind is Kind.IMAGE
        self._always = source.sampling is Sampling.KEYFRAMES
        self._settings = context.settings
        self._thorough_ns = 0
        self._thorough: Vector | None = None

    def of(self, frame: Frame, faces: list[dict[str, Any]]) -> list[int]:
        """Longer sides for `frame`, given the faces found last."""
        thorough, quick = int(self._settings["side"]), int(self._settings["quick_side"])
        longest = max(frame.width, frame.height)
        if self._photo:
            return list(self._settings["photo_sides"])
        if self._always or longest <= quick:
            return [thorough]
        now = look(frame)
        due = frame.t_ns - self._thorough_ns >= THOROUGH_NS
        small = any(
            (face["box"][2:] - face["box"][:2]).max() * quick < SMALL_FACE * longest for face in faces
        )
        if self._thorough is None or due or small or difference(self._thorough, now) >= NEW_PICTURE:
            self._thorough_ns, self._thorough = frame.t_ns, now
            return [thorough]
        return [quick]


def _look(
    detector: FaceDetector, frame: Frame, sides: list[int], settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Faces of one picture, in pixels of the full picture, from left to right."""
    from engine.models.face_alignment import scale
    from engine.models.face_quality import measure
    from engine.models.face_turns import upright

    found, side = _found(detector, frame, sides, settings)
    limits = np.array([frame.width, frame.height] * 2, np.float32)
    rows = []
    for box, points, score in zip(found.boxes, found.points, found.scores, strict=True):
        # a picture that shows the face larger than the embedder sees it tells no more
        enough = scale(points) * max(frame.width, frame.height) <= min(sides)
        picture = frame.bgr(side if enough else max(side, settings["side"]))
        shrink = np.float32(picture.shape[1] / frame.width)
        face = upright(detector, picture, box * shrink, points * shrink, float(score))
        worth = measure(picture, face.points, face.score, float(1 / shrink))
        rows.append(
            {
                "box": np.clip(face.box / shrink, 0, limits).astype(np.float32),
                "points": face.points / shrink,
                "score": face.score,
                "quality": worth.quality if face.known else 0.0,
                "sharpness": worth.sharpness,
                "yaw": worth.yaw,
            }
        )
    return sorted(rows, key=lambda row: tuple(row["box"].tolist()))


def _found(
    detector: FaceDetector, frame: Frame, sides: list[int], settings: Mapping[str, Any]
) -> tuple[FacesFound, int]:
    """Faces in full pixels, clipped to the picture, and the largest side that was looked at."""
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
