"""What was analysed and what was not: a map of many items, and the segments of one."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core_api.protocol import Failed, Question
from engine.media.account import FileEntry

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BINS = 24
"""Parts of an item's time that one cell of the map shows."""
MOST_ITEMS = 40
"""Items of one question: about a tenth of a second of the core."""
MOST_SEGMENTS = 2000
UNPLANNED, DONE, PREVIEWED, NOT_YET, FAILED = range(5)
"""How a part stands, the worst of what lies in it: a part with a gap is no finished part."""
WORDS = ("unplanned", "done", "scouted", "not-yet", "failed")


@dataclass(frozen=True, slots=True, eq=False)
class CoverageMap:
    """Items by stages. Arrays have a row per item and a column per stage."""

    items: tuple[str, ...]
    stages: tuple[str, ...]
    parts: npt.NDArray[np.uint8]
    """`(items, stages, BINS)`: how each part of the time stands."""
    shares: npt.NDArray[np.float32]
    """Share that is done on the regular grid, -1 where nothing is planned."""
    reasons: tuple[str, ...]
    """Why nothing could be planned for an item: an error code, `not-yet`, or empty."""
    read: tuple[float, ...] = ()
    """Share of each file that was read, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Coverage(Question[CoverageMap]):
    """The map of these items, MOST_ITEMS at a time."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """How the segments of one item stand, as columns; at most MOST_STRETCHES of `total`."""

    total: int
    stages: tuple[str, ...]
    versions: array[int]
    streams: array[int]
    """-1: the whole item."""
    start_ns: array[int]
    end_ns: array[int]
    states: array[int]
    """DONE, SCOUTED, NOT_YET or FAILED."""
    codes: tuple[str, ...]
    rates: array[float]
    """Pictures a second on the grid; 0 for sound and for whole items."""
    devices: tuple[str, ...]
    problems: tuple[Failed, ...] = field(repr=False)
    """Words for every error code, once."""
    left: tuple[FileEntry, ...] = ()
    """What of the file itself was not read, or is odd about it."""


@dataclass(frozen=True, slots=True)
class SegmentsOf(Question[Segments]):
    """Every segment of an item, of one stage if `stage` is set."""

    item_id: str
    stage: str = ""
