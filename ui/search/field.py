"""Where a search is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton


class SearchField(QLineEdit):
    """Down leads into the results; a picture of a face may be dropped on it."""

    down = Signal()
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search-field")
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(True)

    def name_buttons(self, clear: str) -> None:
        """Tells screen readers what the button in the field does."""
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if _one_file(event):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if path := _one_file(event):
            event.acceptProposedAction()
            self.dropped.emit(path)
        else:
            super().dropEvent(event)


def _one_file(event: QDropEvent) -> str:
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
