"""A small table with words in its place while it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStackedLayout, QTableView, QVBoxLayout, QWidget

from ui.shared.rows_model import Row, RowsModel

ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowsTable(QWidget):
    """A table with words in its place while it is empty; Enter and double click emit `activated`."""

    activated = Signal(object)

    def __init__(self, name: str, columns: int, right: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.model = RowsModel(columns, right)
        self.view = QTableView()
        self.view.setObjectName(name)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.view.fontMetrics().height() + 10)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.empty.setMargin(12)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(holder, 1)
        self.view.doubleClicked.connect(lambda index: self.activated.emit(self.model.about(index.row())))
        self.view.installEventFilter(self)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.model.show(rows)
        self._pages.setCurrentIndex(0 if rows else 1)

    def marked(self) -> list[Any]:
        """What the marked rows are about."""
        return [self.model.about(index.row()) for index in self.view.selectionModel().selectedRows()]

    def everything(self) -> list[Any]:
        """What every row is about."""
        return [self.model.about(row) for row in range(self.model.rowCount())]

    def name(self, titles: Sequence[str], accessible: str, empty: str) -> None:
        """Headings, the name for screen readers, and what stands there while there are no rows."""
        self.model.name(titles)
        self.view.setAccessibleName(accessible)
        self.empty.setText(empty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            index = self.view.currentIndex()
            if event.key() in ACTIVATING and index.isValid():
                self.activated.emit(self.model.about(index.row()))
                return True
        return super().eventFilter(watched, event)
