"""The map as it is drawn: a row per item, a column per stage, and in each cell the item's time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from app.core_api.coverage import BINS, UNPLANNED
from ui.coverage.coverage_chart import CoverageChart
from ui.coverage.coverage_words import CoverageWords
from ui.coverage.state_glyphs import glyphs
from ui.figures import percent
from ui.stage_words import stage_word
from ui.theme import Theme

LEAST_NAME, MOST_NAME, SHARE_WIDTH = 140, 280, 56
PAD, GAP = 8, 2
"""Pixels beside texts; empty parts between two cells."""
WIDTHS = (5, 4, 3)
"""Pixels of one part, the widest that fits."""


class CoverageView(QAbstractScrollArea):
    """Keyboard: arrows move over cells, Enter goes there."""

    marked = Signal(int, int)
    """Row of the chart and column of the stage a person is at; column -1: the whole item."""
    activated = Signal(int, int)
    scrolled = Signal()

    def __init__(self, theme: Theme, chart: CoverageChart, words: CoverageWords) -> None:
        super().__init__()
        self.chart, self.words = chart, words
        self._theme = theme
        self.line, self.column = -1, -1
        self.head = ("", "")
        """What stands over the names and over their shares."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The chart, the theme or the size changed."""
        self.line = min(self.line, len(self.chart.rows) - 1)
        self._measure()
        self._glyphs = glyphs(self._theme.tokens, self._row_height)
        self.viewport().update()

    def seen(self) -> tuple[int, int]:
        """First line that is seen, and the one behind the last."""
        first = self.verticalScrollBar().value()
        return first, first + self._page() + 1

    def mark(self, line: int, column: int) -> None:
        """Put the cursor on a cell, and show it."""
        self.line = max(0, min(line, len(self.chart.rows) - 1))
        self.column = max(-1, min(column, len(self.chart.stages) - 1))
        if not len(self.chart.rows):
            self.line = -1
            return
        bar, page = self.verticalScrollBar(), self._page()
        if not bar.value() <= self.line < bar.value() + page:
            bar.setValue(self.line if self.line < bar.value() else self.line - page + 1)
        self._show_column()
        row = int(self.chart.rows[self.line])
        self.setAccessibleDescription(self.words.cell(self.chart, row, self.column, -1))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.viewport().update()
        self.marked.emit(row, self.column)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        tokens = self._theme.tokens
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(tokens.surface))
        first, last = self.seen()
        rows = self.chart.rows[first:last]
        if self.chart.stages and len(rows):
            self._cells(painter, rows)
        for n, row in enumerate(rows.tolist()):
            self._row(painter, first + n, row)
        self._head(painter)
        painter.end()

    def _cells(self, painter: QPainter, rows: npt.NDArray[np.intp]) -> None:
        """All cells that are seen, as one picture: a pixel per part, widened when drawn."""
        parts = np.zeros((len(rows), len(self.chart.stages), BINS + GAP), np.uint8)
        parts[:, :, :BINS] = np.where(
            self.chart.known[rows][:, None, None], self.chart.parts[rows], UNPLANNED
        )
        lines = parts.reshape(len(rows), -1)
        pixels = np.ascontiguousarray(self._glyphs[lines].transpose(0, 2, 1))
        height, width = pixels.shape[0] * pixels.shape[1], pixels.shape[2]
        image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        left = self._left() - self.horizontalScrollBar().value()
        painter.save()
        painter.setClipRect(QRect(self._left(), 0, self.viewport().width(), self.viewport().height()))
        painter.drawImage(QRect(left, self._head_height, width * self._part, height), image)
        painter.restore()

    def _row(self, painter: QPainter, line: int, row: int) -> None:
        tokens, y = self._theme.tokens, self._y(line)
        area = QRect(0, y, self.viewport().width(), self._row_height)
        if line == self.line:
            painter.fillRect(QRect(0, y, self._left() - 4, self._row_height), QColor(tokens.selection))
        painter.setPen(QColor(tokens.on_selection if line == self.line else tokens.text))
        room = self._name_width - 2 * PAD
        name = self.fontMetrics().elidedText(self.chart.names[row], Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(area.adjusted(PAD, 0, 0, 0), _LEFT, name)
        painter.setPen(QColor(tokens.on_selection if line == self.line else tokens.muted))
        share = self.chart.share(row)
        text = percent(share) if share >= 0 else "–" if self.chart.known[row] else "…"
        painter.drawText(QRect(self._name_width, y, SHARE_WIDTH - PAD, self._row_height), _RIGHT, text)
        if self.chart.reasons[row]:
            painter.setPen(QColor(tokens.muted if self.chart.reasons[row] == "not-yet" else tokens.danger))
            painter.drawText(
                area.adjusted(self._left(), 0, -PAD, 0), _LEFT, self.words.reason(self.chart.reasons[row])
            )
        if line == self.line and self.column >= 0:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(QRectF(self._cell(line, self.column)).adjusted(-1, 1, 1, -1))

    def _head(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.fillRect(QRect(0, 0, self.viewport().width(), self._head_height), QColor(tokens.raised))
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted))
        over = QRect(PAD, 0, self._name_width - PAD, self._head_height)
        painter.drawText(over, _WRAPPED, self.head[0])
        over = QRect(self._name_width, 0, SHARE_WIDTH - PAD, self._head_height)
        painter.drawText(over, _RIGHT, self.head[1])
        painter.setClipRect(QRect(self._left(), 0, self.viewport().width(), self._head_height))
        for n, stage in enumerate(self.chart.stages):
            cell = self._cell(0, n)
            area = QRect(cell.x(), 2, self._cell_width() - 2, self._head_height - 4)
            painter.drawText(area, _WRAPPED, stage_word(stage))
        painter.setClipping(False)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self._head_height - 1, self.viewport().width(), self._head_height - 1)

    # measures

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self._row_height = metrics.height() + 8
        self._small = QFont(self.font())
        self._small.setPointSizeF(self.font().pointSizeF() * 0.85)
        width, stages = self.viewport().width(), max(1, len(self.chart.stages))
        self._name_width = max(LEAST_NAME, min(MOST_NAME, width // 5))
        room = width - self._left() - PAD
        small = QFontMetrics(self._small)
        longest = [small.horizontalAdvance(word) for s in self.chart.stages for word in stage_word(s).split()]
        least = next(
            (w for w in reversed(WIDTHS) if (BINS + GAP) * w >= max(longest, default=0) + 4), WIDTHS[0]
        )
        fitting = (w for w in WIDTHS if w >= least and stages * (BINS + GAP) * w <= room)
        self._part = next(fitting, least)
        cell = QRect(0, 0, self._cell_width() - 2, 200)
        words = [small.boundingRect(cell, _WRAPPED, stage_word(s)).height() for s in self.chart.stages]
        self._head_height = max([small.lineSpacing(), *words]) + 8
        high, wide = self.verticalScrollBar(), self.horizontalScrollBar()
        high.setRange(0, max(0, len(self.chart.rows) - self._page()))
        high.setPageStep(self._page())
        wide.setRange(0, max(0, stages * self._cell_width() - room))
        wide.setPageStep(max(1, room))
        wide.setSingleStep(self._cell_width())

    def _page(self) -> int:
        return max(1, (self.viewport().height() - self._head_height) // self._row_height)

    def _left(self) -> int:
        return self._name_width + SHARE_WIDTH

    def _cell_width(self) -> int:
        return (BINS + GAP) * self._part

    def _y(self, line: int) -> int:
        return self._head_height + (line - self.verticalScrollBar().value()) * self._row_height

    def _cell(self, line: int, column: int) -> QRect:
        x = self._left() - self.horizontalScrollBar().value() + column * self._cell_width()
        return QRect(x, self._y(line), BINS * self._part, self._row_height)

    def _show_column(self) -> None:
        if self.column < 0:
            return
        cell, bar = self._cell(self.line, self.column), self.horizontalScrollBar()
        if cell.left() < self._left():
            bar.setValue(bar.value() - (self._left() - cell.left()))
        elif cell.right() > self.viewport().width():
            bar.setValue(bar.value() + cell.right() - self.viewport().width() + PAD)

    def at(self, point: QPoint) -> tuple[int, int, int]:
        """Line, column and part at a point; -1 where there is none."""
        line = (point.y() - self._head_height) // self._row_height + self.verticalScrollBar().value()
        if point.y() < self._head_height or not 0 <= line < len(self.chart.rows):
            return -1, -1, -1
        x = point.x() - self._left() + self.horizontalScrollBar().value()
        column = x // self._cell_width() if point.x() >= self._left() else -1
        if not 0 <= column < len(self.chart.stages):
            return line, -1, -1
        part = (x - column * self._cell_width()) // self._part
        return line, column, min(part, BINS - 1)

    def _head_column(self, point: QPoint) -> int:
        """The stage whose title is at a point, or -1."""
        x = point.x() - self._left() + self.horizontalScrollBar().value()
        column = x // self._cell_width()
        inside = point.y() < self._head_height and point.x() >= self._left()
        return column if inside and 0 <= column < len(self.chart.stages) else -1

    # what a person does

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        line, column, _ = self.at(event.position().toPoint())
        if line >= 0:
            self.mark(line, column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        line, column, _ = self.at(event.position().toPoint())
        if line >= 0:
            self.activated.emit(int(self.chart.rows[line]), column)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key
        steps = {
            key.Key_Up: (-1, 0), key.Key_Down: (1, 0), key.Key_Left: (0, -1), key.Key_Right: (0, 1),
            key.Key_PageUp: (-self._page(), 0), key.Key_PageDown: (self._page(), 0),
            key.Key_Home: (-len(self.chart.rows), 0), key.Key_End: (len(self.chart.rows), 0),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.mark(self.line + step[0], self.column + step[1])
        elif event.key() in (key.Key_Return, key.Key_Enter) and self.line >= 0:
            self.activated.emit(int(self.chart.rows[self.line]), self.column)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Arrows and Enter belong to the map while it has the focus."""
        own = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return)
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line, column, part = self.at(event.pos())
            head = self._head_column(event.pos())
            if head >= 0:
                QToolTip.showText(event.globalPos(), stage_word(self.chart.stages[head]), self)
            elif line < 0:
                QToolTip.hideText()
            else:
                text = self.words.cell(self.chart, int(self.chart.rows[line]), column, part)
                QToolTip.showText(event.globalPos(), self.words.safe(text), self)
            return True
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if self.line < 0 and len(self.chart.rows):
            self.mark(0, -1)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
