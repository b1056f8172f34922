"""The aligned picture of a face that networks trained on the ArcFace crop look at.

A face is turned, scaled and shifted so that its five points lie as near as possible to those of the ArcFace
template in 112 × 112 pixels (least squares over similarity transforms, Umeyama 1991; in the plane it has the
closed form used here).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.stage import Picture, Vector

SIDE = 112
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    np.float32,
)
"""Eyes, nose and mouth corners of the ArcFace crop, in pixels of 112 × 112."""


def transform(points: Vector, side: int = SIDE) -> npt.NDArray[np.float64]:
    """2 × 3 matrix from the picture to the template scaled to `side`, for points `(5, 2)`."""
    target = TEMPLATE.astype(np.float64) * side / SIDE
    here, there = (p[:, 0] + 1j * p[:, 1] for p in (points.astype(np.float64), target))
    spread = np.sum(np.abs(here - here.mean()) ** 2)
    turn = np.sum(np.conj(here - here.mean()) * (there - there.mean())) / max(float(spread), 1e-9)
    shift = there.mean() - turn * here.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def scale(points: Vector, side: int = SIDE) -> float:
    """How much the picture is enlarged by `transform` (below 1: shrunk)."""
    matrix = transform(points, side)
    return float(np.hypot(matrix[0, 0], matrix[1, 0]))


def aligned(picture: Picture, points: Vector, side: int = SIDE) -> Picture:
    """The face with the given points `(5, 2)` in `picture`, upright in `side × side`, BGR.

    A face much larger than the crop is first shrunk by areas, or bilinear sampling would skip pixels.
    """
    import cv2

    matrix = transform(points, side)
    factor = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if factor < 0.5:
        picture, matrix = _shrunk(picture, matrix, 2 * factor)
    return np.asarray(cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR), np.uint8)


def _shrunk(
    picture: Picture, matrix: npt.NDArray[np.float64], factor: float
) -> tuple[Picture, npt.NDArray[np.float64]]:
    """The part of the picture that `matrix` maps into the crop, shrunk, and the matrix for it."""
    import cv2

    inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))
    side = 2 * SIDE
    corners = inverse @ np.array([[0, side, 0, side], [0, 0, side, side], [1, 1, 1, 1]], np.float64)
    low = np.maximum(np.floor(corners[:2].min(axis=1)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(corners[:2].max(axis=1)).astype(int) + 2, picture.shape[1::-1])
    part = picture[low[1] : high[1], low[0] : high[0]]
    if part.size == 0:
        return picture, matrix
    size = tuple(max(1, round(n * factor)) for n in part.shape[1::-1])
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    back = np.array(
        [[part.shape[1] / size[0], 0, low[0]], [0, part.shape[0] / size[1], low[1]], [0, 0, 1]], np.float64
    )
    return small, matrix @ back
