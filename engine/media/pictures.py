"""One decoded picture: upright, with square pixels, converted to BGR in the size that is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation, VideoReformatter

Picture = npt.NDArray[np.uint8]

WORKING_SIDE = 1920
"""Longest side of pictures kept for detectors; larger ones are shrunk as they are decoded."""
SAMPLE_ASPECT_LIMIT = 4
PQ = 16
"""AVCOL_TRC_SMPTE2084, the transfer curve of HDR10."""


@dataclass(frozen=True, slots=True)
class Upright:
    """How stored pixels become what a viewer shows: stretched to square pixels, turned, mirrored.

    `width` × `height` is the full upright size. Non-square pixels are stretched along the side that
    is too short, so no stored pixel is lost. `turns` counts quarter turns clockwise, after mirroring.
    """

    width: int
    height: int
    turns: int = 0
    mirrored: bool = False

    @classmethod
    def of(cls, frame: Any, sample_aspect: Any) -> Upright:
        width, height = frame.width, frame.height
        aspect = float(sample_aspect or 1)
        if 1 < aspect <= SAMPLE_ASPECT_LIMIT:
            width = round(width * aspect)
        elif 1 / SAMPLE_ASPECT_LIMIT <= aspect < 1:
            height = round(height / aspect)
        turns, mirrored = display_matrix(frame)
        if turns % 2:
            width, height = height, width
        return cls(width, height, turns, mirrored)

    def size(self, max_side: int | None) -> tuple[int, int]:
        """Upright width and height with the longer side at most `max_side`; never enlarged."""
        longest = max(self.width, self.height)
        if max_side is None or longest <= max_side:
            return self.width, self.height
        scale = max_side / longest
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    def apply(self, picture: Picture) -> Picture:
        """Mirror and turn a stored picture."""
        if self.mirrored:
            picture = np.fliplr(picture)
        return (
            np.ascontiguousarray(np.rot90(picture, -self.turns)) if self.turns or self.mirrored else picture
        )


def display_matrix(frame: Any) -> tuple[int, bool]:
    """Quarter turns clockwise and mirroring of the frame's display matrix (ISO 14496-12, 8.5.2).

    Angles between quarter turns are rounded to the nearest one.
    """
    found = next((d for d in frame.side_data if d.type.name == "DISPLAYMATRIX"), None)
    if found is None:
        return 0, False
    values = np.frombuffer(bytes(found), dtype="=i4")
    if len(values) < 5:
        return 0, False
    a, b, c, d = (float(v) for v in (values[0], values[1], values[3], values[4]))
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    if a == 0 and b == 0:
        return 0, False
    turns = round(np.degrees(np.arctan2(b, a)) / 90) % 4
    return int(turns), bool(mirrored)


class Converter:
    """Converts decoded frames to BGR by swscale; one context per kind of picture, one thread.

    Pixels depend on the frame, the size and the kind of processor alone; pictures for showing (`exact`)
    are converted without the processor's short cuts.
    """

    def __init__(self) -> None:
        self._contexts: OrderedDict[tuple[Any, ...], VideoReformatter] = OrderedDict()

    def bgr(self, frame: Any, upright: Upright, max_side: int | None, *, exact: bool = False) -> Picture:
        width, height = upright.size(max_side)
        if upright.turns % 2:
            width, height = height, width
        picture: Picture = self._scaled(frame, width, height, "bgr24", exact=exact).to_ndarray()
        if int(frame.color_trc) == PQ:
            picture = np.asarray(cv2.LUT(picture, _pq_to_display()), dtype=np.uint8)
        return upright.apply(picture)

    def screen(self, frame: Any, upright: Upright, width: int, height: int) -> Picture:
        """The upright picture in exactly this size as `(height, width, 4)`: blue, green, red and nothing."""
        if upright.turns % 2:
            width, height = height, width
        picture: Picture = self._scaled(frame, width, height, "bgra").to_ndarray()
        if int(frame.color_trc) == PQ:
            picture = np.asarray(cv2.LUT(picture, _pq_to_display()), dtype=np.uint8)
        return upright.apply(picture)

    def shrunk(self, frame: Any, upright: Upright) -> Any:
        """The frame itself, or a copy no longer than WORKING_SIDE."""
        if max(frame.width, frame.height) <= WORKING_SIDE:
            return frame
        width, height = upright.size(WORKING_SIDE)
        if upright.turns % 2:
            width, height = height, width
        return self._scaled(frame, width, height, "yuv420p")

    def _scaled(self, frame: Any, width: int, height: int, form: str, *, exact: bool = False) -> Any:
        key = (frame.format.name, frame.width, frame.height, width, height, form, exact)
        context = self._contexts.setdefault(key, VideoReformatter())
        self._contexts.move_to_end(key)
        if len(self._contexts) > 16:
            self._contexts.popitem(last=False)
        smaller = width < frame.width or height < frame.height
        way = Interpolation.AREA if smaller else Interpolation.BILINEAR
        if exact:
            way |= Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.BITEXACT
        return context.reformat(frame, width, height, form, interpolation=way, threads=1)


def _pq_to_display() -> Picture:
    """256 values of SMPTE ST 2084 to BT.709 display codes, white at 203 cd/m² (BT.2408), soft above."""
    code = np.arange(256) / 255
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    power = code ** (1 / m2)
    nits = 10000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
    light = nits / 203
    mapped = light * (1 + light / 25) / (1 + light)  # extended Reinhard, white point 5
    return np.asarray(np.round(255 * np.clip(1.5 * mapped, 0, 1) ** (1 / 2.2)), dtype=np.uint8)


class Shelf:
    """Converted pictures, least recently used given up first, at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[int, int], Picture] = OrderedDict()
        self._bytes = 0

    def get(self, number: int, side: int) -> Picture | None:
        picture = self._held.get((number, side))
        if picture is not None:
            self._held.move_to_end((number, side))
        return picture

    def put(self, number: int, side: int, picture: Picture) -> None:
        self._held[number, side] = picture
        self._bytes += picture.nbytes
        while self._bytes > self._limit and len(self._held) > 1:
            self._bytes -= self._held.popitem(last=False)[1].nbytes


