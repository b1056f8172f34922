"""Features and tags of a whole picture with MobileNetV2 (Sandler et al., CVPR 2018), trained on ImageNet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.stage import Picture, Vector

MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
AREA = 224 * 224
"""Pixels the network was trained on; the picture keeps its aspect at about this area, nothing is cut off."""
CELL = 32


@dataclass(frozen=True, slots=True)
class Impression:
    """`vector` is float32 (1280,) of length 1; `tags` are label and probability, most probable first."""

    vector: Vector
    tags: list[tuple[str, float]]


class PictureDescriber:
    """MobileNetV2 with both its outputs, loaded once per process."""

    def __init__(self, model: Path, labels: Path, device: str = "cpu") -> None:
        self._session = open_session(model, device)
        self._labels = labels.read_text(encoding="utf-8").splitlines()

    def describe(self, picture: Picture, most: int, least: float) -> Impression:
        """Feature vector, and at most `most` tags of probability `least` or more."""
        import cv2

        columns, rows = network_size(picture.shape[1], picture.shape[0])
        scaled = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
        planes = (scaled[:, :, ::-1].astype(np.float32) / 255 - MEAN) / DEVIATION
        network_input = np.ascontiguousarray(planes.transpose(2, 0, 1)[None])
        features, logits = self._session.run(["features", "logits"], {"image": network_input})
        vector = features[0] / max(float(np.linalg.norm(features[0])), 1e-9)
        powers = np.exp(logits[0] - logits[0].max())
        chances = powers / powers.sum()
        best = np.argsort(-chances, kind="stable")[:most]
        tags = [(self._labels[index], float(chances[index])) for index in best if chances[index] >= least]
        return Impression(vector.astype(np.float32), tags)


def network_size(width: int, height: int) -> tuple[int, int]:
    """Columns and rows for a picture: its aspect within 4 to 1, about `AREA`, multiples of 32."""
    aspect = min(4.0, max(0.25, width / height))
    columns = max(CELL, round(math.sqrt(AREA * aspect) / CELL) * CELL)
    rows = max(CELL, round(math.sqrt(AREA / aspect) / CELL) * CELL)
    return columns, rows


def load(files: Files, options: Options, device: str) -> PictureDescriber:
    return PictureDescriber(files["model"], files["labels"], device)
