"""How much a face picture is worth as evidence and for comparing: 0 … 1.

    quality = (size · sharpness · frontality · exposure)^(1/4) · score

* *size*: log₂(s / 12) / log₂(112 / 12) within 0 … 1, where s is the side in pixels of the square that
  the aligned crop covers in the picture (112 is what the embedder sees);
* *sharpness*: x / (x + 0.05), where x is the mean squared Laplacian of the aligned grey face over the
  variance of the face, so that contrast does not count twice; enlarged faces come out as blurred;
* *frontality*: cos² of the yaw estimated from the points;
* *exposure*: share of the face's pixels between 12 and 243, times its standard deviation / 32 (at most 1).

Yaw: with the head turned by φ the nose, which stands out by about 0.42 of the distance between the eyes,
moves sideways by 0.42·sin φ and the eyes draw together by cos φ; so tan φ = offset / (0.42 · eye distance).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.models.face_alignment import SIDE, aligned, scale
from engine.stage import Picture, Vector

NOSE_DEPTH = 0.42
SMALLEST = 12.0
HALF_SHARP = 0.05
FACE = slice(SIDE // 5, SIDE - SIDE // 8), slice(SIDE // 5, SIDE - SIDE // 5)
"""Rows and columns of the aligned crop that hold the face and little else."""


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """`yaw` in degrees, positive when the nose points to the right of the picture; the rest 0 … 1."""

    quality: float
    sharpness: float
    yaw: float


def measure(picture: Picture, points: Vector, score: float, enlarged: float = 1.0) -> FaceQuality:
    """Quality of the face with points `(5, 2)` in `picture`.

    `enlarged`: how many times as wide the full picture is.
    """
    import cv2

    crop = aligned(picture, points)
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY))[FACE]
    spread = float(grey.std())
    edges = np.asarray(cv2.Laplacian(grey, cv2.CV_32F), np.float32)
    ratio = float(np.mean(edges * edges)) / (spread * spread + 1)
    sharpness = ratio / (ratio + HALF_SHARP)
    side = SIDE / max(scale(points), 1e-6) * enlarged
    size = float(np.clip(np.log2(side / SMALLEST) / np.log2(SIDE / SMALLEST), 0, 1))
    usable = float(np.mean((grey > 12) & (grey < 243)))
    exposure = usable * min(1.0, spread / 32)
    turned = yaw(points)
    frontality = float(np.cos(np.radians(turned)) ** 2)
    quality = (size * sharpness * frontality * exposure) ** 0.25 * score
    return FaceQuality(float(np.clip(quality, 0, 1)), sharpness, turned)


def yaw(points: Vector) -> float:
    """Estimated turn of the head to the side, in degrees -90 … 90, from the five points `(5, 2)`."""
    left, right, nose = (points[i].astype(np.float64) for i in range(3))
    mouth = points[3:].astype(np.float64).mean(axis=0)
    across = right - left
    distance = float(np.hypot(*across))
    if distance < 1e-6:
        return 90.0
    middle = (left + right) / 2
    down = mouth - middle
    share = float(np.clip(np.dot(nose - middle, down) / max(float(np.dot(down, down)), 1e-6), 0, 1))
    offset = float(np.dot(nose - (middle + share * down), across)) / distance
    return float(np.degrees(np.arctan2(offset, NOSE_DEPTH * distance)))
