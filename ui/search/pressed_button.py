"""A small button that also answers to the middle button of the mouse and to Delete."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolButton


class PressedButton(QToolButton):
    """Overridden and not watched by a filter: a filter would be asked about every event of every button."""

    aside = Signal()
    """Pressed with the middle button."""
    deleted = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if event.button() is Qt.MouseButton.MiddleButton:
            self.aside.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
            return
        super().keyPressEvent(event)

    def say(self, text: str) -> None:
        """Set the text if it is another: setting it lays everything out again."""
        if text != self.text():
            self.setText(text)
