"""Finding and reading lines of text with the PP-OCR detection and recognition networks.

Detection is differentiable binarisation (Liao et al., "Real-time Scene Text Detection with
Differentiable Binarization", AAAI 2020): a probability map, its connected regions, their rotated
rectangles grown by area · ratio / perimeter. Recognition is CTC over a fixed alphabet that the model
file carries. Nothing is downloaded and nothing read is ever logged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.adapters import Files, Options
from engine.models.sessions import open_session
from engine.stage import Picture, Vector

LINE_HEIGHT = 48
"""Height in pixels of the strips the recogniser reads."""
WIDEST_STRIP = 2400
NARROWEST_STRIP = 160
PROBABLE = 0.3
"""Probability above which a pixel counts as text."""
BELIEVED = 0.5
"""Mean probability a region needs to be kept."""
GROWTH = 1.6
SMALLEST_SIDE = 3.0
MOST_REGIONS = 400
"""Most lines taken from one picture; a hostile picture may hold any number of specks."""
CLEAR_READING = 0.85
"""A strip read with less confidence is tried upside down too."""
UPRIGHT_RATIO = 1.5
"""A strip this much taller than wide holds a line that runs up or down."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: `quad` is float32 (4, 2), clockwise from the start of the line, in picture pixels."""

    text: str
    confidence: float
    quad: Vector


class TextDetector:
    """Where lines of text are; loaded once per process."""

    def __init__(self, model: Path, device: str = "cpu") -> None:
        self._session = open_session(model, device)

    def find(self, picture: Picture, side: int) -> list[Vector]:
        """Quads of the lines in `picture`, scaled so that its longer side is `side`, in reading order."""
        import cv2

        height, width = picture.shape[:2]
        scale = side / max(height, width)
        rows, columns = (max(32, round(length * scale / 32) * 32) for length in (height, width))
        interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        scaled = cv2.resize(picture, (columns, rows), interpolation=interpolation)
        network_input = _normalised(scaled)[None]
        name = self._session.get_inputs()[0].name
        probabilities = self._session.run(None, {name: network_input})[0][0, 0]
        stretch = np.array([width / columns, height / rows], dtype=np.float32)
        bounds = np.array([width, height], dtype=np.float32)
        quads = [np.clip(quad * stretch, 0, bounds) for quad in _regions(probabilities)]
        return _in_reading_order([quad.astype(np.float32) for quad in quads])


class TextRecogniser:
    """What a line says, in the alphabet that the model file carries; loaded once per process."""

    def __init__(self, model: Path, device: str = "cpu") -> None:
        self._session = open_session(model, device)
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        # class 0 is the CTC blank, the last class the space between words
        self._alphabet = ["", *listed, " "]

    def read(self, picture: Picture, quad: Vector) -> tuple[str, float]:
        """Text and mean character confidence of the line in `quad`; ("", 0) where nothing is legible."""
        strip = straightened(picture, quad)
        text, confidence = self._read_strip(strip)
        if confidence < CLEAR_READING:
            turned = self._read_strip(np.ascontiguousarray(strip[::-1, ::-1]))
            if turned[1] > confidence:
                return turned
        return text, confidence

    def _read_strip(self, strip: Picture) -> tuple[str, float]:
        import cv2

        height, width = strip.shape[:2]
        scaled_width = min(WIDEST_STRIP, max(8, math.ceil(LINE_HEIGHT * width / height)))
        scaled = cv2.resize(strip, (scaled_width, LINE_HEIGHT))
        # padded with mid grey, as in training; multiples of 32 keep the set of shapes small
        padded_width = max(NARROWEST_STRIP, math.ceil(scaled_width / 32) * 32)
        padded = np.zeros((1, 3, LINE_HEIGHT, padded_width), dtype=np.float32)
        padded[0, :, :, :scaled_width] = _normalised(scaled)
        name = self._session.get_inputs()[0].name
        return self._decoded(self._session.run(None, {name: padded})[0][0])

    def _decoded(self, steps: Vector) -> tuple[str, float]:
        """Greedy CTC: repeated classes once, blanks dropped."""
        best = steps.argmax(axis=1)
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        if not kept.any():
            return "", 0.0
        text = "".join(self._alphabet[index] for index in best[kept]).strip()
        return text, float(steps.max(axis=1)[kept].mean())


