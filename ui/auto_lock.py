"""Says when nobody has touched the window for so long that it should be locked."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from ui.position import CurrentPosition
from ui.settings import Settings

MINUTES = 10
LOOK_EVERY_SECONDS = 2.0
PLAYING_SECONDS = 3600.0
"""Watching needs no input; but a film left running must not keep the case open all night."""
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    }
)  # fmt: skip


class AutoLock(QObject):
    """Watches the windows of the program, not every widget: that would cost at every event.

    Time is the clock on the wall, so that a computer that slept is locked when it wakes.
    """

    due = Signal()

    def __init__(self, settings: Settings, position: CurrentPosition) -> None:
        super().__init__()
        self._settings, self._position = settings, position
        self._watched: set[int] = set()
        self._touched = time.time()
        self._timer = QTimer(self, interval=round(LOOK_EVERY_SECONDS * 1000))
        self._timer.timeout.connect(self.check)
        self._timer.start()
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    @property
    def seconds(self) -> float:
        """How long nobody may touch anything; 0: as long as they like."""
        wanted = self._settings.number("lock-after", MINUTES) * 60.0
        return wanted + PLAYING_SECONDS if wanted and self._position.playing else wanted

    @property
    def idle(self) -> float:
        """Seconds since the last input in the window."""
        return time.time() - self._touched

    def check(self) -> None:
        """Tell if it is time. A clock that was set back counts from then on."""
        self._touched = min(self._touched, time.time())
        if self.seconds and self.idle >= self.seconds:
            self._touched = time.time()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        del watched
        if event.type() in TOUCHES:
            self._touched = time.time()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and id(window) not in self._watched:
            self._watched.add(id(window))
            window.installEventFilter(self)
            key = id(window)
            window.destroyed.connect(lambda: self._watched.discard(key))
