"""Statements as a person works on them, with keys and pointer."""

from __future__ import annotations

import html

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from app.core_api.shown_text import plain
from ui.dossier.sheet import Sheet
from ui.dossier.statement_lines import StatementLines
from ui.dossier.typesetter import ABOVE
from ui.shared.wording_edit import WordingEdit
from ui.theme import Theme


class StatementsView(StatementLines):
    """Up and down go through statements, left and right through sources of one; Return follows a source."""

    opened = Signal(object)
    """A person wants to see this Source."""
    worded = Signal(int, str)
    """A person's wording of a row."""
    edit_ended = Signal()
    """Nothing is being worded any more."""

    def __init__(self, theme: Theme, sheet: Sheet) -> None:
        super().__init__(theme, sheet)
        self.viewport().setMouseTracking(True)
        self.edit = WordingEdit(self.viewport())
        self.edit.kept.connect(self._keep)
        self.edit.left.connect(self._leave)
        self.edit.left.connect(self.edit_ended)
        self.edit.grown.connect(self._grow)

    def begin_edit(self, wording: str = "") -> None:
        """Reword the current statement in place, beginning with `wording` or with what it says."""
        if self.current < 0:
            return
        if self.edit.open:  # the key pressed once more must not bring back the first text
            self.edit.setFocus()
            return
        self._editing = self.current
        text = wording or plain(self.sheet.wording(self.current))
        self.edit.setAccessibleName(self.words.new_wording())
        self.edit.begin(text, len(text))
        self._grow()
        self._reveal(self.current)
        self._place_edit()

    def _keep(self, wording: str) -> None:
        row = self._leave()
        if row >= 0 and wording and wording != " ".join(self.sheet.wording(row).split()):
            self.worded.emit(row, wording)
        self.edit_ended.emit()

    def _leave(self) -> int:
        row, self._editing = self._editing, -1
        self._set.pop(row, None)
        self.viewport().update()
        if self.edit.hasFocus() or not self.isAncestorOf(self.focusWidget() or self):
            self.setFocus()
        return row

    def _grow(self) -> None:
        self._editing_height = self.edit.wanted_height()
        self._set.pop(self._editing, None)
        self._place_edit()
        self.viewport().update()

    def _place_edit(self) -> None:
        if self._editing < 0 or self.sheet.line_of(self._editing) < 0:
            return
        top = self._top(self._editing) - self.verticalScrollBar().value() + ABOVE - 4
        self.edit.setGeometry(
            self._setter.left - 6, top, int(self._setter.text_width) + 6, self.edit.wanted_height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy) and self.current >= 0:
            QGuiApplication.clipboard().setText(self.sheet.wording(self.current))
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._next_source(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_source()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._ends(key == Qt.Key.Key_Home)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        row, chip = self.at(event.position())
        if row < 0:
            return
        self.make_current(row, chip.number if chip and chip.number >= 0 else 0)
        if chip is not None and chip.source is not None and event.button() is Qt.MouseButton.LeftButton:
            self.open_source(chip.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        row, chip = self.at(event.position())
        if row >= 0 and chip is None:
            self.open_source(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        _, chip = self.at(event.position())
        leads = chip is not None and (chip.source is None or chip.source.leads_somewhere)
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            _, chip = self.at(QPointF(event.pos()))
            text = self.words.about_source(chip.source) if chip and chip.source else ""
            QToolTip.showText(event.globalPos(), f"<p>{html.escape(text)}</p>" if text else "", self)
            return True
        return super().viewportEvent(event)

    def refresh(self) -> None:
        super().refresh()
        if self._editing >= 0:
            self._place_edit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().update()
        self._place_edit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        rows = self._rows()
        if self.current < 0 and len(rows):
            self.make_current(int(rows[0]))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self.refresh()
        super().changeEvent(event)

    def _step(self, by: int) -> None:
        rows = self._rows()
        if not len(rows):
            return
        at = int(np.searchsorted(rows, self.current)) if self.current >= 0 else -1
        self.go(int(rows[min(max(at + by, 0), len(rows) - 1)]))

    def _page(self, by: int) -> None:
        rows, bar = self._rows(), self.verticalScrollBar()
        if not len(rows):
            return
        bar.setValue(bar.value() + by * bar.pageStep())
        line = self._heights.at(bar.value() + (0 if by < 0 else bar.pageStep() // 2))
        later = self.sheet.lines[line:]
        later = later[later >= 0]
        self.go(int(later[0] if len(later) else rows[-1]))

    def _ends(self, first: bool) -> None:
        rows = self._rows()
        if len(rows):
            self.go(int(rows[0 if first else -1]))
            if first:
                self._scroll_to(0)

    def _next_source(self, by: int) -> None:
        count = self.sheet.source_count(self.current) if self.current >= 0 else 0
        if count:
            self.make_current(self.current, min(max(self.source + by, 0), count - 1))
            self._reveal(self.current)

    def open_source(self, number: int = -1) -> None:
        """Go where a source of the current statement leads; -1: the current one."""
        if self.current < 0:
            return
        wanted = self.source if number < 0 else number
        found = next((s for n, s in enumerate(self.sheet.sources(self.current)) if n == wanted), None)
        if found is not None and found.leads_somewhere:
            self.opened.emit(found)

    def _rows(self) -> npt.NDArray[np.int32]:
        return self.sheet.lines[self.sheet.lines >= 0]
