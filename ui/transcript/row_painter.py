"""Paints an utterance or a heading: bar, time, who speaks, notes, words and what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme import Tokens
from ui.transcript.typesetter import ABOVE, BAR, EDGE, GAP, Paragraph, Typesetter

Letters = tuple[int, int]
ROUND = 3.0
DOT = 8.0


@dataclass(slots=True)
class LineState:
    """How an utterance looks now. Letters are counted in its text."""

    time: str
    name: str = ""
    colour: QColor | None = None
    notes: tuple[tuple[str, bool], ...] = ()
    """Short words behind the name; True for a warning."""
    mine: float = 0.0
    others: float = 0.0
    current: bool = False
    word: Letters | None = None
    """What is being said."""
    cursor: Letters | None = None
    selected: Letters | None = None
    hits: tuple[Letters, ...] = ()
    hit: Letters | None = None
    """The hit that was jumped to."""


class RowPainter:
    """Draws with one typesetter in one theme."""

    def __init__(self, setter: Typesetter, tokens: Tokens) -> None:
        self._set, self._tokens = setter, tokens
        self._text, self._muted = QColor(tokens.text), QColor(tokens.muted)
        self._accent, self._warning = QColor(tokens.accent), QColor(tokens.warning)
        self._now = _faint(tokens.accent, 26 if tokens.dark else 20)
        self._word = _faint(tokens.accent, 110 if tokens.dark else 70)
        self._selected, self._hit = QColor(tokens.selection), _faint(tokens.warning, 70)
        self._heard, self._unheard = QColor(tokens.good), QColor(tokens.line)
        self._heard_by_others = _faint(tokens.good, 110)

    def utterance(self, painter: QPainter, area: QRectF, paragraph: Paragraph, state: LineState) -> None:
        """Draw a row into `area`, whose height is the paragraph's."""
        y = area.top()
        if state.current:
            painter.fillRect(area, self._now)
        self._bar(painter, area, state)
        self._head(painter, y, paragraph, state)
        left = self._set.left
        for letters, colour in self._marks(state):
            for box in paragraph.boxes(*letters):
                _patch(painter, box.translated(left, y), colour)
        painter.setPen(self._text)
        paragraph.layout.draw(painter, QPointF(left, y + paragraph.text_top))
        self._rings(painter, left, y, paragraph, state)
        if paragraph.machine is not None:
            painter.setPen(self._muted)
            paragraph.machine.draw(painter, QPointF(left, y + paragraph.machine_top))

    def title(self, painter: QPainter, area: QRectF, text: str, note: str) -> None:
        """Draw the heading of an item; text that is too long is shortened."""
        painter.fillRect(area.adjusted(0, 2, 0, -2), QColor(self._tokens.raised))
        painter.setFont(self._set.small)
        wide = self._set.small_metrics.horizontalAdvance(note) + 2 * EDGE
        painter.setPen(self._muted)
        painter.drawText(area.adjusted(EDGE, 0, -EDGE, 0), _RIGHT, note)
        painter.setFont(self._set.bold)
        painter.setPen(self._text)
        room = area.width() - wide - EDGE
        painter.drawText(
            area.adjusted(EDGE, 0, 0, 0),
            _LEFT,
            self._set.bold_metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room),
        )

    def _bar(self, painter: QPainter, area: QRectF, state: LineState) -> None:
        bar = QRectF(2, area.top() + 1, BAR, area.height() - 2)
        painter.fillRect(bar, self._unheard)
        for share, colour in ((state.others, self._heard_by_others), (state.mine, self._heard)):
            if share > 0:
                painter.fillRect(QRectF(bar.left(), bar.top(), BAR, bar.height() * min(share, 1.0)), colour)

    def _head(self, painter: QPainter, y: float, paragraph: Paragraph, state: LineState) -> None:
        setter = self._set
        painter.setFont(setter.small)
        painter.setPen(self._accent if state.current else self._muted)
        first = QRectF(BAR + EDGE, y + paragraph.text_top, setter.time_width, setter.line_height)
        painter.drawText(first, _RIGHT, state.time)
        if not paragraph.headed:
            return
        x, top = setter.left, y + ABOVE
        if state.name:
            painter.setBrush(state.colour or self._muted)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(x, top + (setter.head_height - 4 - DOT) / 2, DOT, DOT))
            painter.setFont(setter.bold)
            painter.setPen(self._text)
            x += DOT + 6
            room = setter.left + setter.text_width - x
            name = setter.bold_metrics.elidedText(state.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(x, top + setter.bold_metrics.ascent()), name)
            x += setter.bold_metrics.horizontalAdvance(name) + GAP
        self._notes(painter, x, top, state.notes)

    def _notes(self, painter: QPainter, x: float, top: float, notes: Iterable[tuple[str, bool]]) -> None:
        setter, metrics = self._set, self._set.small_metrics
        painter.setFont(setter.small)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for text, warns in notes:
            colour = self._warning if warns else self._muted
            wide = metrics.horizontalAdvance(text) + 10
            if x + wide > setter.left + setter.text_width:
                return
            box = QRectF(x, top - 0.5, wide, metrics.height() + 1)
            painter.setPen(QPen(colour, 1))
            painter.drawRoundedRect(box, 6, 6)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += wide + 4

    def _marks(self, state: LineState) -> Iterable[tuple[Letters, QColor]]:
        if state.selected:
            yield state.selected, self._selected
        for letters in state.hits:
            yield letters, self._hit
        if state.word:
            yield state.word, self._word

    def _rings(self, painter: QPainter, x: float, y: float, paragraph: Paragraph, state: LineState) -> None:
        """Lines around what is singled out, so that colour alone tells nothing."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for letters, colour in ((state.cursor, self._accent), (state.hit, self._warning)):
            if letters is None:
                continue
            painter.setPen(QPen(colour, 1.5))
            for box in paragraph.boxes(*letters):
                painter.drawRoundedRect(box.translated(x, y).adjusted(-2, -0.5, 2, 0.5), ROUND, ROUND)

    def head_box(self, paragraph: Paragraph, name: str) -> QRectF:
        """Where the name stands, y counted from the row's top; empty where there is none."""
        if not (paragraph.headed and name):
            return QRectF()
        wide = DOT + 6 + self._set.bold_metrics.horizontalAdvance(name)
        return QRectF(self._set.left, ABOVE, min(wide, self._set.text_width), self._set.head_height)


def _patch(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box.adjusted(-1.5, 0, 1.5, 0), ROUND, ROUND)


def _faint(name: str, alpha: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
    return colour


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
