"""Draws statements and headings in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.dossier.sheet import Verdict
from ui.dossier.typesetter import ABOVE, BAR, EDGE, MARK, Chip, Paragraph, Typesetter
from ui.icons import tinted
from ui.theme import Tokens

MARKS = {
    "": "mdi6.circle-outline",
    "accepted": "mdi6.check-circle",
    "rejected": "mdi6.close-circle",
    "edited": "mdi6.pencil-circle",
}
CORNER = 4.0


class RowPainter:
    """For one theme and one width."""

    def __init__(self, tokens: Tokens, setter: Typesetter) -> None:
        self._tokens, self._setter = tokens, setter
        self._signs: dict[tuple[str, float], QPixmap] = {}
        self._pens: dict[tuple[str, bool, bool], QPen] = {}
        self._base, self._selection = QColor(tokens.base), QColor(tokens.selection)
        self._colours = {
            "": tokens.muted,
            "accepted": tokens.good,
            "rejected": tokens.danger,
            "edited": tokens.accent,
        }

    def statement(
        self,
        painter: QPainter,
        box: QRect,
        paragraph: Paragraph,
        said: Verdict | None,
        source: int,
        current: bool,
        focused: bool,
        edited: bool,
    ) -> None:
        """Draw one; `source` is the number of the source that is current, -1: none."""
        tokens, setter = self._tokens, self._setter
        word = said.word if said else ""
        if current:
            painter.fillRect(box, QColor(tokens.raised))
        if word:
            painter.fillRect(QRect(box.left(), box.top() + 1, BAR, box.height() - 2), self._colour(word))
        top = QPointF(setter.left, box.top() + ABOVE)
        mark = QRect(BAR + EDGE, box.top() + ABOVE, MARK - 2, MARK - 2)
        painter.drawPixmap(mark, self._sign(word, painter.device().devicePixelRatioF()))
        if not edited:
            painter.setPen(QColor(tokens.muted if word == "rejected" else tokens.text))
            paragraph.text.draw(painter, top)
        painter.setPen(QColor(tokens.muted))
        if paragraph.first is not None:
            paragraph.first.draw(painter, QPointF(setter.left, box.top() + paragraph.first_top))
        self._status(painter, box, paragraph, said)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for chip in paragraph.chips:
            chosen = focused and chip.number == source
            self._chip(painter, chip, box.top(), chosen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(setter.left, box.bottom(), box.right(), box.bottom())
        if focused:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def heading(self, painter: QPainter, box: QRect, title: str, note: str) -> None:
        """Draw the head of a section, `note` at its right."""
        tokens = self._tokens
        painter.fillRect(box, QColor(tokens.raised))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(BAR + EDGE, 0, -EDGE, 0)
        painter.setFont(self._setter.small)
        painter.setPen(QColor(tokens.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, note)
        taken = int(self._setter.small_metrics.horizontalAdvance(note)) + EDGE
        painter.setFont(self._setter.bold)
        painter.setPen(QColor(tokens.text))
        painter.drawText(inner.adjusted(0, 0, -taken, 0), middle, title)

    def nothing(self, painter: QPainter, box: QRect, text: str) -> None:
        """Draw what is said in a section without statements."""
        painter.setFont(self._setter.font)
        painter.setPen(QColor(self._tokens.muted))
        painter.drawText(box.adjusted(self._setter.left, 0, -EDGE, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _status(self, painter: QPainter, box: QRect, paragraph: Paragraph, said: Verdict | None) -> None:
        painter.setFont(self._setter.small)
        stale = said is not None and said.stale
        word = said.word if said else ""
        painter.setPen(QColor(self._tokens.warning) if stale else self._colour(word))
        place = QRectF(paragraph.status_at, paragraph.status_at).translated(0, box.top())
        place.setWidth(self._setter.text_width)
        place.setHeight(self._setter.chip_height)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, paragraph.status)

    def _chip(self, painter: QPainter, chip: Chip, top: int, chosen: bool) -> None:
        """In the small font, which is set already."""
        tokens, box = self._tokens, chip.box.translated(0, top)
        leads = chip.source is None or chip.source.leads_somewhere
        absent = chip.source is not None and chip.source.kind == "absence"
        edge = tokens.accent if chosen else tokens.edge if leads else tokens.line
        painter.setPen(self._pen(edge, chosen, absent))
        painter.setBrush(self._selection if chosen else self._base)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        text = tokens.on_selection if chosen else tokens.text if leads else tokens.muted
        painter.setPen(self._pen(text, False, False))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip.text)

    def _pen(self, colour: str, wide: bool, dashed: bool) -> QPen:
        """Chips are most of what is drawn; a pen is made once."""
        if (colour, wide, dashed) not in self._pens:
            pen = QPen(QColor(colour), 2 if wide else 1)
            if dashed:
                pen.setStyle(Qt.PenStyle.DashLine)
            self._pens[colour, wide, dashed] = pen
        return self._pens[colour, wide, dashed]

    def _colour(self, word: str) -> QColor:
        return QColor(self._colours[word])

    def _sign(self, word: str, ratio: float) -> QPixmap:
        """Drawing an icon from its font takes longer than all of a row's text."""
        if (word, ratio) not in self._signs:
            size = QSize(MARK - 2, MARK - 2)
            self._signs[word, ratio] = tinted(MARKS[word], self._colours[word]).pixmap(size, ratio)
        return self._signs[word, ratio]
