"""Find in the transcript: while it is typed, with how many there are, and from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ui.icons import icon
from ui.theme import Theme


class FindBar(QWidget):
    """Enter goes to the next, Shift+Enter to the previous, Escape clears."""

    typed = Signal(str)
    stepped = Signal(int)
    """1 or -1."""
    left = Signal()
    """Escape in an empty field: back to the text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.field = QLineEdit()
        self.field.setObjectName("find")
        self.field.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setObjectName("find-count")
        self.count.setProperty("role", "muted")
        self.back, self.on = QToolButton(), QToolButton()
        for button, way in ((self.back, -1), (self.on, 1)):
            button.setProperty("flat", True)
            button.clicked.connect(lambda _=False, way=way: self.stepped.emit(way))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self.back)
        row.addWidget(self.on)
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        theme.changed.connect(self._draw)
        self._draw()
        self.say(0, 0, ready=True)

    def say(self, number: int, total: int, ready: bool) -> None:
        """Which hit is looked at, of how many; `ready` False while they are still counted."""
        if not self.field.text().strip():
            self.count.clear()
        elif not ready:
            self.count.setText("…")
        elif not total:
            self.count.setText(self.tr("not found"))
        elif number:
            self.count.setText(self.tr("{number} of {total}").format(number=number, total=total))
        else:
            self.count.setText(f"{total:n}")
        self.count.setProperty("role", "warning" if ready and not total else "muted")
        self.count.style().polish(self.count)
        for button in (self.back, self.on):
            button.setEnabled(total > 0)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Find in transcript"))
        self.field.setAccessibleName(self.tr("Find in transcript"))
        self.count.setAccessibleName(self.tr("Number of hits"))
        for button, text in (
            (self.back, self.tr("Previous hit (Shift+F3)")),
            (self.on, self.tr("Next hit (F3)")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.field.text():
                    self.field.clear()
                else:
                    self.left.emit()
                return True
        return False

    def _draw(self) -> None:
        self.back.setIcon(icon("mdi6.chevron-up", self._theme.tokens))
        self.on.setIcon(icon("mdi6.chevron-down", self._theme.tokens))
