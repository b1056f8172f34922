"""Results of one search as far as they are known, with the thumbnails of faces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from app.operations.moments import Moment
from app.review.search_rows import Row
from ui.exposure import Exposure
from ui.protection import protected
from ui.search.words import spoken

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class ResultsModel(QAbstractListModel):
    """`more` is emitted when the end of what is known is reached, and there is more."""

    more = Signal()

    def __init__(self, exposure: Exposure) -> None:
        super().__init__()
        self._exposure = exposure
        self.rows: list[Row] = []
        self.after = ""
        self._waiting = False
        self._jpegs: dict[tuple[str, int], bytes] = {}
        self._pictures: dict[tuple[str, int], QPixmap] = {}
        exposure.changed.connect(self._cover)

    def show_rows(self, rows: Iterable[Row], after: str) -> None:
        """Instead of all that was there."""
        self.beginResetModel()
        self.rows, self.after, self._waiting = list(rows), after, False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row], after: str) -> None:
        """Behind what is there."""
        self.after, self._waiting = after, False
        if rows:
            self.beginInsertRows(_NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def forget(self) -> None:
        """Keep nothing of the evidence."""
        self._jpegs.clear()
        self._pictures.clear()
        self.show_rows((), "")

    def add_jpegs(self, jpegs: Mapping[tuple[str, int], bytes]) -> None:
        """Thumbnails, which are drawn when they are seen."""
        self._jpegs.update(jpegs)
        self._cover()

    def without_picture(self, rows: Iterable[Row]) -> list[tuple[str, int]]:
        """Thumbnails of these rows that were not asked for yet."""
        return list(dict.fromkeys(r.crop for r in rows if r.crop is not None and r.crop not in self._jpegs))

    def picture(self, row: Row) -> QPixmap | None:
        """The thumbnail, covered as the user chose."""
        if row.crop is None or row.crop not in self._jpegs:
            return None
        if row.crop not in self._pictures:
            image = QImage.fromData(self._jpegs[row.crop])
            image = protected(image, self._exposure.blurs, self._exposure.greys)
            self._pictures[row.crop] = QPixmap.fromImage(image)
        return self._pictures[row.crop]

    def place_of(self, moment: Moment) -> int:
        """The row of a moment, -1 where it is not among them."""
        return next((n for n, row in enumerate(self.rows) if row.moment == moment), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  (Qt's name)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role == ROW:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return spoken(self.rows[index.row()])
        return None

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        return bool(self.after) and not self._waiting and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:  # noqa: N802
        self._waiting = True
        self.more.emit()

    def _cover(self) -> None:
        self._pictures.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
