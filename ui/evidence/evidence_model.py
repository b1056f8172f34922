"""Items as a table for Qt: an order over columns, nothing copied per row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ui.evidence.rows import UNKNOWN, Rows
from ui.evidence.words import icon_name, kind_word, state_word
from ui.figures import day_and_time, length, percent, size
from ui.icons import icon
from ui.theme import Theme

COLUMNS = ("name", "state", "length", "kind", "size", "recorded", "added", "share", "folder")
RIGHT = frozenset({"length", "size", "share"})
SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
"""How much of the item is analysed, 0 to 1; None where nothing is to be drawn."""
Index = QModelIndex | QPersistentModelIndex


class EvidenceModel(QAbstractTableModel):
    """Shows `rows` in an order; sorting and filtering change the order alone."""

    counted = Signal()
    """How many are shown has changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = Rows()
        self._theme, self._order = theme, list[int]()
        self._words, self._kinds = "", frozenset[str]()
        self._by, self._descending = "added", False
        self.titles: dict[str, str] = {}

    def show(self, rows: Rows) -> None:
        """Other items, or the same ones refreshed."""
        rows.inherit(self.rows)
        self._arrange(rows)

    def filter(self, words: str, kinds: frozenset[str]) -> None:
        """Show only items whose name or folder holds all words, of these kinds."""
        if (words, kinds) != (self._words, self._kinds):
            self._words, self._kinds = words, kinds
            self._arrange(self.rows)

    def learn(self, rows: list[int]) -> None:
        """What is known of these rows has changed."""
        if rows and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))

    @property
    def sorts_late(self) -> bool:
        """Whether the order follows from what has to be asked for every item."""
        return self._by in ("share", "recorded", "state")

    def resort(self) -> None:
        """Bring the order up to date with what was learnt."""
        if self.sorts_late:
            self.sort(COLUMNS.index(self._by), _order(self._descending))

    def item_id(self, index: Index) -> str:
        return self.id_at(index.row()) if index.isValid() else ""

    def id_at(self, row: int) -> str:
        """Id of the item in a row of the model, after sorting and filtering."""
        return self.rows.ids[self._order[row]]

    def row_of(self, item_id: str) -> int:
        """Where an item is shown, -1 where it is not."""
        row = self.rows.row_of.get(item_id)
        try:
            return self._order.index(row) if row is not None else -1
        except ValueError:
            return -1

    def rows_of(self, item_ids: Collection[str]) -> list[int]:
        """Where these items are shown, in order; without those that are not."""
        meant = {self.rows.row_of.get(item_id) for item_id in item_ids}
        return [at for at, row in enumerate(self._order) if row in meant] if meant else []

    def shown(self, first: int, last: int) -> list[int]:
        """Rows of the listing that stand in these rows of the table."""
        return self._order[max(0, first) : last + 1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._order[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.titles.get(column, column)}: {self._text(row, column)}"
            case Qt.ItemDataRole.DecorationRole if column == "name":
                return icon(icon_name(self.rows.kinds[row], self.rows.states[row]), self._theme.tokens)
            case Qt.ItemDataRole.ForegroundRole if column == "state":
                return self._state_colour(row)
            case Qt.ItemDataRole.TextAlignmentRole if column in RIGHT:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == SHARE_ROLE and column == "share":
                share = self.rows.shares[row]
                return share if share != UNKNOWN else None
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles.get(COLUMNS[section], "")
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the column of this number; -1: in the order in which the items were added."""
        self._by = COLUMNS[column] if column >= 0 else "added"
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        meant = [self._order[index.row()] for index in kept]
        self._order = self.rows.ordered(self._order, self._by, self._descending)
        if kept:
            place = {row: at for at, row in enumerate(self._order)}
            moved = [self.index(place[row], i.column()) for row, i in zip(meant, kept, strict=True)]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _arrange(self, rows: Rows) -> None:
        self.beginResetModel()
        self.rows = rows
        self._order = rows.ordered(rows.fitting(self._words, self._kinds), self._by, self._descending)
        self.endResetModel()
        self.counted.emit()

    def _text(self, row: int, column: str) -> str:
        rows = self.rows
        match column:
            case "name":
                return rows.names[row]
            case "state":
                return state_word(rows, row)
            case "length":
                return length(rows.durations[row])
            case "kind":
                return kind_word(rows.kinds[row])
            case "size":
                return size(rows.sizes[row])
            case "added":
                return day_and_time(rows.added[row])
            case "recorded":
                return rows.recorded[row]
            case "share":
                return percent(rows.shares[row]) if rows.shares[row] != UNKNOWN else ""
        return rows.folders[row]

    def _state_colour(self, row: int) -> QColor | None:
        tokens = self._theme.tokens
        if self.rows.states[row] == "unreadable":
            return QColor(tokens.danger)
        if self.rows.failed[row] or self.rows.outdated[row]:
            return QColor(tokens.warning)
        return None if self.rows.states[row] == "analysed" else QColor(tokens.muted)


def _order(descending: bool) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
