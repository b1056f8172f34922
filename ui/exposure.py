"""Protection of the person who looks: pictures blurred or grey, sound muted, until one key reveals them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Exposure(QObject):
    """What is wanted, and whether it is lifted for now. Whoever shows evidence asks `hides_…` and listens."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.blur = self.grey = self.mute = False
        self.revealed = False

    def protect(self, blur: bool, grey: bool, mute: bool) -> None:
        """Set what is wanted; nothing stays revealed."""
        self.blur, self.grey, self.mute, self.revealed = blur, grey, mute, False
        self.changed.emit()

    def reveal(self, revealed: bool) -> None:
        """Lift the protection, or put it back."""
        if revealed != self.revealed:
            self.revealed = revealed
            self.changed.emit()

    @property
    def active(self) -> bool:
        return self.blur or self.grey or self.mute

    @property
    def blurs(self) -> bool:
        return self.blur and not self.revealed

    @property
    def greys(self) -> bool:
        return self.grey and not self.revealed

    @property
    def mutes(self) -> bool:
        return self.mute and not self.revealed
