"""Pictures of signs: lines of writing on a board or on a photograph, seen at an angle, blurred and noisy.

Everything about a picture follows from its number, so that it is the same wherever its fonts are the same.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
BOARDS = (
    ((250, 250, 246), (20, 20, 24)), ((20, 60, 130), (250, 250, 250)), ((245, 205, 40), (15, 15, 15)),
    ((30, 90, 50), (245, 245, 240)), ((150, 25, 30), (255, 250, 240)), ((215, 212, 200), (60, 30, 20)),
)  # fmt: skip
"""Colours of boards and of what is written on them."""
SMALLEST, LARGEST = 24, 56
"""Heights of letters in pixels."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A picture, JPEG, and where each line stands in it, clockwise from the top left."""

    data: bytes
    quads: tuple[Quad, ...]

    def written(self, path: Path) -> Path:
        path.write_bytes(self.data)
        return path


def sign(lines: Sequence[str], font: str, photo: Image.Image, number: int) -> Sign:
    """The lines below each other, on a board in the photo (three of four pictures) or on the photo itself."""
    chance = np.random.default_rng(number)
    drawn = ImageFont.truetype(font, int(chance.integers(SMALLEST, LARGEST + 1)))
    ground, ink = BOARDS[int(chance.integers(len(BOARDS)))]
    board, boxes = _board(lines, drawn, ground, ink, bare=number % 4 == 3)
    scale = max(1.0, board.width * 1.15 / photo.width, board.height * 1.3 / photo.height)
    ground_picture = photo.resize((round(photo.width * scale), round(photo.height * scale)))
    free = np.array([ground_picture.width - board.width, ground_picture.height - board.height])
    placed = _seen_from_the_side(board, free, chance)
    spots = np.asarray(board)
    size = ground_picture.size
    laid = np.asarray(cv2.warpPerspective(spots, placed, size, flags=cv2.INTER_AREA), np.float32)
    cover = laid[..., 3:] / 255.0
    picture = np.asarray(ground_picture, np.float32) * (1 - cover) + laid[..., :3] * cover
    return Sign(taken(picture, chance), tuple(_moved(box, placed) for box in boxes))


def _board(
    lines: Sequence[str], font: ImageFont.FreeTypeFont, ground: Colour, ink: Colour, bare: bool
) -> tuple[Image.Image, list[Box]]:
    """The lines on their board, RGBA, and the box of each."""
    step, edge = round(font.size * 1.75), round(font.size)
    width = round(max(font.getlength(line) for line in lines)) + 2 * edge
    clear = (255, 255, 255, 0)
    board = Image.new("RGBA", (width, step * len(lines) + edge), clear if bare else (*ground, 255))
    pen = ImageDraw.Draw(board)
    boxes = []
    for row, line in enumerate(lines):
        place = (edge, edge // 2 + row * step)
        pen.text(place, line, "white" if bare else ink, font, stroke_width=2 * bare, stroke_fill="black")
        boxes.append(pen.textbbox(place, line, font))
    return board, boxes


def _seen_from_the_side(board: Image.Image, free: Quad, chance: np.random.Generator) -> Quad:
    """The map of the board's pixels to those of the picture: moved, turned a little, in perspective."""
    w, h = board.size
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    start = free * chance.uniform(0.15, 0.85, 2)
    turn = np.deg2rad(chance.uniform(-8, 8))
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = corners.mean(axis=0)
    shifts = chance.uniform(-0.08, 0.08, (4, 2)) * h
    placed = (corners - middle) @ turned.T + middle + shifts + start
    return np.asarray(cv2.getPerspectiveTransform(corners, placed.astype(np.float32)), np.float32)


def _moved(box: Box, placed: Quad) -> Quad:
    left, top, right, bottom = box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float32)
    return np.asarray(cv2.perspectiveTransform(corners, placed)[0], np.float32)


def taken(picture: npt.NDArray[np.float32], chance: np.random.Generator) -> bytes:
    """Out of focus, noisy, stored as JPEG."""
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.3, 1.1))), np.float32)
    noisy = blurred + chance.normal(0, chance.uniform(1, 8), picture.shape[:2])[..., None]
    made = io.BytesIO()
    image = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    image.save(made, "JPEG", quality=int(chance.integers(60, 93)))
    return made.getvalue()
