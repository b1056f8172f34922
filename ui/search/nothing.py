"""What is shown where there are no results: what can be asked, or why nothing was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.shared.flow_layout import FlowLayout


class Nothing(QScrollArea):
    """A heading, a few sentences, and searches to press."""

    pressed = Signal(str)
    """What the search asks for."""
    aside = Signal(str)
    """The same, in a tab of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nothing")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self.heading, self.text = QLabel(), QLabel()
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.heading.setProperty("role", "heading")
        self.text.setProperty("role", "muted")
        self._examples = QWidget()
        self._flow = FlowLayout(self._examples, 8)
        column.addSpacing(8)
        column.addWidget(self._examples)
        column.addStretch(1)
        self.setWidget(whole)
        for widget in (whole, self.viewport()):
            widget.setAutoFillBackground(False)
        self._buttons: list[QPushButton] = []

    def say(self, heading: str, text: str, examples: Sequence[tuple[str, str]] = ()) -> None:
        """`examples` are (label, what is asked for). Buttons that say the same stay, with the focus."""
        self.heading.setText(heading)
        self.text.setText(text)
        if [(b.text().replace("&&", "&"), b.property("asks")) for b in self._buttons] == list(examples):
            return
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(label, typed) for label, typed in examples]
        self._examples.setVisible(bool(self._buttons))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.MiddleButton
        ):
            self.aside.emit(str(watched.property("asks")))
            return True
        return super().eventFilter(watched, event)

    def _button(self, label: str, typed: str) -> QPushButton:
        button = QPushButton(label.replace("&", "&&"))
        button.setProperty("asks", typed)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.pressed.emit, typed))
        button.installEventFilter(self)
        self._flow.addWidget(button)
        return button
