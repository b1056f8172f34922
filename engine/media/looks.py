"""What a picture looks like in 48 numbers, and how much two pictures differ.

Histograms of hue (weighted by saturation), saturation and value, 8 bins each (the content detector of
PySceneDetect compares the same three channels), and a thumbnail of 6 × 4 grey values. Two looks differ by
the geometric mean of how far the histograms are apart and how little the thumbnails are correlated: a
moving camera changes the arrangement but hardly the colours, a flash the colours but hardly the
arrangement, a cut changes both.
"""

from __future__ import annotations

import numpy as np

from engine.stage import Frame, Picture, Vector

LOOK_SIDE = 256
BINS = 8
COLOURS = 3 * BINS
THUMB = (6, 4)


def look(frame: Frame) -> Vector:
    """The 48 numbers of a picture: three histograms that each sum to 1, then grey values 0 … 1."""
    import cv2

    picture: Picture = frame.bgr(LOOK_SIDE)
    half = (max(1, picture.shape[1] // 2), max(1, picture.shape[0] // 2))
    few = cv2.resize(picture, half, interpolation=cv2.INTER_AREA)
    hsv = np.asarray(cv2.cvtColor(few, cv2.COLOR_BGR2HSV)).reshape(-1, 3)
    hue, saturation, value = (hsv[:, i].astype(np.int64) for i in range(3))
    parts = [
        np.bincount(np.minimum(hue * BINS // 180, BINS - 1), saturation / 255, BINS),
        np.bincount(saturation * BINS // 256, minlength=BINS),
        np.bincount(value * BINS // 256, minlength=BINS),
    ]
    parts[0][0] += len(hsv) - parts[0].sum()  # pixels without colour count as one hue
    small = cv2.resize(few, THUMB, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32).ravel() / 255
    result: Vector = np.concatenate([*(part / len(hsv) for part in parts), grey]).astype(np.float32)
    return result


def difference(one: Vector, two: Vector) -> float:
    """How much two looks `(48,)` differ, 0 … 1."""
    colours = float(np.abs(one[:COLOURS] - two[:COLOURS]).sum()) / 6
    return float(np.sqrt(min(1.0, 2 * colours) * (1 - _correlation(one[COLOURS:], two[COLOURS:]))))


def _correlation(one: Vector, two: Vector) -> float:
    """0 … 1; pictures that are both nearly uniform count as alike as their brightness is."""
    a, b = one - one.mean(), two - two.mean()
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    if lengths < 1e-3:
        return max(0.0, 1 - 2 * abs(float(one.mean() - two.mean())))
    return float(np.clip(float(a @ b) / lengths, 0, 1))
