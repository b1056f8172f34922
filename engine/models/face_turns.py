"""Which way up a face is, where its picture leaves doubt.

The detector also finds faces that lie on their side or stand on their head, with five points as if they
stood upright; vectors of such points make strangers alike. An upright face is found with a higher score than
the same face turned, so the surroundings of a doubtful face are looked at in all four turns.
`tests/benchmarks/face_turns.py` chooses `DOUBTFUL` and `CLEAR_BY` and prints how far apart they lie.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.models.yunet import FaceDetector, FacesFound
from engine.stage import Picture, Vector

DOUBTFUL = 0.92
"""Score below which a face may be turned: upright ones that are clear reach more, turned ones less."""
CLEAR_BY = 0.03
"""By how much the best turn must beat the others; if it does not, which way up is not known."""
LOOK_SIDE = 160
AROUND = 2.2
"""Side of the surroundings that are looked at, in sides of the face."""
LEAST = 0.3
CENTRED = 0.2
"""Share of the surroundings by which the face may lie off their middle."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The face the right way up: box `(4,)`, points `(5, 2)` with the eye on the left of the upright face
    first, and score; `known` is whether the turn is clear."""

    box: Vector
    points: Vector
    score: float
    known: bool


def upright(detector: FaceDetector, picture: Picture, box: Vector, points: Vector, score: float) -> Turned:
    """The face in `box`, turned in its picture as it really is; coordinates are those of `picture`."""
    if score >= DOUBTFUL:
        return Turned(box, points, score, known=True)
    looked = _looked(detector, picture, box)
    if looked is None:
        return Turned(box, points, score, known=False)
    turns, face = looked
    return Turned(box, points, score, known=True) if turns == 0 else face


def within(detector: FaceDetector, picture: Picture, box: Vector) -> Turned | None:
    """The face in a `box` that somebody drew, whichever way up it is; None where none is clearly there."""
    looked = _looked(detector, picture, box)
    return looked[1] if looked is not None else None


def _looked(detector: FaceDetector, picture: Picture, box: Vector) -> tuple[int, Turned] | None:
    """In how many quarter turns the face in the middle of the box is found best, and the face."""
    part, corner, scale = _surroundings(picture, box)
    looks = [_look(detector, np.ascontiguousarray(np.rot90(part, turns))) for turns in range(4)]
    scores = np.array([float(look.scores[0]) if look is not None else 0.0 for look in looks])
    best = int(scores.argmax())
    found = looks[best]
    if found is None or scores[best] - np.delete(scores, best).max() < CLEAR_BY:
        return None
    back = _turned_back(found.points[0], best) / scale + corner
    corners = _turned_back(found.boxes[0].reshape(2, 2), best) / scale + corner
    frame = np.concatenate([corners.min(axis=0), corners.max(axis=0)]).astype(np.float32)
    return best, Turned(frame, back.astype(np.float32), float(scores[best]), known=True)


def _surroundings(picture: Picture, box: Vector) -> tuple[Picture, npt.NDArray[np.float64], float]:
    """The square around a face in `LOOK_SIDE`; where it begins, and how much it is enlarged."""
    import cv2

    side = AROUND * float(max(box[2] - box[0], box[3] - box[1], 1.0))
    middle = (box[:2].astype(np.float64) + box[2:]) / 2
    scale = LOOK_SIDE / side
    corner = middle - side / 2
    matrix = np.array([[scale, 0, -corner[0] * scale], [0, scale, -corner[1] * scale]])
    if scale < 0.5:
        low = np.maximum(np.floor(corner), 0).astype(int)
        high = np.minimum(np.ceil(corner + side), picture.shape[1::-1]).astype(int)
        inside = picture[low[1] : high[1], low[0] : high[0]]
        size = [max(1, round(float(n) * scale)) for n in high - low]
        small = np.asarray(cv2.resize(inside, size, interpolation=cv2.INTER_AREA), np.uint8)
        shift = (low - corner) * scale
        matrix, picture = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64), small
    part = cv2.warpAffine(picture, matrix, (LOOK_SIDE, LOOK_SIDE), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8), corner, scale


def _look(detector: FaceDetector, part: Picture) -> FacesFound | None:
    """The strongest face in the middle of a square."""
    found = detector.find(part, LEAST)
    off = np.abs((found.boxes[:, :2] + found.boxes[:, 2:]) / 2 - LOOK_SIDE / 2).max(axis=1, initial=0)
    near = np.flatnonzero(off <= CENTRED * LOOK_SIDE)
    return found.take(near[:1]) if len(near) else None


def _turned_back(points: Vector, turns: int) -> npt.NDArray[np.float64]:
    """Points `(n, 2)` of the square after `turns` quarter turns against the clock, in the square before."""
    out = points.astype(np.float64)
    for _ in range(turns):
        out = np.stack([LOOK_SIDE - out[:, 1], out[:, 0]], axis=1)
    return out
