"""A lane of the timeline in the core: its head, its tracks, and the text of its events."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from app.core_api.event_values import PRESENT, SHADE_BITS
from app.core_api.overlaps import separate
from app.core_api.timeline import LaneHead, LaneKind, TrackHead
from app.core_api.tracks import Times, Track, build

ROWS = 3
"""How many rows a lane has at most for events that overlap."""


@dataclass(frozen=True, slots=True)
class Events:
    """Columns `(n,)` in any order: spans in ns, a shade, and the number of each event's text or item."""

    starts: Times
    ends: Times
    shades: Times
    numbers: Times

    @classmethod
    def of(
        cls,
        starts: npt.ArrayLike,
        ends: npt.ArrayLike,
        shades: npt.ArrayLike = 0,
        numbers: npt.ArrayLike | None = None,
    ) -> Events:
        """`shades` may be one for all; `numbers` count upwards where none are given."""
        begun = np.asarray(starts, dtype=np.int64)
        counted = np.arange(len(begun)) if numbers is None else np.asarray(numbers, dtype=np.int64)
        shade = np.broadcast_to(np.asarray(shades, dtype=np.int64), begun.shape)
        return cls(begun, np.asarray(ends, dtype=np.int64), shade, counted)

    @property
    def values(self) -> Times:
        return (self.numbers << SHADE_BITS) | PRESENT | self.shades

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class MadeLane:
    """`texts` of far and near events (`near` True), by number; untrusted."""

    head: LaneHead
    tracks: tuple[Track, ...] = field(repr=False)
    texts: dict[bool, Sequence[str]] = field(default_factory=dict, repr=False)


class LaneMaker:
    """Puts a lane together band by band."""

    def __init__(self, key: str, kind: LaneKind, number: int = -1, untrusted_label: str = "") -> None:
        self._head = LaneHead(key, kind, number, untrusted_label, 0, ())
        self._heads: list[TrackHead] = []
        self._tracks: list[Track] = []
        self._texts: dict[bool, Sequence[str]] = {}
        self._count = 0

    def rows(self, events: Events, near: bool = False, most: int = ROWS) -> LaneMaker:
        """Events side by side: those that overlap go to bands of their own, as long as there are some."""
        for band, (starts, ends, values) in enumerate(
            separate(events.starts, events.ends, events.values, most)
        ):
            self._add(band, build(starts, ends, values), near)
        self._count += 0 if near else len(events)
        return self

    def band(self, band: int, events: Events, counted: bool = True) -> LaneMaker:
        """Events in this band, above what is in it already; at each time the longest is shown."""
        for starts, ends, values in separate(events.starts, events.ends, events.values, 1):
            self._add(band, build(starts, ends, values), False)
        self._count += len(events) if counted else 0
        return self

    def texts(self, texts: Sequence[str], near: bool = False) -> LaneMaker:
        self._texts[near] = texts
        return self

    def made(self) -> MadeLane:
        return MadeLane(
            replace(
                self._head,
                count=self._count,
                tracks=tuple(self._heads),
                edition=self._edition(),
                worded=bool(self._texts),
            ),
            tuple(self._tracks),
            self._texts,
        )

    def _add(self, band: int, track: Track, near: bool) -> None:
        self._heads.append(TrackHead(band, near))
        self._tracks.append(track)

    def _edition(self) -> str:
        digest = hashlib.blake2b(digest_size=12)
        for track in self._tracks:
            digest.update(track.starts.data)
            digest.update(track.lengths.data)
            digest.update(track.values.data)
        for near in sorted(self._texts):
            digest.update("\0".join(self._texts[near]).encode("utf-8", "replace") + b"\0")
        return digest.hexdigest()
