"""The picture and its controls on a screen of their own, and back into the dock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class FullScreen(QObject):
    """Moves `body` between its `home` layout and a window; Escape and closing that window bring it back."""

    changed = Signal(bool)
    escaped = Signal()
    """Escape was pressed in the dock."""

    def __init__(self, body: QWidget, home: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._body, self._home = body, home
        body.installEventFilter(self)

    @property
    def on(self) -> bool:
        return self._body.isWindow()

    def toggle(self, above: QWidget, title: str) -> None:
        """`above`: the window it belongs to."""
        body = self._body
        if self.on:
            body.setWindowFlags(Qt.WindowType.Widget)
            self._home.addWidget(body)
            body.show()
        else:
            body.setParent(above, Qt.WindowType.Window)
            body.setWindowTitle(title)
            body.showFullScreen()
        self.changed.emit(self.on)

    def leave(self) -> None:
        if self.on:
            self.toggle(self._body, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                (self.leave if self.on else self.escaped.emit)()
            return True
        if event.type() is QEvent.Type.Close and self.on:
            event.ignore()
            self.leave()
            return True
        return super().eventFilter(watched, event)
