"""Draws one face of the grid: picture, quality, marks. No text is laid out per cell: a frame has 4 ms."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ui.colours import cluster_colour
from ui.theme import Tokens

GAP, BAR = 4, 4
"""Pixels between cells, and height of the bar that tells the quality."""
FEET = BAR + 3 + 3
"""Height of what is beneath a picture."""


class CellPainter:
    """Holds the pens and colours of a theme."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._empty = QColor(tokens.raised)
        self._selected = QColor(tokens.selection)
        self._line = QColor(tokens.line)
        self._current = QPen(QColor(tokens.accent), 2)
        self._levels = [QColor(tokens.danger), QColor(tokens.warning), QColor(tokens.good)]
        self._mark = QColor(tokens.warning)
        self._colours: dict[int, QColor] = {}

    def colour(self, number: int) -> QColor:
        """The person's colour, the same in every panel."""
        found = self._colours.get(number)
        if found is None:
            found = self._colours[number] = cluster_colour(number, self.tokens.dark)
        return found

    def paint(
        self,
        painter: QPainter,
        x: int,
        y: int,
        side: int,
        picture: QImage | None,
        number: int,
        quality: float,
        exact: bool,
        selected: bool,
        current: bool,
    ) -> None:
        """A cell at x, y with a picture of `side`; beneath it the quality and the colour of its person.

        Numbers, not rectangles, since a screen has two hundred cells and every call counts.
        """
        if selected:
            painter.fillRect(x, y, side + 2 * GAP, side + GAP + FEET + GAP, self._selected)
        left, top = x + GAP, y + GAP
        if picture is None:
            painter.fillRect(left, top, side, side, self._empty)
        else:
            self._picture(painter, picture, left, top, side)
        bar = top + side + 3
        painter.fillRect(left, bar, side, BAR, self._line)
        level = self._levels[0 if quality < 0.25 else 1 if quality < 0.5 else 2]
        painter.fillRect(left, bar, max(2, round(side * min(quality, 1.0))), BAR, level)
        painter.fillRect(left, bar + BAR + 1, side, 2, self.colour(number))
        if not exact:
            painter.fillRect(left + side - 8, top, 8, 8, self._mark)
        if current:
            painter.setPen(self._current)
            painter.drawRect(x + 1, y + 1, side + 2 * GAP - 3, side + FEET + 2 * GAP - 3)

    @staticmethod
    def _picture(painter: QPainter, picture: QImage, left: int, top: int, side: int) -> None:
        """As it is where it has the right size, else stretched until it comes in that size."""
        ratio = picture.devicePixelRatio()
        width, height = round(picture.width() / ratio), round(picture.height() / ratio)
        if max(width, height) != side:
            share = side / max(width, height)
            width, height = round(width * share), round(height * share)
            where = QRect(left + (side - width) // 2, top + (side - height) // 2, width, height)
            painter.drawImage(where, picture)
            return
        painter.drawImage(left + (side - width) // 2, top + (side - height) // 2, picture)
