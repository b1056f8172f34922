"""Draws the heads of the grid, each once: text costs more to lay out than a picture of it to draw."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QAbstractScrollArea

from ui import figures
from ui.faces.grid_layout import HEAD, MARGIN
from ui.theme import Tokens

KEPT = 64


class HeadPainter:
    """Holds pictures of heads as they are in one theme."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._drawn: dict[tuple[str, int, int, int], QImage] = {}

    def clear(self) -> None:
        self._drawn.clear()

    def paint(
        self, painter: QPainter, view: QAbstractScrollArea, y: int, text: str, colour: QColor, count: int
    ) -> None:
        """A head across the whole view at this height."""
        across = view.viewport().width()
        key = (text, count, across, colour.rgb())
        drawn = self._drawn.get(key)
        if drawn is None:
            if len(self._drawn) > KEPT:
                self._drawn.clear()
            drawn = self._drawn[key] = self._make(view, text, colour, count)
        painter.drawImage(0, y, drawn)

    def _make(self, view: QAbstractScrollArea, text: str, colour: QColor, count: int) -> QImage:
        tokens, ratio, across = self._tokens, view.devicePixelRatioF(), view.viewport().width()
        image = QImage(round(across * ratio), round(HEAD * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        painter.fillRect(0, 0, across, HEAD - 1, QColor(tokens.raised))
        painter.fillRect(0, HEAD - 1, across, 1, QColor(tokens.line))
        painter.fillRect(MARGIN, 9, 4, HEAD - 18, colour)
        box = QRect(MARGIN + 12, 0, across - 2 * MARGIN - 12, HEAD)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(view.font())
        painter.setPen(QColor(tokens.muted))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, figures.number(count))
        font = QFont(view.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, across - 120)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, elided)
        painter.end()
        return image
