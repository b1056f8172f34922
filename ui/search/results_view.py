"""The list of results: chosen by keyboard or mouse, shown in the player after a moment, played in place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from app.review.search_rows import Row
from ui.position import Spot
from ui.search.result_row import ResultRow
from ui.search.results_model import Index, ResultsModel
from ui.search.words import shown_at
from ui.ui_context import UiContext

PREVIEW_MS = 350
"""A result that stays chosen so long is shown in the player."""
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


class ResultsView(QListView):
    """Keeps the focus and its place while results play."""

    up = Signal()
    """Up was pressed in the first row."""
    menu_wanted = Signal(object, QPoint)
    """A Row, and where on the screen."""
    aside = Signal(object)
    """A Row was clicked with the middle button."""

    def __init__(self, ui: UiContext, model: ResultsModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self.setObjectName("results")
        self._row = ResultRow(model, ui.theme)
        self.setModel(model)
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(lambda _: self._preview())
        self.doubleClicked.connect(lambda _: self.play())
        self._later = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._later.timeout.connect(self._preview)
        self._shown: Spot | None = None
        ui.position.moved.connect(self._moved)
        ui.theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> Row | None:
        """The result the cursor is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def choose(self, number: int, look: bool = True) -> None:
        """Put the cursor on a row; with `look` it is shown in the player after a moment."""
        index = self._model.index(number)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        if look:
            self._later.start()

    def let_rows_have(self, lines: int) -> None:
        """How many lines of text a row has room for."""
        if self._row.lines != lines:
            self._row.lines = lines
            self.scheduleDelayedItemsLayout()

    def play(self) -> None:
        """Go to the chosen result and play; a picture is only shown."""
        row = self.chosen
        if row is None:
            return
        self._later.stop()
        spot = _spot(row)
        self._shown = None
        self._ui.position.go(spot.item_id, spot.t_ns, spot.box, spot.span, play=not row.still)
        self._shown = spot

    def step(self, by: int) -> None:
        """The next or the previous result, played."""
        count = self._model.rowCount()
        if not count:
            return
        now = self.currentIndex().row()
        self.choose(min(max(now + by, 0), count - 1) if now >= 0 else 0, look=False)
        self.play()

    def forget(self) -> None:
        """Nothing is to be shown any more."""
        self._later.stop()
        self._shown = None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  (Qt's name)
        self._later.stop()  # a person who went elsewhere is not brought back
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, plain = event.key(), not event.modifiers() & ~_PLAIN
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.play()
            return
        if plain and key == Qt.Key.Key_Menu:
            self._menu(self.visualRect(self.currentIndex()).center())
            return
        if plain and key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up.emit()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._later.start()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are keys of the player and of the panel here; they find nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.MiddleButton and index.isValid():
            self.aside.emit(self._model.rows[index.row()])
            return
        super().mouseReleaseEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        row = self.chosen
        self.setAccessibleDescription("" if row is None else str(current.data()))

    def _preview(self) -> None:
        """Show the chosen result; one after another they are one step of the way back."""
        self._later.stop()
        row = self.chosen
        if row is None:
            return
        spot, before = _spot(row), self._shown
        if spot == before:
            return
        self._shown = None
        if before is None:
            self._ui.position.go(spot.item_id, spot.t_ns, spot.box, spot.span)
        else:
            self._ui.position.preview(spot)
        self._shown = spot

    def _moved(self, spot: Spot) -> None:
        """Another part moved the position: the next view is a step of its own in the history."""
        if self._shown is not None and (spot.item_id, spot.t_ns) != (self._shown.item_id, self._shown.t_ns):
            self._shown = None

    def _menu(self, pos: QPoint) -> None:
        index = self.indexAt(pos)
        if index.isValid():
            self.menu_wanted.emit(self._model.rows[index.row()], self.viewport().mapToGlobal(pos))


def _spot(row: Row) -> Spot:
    """Where a result is, and how long it lasts."""
    moment = row.moment
    span = None if row.still or moment.end_ns - moment.start_ns <= 1 else (moment.start_ns, moment.end_ns)
    return Spot(row.item_id, shown_at(row), moment.box, span)
