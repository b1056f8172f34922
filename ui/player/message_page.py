"""What stands in the place of the picture: nothing chosen, on its way, or why it cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

WIDEST = 520


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
        self._text.setMaximumWidth(WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addStretch(1)
        # no alignment: a label that wraps would be given the height of another width
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.say("")

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, offer: str = "") -> None:
        """`offer` is what the button does; none without."""
        self._text.setText(text)
        self.button.setText(offer)
        self.button.setVisible(bool(offer))
        self.setAccessibleName(text)
