"""Waveforms of items, made by a viewer process of their own and kept as long as the case is open."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.core_api.media import Playable
from engine.units import Kind
from gpu_backends.viewer_messages import Failing, Lost, Opened, ViewerMessage, Wave, WaveOver
from gpu_backends.viewing import Viewer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

logger = logging.getLogger(__name__)

KEPT_BYTES = 32 << 20
"""Thirty minutes take 360 kB."""


class Waveforms(QObject):
    """One item after the other, in the order asked for.

    Peaks are int8 `(n, 2)`, the lowest and highest value of each 10 ms. A sound that cannot be read gives
    what was read of it, perhaps nothing.
    """

    grown = Signal(str, object)
    """Item id and the peaks so far, now and then while they are made."""
    ready = Signal(str, object)
    """Item id and all peaks."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # a signal may not be sent while its object is taken apart
        self._gate, self._open = threading.Lock(), False
        self._viewer = Viewer(self._hand_over)
        self._waiting: deque[Playable] = deque()
        self._known: OrderedDict[str, npt.NDArray[np.int8]] = OrderedDict()
        self._item: Playable | None = None
        self._pieces: list[Wave] = []
        self._told = 0
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, playable: Playable) -> None:
        """Make the waveform of an item's first sound stream; `ready` tells, at once where it is known."""
        item_id = playable.item_id
        if item_id in self._known:
            self._known.move_to_end(item_id)
            self.ready.emit(item_id, self._known[item_id])
        elif item_id not in {p.item_id for p in [*self._waiting, *([self._item] if self._item else [])]}:
            self._waiting.append(playable)
            self._next()

    def clear(self) -> None:
        """The case was closed: forget all, stop."""
        self._waiting.clear()
        self._known.clear()
        self._pieces.clear()
        self._item = None
        self._viewer.close()
        with self._gate:
            self._open = False

    def _next(self) -> None:
        if self._item is not None or not self._waiting:
            return
        self._open = True
        self._item = self._waiting.popleft()
        self._pieces, self._told = [], 0
        self._viewer.open(self._item.media, Kind.AUDIO, pictures=None)
        stream = self._item.sounds[0].index if self._item.sounds else -1
        self._viewer.waveform(stream)

    def _hand_over(self, message: ViewerMessage) -> None:
        """Called in the viewer's thread."""
        with self._gate:
            if self._open:
                self._arrived.emit(message)

    def _take(self, message: ViewerMessage) -> None:
        if self._item is None:
            return
        match message:
            case Wave():
                self._pieces.append(message)
                if len(self._pieces) >= 2 * self._told + 30:
                    self._told = len(self._pieces)
                    self.grown.emit(self._item.item_id, self._peaks())
            case WaveOver() | Failing() | Lost():
                self._finish(self._item.item_id)
            case Opened():
                pass

    def _finish(self, item_id: str) -> None:
        peaks = self._peaks()
        self._known[item_id] = peaks
        while sum(p.nbytes for p in self._known.values()) > KEPT_BYTES and len(self._known) > 1:
            self._known.popitem(last=False)
        self._item, self._pieces = None, []
        self._viewer.close()
        self.ready.emit(item_id, peaks)
        self._next()

    def _peaks(self) -> npt.NDArray[np.int8]:
        import numpy as np

        count = max((w.first + len(w.peaks) // 2 for w in self._pieces), default=0)
        peaks = np.zeros((count, 2), np.int8)
        for wave in self._pieces:
            part = np.frombuffer(wave.peaks[: len(wave.peaks) // 2 * 2], np.int8).reshape(-1, 2)
            peaks[wave.first : wave.first + len(part)] = part
        return peaks
