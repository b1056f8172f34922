"""Draws lines of faces: picture, quality, marks. No text is laid out per cell: a frame has 4 ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ui.colours import cluster_colour
from ui.faces.feet_pixels import DRAWN, FEET, GAP, FeetPixels
from ui.faces.shown_faces import Span
from ui.theme import Tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Cells:
    """What is drawn of some faces, one after another: pictures where they are here, and what is known."""

    pictures: Sequence[QImage | None]
    number: npt.NDArray[np.int32]
    quality: npt.NDArray[np.float32]
    exact: npt.NDArray[np.bool_]
    chosen: npt.NDArray[np.bool_]
    current: int
    """Which of them is the current one; -1 if none is."""


class LinePainter:
    """Holds the pens and colours of a theme."""

    def __init__(self, tokens: Tokens) -> None:
        self._dark = tokens.dark
        self.ground = QColor(tokens.surface)
        self._empty, self._selected = QColor(tokens.raised), QColor(tokens.selection)
        self._mark, self._current = QColor(tokens.warning), QPen(QColor(tokens.accent), 2)
        self._line = QColor(tokens.line).rgb()
        self._levels = [QColor(level).rgb() for level in (tokens.danger, tokens.warning, tokens.good)]
        self._colours: dict[int, int] = {}
        self._feet: FeetPixels | None = None

    def colour(self, number: int) -> int:
        """The person's colour as 0xffrrggbb, the same in every panel."""
        found = self._colours.get(number)
        if found is None:
            found = self._colours[number] = cluster_colour(number, self._dark).rgb()
        return found

    def paint(
        self, painter: QPainter, spans: Sequence[Span], side: int, cells: Cells, height: int, across: int
    ) -> None:
        """Draw the cells of these spans with pictures of `side`, in lines of `height`, `across` the view.

        Line by line, ground first: what is drawn over is then still near the processor.
        """
        width, corners = side + 2 * GAP, []
        feet = self._feet_of(spans, side, cells)
        each = zip(cells.pictures, cells.exact.tolist(), cells.chosen.tolist(), strict=True)
        for n, (_, many, left, y) in enumerate(spans):
            painter.fillRect(0, y, across, height, self.ground)
            top = y + GAP
            for x in range(left, left + many * width, width):
                picture, exact, chosen = next(each)
                corners.append((x, y))
                if chosen:
                    painter.fillRect(x, y, width, side + GAP + FEET + GAP, self._selected)
                if picture is None:
                    painter.fillRect(x + GAP, top, side, side, self._empty)
                else:
                    _draw(painter, picture, x + GAP, top, side)
                if not exact:
                    painter.fillRect(x + GAP + side - 8, top, 8, 8, self._mark)
            part = QRect(0, n * DRAWN, many * width, DRAWN)
            painter.drawImage(QPoint(left, top + side + FEET - DRAWN), feet, part)
        if cells.current >= 0:
            x, y = corners[cells.current]
            painter.setPen(self._current)
            painter.drawRect(x + 1, y + 1, width - 3, side + FEET + 2 * GAP - 3)

    def _feet_of(self, spans: Sequence[Span], side: int, cells: Cells) -> QImage:
        """What is beneath the pictures, span under span; to be drawn before the next call."""
        import numpy as np

        if self._feet is None or self._feet.side != side:
            self._feet = FeetPixels(side, self._line, self._levels)
        colour = np.fromiter(map(self.colour, cells.number.tolist()), np.uint32, len(cells.number))
        ground = np.where(cells.chosen, np.uint32(self._selected.rgb()), np.uint32(self.ground.rgb()))
        pixels = self._feet.draw([s.many for s in spans], cells.quality, colour, ground)
        lines, high, columns, width = pixels.shape
        across = columns * width
        return QImage(pixels.data, across, lines * high, across * 4, QImage.Format.Format_RGB32)


def _draw(painter: QPainter, picture: QImage, left: int, top: int, side: int) -> None:
    """As it is where it has the right size, else stretched until it comes in that size."""
    ratio = picture.devicePixelRatio()
    width, height = round(picture.width() / ratio), round(picture.height() / ratio)
    if max(width, height) == side:
        painter.drawImage(left + (side - width) // 2, top + (side - height) // 2, picture)
        return
    share = side / max(width, height)
    width, height = round(width * share), round(height * share)
    where = QRect(left + (side - width) // 2, top + (side - height) // 2, width, height)
    painter.drawImage(where, picture)
