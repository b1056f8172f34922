"""What is seen first: unlock, then choose a case. Imports little, since somebody is waiting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.session import CaseFacts, CaseRow, Cases, LookAround, OpenCase, Unlock
from ui.bench import Bench


class StartPage(QWidget):
    """Emits `opened` with the facts of the case a person chose."""

    opened = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._tasks = bench, bench.tasks()
        self._title, self._passphrase, self._unlock = QLabel(), QLineEdit(), QPushButton()
        self._passphrase.setObjectName("passphrase")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._unlock.setDefault(True)
        self.cases = QListWidget()
        self.cases.setObjectName("cases")
        self._pages = QStackedWidget()
        entry = QWidget()
        column = QVBoxLayout(entry)
        column.addWidget(self._title)
        column.addWidget(self._passphrase)
        column.addWidget(self._unlock, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._pages.addWidget(entry)
        self._pages.addWidget(self.cases)
        whole = QVBoxLayout(self)
        whole.addWidget(self._pages)
        self._unlock.clicked.connect(lambda: self._tasks.start(self._unlocking()))
        self._passphrase.returnPressed.connect(self._unlock.click)
        self.cases.itemActivated.connect(lambda row: self._tasks.start(self._opening(row)))
        self.retranslate()

    def begin(self) -> None:
        """Ask what there is."""
        self._tasks.start(self._look())

    def retranslate(self) -> None:
        self._title.setText(self.tr("Unlock AIMA"))
        self._passphrase.setAccessibleName(self.tr("Passphrase"))
        self._unlock.setText(self.tr("Unlock"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    async def _look(self) -> None:
        await self._bench.desk.ask(LookAround())
        self._passphrase.setFocus()

    async def _unlocking(self) -> None:
        passphrase = self._passphrase.text()
        self._passphrase.clear()
        await self._bench.desk.ask(Unlock(passphrase))
        await self.list_cases()

    async def list_cases(self) -> None:
        """Show the cases of the account."""
        self.cases.clear()
        for row in await self._bench.desk.ask(Cases()):
            item = QListWidgetItem(row.name or row.id)
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.cases.addItem(item)
        self.cases.setCurrentRow(0)
        self._pages.setCurrentWidget(self.cases)
        self.cases.setFocus()

    async def _opening(self, item: QListWidgetItem) -> None:
        row: CaseRow = item.data(Qt.ItemDataRole.UserRole)
        facts: CaseFacts = await self._bench.desk.ask(OpenCase(row.id))
        self.opened.emit(facts)
