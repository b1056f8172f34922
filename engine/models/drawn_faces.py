"""Faces that a person drew: the five points are looked for in what was drawn, whichever way up it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.models.face_alignment import SIDE, TEMPLATE
from engine.models.face_quality import measure
from engine.models.face_turns import within
from engine.models.yunet import FaceDetector
from engine.stage import Frame, Vector

LEAST = 0.5
"""Score from which the points are believed; a person says that there is a face, so it may be lower than where
the detector searches by itself."""


def drawn_faces(
    detector: FaceDetector, frame: Frame, boxes: Sequence[Sequence[float]]
) -> list[dict[str, Any]]:
    """Rows of the table `faces` but for the time, one for each box, in their order.

    A face whose points are not clearly found has a quality of 0, and is compared with none.
    """
    picture = frame.bgr()
    rows = []
    for box in (np.array(drawn, np.float32) for drawn in boxes):
        found = within(detector, picture, box)
        known = found is not None and found.score >= LEAST
        points = found.points if found is not None and known else _as_drawn(box)
        score = found.score if found is not None and known else 0.0
        worth = measure(picture, points, score)
        rows.append(
            {
                "box": box,
                "points": points,
                "score": score,
                "quality": worth.quality if known else 0.0,
                "sharpness": worth.sharpness,
                "yaw": worth.yaw if known else 0.0,
            }
        )
    return rows


def _as_drawn(box: Vector) -> Vector:
    """Five points as an upright face in the middle of the box would have them."""
    points: Vector = (box[:2] + TEMPLATE / SIDE * (box[2:] - box[:2])).astype(np.float32)
    return points
