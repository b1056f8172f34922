"""What the pages before a case have in common: a card of readable width in the middle of the window.

Somebody waits for the first of them, and the namespace `Qt` takes 17 ms to load: its values stand here as
numbers, given to properties by their names.
"""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

PLAIN_TEXT, NO_FOCUS, ALWAYS_OFF = 0, 0, 1
READABLE = 560
"""Pixels; about 75 letters in a line."""


def one_line(untrusted_text: str) -> str:
    """Without line breaks and control characters, which lists and titles have no room for."""
    return " ".join("".join(c if c.isprintable() else " " for c in untrusted_text).split())


def words(role: str = "") -> QLabel:
    """A label that breaks lines and takes nothing for markup."""
    label = QLabel()
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def waiting_line() -> QProgressBar:
    """Something is being done that cannot be measured. Keeps its place while hidden."""
    line = QProgressBar()
    line.setRange(0, 0)
    line.setTextVisible(False)
    policy = line.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    line.setSizePolicy(policy)
    line.hide()
    return line


def row(*widgets: QWidget | None) -> QHBoxLayout:
    """Side by side; None is where what is left over goes."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        else:
            made.addWidget(widget)
    return made


class Card(QScrollArea):
    """Scrolls where the window is smaller than the card."""

    def __init__(self, width: int = READABLE) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setProperty("horizontalScrollBarPolicy", ALWAYS_OFF)
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.card.setMaximumWidth(width)
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.title, self.lead = words("title"), words("muted")
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(32, 28, 32, 28)
        self.column.setSpacing(12)
        self.column.addWidget(self.title)
        self.column.addWidget(self.lead)
        ground = QWidget()
        ground.setObjectName("ground")
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight, ground)
        across.setContentsMargins(16, 16, 16, 16)
        across.addStretch(1)
        upright = QVBoxLayout()
        upright.addStretch(2)
        upright.addWidget(self.card)
        upright.addStretch(3)
        across.addLayout(upright, 1000)
        across.addStretch(1)
        self.setWidget(ground)
        self.first: QWidget | None = None
        """Has the focus when the page is shown."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        if self.first is not None:
            self.first.setFocus()
