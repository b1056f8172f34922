"""A lane as the window keeps it: its head, its tracks once they have come, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core_api.timeline import LaneHead, LaneKind
from app.core_api.tracks import Track
from ui.timeline.waveform import Waveform

ROW, BAND, THIN, GAP = 20, 17, 8, 2
"""Height of a lane, of a band among several, of a collapsed lane, and of the space below a lane, in pixels
of the screen's scale.
"""
HEIGHTS = {LaneKind.WAVEFORM: 40, LaneKind.SHOTS: 16, LaneKind.COVERAGE: 9}
READABLE_NS = 1_000_000_000 // 24
"""Below this width of a column what is `near` is shown: a second is then 24 columns wide or more."""


@dataclass(slots=True, eq=False)
class LaneView:
    """One lane of the picture."""

    head: LaneHead
    name: str
    tracks: tuple[Track, ...] = ()
    collapsed: bool = False
    waveform: Waveform | None = field(default=None, repr=False)
    least: int = 1
    """Columns an event fills at least, where those beside it are free."""
    bands: int = field(init=False)

    def __post_init__(self) -> None:
        self.bands = max((track.band for track in self.head.tracks), default=0) + 1

    @property
    def key(self) -> str:
        return self.head.key

    @property
    def height(self) -> int:
        """Without the gap."""
        if self.collapsed:
            return THIN
        each = HEIGHTS.get(self.head.kind, ROW)
        return each if self.bands == 1 else self.bands * min(each, BAND)

    def near_shown(self, step_ns: int) -> bool:
        """Whether it is zoomed in so far that single words are shown in the place of sentences."""
        return step_ns <= READABLE_NS and any(head.near for head in self.head.tracks)

    def shown(self, step_ns: int) -> list[tuple[int, Track]]:
        """Tracks and their bands at this zoom, in the order in which they are painted."""
        near = self.near_shown(step_ns)
        both = zip(self.head.tracks, self.tracks, strict=False)
        return [(head.band, track) for head, track in both if head.near is near]

    def bands_shown(self, step_ns: int) -> int:
        """Number of bands an event may lie in when a column is `step_ns` wide."""
        return max((band for band, _ in self.shown(step_ns)), default=0) + 1


@dataclass(slots=True)
class Stack:
    """The lanes from top to bottom, and which of them has the focus."""

    lanes: list[LaneView] = field(default_factory=list)
    focus: int = 0

    @property
    def height(self) -> int:
        return sum(lane.height + GAP for lane in self.lanes)

    def tops(self) -> Iterable[tuple[int, LaneView]]:
        """Each lane with its upper edge."""
        y = 0
        for lane in self.lanes:
            yield y, lane
            y += lane.height + GAP

    def at(self, y: int) -> int:
        """Number of the lane at a height; -1 where there is none."""
        for number, (top, lane) in enumerate(self.tops()):
            if top <= y < top + lane.height + GAP:
                return number
        return -1

    def top(self, number: int) -> int:
        return sum(lane.height + GAP for lane in self.lanes[:number])

    def move(self, number: int, to: int) -> None:
        """Put a lane at another place; the focus stays on the lane it was on."""
        focused = self.lanes[self.focus] if self.lanes else None
        to = max(0, min(len(self.lanes) - 1, to))
        self.lanes.insert(to, self.lanes.pop(number))
        if focused is not None:
            self.focus = self.lanes.index(focused)
