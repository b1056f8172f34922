"""What the player asks: how an item opens, where its cuts are, what was seen, and keeping a still."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.core_api.protocol import Executor, Question
from engine.media.account import FileEntry
from engine.units import Kind, MediaPath

LONGEST_OVERLAYS_NS = 120 * 1_000_000_000
"""Longest segment one `Overlays` answers for."""


@dataclass(frozen=True, slots=True)
class PictureStream:
    """The stream of moving pictures that is analysed and shown; sizes are those of the upright picture."""

    index: int
    width: int
    height: int
    frame_rate: float
    """Pictures a second on average; 0 where unknown."""


@dataclass(frozen=True, slots=True)
class SoundStream:
    index: int
    channels: int
    untrusted_language: str
    """As the file says it, mostly ISO 639-2; empty where it does not."""


@dataclass(frozen=True, slots=True)
class Playable:
    """An item as a viewer opens it. Before the probe has run no streams are known, and kind is `other`."""

    item_id: str
    sha256: str
    untrusted_name: str
    kind: Kind
    media: MediaPath = field(repr=False)
    duration_ns: int
    probed: bool
    pictures: PictureStream | None
    sounds: tuple[SoundStream, ...]
    error: str
    """Why the probe failed, as a code; empty where it did not."""


@dataclass(frozen=True, slots=True)
class OpenMedia(Question[Playable]):
    """The key goes to the window and from there to its viewer alone."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Cuts(Question[tuple[int, ...]]):
    """Where shots begin, in order; empty before they have been found."""

    item_id: str


@dataclass(frozen=True, slots=True)
class NotRead(Question[tuple[FileEntry, ...]]):
    """What of the item's time is damaged, missing or not recorded, in order; fails with `no-such-item`."""

    item_id: str


class Seen(StrEnum):
    """What a box is around."""

    FACE = "face"
    OBJECT = "object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Appearance:
    """Something seen in the picture of `t_ns`, until `end_ns` where that is later.

    `outline` has the corners x y of a box or a quadrilateral in pixels of the upright full picture. `number`:
    the person's, −1 for none. `untrusted_label`: the name people gave, words on the screen, or an object's
    class; empty for a person without a name.
    """

    kind: Seen
    t_ns: int
    end_ns: int
    outline: tuple[tuple[float, float], ...]
    number: int = -1
    untrusted_label: str = field(repr=False, default="")
    status: str = ""
    """Of a name: `candidate`, `verified` or `disputed`."""


@dataclass(frozen=True, slots=True)
class Overlays(Question[tuple[Appearance, ...]]):
    """Appearances with any time in `[start_ns, end_ns)`, at most LONGEST_OVERLAYS_NS long, by time."""

    item_id: str
    start_ns: int
    end_ns: int


@dataclass(frozen=True, slots=True)
class KeptStill:
    """Where a still was written, and its hash."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KeepStill(Question[KeptStill]):
    """Write an exact picture as a plain file, beside it JSON on where it is from, and a custody entry."""

    item_id: str
    stream: int
    t_ns: int
    pts: int
    sha256: str
    png: bytes = field(repr=False)
    path: str = field(repr=False)
    executor = Executor.LONG
