"""Editing an utterance in its place: Enter keeps it, Escape leaves it as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget


class WordingEdit(QPlainTextEdit):
    """Plain text that grows with what is written."""

    kept = Signal(str)
    left = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wording")
        self.setFrameShape(QFrame.Shape.Box)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self.grown)
        self.hide()

    def begin(self, text: str, letter: int) -> None:
        """Show it with a text, the cursor at a letter."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(letter, len(text)))
        self.setTextCursor(cursor)
        self.document().clearUndoRedoStacks()
        self.show()
        self.setFocus()

    @property
    def open(self) -> bool:
        """Whether something is being worded, even where nobody sees it at the moment."""
        return not self.isHidden()

    def finish(self) -> None:
        """Editing has to end: what was written is kept."""
        if self.open:
            self._end(keep=True)

    def wanted_height(self) -> int:
        """Pixels that all lines take."""
        lines = self.document().documentLayout().documentSize().height()
        margins = 2 * (self.frameWidth() + self.document().documentMargin())
        return int(lines * self.fontMetrics().lineSpacing() + margins + 2)

    @property
    def wording(self) -> str:
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Going elsewhere keeps what was written: nothing typed is ever lost."""
        super().focusOutEvent(event)
        elsewhere = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if self.open and event.reason() not in elsewhere:
            self._end(keep=True)

    def _end(self, keep: bool) -> None:
        wording, mine = self.wording, self.hasFocus()
        self.hide()
        if mine and (behind := self.parentWidget()):  # hiding hands the focus to the next control
            behind.setFocus()
        if keep:
            self.kept.emit(wording)
        else:
            self.left.emit()
