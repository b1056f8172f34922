"""Who speaks: a legend of colours that also chooses whose words are shown, and where people are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app.core_api.transcript import Speaker
from ui.colours import voice_colour
from ui.theme import Theme
from ui.transcript.captions import Captions

DOT, GAP = 10, 4
MOST = 12
"""Speakers shown; with more the legend would push the text away, and the filter menu lists all."""


class SpeakerList(QWidget):
    """Click: only their words. Double click or F2: name them."""

    chosen = Signal(object)
    """Groups of those whose words are wanted; none: everybody's."""
    name_asked = Signal(int)
    """Name this group."""

    def __init__(self, theme: Theme, captions: Captions) -> None:
        super().__init__()
        self._theme, self._captions = theme, captions
        self._buttons: dict[int, QToolButton] = {}
        self._speakers: dict[int, Speaker] = {}

    def show_speakers(self, speakers: Mapping[int, Speaker], shares: Mapping[int, float]) -> None:
        """Speakers by group, and their share of what is said; the one who says most comes first."""
        order = sorted(speakers, key=lambda g: (-shares.get(g, 0.0), g))[:MOST]
        if list(self._buttons) != order:
            self._make(order)
        self._speakers = {group: speakers[group] for group in order}
        for group, button in self._buttons.items():
            name = self._captions.speaker(speakers[group])
            short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 200)
            button.setText(short.replace("&", "&&"))
            colour = voice_colour(group, self._theme.tokens.dark)
            button.setIcon(QIcon(_dot(colour, self.devicePixelRatioF())))
            share = self.tr("{share} % of what is said").format(share=round(100 * shares.get(group, 0.0)))
            keys = self.tr("Click: show only this speaker. Double-click or F2: name the speaker.")
            button.setToolTip(f"{_plain(name)}\n{share}\n{keys}")
            button.setAccessibleName(name)
        self.setVisible(bool(order))
        self._set()

    def show_chosen(self, groups: Sequence[int] | frozenset[int]) -> None:
        """Only these are shown."""
        for group, button in self._buttons.items():
            button.setChecked(group in groups)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        group = next((g for g, b in self._buttons.items() if b is watched), None)
        if group is None:
            return False
        renames = event.type() is QEvent.Type.MouseButtonDblClick or (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F2
        )
        if renames:
            self.name_asked.emit(group)
        return renames

    def _make(self, order: Sequence[int]) -> None:
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for group in order:
            button = QToolButton(self)
            button.setCheckable(True)
            button.setProperty("flat", True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(DOT, DOT))
            button.setObjectName(f"speaker-{group}")
            button.clicked.connect(self._clicked)
            button.installEventFilter(self)
            button.show()
            self._buttons[group] = button

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._set()

    def _set(self) -> None:
        """Set the buttons in rows, broken like words; as high as that takes."""
        x = y = high = 0
        for button in self._buttons.values():
            hint = button.sizeHint()
            if x and x + hint.width() > self.width():
                x, y = 0, y + high + GAP
            button.setGeometry(x, y, hint.width(), hint.height())
            x, high = x + hint.width() + GAP, hint.height()
        if self.minimumHeight() != y + high:
            self.setFixedHeight(y + high)

    def _clicked(self) -> None:
        self.chosen.emit(frozenset(g for g, b in self._buttons.items() if b.isChecked()))


def _dot(colour: QColor, ratio: float) -> QPixmap:
    made = QPixmap(round(DOT * ratio), round(DOT * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(0.5, 0.5, DOT - 1, DOT - 1))
    painter.end()
    return made


def _plain(text: str) -> str:
    """Qt takes a tool tip that begins like markup for markup; names are people's, or evidence's."""
    return text.replace("<", "‹").replace(">", "›")
