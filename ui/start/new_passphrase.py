"""Choosing a passphrase: what makes a good one, how strong this one is, and the same once more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from ui.start.card import words
from ui.start.passphrase_field import PassphraseField
from ui.start.strength import STRONG_BITS, Level, strength

FULL_BITS = STRONG_BITS * 1.25
ROLES = {Level.STRONG: "good", Level.FAIR: "muted"}


class NewPassphrase(QWidget):
    """`changed` whenever `complete` may have."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field, self.again = PassphraseField("new-passphrase"), PassphraseField("new-passphrase-again")
        self._name, self._name_again = QLabel(), QLabel()
        self._name.setBuddy(self.field)
        self._name_again.setBuddy(self.again)
        self._advice, self.told, self.differs, self._caps = (
            words("muted"), words("muted"), words("error"), words("warning"),
        )  # fmt: skip
        self.told.setObjectName("strength")
        self.differs.setObjectName("differs")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, round(FULL_BITS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        above = (self._advice, self._name, self.field, self.bar, self.told, self._caps)
        for part in (*above, self._name_again, self.again, self.differs):
            column.addWidget(part)
        for field in (self.field, self.again):
            field.edit.textChanged.connect(self._typed)
            field.edit.caps_lock.connect(self._caps.setVisible)
        self._caps.hide()
        self.setFocusProxy(self.field)
        self.retranslate()

    @property
    def complete(self) -> bool:
        """Long enough, and the same twice."""
        text = self.field.edit.text()
        return strength(text).taken and text == self.again.edit.text()

    def text(self) -> str:
        return self.field.edit.text()

    def clear(self) -> None:
        for field in (self.field, self.again):
            field.clear()

    def retranslate(self) -> None:
        self._advice.setText(
            self.tr(
                "A good passphrase is four or more words that nobody would combine and that"
                " appear in no book, song or record about you. Length matters more than symbols"
                " and digits."
            )
        )
        self._name.setText(self.tr("Passphrase"))
        self._name_again.setText(self.tr("Repeat passphrase"))
        self.field.edit.setAccessibleName(self.tr("New passphrase"))
        self.again.edit.setAccessibleName(self.tr("Repeat new passphrase"))
        self.differs.setText(self.tr("The passphrases do not match."))
        self._caps.setText(self.tr("Caps Lock seems to be on."))
        self.bar.setAccessibleName(self.tr("Strength of the passphrase"))
        self._typed()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _typed(self) -> None:
        text, again = self.field.edit.text(), self.again.edit.text()
        found = strength(text)
        self.bar.setValue(round(min(found.bits, FULL_BITS)))
        self.told.setText(self._says(found.level))
        self.told.setProperty("role", ROLES.get(found.level, "warning"))
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.differs.setVisible(bool(again) and not text.startswith(again))
        self.changed.emit()

    def _says(self, level: Level) -> str:
        return {
            Level.EMPTY: " ",
            Level.TOO_SHORT: self.tr("Too short: at least eight characters are required."),
            Level.WEAK: self.tr("Weak: someone who steals this computer could guess it. Add words."),
            Level.FAIR: self.tr("Fair. Add one more word to make it strong."),
            Level.STRONG: self.tr("Strong, if you made up the words yourself."),
        }[level]
