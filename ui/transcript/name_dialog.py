"""Asks what a speaker is called. Opened, never executed: the event loop keeps running."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class NameDialog(QDialog):
    """`accepted` tells that `name` is meant."""

    def __init__(self, parent: QWidget, called: str, name: str, known: Iterable[str]) -> None:
        super().__init__(parent)
        self.setObjectName("name-speaker")
        self.setWindowTitle(self.tr("Name the speaker"))
        about = QLabel(self.tr("Who is {voice}?").format(voice=called))
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self.field = QLineEdit(name)
        self.field.setObjectName("name")
        self.field.setAccessibleName(self.tr("Name"))
        self.field.selectAll()
        completer = QCompleter(sorted(known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        note = QLabel(
            self.tr(
                "The name applies to this voice in every item. A second person confirms it without seeing it."
            )
        )
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (about, self.field, note, self._buttons):
            column.addWidget(widget)
        self.field.textChanged.connect(self._enable)
        self._enable()
        self.setMinimumWidth(320)

    @property
    def name(self) -> str:
        return " ".join(self.field.text().split())

    def _enable(self) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.name))