@dataclass(frozen=True, slots=True)
class Tools:
    """What the frames of one process share."""

    converter: Converter
    shelf: Shelf
    counter: Iterator[int]


class DecodedFrame:
    """A `Frame` of engine.stage over a decoder's picture."""

    __slots__ = ("_limit", "_number", "_picture", "_tools", "_upright", "_whole", "exact", "pts", "t_ns")

    def __init__(
        self, picture: Any, upright: Upright, t_ns: int, pts: int, *, exact: bool, whole: bool, tools: Tools
    ) -> None:
        """`picture`: an `av.VideoFrame`; `exact`: nothing was left out in decoding it; `whole`: to be shown
        to people, so in full size and converted with care, else shrunk to WORKING_SIDE."""
        self.t_ns, self.pts, self.exact = t_ns, pts, exact
        self._picture, self._upright, self._tools, self._whole = picture, upright, tools, whole
        self._number = next(tools.counter)
        longest = max(upright.width, upright.height)
        self._limit = longest if whole else min(longest, WORKING_SIDE)

    @property
    def width(self) -> int:
        return self._upright.width

    @property
    def height(self) -> int:
        return self._upright.height

    @property
    def nbytes(self) -> int:
        return sum(plane.buffer_size for plane in self._picture.planes)

    def bgr(self, max_side: int | None = None) -> Picture:
        side = min(self._limit, max_side or self._limit)
        held = self._tools.shelf.get(self._number, side)
        if held is None:
            careful = self._whole and side == self._limit
            held = self._tools.converter.bgr(self._picture, self._upright, side, exact=careful)
            held.setflags(write=False)  # shared by stages
            self._tools.shelf.put(self._number, side, held)
        return held
