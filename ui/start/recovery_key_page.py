"""The recovery key on a page of its own: after recovering, or where nobody had confirmed the one before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton

from ui.start.card import Card, row
from ui.start.recovery_key import RecoveryKey


class RecoveryKeyPage(Card):
    """`kept` when a part of the key was typed back."""

    kept = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName("recovery-key-page")
        self.key, self.button = RecoveryKey(), QPushButton()
        self.button.setObjectName("key-kept")
        self.button.setDefault(True)
        self.column.addWidget(self.key)
        self.column.addLayout(row(None, self.button))
        self.key.changed.connect(lambda: self.button.setEnabled(self.key.confirmed))
        self.key.typed.returnPressed.connect(self.button.click)
        self.button.clicked.connect(self._kept)
        self.key.show_key(key)
        self.button.setEnabled(False)
        self.first = self.key.typed
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Your new recovery key"))
        self.lead.setText(self.tr("Earlier recovery keys no longer work. This one is shown only once."))
        self.button.setText(self.tr("Continue"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _kept(self) -> None:
        self.button.setEnabled(False)
        self.key.forget()
        self.kept.emit()
