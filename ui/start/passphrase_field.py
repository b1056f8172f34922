"""A field for a passphrase: hidden unless one asks, and telling when Caps Lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget


class HiddenEdit(QLineEdit):
    """Shows dots. `caps_lock` tells whether the last letter came out in the wrong case."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        from PySide6.QtCore import Qt  # takes 17 ms the first time, which the first look does without

        letter = event.text()
        if len(letter) == 1 and letter.lower() != letter.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit((letter == letter.upper()) is not shifted)
        super().keyPressEvent(event)


class PassphraseField(QWidget):
    """The edit and a button that shows what was typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.edit, self._show = HiddenEdit(), QPushButton()
        self.edit.setObjectName(name)
        self._show.setObjectName(f"{name}-show")
        self._show.setCheckable(True)
        self._show.setAutoDefault(False)
        self._show.toggled.connect(self._shown)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.edit, 1)
        across.addWidget(self._show)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def take(self) -> str:
        """What was typed; the field forgets it."""
        text = self.edit.text()
        self.clear()
        return text

    def clear(self) -> None:
        self.edit.clear()
        self._show.setChecked(False)

    def retranslate(self) -> None:
        self._show.setText(self.tr("Hide") if self._show.isChecked() else self.tr("Show"))
        self._show.setAccessibleName(self.tr("Show the passphrase"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _shown(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if shown else mode.Password)
        self.retranslate()
