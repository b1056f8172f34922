"""Vectors of faces with networks of the ArcFace layout: a 112 × 112 RGB crop in, one vector out.

Deng, Guo, Xue, Zafeiriou, "ArcFace: Additive Angular Margin Loss for Deep Face Recognition", CVPR 2019. The
packs of insightface have this form (`w600k_r50.onnx` and others, 512 values). What a network wants its input
divided by stands in the pack's entry: `mean` and `deviation` of 127.5 for insightface's, nothing where the
graph does it itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.models.adapters import Files, Options
from engine.models.face_alignment import SIDE, aligned, scale
from engine.models.sessions import open_session
from engine.stage import Picture, Vector


class FaceEmbedder:
    """One network, loaded once per process."""

    side = SIDE
    """Pixels of a crop's sides."""

    def __init__(self, model: Path, device: str = "cpu", mean: float = 0.0, deviation: float = 1.0) -> None:
        self._session = open_session(model, device)
        self._input, self._output = self._session.get_inputs()[0].name, self._session.get_outputs()[0].name
        self._mean, self._deviation = np.float32(mean), np.float32(deviation)

    def enlargement(self, points: Vector) -> float:
        """How much a picture in which the face has these points is enlarged for its crop."""
        return scale(points, self.side)

    def crop(self, picture: Picture, points: Vector) -> Picture:
        """The face with the given points `(5, 2)` as the network sees it."""
        return aligned(picture, points, self.side)

    def vectors(self, crops: Sequence[Picture], width: int) -> Vector:
        """Unit vectors `(n, width)` of BGR crops `(side, side, 3)`. Raises ValueError for other vectors.

        One at a time on a processor: a batch of eight costs a fifth more per face there.
        """
        if not crops:
            return np.zeros((0, width), np.float32)
        planes = [self._prepared(crop) for crop in crops]
        on_device = self._session.get_providers()[0] != "CPUExecutionProvider"
        batches = [np.stack(planes)] if on_device else [plane[None] for plane in planes]
        raw = np.concatenate([self._run(batch) for batch in batches])
        if raw.shape != (len(crops), width):
            raise ValueError(f"vectors of shape {raw.shape} instead of {(len(crops), width)}")
        lengths = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-12)
        result: Vector = (raw / lengths).astype(np.float32)
        return result

    def _run(self, batch: Vector) -> Vector:
        result: Vector = self._session.run([self._output], {self._input: batch})[0]
        return result

    def _prepared(self, crop: Picture) -> Vector:
        planes = np.ascontiguousarray(crop[:, :, ::-1].transpose(2, 0, 1), np.float32)
        if self._mean or self._deviation != 1:
            planes = (planes - self._mean) / self._deviation
        return planes


def load(files: Files, options: Options, device: str) -> FaceEmbedder:
    """`mean` and `deviation` default to 0 and 1."""
    return FaceEmbedder(files["model"], device, options.get("mean", 0.0), options.get("deviation", 1.0))
