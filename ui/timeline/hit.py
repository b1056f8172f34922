"""What lies at a place of the timeline, and the events before and after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core_api.event_values import SHADE_BITS, SHADE_MASK
from app.core_api.tracks import VALUE_BITS, VALUE_MASK, Track
from ui.timeline.columns import in_view
from ui.timeline.lane import LaneView
from ui.timeline.scale import Scale, grid_ns


@dataclass(frozen=True, slots=True)
class Hit:
    """An event of a lane."""

    lane: LaneView
    start_ns: int
    end_ns: int
    value: int
    near: bool = False

    @property
    def number(self) -> int:
        """That of its text, or of its item."""
        return self.value >> SHADE_BITS

    @property
    def shade(self) -> int:
        """Certainty of the event as a shade of its lane."""
        return self.value & SHADE_MASK


def hit(lane: LaneView, scale: Scale, x: int, y: float) -> Hit | None:
    """The event drawn at a column of a lane, or up to three beside it: some are but one column wide.

    `y` is 0 at the lane's upper edge and 1 at its lower.
    """
    near = lane.near_shown(scale.step_ns)
    band = (
        0
        if lane.collapsed
        else min(lane.bands_shown(scale.step_ns) - 1, int(y * lane.bands_shown(scale.step_ns)))
    )
    tracks = [t for row, t in reversed(lane.shown(scale.step_ns)) if lane.collapsed or row == band]
    for away in (0, -1, 1, -2, 2, -3, 3):
        for track in tracks:
            key, start = _longest(track, scale, x + away)
            if key:
                return _made(lane, track, key, start, near)
    return None


def beside(lane: LaneView, t_ns: int, step_ns: int, forward: bool) -> Hit | None:
    """The first event of a lane that begins after a time, or the last one before it."""
    near = lane.near_shown(step_ns)
    found: list[Hit] = []
    for _, track in lane.shown(step_ns):
        row = int(np.searchsorted(track.starts, t_ns, side="right" if forward else "left")) - (not forward)
        if 0 <= row < len(track):
            found.append(_made(lane, track, track.key(row), int(track.starts[row]), near))
    if not found:
        return None
    return min(found, key=lambda h: h.start_ns) if forward else max(found, key=lambda h: h.start_ns)


def _longest(track: Track, scale: Scale, x: int) -> tuple[int, int]:
    """Key and start of the longest event that touches a column; 0 where there is none."""
    left, right = scale.t(x), scale.t(x + 1)
    starts, keys = in_view(track, left, right, grid_ns(scale.step))
    ends = starts + ((keys >> VALUE_BITS) << track.shift)
    touching = np.flatnonzero(ends > left)
    if not len(touching):
        return 0, 0
    best = int(touching[int(keys[touching].argmax())])
    return int(keys[best]), int(starts[best])


def _made(lane: LaneView, track: Track, key: int, start: int, near: bool) -> Hit:
    return Hit(lane, start, start + ((key >> VALUE_BITS) << track.shift), key & VALUE_MASK, near)
