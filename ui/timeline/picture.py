"""The picture of all lanes in view, made of columns of pixels; kept, so that most changes repaint little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.desk.timeline import SHADE_MASK, LaneKind
from app.desk.tracks import Times, Track
from ui.timeline.columns import columns
from ui.timeline.lane import GAP, LaneView
from ui.timeline.lane_colours import SHADES, Table
from ui.timeline.scale import Scale

WIDE = 8
"""Columns from which on an event counts as wide."""
Pixels = npt.NDArray[np.uint32]


@dataclass(slots=True)
class _Known:
    """The columns of a track as they were last worked out."""

    track: Track
    scale: Scale
    keys: Times


class Picture:
    """Pixels of the lane area, `width` by `height` device pixels.

    `table` gives a lane's colours. A frame costs some 50 µs a visible track when the zoom changes, and next to
    nothing per track when the view is only moved.
    """

    def __init__(self, table: Callable[[LaneView], Table]) -> None:
        self._table = table
        self._known: dict[int, _Known] = {}
        self._pixels: Pixels = np.zeros((0, 0), dtype=np.uint32)
        self.image = QImage()

    def forget(self) -> None:
        """Nothing of what was shown is kept."""
        self._known.clear()
        self._pixels = np.zeros((0, 0), dtype=np.uint32)
        self.image = QImage()

    def draw(
        self, lanes: list[tuple[int, LaneView]], scale: Scale, size: tuple[int, int], ratio: float, ground: int
    ) -> None:
        """Draw lanes at their upper edges (screen pixels, may be above or below the picture).

        `size` is in device pixels, of which `ratio` make one of the screen's. `ground` is the colour of gaps.
        """
        width, height = size
        if self._pixels.shape != (height, width):
            self._pixels = np.empty((height, width), dtype=np.uint32)
            self.image = QImage(
                self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32
            )
        pixels = self._pixels
        bottom = 0
        known: dict[int, _Known] = {}
        for top, lane in lanes:
            upper, lower = round(top * ratio), round((top + lane.height) * ratio)
            if lower <= 0 or upper >= height:
                continue
            self._lane(pixels, lane, scale, (upper, lower), known)
            gap = min(height, round((top + lane.height + GAP) * ratio))
            pixels[max(0, lower) : gap] = ground
            bottom = gap
        pixels[bottom:] = ground
        self._known = known
        self.image.setDevicePixelRatio(ratio)

    def _lane(
        self, pixels: Pixels, lane: LaneView, scale: Scale, rows: tuple[int, int], known: dict[int, _Known]
    ) -> None:
        table = self._table(lane)
        upper, lower = rows
        if lane.head.kind is LaneKind.WAVEFORM:
            self._waveform(pixels, lane, scale, rows, table)
            return
        pixels[max(0, upper) : max(0, lower)] = table[0]
        bands = 1 if lane.collapsed else lane.bands_shown(scale.step_ns)
        last: tuple[int, Times] | None = None
        for band, track in lane.shown(scale.step_ns):
            keys = self._columns(track, scale, pixels.shape[1], known)
            if lane.collapsed:
                band = 0
            if last is not None and last[0] == band:
                keys = np.where(keys != 0, keys, last[1])
            last = band, keys
            shade = keys & SHADE_MASK & (SHADES - 1)
            shade += 1
            shade *= keys != 0
            a = upper + (lower - upper) * band // bands
            b = upper + (lower - upper) * (band + 1) // bands - (1 if band + 1 < bands else 0)
            if b > 0:
                pixels[max(0, a) : b] = table[shade]
                if seams := _seams(keys):
                    pixels[max(0, a) : b, seams] = table[0]

    def _waveform(
        self, pixels: Pixels, lane: LaneView, scale: Scale, rows: tuple[int, int], table: Table
    ) -> None:
        upper, lower = rows
        begin = max(0, upper)
        part = pixels[begin : max(0, lower)]
        part[:] = table[0]
        if lane.waveform is None or not len(part):
            return
        loud = lane.waveform.columns(scale.left_ns, scale.step_ns, pixels.shape[1])
        half = max(1, (lower - upper) // 2)
        away = np.abs(np.arange(begin - upper, begin - upper + len(part)) - half)
        reach = loud.astype(np.int32) * half >> 7
        np.copyto(part, table[1], where=(away[:, None] <= reach) & (loud > 0))

    def _columns(self, track: Track, scale: Scale, width: int, known: dict[int, _Known]) -> Times:
        """The columns of a track; those already known at this zoom are moved, the others worked out."""
        held = self._known.get(id(track))
        keys = None
        if held is not None and held.track is track and (held.scale.step, len(held.keys)) == (scale.step, width):
            moved, rest = divmod(scale.left_ns - held.scale.left_ns, scale.step_ns)
            if rest == 0 and abs(moved) < width // 2:
                keys = _moved(track, held.keys, scale, moved)
        if keys is None:
            keys = _worked_out(track, scale, 0, width)
        known[id(track)] = _Known(track, scale, keys)
        return keys


def _seams(keys: Times) -> list[int]:
    """First columns of wide events that follow another at once: left empty, so that two do not look like one."""
    change = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    wide = change[np.diff(np.append(change, len(keys))) >= WIDE]
    return [int(x) for x in wide if keys[x] and keys[x - 1]]


def _moved(track: Track, keys: Times, scale: Scale, moved: int) -> Times:
    if moved == 0:
        return keys
    width = len(keys)
    if moved > 0:
        return np.concatenate([keys[moved:], _worked_out(track, scale, width - moved, moved)])
    return np.concatenate([_worked_out(track, scale, 0, -moved), keys[:moved]])


def _worked_out(track: Track, scale: Scale, x: int, width: int) -> Times:
    keys = columns(track, scale.t(x), scale.step_ns, width)
    return np.zeros(width, dtype=np.int64) if keys is None else keys
