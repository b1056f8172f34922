"""What was really listened to: segments whose sound came out, at up to twice their speed."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engine.units import SECOND
from ui.exposure import Exposure
from ui.position import CurrentPosition

FASTEST = 2.05
"""Faster than this nobody follows; a little above two, since clocks are read at different times."""
SLACK_NS, GAP_NS = SECOND // 4, SECOND
STRICT_NS = SECOND // 16
"""While it plays, pictures come late and in bursts; a whole segment is held to what really was slow."""
SHORTEST_NS = SECOND // 2
KEEP_EVERY_NS = 60 * SECOND


class Listening(QObject):
    """Watches the place while it plays. `clock` gives ns that only grow."""

    heard = Signal(str, object, object)
    """Item, start and end (ns): as it happens, for the eye."""
    kept = Signal(str, object)
    """Item and its segments [(start, end), …]: to be recorded; when playing ends, and every minute."""

    def __init__(
        self, position: CurrentPosition, exposure: Exposure, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        super().__init__()
        self._position, self._exposure, self._clock = position, exposure, clock
        self._item = ""
        self._begun: tuple[int, int] | None = None
        """Where the segment began in the item, and when."""
        self._until = self._seen = 0
        """How far it came, and when."""
        self._told = 0
        self._spans: list[tuple[int, int]] = []
        position.time_changed.connect(self._passed)
        position.playing_changed.connect(self._turned)
        position.item_changed.connect(self._left)

    def end(self) -> None:
        """The case is closing, or playback stops: what was heard so far is to be recorded."""
        self._end()
        self._keep()

    def _passed(self, t_ns: int) -> None:
        if not self._position.playing or self._exposure.mutes or not self._position.audible():
            self._end()
            return
        now = self._clock()
        if self._begun is not None:
            start, since = self._begun
            if 0 <= t_ns - self._until < GAP_NS:
                if t_ns - start > FASTEST * (now - since) + SLACK_NS:
                    self._end()
                else:
                    self._until, self._seen = t_ns, now
                    self._tell()
                    return
            else:
                self._end()
        self._item, self._begun, self._seen = self._position.item_id, (t_ns, now), now
        self._until = self._told = t_ns

    def _tell(self) -> None:
        assert self._begun is not None
        if self._until - self._told >= SECOND // 2 and self._until - self._begun[0] >= SHORTEST_NS:
            self.heard.emit(self._item, self._begun[0], self._until)
            self._told = self._until
        if self._until - self._begun[0] >= KEEP_EVERY_NS:
            self._end()
            self._keep()
            self._begun = self._until, self._clock()

    def _end(self) -> None:
        """The segment is over; one that was too fast as a whole counts for nothing."""
        begun, self._begun = self._begun, None
        if begun is None:
            return
        length = self._until - begun[0]
        if SHORTEST_NS <= length <= FASTEST * (self._seen - begun[1]) + STRICT_NS:
            self._spans.append((begun[0], self._until))
            self.heard.emit(self._item, begun[0], self._until)

    def _keep(self) -> None:
        spans, self._spans = self._spans, []
        if spans:
            self.kept.emit(self._item, spans)

    def _turned(self, playing: bool) -> None:
        if not playing:
            self.end()

    def _left(self, item_id: str) -> None:
        self.end()