def straightened(picture: Picture, quad: Vector) -> Picture:
    """The picture inside `quad`, warped to an upright rectangle whose longer side is horizontal."""
    import cv2

    width = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))
    size = (max(1, int(width)), max(1, int(height)))
    corners = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), corners)
    strip = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if size[1] >= UPRIGHT_RATIO * size[0]:
        strip = np.rot90(strip)
    upright: Picture = np.ascontiguousarray(strip, dtype=np.uint8)
    return upright


def _normalised(picture: Any) -> Vector:
    """uint8 (h, w, 3) to float32 (3, h, w) in [-1, 1]."""
    planes: Vector = picture.transpose(2, 0, 1).astype(np.float32)
    planes *= 1 / 127.5
    planes -= 1.0
    return planes


def _regions(probabilities: Vector) -> list[Vector]:
    """Rotated rectangles (4, 2) around the connected regions of probable text, in map pixels."""
    import cv2

    mask = (probabilities > PROBABLE).astype(np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((2, 2), dtype=np.uint8)), dtype=np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads: list[Vector] = []
    for contour in contours:
        centre, sides, angle = cv2.minAreaRect(contour)
        if min(sides) < SMALLEST_SIDE or _mean_inside(probabilities, centre, sides, angle) < BELIEVED:
            continue
        # growing a rectangle evenly on all sides is growing both its sides by twice the distance
        grown = 2 * GROWTH * sides[0] * sides[1] / (2 * (sides[0] + sides[1]))
        corners = cv2.boxPoints((centre, (sides[0] + grown, sides[1] + grown), angle))
        quads.append(_clockwise(np.asarray(corners, dtype=np.float32)))
        if len(quads) == MOST_REGIONS:
            break
    return quads


def _mean_inside(probabilities: Vector, centre: Any, sides: Any, angle: float) -> float:
    import cv2

    corners = np.asarray(cv2.boxPoints((centre, sides, angle)))
    limit = np.array(probabilities.shape[::-1]) - 1
    low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, limit)
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, limit)
    mask = np.zeros((high[1] - low[1] + 1, high[0] - low[0] + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [(corners - low).astype(np.int32)], (1,))
    return float(cv2.mean(probabilities[low[1] : high[1] + 1, low[0] : high[0] + 1], mask)[0])


def _clockwise(corners: Vector) -> Vector:
    """Corners from top left, clockwise."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1], kind="stable")], right[np.argsort(right[:, 1], kind="stable")]
    return np.stack([left[0], right[0], right[1], left[1]])


def _in_reading_order(quads: list[Vector]) -> list[Vector]:
    """Top to bottom, left to right; quads whose middles differ by less than half a height share a row."""
    by_y = sorted(quads, key=lambda quad: (float(quad[:, 1].mean()), float(quad[:, 0].mean())))
    rows: list[list[Vector]] = []
    for quad in by_y:
        if rows and _same_row(rows[-1][0], quad):
            rows[-1].append(quad)
        else:
            rows.append([quad])
    return [quad for row in rows for quad in sorted(row, key=lambda q: float(q[:, 0].mean()))]


def _same_row(a: Vector, b: Vector) -> bool:
    height = min(float(np.ptp(a[:, 1])), float(np.ptp(b[:, 1])))
    return abs(float(a[:, 1].mean() - b[:, 1].mean())) < height / 2


def load_detector(files: Files, options: Options, device: str) -> TextDetector:
    return TextDetector(files["model"], device)


def load_recogniser(files: Files, options: Options, device: str) -> TextRecogniser:
    return TextRecogniser(files["model"], device)
