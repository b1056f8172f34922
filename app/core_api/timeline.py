"""What a timeline shows: the lanes of an item, or of the whole case, and the clocks of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from app.core_api.deciding import Done
from app.core_api.protocol import Executor, Question

if TYPE_CHECKING:
    from app.core_api.tracks import Track  # noqa: F401  (named in a string)


class LaneKind(StrEnum):
    """What a lane holds, in the order in which lanes stand at first."""

    ITEMS = "items"
    SHOTS = "shots"
    FACE = "face"
    SPEAKER = "speaker"
    WORDS = "words"
    TEXT = "text"
    OBJECT = "object"
    SOUND = "sound"
    LABEL = "label"
    """Of a stage without a kind of its own; keys begin with the stage."""
    WAVEFORM = "waveform"
    COVERAGE = "coverage"


class Shade:
    """Shades with a meaning; those of other lanes run from 0 (sure) to 3 (doubtful)."""

    ANALYSED, PREVIEWED, NOT_YET, FAILED = 0, 1, 2, 3
    SURE, DOUBTFUL = 0, 3
    FUZZY: ClassVar = (7, 6, 5, 4)
    """How an uncertain time fades out, from near to far."""


@dataclass(frozen=True, slots=True)
class TrackHead:
    """A row of events of a lane. Tracks of one band lie over each other, later ones above.

    `near` True: shown instead of the others of the lane once it is zoomed in far enough to be read.
    """

    band: int
    near: bool = False


@dataclass(frozen=True, slots=True)
class LaneHead:
    """A lane without its events. `key` is stable; `number` that of the group, -1 where there is none."""

    key: str
    kind: LaneKind
    number: int
    untrusted_label: str = field(repr=False)
    """A name people gave, or a label of the machine; empty where the window has its own word."""
    count: int
    """Events, those hidden below others too."""
    tracks: tuple[TrackHead, ...]
    edition: str = ""
    """Names the content: a lane of the same edition need not be asked for again."""
    worded: bool = False
    """Whether its events have text of their own (`Wording`)."""


@dataclass(frozen=True, slots=True)
class LaneSet:
    """All lanes over `[start_ns, end_ns)`: time of the item, or for a case nanoseconds since 1970 (UTC)."""

    item_id: str
    start_ns: int
    end_ns: int
    lanes: tuple[LaneHead, ...]
    frame_ns: int = 0
    """How long a picture lasts, 0 where there are none."""
    still: bool = False
    """Whether it is a photo, which has no course of time and no lanes."""
    placed: tuple[PlacedItem, ...] = field(default=(), repr=False)
    """The items of a case timeline, by the number in their events' values."""
    apart: tuple[ApartItem, ...] = field(default=(), repr=False)
    """Items whose time of recording nothing tells."""


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item on the case's axis, and how its time was come by."""

    item_id: str
    sha256: str
    untrusted_name: str
    start_ns: int
    duration_ns: int
    source: str
    """Key of the clock that applies."""
    untrusted_recorded: str
    """The time as the file states it; never changed."""
    zone: str
    """`stated` in the file, `assumed` UTC, or `set` by a person."""
    uncertainty_ns: int


@dataclass(frozen=True, slots=True)
class ApartItem:
    item_id: str
    untrusted_name: str
    untrusted_recorded: str
    """What the file says, which is no full time; mostly empty."""


@dataclass(frozen=True, slots=True)
class Lanes(Question[LaneSet]):
    """The lanes of an item; of the whole case if `item_id` is empty."""

    item_id: str = ""


@dataclass(frozen=True, slots=True)
class LaneTracks(Question["tuple[Track, ...]"]):
    """The tracks of a lane in the order of their heads; none if the lane is no longer what it was."""

    item_id: str
    lane_key: str
    edition: str


@dataclass(frozen=True, slots=True)
class Wording(Question[tuple[str, ...]]):
    """The text of events of a lane by the numbers in their values; untrusted. Empty where there is none."""

    item_id: str
    lane_key: str
    near: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceClock:
    """A source of recordings (a device, or one item), and what people said about its clock."""

    key: str
    untrusted_name: str
    items: int
    offset_ns: int
    """Added to the recorded time; 0 where nobody said anything."""
    uncertainty_ns: int
    reason: str
    author: str
    """Empty where nobody said anything."""
    untrusted_recorded: tuple[str, ...]
    """The first and last time as the files state it."""
    zone: str


@dataclass(frozen=True, slots=True)
class Clocks(Question[tuple[SourceClock, ...]]):
    """Every source of the case with its clock."""


@dataclass(frozen=True, slots=True)
class SetClock(Question[Done]):
    """Say how far a source's clock was off. The times in the files stay as they are."""

    key: str
    offset_ns: int
    uncertainty_ns: int
    reason: str = field(repr=False)
    executor = Executor.WRITE
