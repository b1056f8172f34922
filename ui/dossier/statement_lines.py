"""Statements of any number, drawn and scrolled; one is current, and one source of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from ui.dossier.row_painter import RowPainter
from ui.dossier.sheet import Sheet
from ui.dossier.statement_words import StatementWords
from ui.dossier.typesetter import Chip, Paragraph, Typesetter
from ui.shared.line_heights import LineHeights
from ui.theme import Theme

KEPT_PARAGRAPHS = 300
STEP = 28


class StatementLines(QAbstractScrollArea):
    """Draws a `Sheet`; knows which row is current, and nothing of what people can do about it."""

    current_changed = Signal(int)
    """The row that is current now; -1: none."""

    def __init__(self, theme: Theme, sheet: Sheet) -> None:
        super().__init__()
        self.sheet, self.words = sheet, StatementWords(self)
        self.current, self.source = -1, 0
        self._theme, self._first_drafts = theme, True
        self._editing, self._editing_height = -1, 0
        self._set: dict[int, Paragraph] = {}
        self._heights = LineHeights(np.zeros(0, np.int32))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The sheet, the theme or what is chosen changed: build all lines again, and stay where we are."""
        y = self._y_of_current()
        self._setter = Typesetter(self.font(), self.viewport().width())
        self._painter = RowPainter(self._theme.tokens, self._setter)
        self._set.clear()
        self._heights = LineHeights(self._estimated())
        if self.current >= 0 and self.sheet.line_of(self.current) < 0:
            self.make_current(-1)
        self._range()
        if y is not None and self.current >= 0:
            self._scroll_to(self._top(self.current) - y)
        self.viewport().update()

    def redraw(self) -> None:
        """What was said about statements changed, not which are shown."""
        self._set.clear()
        self.viewport().update()

    def show_first_drafts(self, shown: bool) -> None:
        """Show below a person's wording what was there first."""
        self._first_drafts = shown
        self.redraw()

    def go(self, row: int) -> None:
        """Make a row current and show it."""
        if self.sheet.line_of(row) >= 0:
            self.make_current(row)
            self._reveal(row)

    def make_current(self, row: int, source: int = 0) -> None:
        """Point at a row and one of its sources; -1: at nothing."""
        other = row != self.current
        for one in (self.current, row):
            self._set.pop(one, None)
        self.current, self.source = row, source
        self.viewport().update()
        spoken = self.words.spoken(self.sheet, row) if row >= 0 else ""
        self.setAccessibleDescription(spoken)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if other:
            self.current_changed.emit(row)

    def at(self, place: QPointF) -> tuple[int, Chip | None]:
        """Row and source at a point of the viewport; -1 where no statement is."""
        line = self._heights.at(int(place.y()) + self.verticalScrollBar().value())
        row = int(self.sheet.lines[line]) if line >= 0 else -1
        y = place.y() + self.verticalScrollBar().value() - (self._heights.top(line) if line >= 0 else 0)
        if row < 0 or y > self._heights.height(line):
            return -1, None
        return row, self._paragraph(row).chip_at(place.x(), y)

    def _estimated(self) -> npt.NDArray[np.int32]:
        lines = self.sheet.lines
        heights = np.full(len(lines), self._setter.heading_height, np.int32)
        rows = lines >= 0
        if rows.any():
            heights[rows] = self._setter.estimate(self.sheet.letters()[lines[rows]])
        for at in np.flatnonzero(~rows).tolist():
            if not self._has_rows(at):
                heights[at] += self._setter.nothing_height
        return heights

    def _has_rows(self, line: int) -> bool:
        return line + 1 < len(self.sheet.lines) and self.sheet.lines[line + 1] >= 0

    def _paragraph(self, row: int) -> Paragraph:
        found = self._set.get(row)
        if found is None:
            if len(self._set) > KEPT_PARAGRAPHS:  # the oldest; all at once would cost a whole frame
                del self._set[next(iter(self._set))]
            found = self._set[row] = self._setter.paragraph(
                self.sheet,
                row,
                self.words.status(self.sheet, row),
                self.words.first_draft() if self._first_drafts else "",
                self.words.source,
                whole=row == self.current,
                room=self._editing_height if row == self._editing else 0,
            )
        return found

    def _visible(self) -> Iterator[tuple[int, int]]:
        """Lines in view, set and with their heights corrected, and where each begins in the viewport."""
        bar, lines = self.verticalScrollBar(), self.sheet.lines
        line = self._heights.at(bar.value())
        if line < 0:
            return
        y = self._heights.top(line) - bar.value()
        while line < len(lines) and y < self.viewport().height():
            row = int(lines[line])
            if row >= 0:
                more = self._heights.set(line, self._paragraph(row).height)
                if more and y < 0:  # what is above must not push down what is looked at
                    y -= more
                    self._range()
                    bar.setValue(bar.value() + more)
            yield line, y
            y += self._heights.height(line)
            line += 1

    def _top(self, row: int) -> int:
        return self._heights.top(self.sheet.line_of(row))

    def _y_of_current(self) -> int | None:
        if self.current < 0:
            return None
        line = self.sheet.line_of(self.current)
        if not 0 <= line < len(self._heights):
            return None
        return self._heights.top(line) - self.verticalScrollBar().value()

    def _range(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._heights.total - high))
        bar.setPageStep(max(high - self._setter.heading_height, 1))
        bar.setSingleStep(STEP)

    def _scroll_to(self, y: int) -> None:
        self.verticalScrollBar().setValue(max(0, y))

    def _reveal(self, row: int) -> None:
        line = self.sheet.line_of(row)
        if line < 0:
            return
        self._heights.set(line, self._paragraph(row).height)
        self._range()
        top, high = self._heights.top(line), self._heights.height(line)
        value, room = self.verticalScrollBar().value(), self.viewport().height()
        if top < value + self._setter.heading_height:
            self._scroll_to(top - self._setter.heading_height)
        elif top + high > value + room:
            self._scroll_to(min(top + high - room, top - self._setter.heading_height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self.viewport())
        lines = list(self._visible())
        self._range()
        for line, y in lines:
            self._draw(painter, line, y)
        if lines:
            self._draw_pinned(painter, *lines[0])
        painter.end()

    def _draw(self, painter: QPainter, line: int, y: int) -> None:
        number = int(self.sheet.lines[line])
        box = QRect(0, y, self.viewport().width(), self._heights.height(line))
        if number < 0:
            self._draw_heading(painter, -1 - number, box, empty=not self._has_rows(line))
            return
        current = number == self.current
        self._painter.statement(
            painter,
            box,
            self._paragraph(number),
            self.sheet.said(number),
            self.source if current else -1,
            current=current,
            focused=current and self.hasFocus(),
            edited=number == self._editing,
        )

    def _draw_pinned(self, painter: QPainter, line: int, y: int) -> None:
        """The section that is read stays in view."""
        number = int(self.sheet.lines[line])
        section = -1 - number if number < 0 else self.sheet.section(number)
        if y < 0:
            self._draw_heading(painter, section, QRect(0, 0, self.viewport().width(), 0), empty=False)

    def _draw_heading(self, painter: QPainter, section: int, box: QRect, empty: bool) -> None:
        known = self.sheet.statements
        assert known is not None
        heading = known.sections[section]
        judged, count = self.sheet.section_progress(section)
        told = self.words.judged_of(judged, count) if count else ""
        box.setHeight(self._setter.heading_height)
        self._painter.heading(painter, box, heading.title, told)
        if empty and not count:
            self._painter.nothing(painter, box.translated(0, box.height()), heading.nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.refresh()
