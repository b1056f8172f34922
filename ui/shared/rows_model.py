"""A small table of texts for Qt: a few hundred rows that are replaced when something changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

ABOUT_ROLE = Qt.ItemDataRole.UserRole
SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """Texts of the columns, what the row is about, and a share to draw."""

    texts: Sequence[str]
    about: Any = None
    share: float | None = None
    tip: str = ""


class RowsModel(QAbstractTableModel):
    """`right` are the columns that hold figures."""

    def __init__(self, columns: int, right: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._columns, self._right = columns, right
        self._rows: Sequence[Row] = ()
        self._titles: Sequence[str] = [""] * columns

    def name(self, titles: Sequence[str]) -> None:
        """Headings of the columns."""
        self._titles = titles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows; where their number stays, marks and scrolling stay too."""
        if len(rows) == len(self._rows):
            before, self._rows = self._rows, rows
            for n, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old != new:  # painting is dear, and while a job runs few rows change
                    self.dataChanged.emit(self.index(n, 0), self.index(n, self._columns - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def about(self, row: int) -> Any:
        return self._rows[row].about

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.texts[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[index.column()]}: {row.texts[index.column()]}"
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in self._right:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return row.tip or None
            case _ if role == SHARE_ROLE:
                return row.share
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None
