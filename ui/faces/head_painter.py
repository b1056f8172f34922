"""Draws the heads of the grid: whose faces stand beneath, and how many."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from ui import figures
from ui.faces.grid_layout import HEAD, MARGIN
from ui.theme import Tokens

LEFT, BESIDE = MARGIN + 12, 120
"""Where the text begins, and how much of the width it leaves free."""


class HeadPainter:
    """Holds the colours of a theme."""

    def __init__(self, tokens: Tokens) -> None:
        self._raised, self._line = QColor(tokens.raised), QColor(tokens.line)
        self._text, self._muted = QColor(tokens.text), QColor(tokens.muted)

    def paint(self, painter: QPainter, y: int, across: int, text: str, colour: QColor, count: int) -> None:
        """A head of this width at this height, in the painter's font."""
        painter.fillRect(0, y, across, HEAD - 1, self._raised)
        painter.fillRect(0, y + HEAD - 1, across, 1, self._line)
        painter.fillRect(MARGIN, y + 9, 4, HEAD - 18, colour)
        box, middle = QRect(LEFT, y, across - MARGIN - LEFT, HEAD), Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._muted)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, figures.number(count))
        plain = painter.font()
        bold = QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._text)
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, across - BESIDE)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setFont(plain)
