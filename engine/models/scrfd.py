"""Finding faces with SCRFD, the detector of insightface's packs.

Guo, Deng, Lattas, Zafeiriou, "Sample and Computation Redistribution for Efficient Face Detection", ICLR 2022.
The network sees RGB values of -1 to 1 in sides that are multiples of 32. For strides 8, 16 and 32 it gives
scores, then distances to the sides of the box, then offsets of the five points: from the centre of a cell,
which holds two anchors, and in units of the stride. Decoding as in insightface's `scrfd.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.models.yunet import FacesFound, joined, without_duplicates
from engine.stage import Picture, Vector

STRIDES = (8, 16, 32)
ANCHORS = 2
MEAN, DEVIATION = np.float32(127.5), np.float32(128.0)
SAME_FACE = 0.4
"""Overlap at which the weaker of two boxes is dropped, as its authors have it."""


class ScrfdDetector:
    """SCRFD with points, loaded once per process."""

    def __init__(self, model: Path, device: str = "cpu") -> None:
        self._session = open_session(model, device)
        self._input = self._session.get_inputs()[0].name
        outputs = self._session.get_outputs()
        if len(outputs) != 3 * len(STRIDES):
            raise ValueError(f"{len(outputs)} outputs instead of scores, boxes and points of {len(STRIDES)}")

    def find(self, picture: Picture, least_score: float) -> FacesFound:
        """Faces in `picture` (BGR uint8), strongest first."""
        height, width = picture.shape[:2]
        rows, columns = (-(-side // STRIDES[-1]) * STRIDES[-1] for side in (height, width))
        planes = np.zeros((1, 3, rows, columns), np.float32)
        planes[0, :, :height, :width] = picture[:, :, ::-1].transpose(2, 0, 1)
        outputs = self._session.run(None, {self._input: (planes - MEAN) / DEVIATION})
        per_stride = [[_flat(output) for output in outputs[i :: len(STRIDES)]] for i in range(len(STRIDES))]
        parts = [
            _decoded(found, stride, (rows // stride, columns // stride), least_score)
            for found, stride in zip(per_stride, STRIDES, strict=True)
        ]
        return without_duplicates(joined(parts), SAME_FACE)


def _flat(output: Vector) -> Vector:
    """Newer exports have a dimension for the batch, older ones none."""
    return output[0] if output.ndim == 3 else output


def _decoded(found: list[Vector], stride: int, cells: tuple[int, int], least: float) -> FacesFound:
    scores, sides, offsets = found
    chosen = np.flatnonzero(scores[:, 0] >= least)
    centres = _centres(cells, stride)[chosen]
    away = sides[chosen] * np.float32(stride)
    boxes = np.concatenate([centres - away[:, :2], centres + away[:, 2:]], axis=1)
    points = centres[:, None] + offsets[chosen].reshape(-1, 5, 2) * np.float32(stride)
    return FacesFound(boxes, points, scores[chosen, 0])


def _centres(cells: tuple[int, int], stride: int) -> npt.NDArray[np.float32]:
    """Where each anchor lies `(rows * columns * anchors, 2)` as x and y."""
    down, across = np.mgrid[: cells[0], : cells[1]]
    centres = np.stack([across, down], axis=-1).reshape(-1, 2) * stride
    return np.repeat(centres.astype(np.float32), ANCHORS, axis=0)


def load(files: Files, options: Options, device: str) -> ScrfdDetector:
    return ScrfdDetector(files["model"], device)
