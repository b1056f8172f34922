"""Preferences: language, look, locking, and another passphrase. Each counts at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core_api.protocol import Refused
from app.core_api.session import ChangePassphrase
from ui.auto_lock import MINUTES
from ui.display import Display
from ui.error_texts import error_text
from ui.start.card import words
from ui.start.new_passphrase import NewPassphrase
from ui.start.passphrase_field import PassphraseField
from ui.translation import own_names
from ui.ui_context import UiContext

THEMES = ("system", "dark", "light")
OFFERED = (1, 2, 5, 10, 15, 30, 60)
"""Minutes."""


class PreferencesDialog(QDialog):
    """Opened with `open()`. What is chosen is used and kept at once; there is nothing to confirm."""

    def __init__(self, ui: UiContext, display: Display, known: bool, window: QWidget) -> None:
        """`known`: the passphrase was entered, so that it can be changed."""
        super().__init__(window)
        self.setObjectName("preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ui, self._display, self._settings = ui, display, ui.settings
        self.language, self.theme, self.minutes = QComboBox(), QComboBox(), QComboBox()
        self.change = QPushButton()
        self._labels = {name: QLabel() for name in ("language", "theme", "minutes", "passphrase")}
        self._protection = words("muted")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        fields: dict[str, QWidget] = {
            "language": self.language,
            "theme": self.theme,
            "minutes": self.minutes,
            "passphrase": self.change,
        }
        for name, field in fields.items():
            field.setObjectName(f"preference-{name}")
            self._labels[name].setBuddy(field)
            form.addRow(self._labels[name], field)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self._protection)
        column.addWidget(box)
        self.change.setAutoDefault(False)
        self._fill()
        self.change.setEnabled(known)
        self.retranslate()
        self._connect()
        self.setMinimumWidth(460)

    def _fill(self) -> None:
        for name, spelled in own_names().items():
            self.language.addItem(spelled, name)
        self.language.setCurrentIndex(self.language.findData(self._display.language))
        for name in THEMES:
            self.theme.addItem("", name)
        self.theme.setCurrentIndex(max(0, self.theme.findData(self._settings.text("theme", "system"))))
        kept = self._settings.number("lock-after", MINUTES)
        for minutes in [*sorted({*OFFERED, kept} - {0}), 0]:
            self.minutes.addItem("", minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(kept))

    def _connect(self) -> None:
        self.language.activated.connect(lambda _: self._display.use_language(self.language.currentData()))
        self.theme.activated.connect(lambda _: self._display.use_theme(self.theme.currentData()))
        self.minutes.activated.connect(
            lambda _: self._settings.keep("lock-after", self.minutes.currentData())
        )
        self.change.clicked.connect(lambda: ChangePassphraseDialog(self._ui, self).open())

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Preferences"))
        labels = {
            "language": self.tr("Language"),
            "theme": self.tr("Appearance"),
            "minutes": self.tr("Lock after inactivity of"),
            "passphrase": self.tr("Passphrase"),
        }
        for name, text in labels.items():
            self._labels[name].setText(text)
        named: dict[str, QWidget] = {
            "language": self.language, "theme": self.theme, "minutes": self.minutes,
        }  # fmt: skip
        for name, field in named.items():
            field.setAccessibleName(labels[name])
        looks = (self.tr("Follow system"), self.tr("Dark"), self.tr("Light"))
        for n, text in enumerate(looks):
            self.theme.setItemText(n, text)
        for n in range(self.minutes.count()):
            minutes = self.minutes.itemData(n)
            self.minutes.setItemText(n, self.tr("%n minute(s)", "", minutes) if minutes else self.tr("Never"))
        self.change.setText(self.tr("Change…"))
        self.change.setAccessibleName(self.tr("Change the passphrase"))
        self._protection.setText(
            self.tr(
                "How pictures and sound are covered is set in the View menu of an open case"
                " and remembered for each deployment profile."
            )
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ChangePassphraseDialog(QDialog):
    """The old one, and the new one twice."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("change-passphrase")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ui, self._tasks = ui, ui.tasks()
        self._name, self.old, self.new = QLabel(), PassphraseField("old-passphrase"), NewPassphrase()
        self._name.setBuddy(self.old)
        self.error = words("error")
        self.error.setObjectName("change-error")
        self.error.hide()
        self.box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = QPushButton()
        self.button.setObjectName("change-now")
        self.button.setDefault(True)
        self.box.addButton(self.button, QDialogButtonBox.ButtonRole.ActionRole)
        self.button.clicked.connect(self._enter)
        self.box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        for part in (self._name, self.old, self.new, self.error, self.box):
            column.addWidget(part)
        self.new.changed.connect(self._enable)
        self.old.edit.textChanged.connect(self._enable)
        self.setMinimumWidth(480)
        self.setWindowTitle(self.tr("Change the passphrase"))
        self._name.setText(self.tr("Current passphrase"))
        self.old.edit.setAccessibleName(self.tr("Current passphrase"))
        self.button.setText(self.tr("Change"))
        self._enable()

    def _enable(self) -> None:
        self.button.setEnabled(bool(self.old.edit.text()) and self.new.complete)

    def _enter(self) -> None:
        self._tasks.start(self._change())

    async def _change(self) -> None:
        self.error.hide()
        self.button.setEnabled(False)
        try:
            await self._ui.core.ask(ChangePassphrase(self.old.edit.text(), self.new.text()))
        except Refused as refused:
            self.error.setText(error_text(refused.failed))
            self.error.show()
            self.old.edit.setFocus()
            self.old.edit.selectAll()
            self._enable()
            return
        self._ui.notices.say(self.tr("The passphrase has been changed. The recovery key stays the same."))
        self.close()
