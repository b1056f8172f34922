"""The picture of all lanes in view, made of columns of pixels; kept, so that most changes repaint little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.core_api.timeline import LaneKind
from app.core_api.tracks import Times, Track
from ui.timeline.columns import columns
from ui.timeline.lane import GAP, LaneView
from ui.timeline.lane_colours import ENTRIES, Table
from ui.timeline.scale import Scale

WIDE = 8
"""Columns from which on an event counts as wide."""
Pixels = npt.NDArray[np.uint32]


@dataclass(slots=True)
class _Known:
    """The columns of a track as they were last worked out."""

    track: Track
    scale: Scale
    keys: Times | None
    """None where nothing is in view."""


@dataclass(slots=True)
class _Row:
    """Columns to be painted in the colours of a table, from device pixel `upper` to `lower`."""

    upper: int
    lower: int
    table: Table
    keys: Times


class Picture:
    """Pixels of the lane area. `table` gives a lane's colours."""

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
        placed = [(round(top * ratio), round((top + lane.height) * ratio), lane) for top, lane in lanes]
        placed = [(upper, lower, lane) for upper, lower, lane in placed if lower > 0 and upper < height]
        self._known = self._found([t for *_, lane in placed for _, t in lane.shown(scale.step_ns)], scale)
        pixels = self._pixels
        bottom = 0
        rows: list[_Row] = []
        for upper, lower, lane in placed:
            table = self._table(lane)
            if lane.head.kind is LaneKind.WAVEFORM:
                self._waveform(lane, scale, (upper, lower), table)
            else:
                found = self._rows(lane, scale, (upper, lower), table)
                if lane.bands > 1 or not found:
                    pixels[max(0, upper) : lower] = table[0]
                rows += found
            bottom = min(height, lower + round(GAP * ratio))
            pixels[max(0, lower) : bottom] = ground
        pixels[bottom:] = ground
        self._paint(rows)

    def _rows(self, lane: LaneView, scale: Scale, edges: tuple[int, int], table: Table) -> list[_Row]:
        """The rows of a lane, one per band; what lies over each other in a band is made one."""
        upper, lower = edges
        shown = lane.shown(scale.step_ns)
        bands = 1 if lane.collapsed else max((band for band, _ in shown), default=0) + 1
        rows: dict[int, _Row] = {}
        for band, track in shown:
            band = 0 if lane.collapsed else band
            keys = self._known[id(track)].keys
            if keys is None:
                continue
            keys = _widened(keys, lane.least)
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
        width = self._pixels.shape[1]
        values = np.empty((len(rows), width), dtype=np.int32)
        for n, row in enumerate(rows):
            values[n] = row.keys  # the lower half of the keys
        tables = np.stack([row.table for row in rows])
        entries = (values & (ENTRIES - 1)) + (np.arange(len(rows)) * ENTRIES)[:, None]
        colours = tables.ravel().take(entries, mode="clip")
        at = _seams(values)
        if len(at):
            colours.ravel()[at] = tables[at // width, 0]
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

    def _found(self, tracks: Sequence[Track], scale: Scale) -> dict[int, _Known]:
        """The columns of tracks; those already known at this zoom are moved, the others worked out."""
        known: dict[int, _Known] = {}
        moved: dict[int, list[_Known]] = {}
        fresh: list[Track] = []
        for track in tracks:
            held = self._known.get(id(track))
            by = self._moved_by(held, track, scale)
            if held is None or by is None:
                fresh.append(track)
            elif by == 0:
                known[id(track)] = held
            else:
                moved.setdefault(by, []).append(held)
        width = self._pixels.shape[1]
        for track, keys in zip(fresh, columns(fresh, scale.left_ns, scale.step_ns, width), strict=True):
            known[id(track)] = _Known(track, scale, keys)
        for by, held_all in moved.items():
            begin = scale.t(max(0, width - by) if by > 0 else 0)
            new = columns([held.track for held in held_all], begin, scale.step_ns, abs(by))
            for held, keys in zip(held_all, new, strict=True):
                assert held.keys is not None
                known[id(held.track)] = _Known(held.track, scale, _moved(held.keys, by, keys))
        return known

    def _moved_by(self, held: _Known | None, track: Track, scale: Scale) -> int | None:
        """How many columns farther the view is than what is known; None if that does not help."""
        width = self._pixels.shape[1]
        if held is None or held.track is not track or held.scale.step != scale.step:
            return None
        by, rest = divmod(scale.left_ns - held.scale.left_ns, scale.step_ns)
        if held.keys is None or len(held.keys) != width or rest or abs(by) >= width // 2:
            return None
        return by


def _seams(values: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """First columns of wide events that follow another at once: left empty, so that two do not look like one.

    `values` `(rows, columns)`, 0 where nothing is; flat positions. None in rows where events are mostly
    narrow.
    """
    count, width = values.shape
    change = np.empty((count, width), dtype=bool)
    np.not_equal(values[:, 1:], values[:, :-1], out=change[:, 1:])
    change[:, 0] = False
    for row in change:  # counting along an axis takes ten times as long
        if np.count_nonzero(row) * WIDE > width:
            row[:] = False
    change[:, 0] = True
    at = np.flatnonzero(change)
    at = at[np.diff(at, append=count * width) >= WIDE]
    at = at[at % width != 0]
    flat = values.ravel()
    between: npt.NDArray[np.intp] = at[(flat[at] != 0) & (flat[at - 1] != 0)]
    return between


def _widened(keys: Times, least: int) -> Times:
    """Events filling this many columns, as far as those to the right are free."""
    for _ in range(least - 1):
        wider = keys.copy()
        np.copyto(wider[1:], keys[:-1], where=keys[1:] == 0)
        keys = wider
    return keys


def _moved(keys: Times, by: int, new: Times | None) -> Times:
    """The same columns for a view so many columns farther, with those that came in."""
    out = np.empty_like(keys)
    coming = slice(len(keys) - by, len(keys)) if by > 0 else slice(0, -by)
    if by > 0:
        out[:-by] = keys[by:]
    else:
        out[-by:] = keys[:by]
    out[coming] = 0 if new is None else new
    return out
