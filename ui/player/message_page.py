"""What stands in the place of the picture: nothing chosen, on its way, or why it cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class MessagePage(QWidget):
    """A text, and where something can be done about it, a button."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("player-message")
        self._text, self.button = QLabel(), QPushButton()
        self._text.setObjectName("player-text")
        self.button.setObjectName("player-again")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setProperty("role", "muted")
        self._text.setMaximumWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.say("")

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, offer: str = "") -> None:
        """`offer` is what the button does; none without."""
        self._text.setText(text)
        self._text.setMinimumWidth(min(520, max(200, self.width() - 32)))
        self.button.setText(offer)
        self.button.setVisible(bool(offer))
        self.setAccessibleName(text)
