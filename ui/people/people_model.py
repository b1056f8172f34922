"""People or voices as rows: named first, then by how much there is of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.figures import length
from ui.shared.name_words import NameWords

if TYPE_CHECKING:
    from app.core_api.people import PeopleTable

Index = QModelIndex | QPersistentModelIndex
NUMBER = Qt.ItemDataRole.UserRole
FACTS, STANDING, BEST = (Qt.ItemDataRole(NUMBER + n) for n in (1, 2, 3))


class PeopleModel(QAbstractListModel):
    """`rows` are rows of the table in the order shown."""

    def __init__(self) -> None:
        super().__init__()
        self.table: PeopleTable | None = None
        self.rows: list[int] = []
        self._filter = ""
        self._place: dict[int, int] = {}

    def show_table(self, table: PeopleTable | None) -> None:
        """Another table, or none while no case is open."""
        self.table = table
        self._arrange()

    def find(self, text: str) -> None:
        """Only those whose name or number fits."""
        self._filter = " ".join(text.casefold().split())
        self._arrange()

    def number(self, place: int) -> int:
        assert self.table is not None
        return int(self.table.number[self.rows[place]])

    def place(self, number: int) -> int:
        """Where a person is shown; -1 if they are not."""
        return self._place.get(number, -1)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  (Qt's name)
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.table is None or not index.isValid():
            return None
        table, row = self.table, self.rows[index.row()]
        number = int(table.number[row])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return NameWords.called(table.kind, number, table.names)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._all(row, number)
            case Qt.ItemDataRole.ToolTipRole:
                return f"<span>{escape(self._all(row, number))}</span>"
        match role:
            case n if n == NUMBER:
                return number
            case n if n == FACTS:
                return self._facts(row)
            case n if n == STANDING:
                return self._standing(number)
            case n if n == BEST:
                return int(table.best[row])
        return None

    def _all(self, row: int, number: int) -> str:
        assert self.table is not None
        called = NameWords.called(self.table.kind, number, self.table.names)
        return ", ".join(filter(None, (called, self._standing(number), self._facts(row))))

    def _standing(self, number: int) -> str:
        assert self.table is not None
        return NameWords.standing(self.table.names.get(number))

    def _facts(self, row: int) -> str:
        assert self.table is not None
        table = self.table
        count, items, seen = int(table.count[row]), int(table.items[row]), int(table.seen_ns[row])
        items_text = self.tr("%n item(s)", "", items)
        parts = [self.tr("%n face(s)", "", count)] if table.kind == "face" else []
        parts.append(items_text)
        parts.append(length(seen))
        return " · ".join(filter(None, parts))

    def _arrange(self) -> None:
        self.beginResetModel()
        self.rows = self._order() if self.table is not None else []
        numbers: Sequence[int] = self.table.number[self.rows].tolist() if self.table is not None else []
        self._place = {number: place for place, number in enumerate(numbers)}
        self.endResetModel()

    def _order(self) -> list[int]:
        import numpy as np

        assert self.table is not None
        table = self.table
        order = np.lexsort((table.number, -table.seen_ns, -table.count))
        number = table.number[order]
        named = {n for n, said in table.names.items() if said.untrusted_name}
        first = np.isin(number, np.fromiter(named, np.int32)) if named else np.zeros(len(number), np.bool_)
        rows: list[int] = np.r_[order[first], order[~first]].tolist()
        if self._filter:
            rows = [r for r in rows if self._fits(int(table.number[r]))]
        return rows

    def _fits(self, number: int) -> bool:
        assert self.table is not None
        if self._filter == str(number):
            return True
        return self._filter in NameWords.called(self.table.kind, number, self.table.names).casefold()
