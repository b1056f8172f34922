"""Draws the grid: the lines of faces that need it, and the heads, one of which sticks to the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea

from ui.faces.face_selection import FaceSelection
from ui.faces.feet_pixels import GAP
from ui.faces.grid_layout import HEAD
from ui.faces.head_painter import HeadPainter
from ui.faces.line_painter import Cells, LinePainter
from ui.faces.shown_faces import ShownFaces
from ui.theme import Tokens


class GridPainter:
    """`picture` gives what is here of a face, `head_text` tells what is written on a head."""

    def __init__(
        self,
        view: QAbstractScrollArea,
        picture: Callable[[int], QImage | None],
        head_text: Callable[[int], str],
    ) -> None:
        self._view, self._picture, self._head_text = view, picture, head_text

    def use(self, tokens: Tokens) -> None:
        """Draw in this theme from now on."""
        self._lines, self._heads = LinePainter(tokens), HeadPainter(tokens)

    def paint(
        self, event: QPaintEvent, shown: ShownFaces | None, selection: FaceSelection, scrolled: int
    ) -> None:
        painter, area = QPainter(self._view.viewport()), event.rect().translated(0, scrolled)
        painter.translate(0, -scrolled)
        parts = [part.translated(0, scrolled) for part in cast(Iterable[QRect], event.region())]
        end, across = shown.layout.end if shown else 0, self._view.viewport().width()
        for part in parts:  # lines bring their own ground where they are drawn from end to end
            if part.width() < across or part.bottom() >= end:
                painter.fillRect(part, self._lines.ground)
        if shown is not None:
            self._paint_lines(painter, parts, shown, selection)
            self._paint_heads(painter, area, shown, scrolled)

    def _paint_lines(
        self, painter: QPainter, parts: Iterable[QRect], shown: ShownFaces, selection: FaceSelection
    ) -> None:
        spans = shown.spans((p.left(), p.top(), p.right() + 1, p.bottom() + 1) for p in parts)
        if not spans:
            return
        table, rows = shown.table, shown.rows(spans)
        current = (rows == selection.current).nonzero()[0]
        cells = Cells(
            pictures=list(map(self._picture, table.ids[rows].tolist())),
            number=table.number[rows],
            quality=table.quality[rows],
            exact=table.exact[rows],
            chosen=selection.mask[rows],
            current=int(current[0]) if len(current) else -1,
        )
        layout = shown.layout
        self._lines.paint(
            painter, spans, layout.width - 2 * GAP, cells, layout.height, self._view.viewport().width()
        )

    def _paint_heads(self, painter: QPainter, area: QRect, shown: ShownFaces, scrolled: int) -> None:
        if not shown.layout.head:
            return
        stuck, top = shown.layout.stuck(scrolled)
        for section, y in shown.layout.heads(area.top(), area.bottom() + 1):
            if section > stuck:
                self._head(painter, shown, section, y)
        if area.top() < top + HEAD:
            self._head(painter, shown, stuck, top)

    def _head(self, painter: QPainter, shown: ShownFaces, section: int, y: int) -> None:
        number, across = int(shown.order.heads[section]), self._view.viewport().width()
        colour = QColor(self._lines.colour(number))
        self._heads.paint(painter, y, across, self._head_text(number), colour, shown.size(section))
