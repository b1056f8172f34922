"""What is painted on the screen of a decoded picture: the wanted part, in the wanted size, upright."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.media.decoding import Shown
from engine.media.images import StillFrame
from engine.media.pictures import Converter, Picture

BLURRED_SIDE, LONGEST_BLURRED = 12, 48
"""Pixels of the shorter and at most of the longer side of a picture that is not to be recognised: what is not
sent cannot be looked at."""
Region = tuple[float, float, float, float]
"""x0 y0 x1 y1 in pixels of the upright full picture."""


@dataclass(frozen=True, slots=True)
class View:
    """The window's wish: how many device pixels there are, which part they show, and how it is protected."""

    width: int = 1280
    height: int = 720
    region: Region | None = None
    """None: the whole picture."""
    blurred: bool = False
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """Pixels `(h, w, 4)` blue, green, red and nothing; of which part, and of a picture how large."""

    pixels: Picture
    region: Region
    full: tuple[int, int]


def fitted(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """Width and height in the same proportion that fit into `room`; never enlarged."""
    scale = min(1.0, room[0] / size[0], room[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def within(region: Region | None, full: tuple[int, int]) -> tuple[int, int, int, int]:
    """The region in whole pixels, inside the picture and not empty."""
    width, height = full
    if region is None:
        return 0, 0, width, height
    x0, y0 = min(max(0, int(region[0])), width - 1), min(max(0, int(region[1])), height - 1)
    x1, y1 = min(max(x0 + 1, round(region[2])), width), min(max(y0 + 1, round(region[3])), height)
    return x0, y0, x1, y1


class Renderer:
    """Turns pictures of films and still pictures into what is painted. One per process."""

    def __init__(self) -> None:
        self._converter = Converter()

    def film(self, shown: Shown, view: View) -> Painted:
        full = shown.upright.width, shown.upright.height
        part = within(view.region, full)
        if part == (0, 0, *full):
            size = _size(part, view)
            pixels = self._converter.screen(shown.picture, shown.upright, *size)
        else:
            whole = self._converter.screen(shown.picture, shown.upright, *full)
            pixels = _cut(whole, part, view)
        return _protected(pixels, part, full, view)

    def still(self, frame: StillFrame, view: View) -> Painted:
        """`region` counts in pixels of the full picture, of which a reduced one may be held."""
        full, held = (frame.width, frame.height), frame.picture
        part = within(view.region, full)
        ratio = held.shape[1] / full[0], held.shape[0] / full[1]
        inside = within((part[0] * ratio[0], part[1] * ratio[1], part[2] * ratio[0], part[3] * ratio[1]),
                        (held.shape[1], held.shape[0]))  # fmt: skip
        pixels = np.asarray(cv2.cvtColor(_cut(held, inside, view), cv2.COLOR_BGR2BGRA), np.uint8)
        return _protected(pixels, part, full, view)


def _size(part: tuple[int, int, int, int], view: View) -> tuple[int, int]:
    size = fitted((part[2] - part[0], part[3] - part[1]), (view.width, view.height))
    if not view.blurred:
        return size
    scale = min(1.0, BLURRED_SIDE / min(size), LONGEST_BLURRED / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _cut(whole: Picture, part: tuple[int, int, int, int], view: View) -> Picture:
    x0, y0, x1, y1 = part
    cut, size = whole[y0:y1, x0:x1], _size(part, view)
    if (x1 - x0, y1 - y0) == size:
        return cut
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), np.uint8)


def _protected(
    pixels: Picture, part: tuple[int, int, int, int], full: tuple[int, int], view: View
) -> Painted:
    if view.grey:
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY)
        pixels = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA), np.uint8)
    x0, y0, x1, y1 = part
    return Painted(pixels, (float(x0), float(y0), float(x1), float(y1)), full)
