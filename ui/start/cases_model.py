"""The cases of an account, as a list that can be narrowed by typing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core_api.session import CaseRow
from ui import figures
from ui.error_texts import error_text
from ui.start.card import one_line
from ui.translation import current

ROW = Qt.ItemDataRole.UserRole
SOON_DAYS = 30
Index = QModelIndex | QPersistentModelIndex


class Due(Enum):
    """How near the day is on which a case must be gone."""

    LATER = "later"
    SOON = "soon"
    OVER = "over"


def today() -> date:
    """Here, not in Greenwich: deadlines are days of the place where people work."""
    return datetime.now().astimezone().date()


def due(retention: str, on: date) -> Due:
    """LATER also for a date that cannot be read: then the case says so itself."""
    try:
        left = (date.fromisoformat(retention) - on).days
    except ValueError:
        return Due.LATER
    return Due.OVER if left <= 0 else Due.SOON if left <= SOON_DAYS else Due.LATER


class CasesModel(QAbstractListModel):
    """Rows of `CaseRow`; the display text is what a screen reader says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[CaseRow] = ()
        self._rows: Sequence[CaseRow] = ()
        self._wanted: list[str] = []

    def show(self, rows: Sequence[CaseRow]) -> None:
        self._all = rows
        self._choose()

    def narrow(self, typed: str) -> None:
        """Only cases in whose name or purpose each of the words occurs."""
        self._wanted = typed.casefold().split()
        self._choose()

    @property
    def total(self) -> int:
        return len(self._all)

    def row(self, index: Index) -> CaseRow | None:
        return self._rows[index.row()] if index.isValid() else None

    def place(self, case_id: str) -> int:
        """The row of a case, 0 where it is not shown."""
        return next((n for n, row in enumerate(self._rows) if row.id == case_id), 0)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  (Qt's name)
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(part for part in (self.name(row), *self.told(row)) if part)
        return None

    def name(self, row: CaseRow) -> str:
        return one_line(row.name) or self.tr("Case {id}").format(id=row.id[:8])

    def told(self, row: CaseRow) -> tuple[str, str, str]:
        """Purpose or what is wrong; how much and when; until when."""
        if row.failed is not None:
            return error_text(row.failed), "", ""
        opened = self.tr("never opened here")
        if row.opened_at:
            opened = self.tr("opened {date}").format(date=day(row.opened_at))
        count = self.tr("%n item(s)", "", row.items)
        return one_line(row.purpose), f"{count} · {opened}", self.until(row)

    def until(self, row: CaseRow) -> str:
        """When the case must be gone; said louder when that is near."""
        state = due(row.retention, today())
        if state is Due.OVER:
            return self.tr("overdue for deletion since {date}").format(date=day(row.retention))
        if state is Due.SOON:
            left = (date.fromisoformat(row.retention) - today()).days
            return self.tr("delete within %n day(s)", "", left)
        return self.tr("kept until {date}").format(date=day(row.retention)) if row.retention else ""

    def _choose(self) -> None:
        self.beginResetModel()
        self._rows = [
            row
            for row in self._all
            if all(word in f"{row.name} {row.purpose}".casefold() for word in self._wanted)
        ]
        self.endResetModel()


def day(iso: str) -> str:
    """A date as people here write it."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return figures.day(found)


def date_format() -> str:
    """How Qt's field for a date shows one as the window's language writes it."""
    language = current()
    month = "MM" if language.months[0].isdecimal() else "MMM"
    return language.pattern.format(day="dd", month=month, year="yyyy")
