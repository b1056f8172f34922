"""The picture of all lanes in view, made of columns of pixels; kept, so that most changes repaint little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.desk.timeline import LaneKind
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


@dataclass(slots=True)
class _Row:
    """Columns to be painted in the colours of a table, from device pixel `upper` to `lower`."""

    upper: int
    lower: int
    table: Table
    keys: Times


class Picture:
    """Pixels of the lane area. `table` gives a lane's colours.

    A frame costs some 50 µs a visible track when the zoom changes, and half of it when the view is only
    moved.
    """

    def __init__(self, table: Callable[[LaneView], Table]) -> None:
        self._table = table
        self._known: dict[int, _Known] = {}
        self._pixels: Pixels = np.zeros((0, 0), dtype=np.uint32)
        self.image = QImage()

    def forget(self) -> None:
        """Nothing of what was shown is kept."""
        self.forget_columns()
        self._pixels = np.zeros((0, 0), dtype=np.uint32)
        self.image = QImage()

    def forget_columns(self) -> None:
        """Work the next frame out from nothing."""
        self._known.clear()

    def draw(
        self,
        lanes: Sequence[tuple[int, LaneView]],
        scale: Scale,
        size: tuple[int, int],
        ratio: float,
        ground: int,
    ) -> None:
        """Draw lanes at their upper edges (screen pixels, may be above or below the picture).

        `size` is in device pixels, of which `ratio` make one of the screen's. `ground` is the colour of gaps.
        """
        width, height = size
        if self._pixels.shape != (height, width):
            self._pixels = np.empty((height, width), dtype=np.uint32)
            self.image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        pixels = self._pixels
        bottom = 0
        known: dict[int, _Known] = {}
        rows: list[_Row] = []
        for top, lane in lanes:
            upper, lower = round(top * ratio), round((top + lane.height) * ratio)
            if lower <= 0 or upper >= height:
                continue
            table = self._table(lane)
            if lane.head.kind is LaneKind.WAVEFORM:
                self._waveform(lane, scale, (upper, lower), table)
            else:
                if lane.bands > 1 or not lane.tracks:
                    pixels[max(0, upper) : lower] = table[0]
                rows += self._rows(lane, scale, (upper, lower), table, known)
            bottom = min(height, round((top + lane.height + GAP) * ratio))
            pixels[max(0, lower) : bottom] = ground
        pixels[bottom:] = ground
        self._paint(rows)
        self._known = known

    def _rows(
        self, lane: LaneView, scale: Scale, edges: tuple[int, int], table: Table, known: dict[int, _Known]
    ) -> list[_Row]:
        """The rows of a lane, one per band; what lies over each other in a band is made one."""
        upper, lower = edges
        shown = lane.shown(scale.step_ns)
        bands = 1 if lane.collapsed else max((band for band, _ in shown), default=0) + 1
        rows: dict[int, _Row] = {}
        for band, track in shown:
            band = 0 if lane.collapsed else band
            keys = _widened(self._columns(track, scale, known), lane.least)
            if under := rows.get(band):
                under.keys = np.where(keys != 0, keys, under.keys)
            else:
                a, b = (upper + (lower - upper) * n // bands for n in (band, band + 1))
                rows[band] = _Row(max(0, a), b - (band + 1 < bands), table, keys)
        return [row for row in rows.values() if row.lower > 0]

    def _paint(self, rows: Sequence[_Row]) -> None:
        """All rows at once, since a call for each costs more than its work."""
        if not rows:
            return
        keys = np.stack([row.keys for row in rows])
        tables = np.stack([row.table for row in rows])
        shade = keys & (SHADES - 1)
        shade += 1
        shade *= keys != 0
        shade += np.arange(len(rows))[:, None] * tables.shape[1]
        colours = tables.take(shade)
        at = _seams(keys)
        colours.ravel()[at] = tables[at // keys.shape[1], 0]
        for row, painted in zip(rows, colours, strict=True):
            self._pixels[row.upper : row.lower] = painted

    def _waveform(self, lane: LaneView, scale: Scale, edges: tuple[int, int], table: Table) -> None:
        upper, lower = edges
        begin = max(0, upper)
        part = self._pixels[begin:lower]
        part[:] = table[0]
        if lane.waveform is None or not len(part):
            return
        loud = lane.waveform.columns(scale.left_ns, scale.step_ns, part.shape[1])
        half = max(1, (lower - upper) // 2)
        away = np.abs(np.arange(begin - upper, begin - upper + len(part)) - half)
        reach = loud.astype(np.int32) * half >> 7
        np.copyto(part, table[1], where=(away[:, None] <= reach) & (loud > 0))

    def _columns(self, track: Track, scale: Scale, known: dict[int, _Known]) -> Times:
        """The columns of a track; those already known at this zoom are moved, the others worked out."""
        width = self._pixels.shape[1]
        held = self._known.get(id(track))
        keys = None
        if (
            held is not None
            and held.track is track
            and held.scale.step == scale.step
            and len(held.keys) == width
        ):
            moved, rest = divmod(scale.left_ns - held.scale.left_ns, scale.step_ns)
            if rest == 0 and abs(moved) < width // 2:
                keys = _moved(track, held.keys, scale, moved)
        if keys is None:
            keys = _worked_out(track, scale, 0, width)
        known[id(track)] = _Known(track, scale, keys)
        return keys


def _seams(keys: Times) -> npt.NDArray[np.intp]:
    """First columns of wide events that follow another at once: left empty, so that two do not look like one.

    `keys` `(rows, columns)`; flat positions. None in rows where events are mostly narrow.
    """
    count, width = keys.shape
    change = np.empty((count, width), dtype=bool)
    np.not_equal(keys[:, 1:], keys[:, :-1], out=change[:, 1:])
    change[:, 0] = False
    change[np.count_nonzero(change, axis=1) * WIDE > width] = False
    change[:, 0] = True
    at = np.flatnonzero(change)
    at = at[np.diff(at, append=count * width) >= WIDE]
    at = at[at % width != 0]
    flat = keys.ravel()
    between: npt.NDArray[np.intp] = at[(flat[at] != 0) & (flat[at - 1] != 0)]
    return between


def _widened(keys: Times, least: int) -> Times:
    """Events filling this many columns, as far as those to the right are free."""
    for _ in range(least - 1):
        wider = keys.copy()
        np.copyto(wider[1:], keys[:-1], where=keys[1:] == 0)
        keys = wider
    return keys


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
