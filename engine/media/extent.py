"""Where a stream begins and ends, its keyframes and how even its rate is, read from its packets."""

from __future__ import annotations

import math
from typing import Any

from engine.media.clock_jumps import PAUSE_NS
from engine.media.times import Clock

STRIDE = 32
"""Packets of sound at once: less than a second in most formats."""


class Times:
    """Extent of one stream, as found. `count`: ticks per packet where packets carry no time."""

    def __init__(self, clock: Clock, pictures: bool, count: int = 0) -> None:
        self.clock, self.pictures, self.count = clock, pictures, count
        self.first: int | None = None
        self.last: int | None = None
        self.length = 0
        self.keyframes: set[int] = set()
        self.cut = False
        self.pauses: list[tuple[int, int]] = []
        """Longer times without a packet: (end of the one before, start of the next)."""
        self._steps: dict[int, int] = {}
        self._longest = clock.pts(PAUSE_NS) - clock.pts(0)
        self._before: int | None = None
        self._number = 0

    def from_index(self, stream: Any, size: int) -> None:
        """Decoding times of all entries inside the file; what is shown when, the packets say.

        Of sound, whose packets are many and whose rate nobody asks for, one in `STRIDE` where no pause can
        lie between.
        """
        entries, before, at = stream.index_entries, None, 0
        while at < len(entries):
            entry = entries[at]
            far = None if self.pictures or at + STRIDE >= len(entries) else entries[at + STRIDE]
            if entry.pos + entry.size > size:
                self.cut = True
                break
            if before is not None:
                self._step(before, entry.timestamp)
            before = entry.timestamp
            near = far is not None and far.pos + far.size <= size and far.timestamp - before <= self._longest
            at += STRIDE if near else 1
        self.first = self.last = stream.start_time
        if before is not None:
            self.last = max(before, self.last if self.last is not None else before)

    def add(self, packet: Any) -> None:
        pts = packet.pts if packet.pts is not None else packet.dts
        if self.count:
            pts = self._number * self.count
            self._number += 1
        if pts is None:
            return
        if packet.is_keyframe and self.pictures:
            self.keyframes.add(max(0, self.clock.t_ns(pts)))
        self.first = pts if self.first is None else min(self.first, pts)
        if self.last is None or pts >= self.last:
            self.last = pts
            self.length = packet.duration or self.length or self.count
        dts = pts if self.count else packet.dts
        if dts is not None and self._before is not None:
            self._step(self._before, dts)
        self._before = dts

    def _step(self, before: int, after: int) -> None:
        step = after - before
        if step > self._longest:
            self.pauses.append((self.clock.t_ns(before), self.clock.t_ns(after)))
        if step > 0:
            self._steps[step] = self._steps.get(step, 0) + 1

    @property
    def start(self) -> int:
        return max(0, self.clock.t_ns(self.first)) if self.first is not None else 0

    @property
    def end(self) -> int:
        if self.last is None:
            return self.start
        return max(self.start + 1, self.clock.t_ns(self.last + max(1, self.length)))

    @property
    def irregular(self) -> bool:
        """Whether a tenth of the pictures or more are shown for other than the usual time."""
        total = sum(self._steps.values())
        if total < 10:
            return False
        usual = max(self._steps, key=lambda s: (self._steps[s], -s))
        near = sum(n for step, n in self._steps.items() if math.isclose(step, usual, rel_tol=0.1, abs_tol=1))
        return near < 0.9 * total
