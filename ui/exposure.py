"""Protection of the person who looks: pictures blurred or grey, sound muted, until one key reveals them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.position import CurrentPosition

COVER_AFTER_SECONDS = 60


class Exposure(QObject):
    """What is wanted, and whether it is lifted for now; all that shows evidence follows `changed`.

    What was revealed is covered again after a while, and when another item is looked at.
    """

    changed = Signal()

    def __init__(self, position: CurrentPosition) -> None:
        super().__init__()
        self.blur = self.grey = self.mute = False
        self.revealed = False
        self.cover_after_s = COVER_AFTER_SECONDS
        """0: only on the key, on leaving the item and when the case is closed."""
        self.cover_on_leaving = True
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.reveal(False))
        position.item_changed.connect(self._left)

    def protect(self, blur: bool, grey: bool, mute: bool) -> None:
        """Set what is wanted; nothing stays revealed."""
        self.blur, self.grey, self.mute, self.revealed = blur, grey, mute, False
        self._timer.stop()
        self.changed.emit()

    def reveal(self, revealed: bool) -> None:
        """Lift the protection, or put it back."""
        revealed = revealed and self.active
        if revealed == self.revealed:
            return
        self.revealed = revealed
        self._timer.stop()
        if revealed and self.cover_after_s:
            self._timer.start(self.cover_after_s * 1000)
        self.changed.emit()

    def cover_after(self, seconds: int) -> None:
        """From now on cover after so long; 0 never does. What is revealed now counts from now."""
        self.cover_after_s = seconds
        self._timer.stop()
        if self.revealed and seconds:
            self._timer.start(seconds * 1000)

    @property
    def seconds_left(self) -> int:
        """Until what is revealed is covered again; 0 where nothing counts down."""
        return -(-self._timer.remainingTime() // 1000) if self._timer.isActive() else 0

    @property
    def active(self) -> bool:
        return self.blur or self.grey or self.mute

    @property
    def blurs(self) -> bool:
        """Whether pictures are to be blurred now."""
        return self.blur and not self.revealed

    @property
    def greys(self) -> bool:
        """Whether pictures are to be grey now."""
        return self.grey and not self.revealed

    @property
    def mutes(self) -> bool:
        """Whether sound is to be muted now."""
        return self.mute and not self.revealed

    def _left(self) -> None:
        if self.cover_on_leaving:
            self.reveal(False)
