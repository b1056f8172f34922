"""Draws the grid: the lines of faces that need it, and the heads, one of which sticks to the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea

from ui.faces.face_selection import FaceSelection
from ui.faces.feet_pixels import GAP
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

    def clear(self) -> None:
        """Forget what was drawn."""
        self._heads.clear()

    def paint(
        self, event: QPaintEvent, shown: ShownFaces | None, selection: FaceSelection, scrolled: int
    ) -> None:
        painter, area = QPainter(self._view.viewport()), event.rect()
        painter.fillRect(area, self._lines.ground)
        if shown is not None:
            painter.translate(0, -scrolled)
            self._paint_lines(painter, event.region(), shown, selection, scrolled)  # type: ignore[arg-type]
            self._paint_heads(painter, area.translated(0, scrolled), shown, scrolled)

    def _paint_lines(
        self,
        painter: QPainter,
        parts: Iterable[QRect],
        shown: ShownFaces,
        selection: FaceSelection,
        scrolled: int,
    ) -> None:
        spans = shown.spans(
            (p.left(), p.top() + scrolled, p.right() + 1, p.bottom() + 1 + scrolled) for p in parts
        )
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
        self._lines.paint(painter, spans, shown.layout.width - 2 * GAP, cells)

    def _paint_heads(self, painter: QPainter, area: QRect, shown: ShownFaces, scrolled: int) -> None:
        if not shown.layout.head:
            return
        for section, y in shown.layout.heads(area.top(), area.bottom() + 1):
            self._head(painter, shown, section, y)
        section, y = shown.layout.stuck(scrolled)
        self._head(painter, shown, section, y)

    def _head(self, painter: QPainter, shown: ShownFaces, section: int, y: int) -> None:
        number = int(shown.order.heads[section])
        colour = QColor(self._lines.colour(number))
        text = self._head_text(number)
        self._heads.paint(painter, self._view, y, text, colour, shown.size(section))
