"""The first page of every day: one field. Imports little, since the user is waiting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton

from ui.start.card import Card, row, waiting_line, words
from ui.start.passphrase_field import PassphraseField

NARROW = 460


class UnlockPage(Card):
    """`entered` carries the passphrase; the receiver calls `wait`, then `refuse` or `clear`."""

    entered = Signal(str)
    lost = Signal()
    """The passphrase is not known any more."""

    def __init__(self, home: str) -> None:
        super().__init__(NARROW)
        self.setObjectName("unlock-page")
        self._home, self._locked, self._at_work = home, False, False
        self.field = PassphraseField("passphrase")
        self._caps, self.error, self._where = words("warning"), words("error"), words("muted")
        self.error.setObjectName("unlock-error")
        self._caps.setObjectName("caps-lock")
        self.waiting = waiting_line()
        self.button, self.recover = QPushButton(), QPushButton()
        self.button.setObjectName("unlock")
        self.button.setDefault(True)
        self.recover.setObjectName("recover")
        self.recover.setProperty("role", "link")
        self._caps.hide()
        self.error.hide()
        for part in (self.field, self._caps, self.error, self.waiting):
            self.column.addWidget(part)
        self.column.addLayout(row(self.recover, None, self.button))
        self.column.addWidget(self._where)
        self.field.edit.returnPressed.connect(self._enter)
        self.field.edit.caps_lock.connect(self._caps.setVisible)
        self.field.edit.textChanged.connect(lambda text: self.button.setEnabled(bool(text)))
        self.button.clicked.connect(self._enter)
        self.button.setEnabled(False)
        self.recover.clicked.connect(self.lost)
        self.first = self.field.edit
        self.retranslate()

    def lock(self) -> None:
        """AIMA was unlocked before."""
        self._locked, self._at_work = True, False
        self.clear()
        self.retranslate()

    def tell_work_goes_on(self) -> None:
        """Long work was not stopped; what was typed since stays."""
        self._at_work = True
        self.retranslate()

    def wait(self) -> None:
        """The passphrase is being tried: about a second, by design."""
        self._hold(True)
        self.error.hide()
        self._caps.hide()

    def refuse(self, text: str) -> None:
        """It was not opened. What was typed stays, to be looked at or typed over."""
        self._hold(False)
        self.error.setText(text)
        self.error.show()
        self.field.edit.setFocus()
        self.field.edit.selectAll()
        self.field.edit.setAccessibleDescription(text)

    def clear(self) -> None:
        """It was opened, or is no longer asked for."""
        self._hold(False)
        self._caps.hide()
        self.error.hide()
        self.field.clear()
        self.field.edit.setAccessibleDescription("")

    def opened(self) -> None:
        """Next time it is asked for as at the start."""
        self._locked = self._at_work = False
        self.clear()
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("AIMA is locked") if self._locked else self.tr("Unlock AIMA"))
        lead = self.tr("Enter the passphrase of your account.")
        if self._locked:
            lead = self.tr("Enter your passphrase to continue where you left off.")
        if self._at_work:
            lead += " " + self.tr("Work you started continues in the background.")
        self.lead.setText(lead)
        self.field.edit.setAccessibleName(self.tr("Passphrase"))
        self.field.edit.setPlaceholderText(self.tr("Passphrase"))
        self._caps.setText(self.tr("Caps Lock seems to be on."))
        self.button.setText(self.tr("Unlock"))
        self.recover.setText(self.tr("Forgot Passphrase?"))
        self.waiting.setAccessibleName(self.tr("Checking the passphrase"))
        self._where.setText(self.tr("Account in {folder}").format(folder=self._home))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _enter(self) -> None:
        if self.field.edit.text() and not self.field.edit.isReadOnly():
            self.entered.emit(self.field.edit.text())

    def _hold(self, held: bool) -> None:
        self.field.edit.setReadOnly(held)
        self.button.setEnabled(not held and bool(self.field.edit.text()))
        self.recover.setEnabled(not held)
        self.waiting.setVisible(held)
