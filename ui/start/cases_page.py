"""All cases: type to find one, Enter opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from app.core_api.session import CaseRow
from ui.start.card import row, waiting_line, words
from ui.start.case_rows import CaseRows
from ui.start.cases_model import CasesModel, Index
from ui.theme import Theme

WIDEST = 920
KEYS = {"new": "Ctrl+N", "find": "Ctrl+F", "restore": "Ctrl+Shift+O"}


class CasesPage(QWidget):
    """`chosen` carries the id of a case."""

    chosen = Signal(str)
    new_wanted = Signal()
    restore_wanted = Signal()
    lock_wanted = Signal()
    setup_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("cases-page")
        self._title, self._empty, self._told = words("title"), words("muted"), words("muted")
        self._told.setObjectName("cases-told")
        self.search, self.list, self.model = QLineEdit(), QListView(), CasesModel(self)
        self.search.setObjectName("find-case")
        self.search.setClearButtonEnabled(True)
        self.list.setObjectName("cases")
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseRows(self.model, theme))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.new, self.restore, self.lock = QPushButton(), QPushButton(), QPushButton()
        self.setup = QPushButton()
        for name, button in (("new", self.new), ("restore", self.restore), ("lock", self.lock)):
            button.setObjectName(f"case-{name}")
        self.setup.setObjectName("case-setup")
        self.new.setDefault(True)
        self.waiting = waiting_line()
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(row(self._title, None, self.setup, self.restore, self.lock, self.new))
        middle.addWidget(self.search)
        middle.addWidget(self.waiting)
        middle.addWidget(self.list, 1)
        middle.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self._told)
        whole = QWidget()
        whole.setMaximumWidth(WIDEST)
        whole.setLayout(middle)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 24, 24, 16)
        across.addStretch(1)
        across.addWidget(whole, 1000)
        across.addStretch(1)
        self._connect()
        theme.changed.connect(self.list.viewport().update)
        self.retranslate()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.activated.connect(self._activated)
        self.new.clicked.connect(self.new_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self.setup.clicked.connect(self.setup_wanted)
        for name, slot in (
            ("new", self.new.click),
            ("find", self.search.setFocus),
            ("restore", self.restore.click),
        ):
            shortcut = QShortcut(QKeySequence(KEYS[name]), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def show_cases(self, rows: Sequence[CaseRow], chosen: str = "") -> None:
        """List them; `chosen` is the one to begin with."""
        self.hold(False)
        self.model.show(rows)
        self.list.setCurrentIndex(self.model.index(self.model.place(chosen)))
        self._draw()
        (self.list if rows else self.new).setFocus()

    def hold(self, held: bool) -> None:
        """While a case is being opened nothing else can be chosen."""
        self.waiting.setVisible(held)
        for part in (self.list, self.new, self.restore):
            part.setEnabled(not held)

    def forget(self) -> None:
        """Locked: nothing of any case stays here."""
        self.search.clear()
        self.model.show(())
        self._draw()

    def tell(self, text: str) -> None:
        """Something below the list, such as what a backup held."""
        self._told.setText(text)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Cases"))
        self.search.setPlaceholderText(self.tr("Find a case by name or purpose"))
        self.search.setAccessibleName(self.tr("Find a case"))
        self.list.setAccessibleName(self.tr("Cases"))
        self.new.setText(self.tr("New Case…"))
        self.restore.setText(self.tr("Restore…"))
        self.restore.setToolTip(self.tr("Restore cases from a backup folder"))
        self.lock.setText(self.tr("Lock"))
        self.setup.setText(self.tr("Set Up…"))
        self.setup.setToolTip(self.tr("Model packs and what this computer offers"))
        self.waiting.setAccessibleName(self.tr("Opening the case"))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        (self.list if self.model.rowCount() else self.new).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up, Down and Enter in the search field act on the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.model.rowCount():
                to = max(0, min(self.model.rowCount() - 1, self.list.currentIndex().row() + step))
                self.list.setCurrentIndex(self.model.index(to))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._activated(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _activated(self, index: Index) -> None:
        found = self.model.row(index)
        if found is not None and self.list.isEnabled():
            self.chosen.emit(found.id)

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self.list.setCurrentIndex(self.model.index(0))
        self._draw()

    def _draw(self) -> None:
        some = self.model.rowCount() > 0
        self.list.setVisible(some)
        self._empty.setVisible(not some)
        self.search.setVisible(self.model.total > 1 or bool(self.search.text()))
        self._empty.setText(
            self.tr("No case matches by name or purpose. Press Esc to show all.")
            if self.model.total
            else self.tr(
                "There is no case yet. A case holds evidence, findings and decisions,"
                " encrypted and separate from other cases. Create the first one, or restore"
                " cases from a backup."
            )
        )
        self.list.viewport().update()
