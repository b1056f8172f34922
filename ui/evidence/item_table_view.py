"""The table of items: what is marked stays marked and in its place whatever comes, goes or is sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.core_api.evidence import MOST_EXTENTS
from ui.evidence.evidence_model import COLUMNS, SHARE_ROLE, EvidenceModel
from ui.share_delegate import ShareDelegate
from ui.theme import Theme

WIDTHS = {"name": 190, "state": 112, "length": 72, "kind": 72, "size": 80, "recorded": 150, "added": 130}
NARROWEST, WIDEST = 110, 320
PAUSE_MS = 60
"""Items that come into view are asked about when nobody has scrolled on for so long."""
ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Kept = tuple[set[str], str, int]


def joined(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbours, first and last of each; `rows` in order."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        neighbours = [row for _, row in run]
        yield neighbours[0], neighbours[-1]


class ItemTable(QTableView):
    """Enter and double click emit `went` with the id of the item."""

    went = Signal(str)
    seen_others = Signal()
    """Other items came into view, or into another order."""

    def __init__(self, model: EvidenceModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._own_widths = self._fitting = False
        self._share = ShareDelegate(theme, SHARE_ROLE)
        self.setObjectName("evidence-table")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsMovable(True)
        for number, name in enumerate(COLUMNS):
            self.setColumnWidth(number, WIDTHS.get(name, 100))
        self.setItemDelegateForColumn(COLUMNS.index("share"), self._share)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.seen_others)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        self.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._soon.start())
        self.horizontalHeader().sectionResized.connect(self._resized)
        model.counted.connect(self._soon.start)
        self.doubleClicked.connect(lambda index: self.went.emit(model.item_id(index)))

    @property
    def current(self) -> str:
        """Id of the current item; empty where there is none."""
        return self._model.item_id(self.currentIndex())

    def chosen(self) -> tuple[str, ...]:
        """Ids of the marked items, in the order shown."""
        ranges = self.selectionModel().selection().toList()  # whole rows; one range where all are marked
        rows = sorted({row for span in ranges for row in range(span.top(), span.bottom() + 1)})
        return tuple(self._model.id_at(row) for row in rows)

    def follow(self, item_id: str) -> None:
        """Make an item the current one, unless it is."""
        row = self._model.row_of(item_id)
        if row >= 0 and item_id != self.current:
            self.setCurrentIndex(self._model.index(row, 0))

    def kept(self) -> Kept:
        """Marked items, the current one, and how far the list is scrolled."""
        return set(self.chosen()), self.current, self.verticalScrollBar().value()

    def put_back(self, kept: Kept) -> None:
        """Restore this after other rows came."""
        marked, current, scrolled = kept
        chosen = QItemSelection()
        for first, last in joined(self._model.rows_of(marked)):
            chosen.select(self._model.index(first, 0), self._model.index(last, len(COLUMNS) - 1))
        selection = self.selectionModel()
        row = self._model.row_of(current)
        if row >= 0:
            selection.setCurrentIndex(self._model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(scrolled)

    def unknown(self) -> list[str]:
        """Items whose extent is wanted and not known: those in view; all where the order follows from it."""
        rows = self._model.rows
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        seen = self._model.shown(top, bottom if bottom >= 0 else top + MOST_EXTENTS)
        return rows.unknown(seen) or (rows.unknown(range(rows.count)) if self._model.sorts_late else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in ACTIVATING and not event.modifiers() and self.current:
            self.went.emit(self.current)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Name and state are seen however narrow the dock is, until the user chooses other widths."""
        super().resizeEvent(event)
        if not self._own_widths:
            self._fitting = True
            left = self.viewport().width() - WIDTHS["state"]
            self.setColumnWidth(0, max(NARROWEST, min(WIDEST, left)))
            self._fitting = False

    def _resized(self) -> None:
        self._own_widths = self._own_widths or not self._fitting
