"""The passphrase is lost, or the keyring: open with the recovery key and set a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from ui.start.card import Card, row, waiting_line, words
from ui.start.new_passphrase import NewPassphrase


class RecoverPage(Card):
    """`entered` carries recovery key, new passphrase and whether a keyring is to take part."""

    entered = Signal(str, str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recover-page")
        self._name, self.key, self.new = QLabel(), QLineEdit(), NewPassphrase()
        self.key.setObjectName("recovery-key")
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._name.setBuddy(self.key)
        self.keyring = QCheckBox()
        self.keyring.setObjectName("recover-keyring")
        self.error = words("error")
        self.error.setObjectName("recover-error")
        self.error.hide()
        self.waiting = waiting_line()
        self.back, self.button = QPushButton(), QPushButton()
        self.button.setObjectName("recover-now")
        self.back.setObjectName("recover-back")
        self.button.setDefault(True)
        for part in (self._name, self.key, self.new, self.keyring, self.error, self.waiting):
            self.column.addWidget(part)
        self.column.addLayout(row(self.back, None, self.button))
        self.key.textChanged.connect(self._enable)
        self.new.changed.connect(self._enable)
        self.back.clicked.connect(self._leave)
        self.button.clicked.connect(self._enter)
        for edit in (self.key, self.new.field.edit, self.new.again.edit):
            edit.returnPressed.connect(self._enter)
        self.first = self.key
        self.retranslate()
        self._enable()

    def wait(self) -> None:
        self._hold(True)
        self.error.hide()

    def refuse(self, text: str) -> None:
        """It did not work: everything typed stays."""
        self._hold(False)
        self.error.setText(text)
        self.error.show()
        self.key.setFocus()
        self.key.setAccessibleDescription(text)

    def clear(self) -> None:
        """Forget what was typed."""
        self._hold(False)
        self.key.clear()
        self.new.clear()
        self.error.hide()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Set a new passphrase"))
        self.lead.setText(
            self.tr(
                "The recovery key shown when the account was created opens it without"
                " passphrase and keyring. It can be used once: you will get a new one"
                " afterwards."
            )
        )
        self._name.setText(self.tr("Recovery key"))
        self.key.setAccessibleName(self.tr("Recovery key"))
        self.key.setPlaceholderText(self.tr("Nine groups of four characters"))
        self.keyring.setText(self.tr("Bind the account to this computer's keyring"))
        self.back.setText(self.tr("Back"))
        self.button.setText(self.tr("Set Passphrase"))
        self.waiting.setAccessibleName(self.tr("Opening the account"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _enable(self) -> None:
        self.button.setEnabled(bool(self.key.text().strip()) and self.new.complete)

    def _enter(self) -> None:
        if self.button.isEnabled():
            self.entered.emit(self.key.text(), self.new.text(), self.keyring.isChecked())

    def _leave(self) -> None:
        self.clear()
        self.left.emit()

    def _hold(self, held: bool) -> None:
        for part in (self.key, self.new, self.keyring, self.back, self.button):
            part.setEnabled(not held)
        self.waiting.setVisible(held)
        if not held:
            self._enable()
