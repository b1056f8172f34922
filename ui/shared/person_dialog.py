"""Asks which person, or what name: type a little, take one of the list, or write a new name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui import figures

MOST = 200
"""Rows of the list; others are found by typing more."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list."""

    number: int
    subject: str
    """Lasting id."""
    called: str
    count: int


class PersonDialog(QDialog):
    """`person` is the one taken, None where a `name` was written instead.

    `free` allows a name that nobody has yet; without people it only asks for a name.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        about: str,
        people: Sequence[Person],
        free: bool,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("person-dialog")
        self.setWindowTitle(title)
        self._people, self._free = people, free
        label = QLabel(about)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.field = QLineEdit(name)
        self.field.setObjectName("person")
        self.field.setAccessibleName(about)
        self.field.setPlaceholderText(
            self.tr("Name")
            if not people
            else self.tr("Name or number")
            if free
            else self.tr("Find by name or number")
        )
        self.field.selectAll()
        self.list = QListWidget()
        self.list.setObjectName("people")
        self.list.setAccessibleName(self.tr("People"))
        self.list.setUniformItemSizes(True)
        self.list.setVisible(bool(people))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (label, self.field, self.list, self._buttons):
            column.addWidget(widget)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.itemDoubleClicked.connect(self.accept)
        self.list.currentRowChanged.connect(self._enable)
        self.setMinimumWidth(380)
        self._fill()
        self.field.setFocus()

    @property
    def name(self) -> str:
        return " ".join(self.field.text().split())

    @property
    def person(self) -> Person | None:
        item = self.list.currentItem()
        return self._people[int(item.data(Qt.ItemDataRole.UserRole))] if item is not None else None

    def _fill(self) -> None:
        wanted = self.name.casefold()
        self.list.clear()
        shown = 0
        for place, person in enumerate(self._people):
            if wanted and wanted not in person.called.casefold() and wanted != str(person.number):
                continue
            text = f"{person.called}    {figures.number(person.count)}"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, place)
            self.list.addItem(item)
            shown += 1
            if shown == MOST:
                break
        if shown and (wanted or not self._free):
            self.list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        fits = self.person is not None or (self._free and bool(self.name))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Arrows move in the list while one types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.list.setCurrentRow(min(self.list.currentRow() + 1, self.list.count() - 1))
                return True
            if event.key() == Qt.Key.Key_Up:
                self.list.setCurrentRow(max(self.list.currentRow() - 1, -1 if self._free else 0))
                return True
        return super().eventFilter(watched, event)
