"""What a person can ask of the dossier: the commands of its menu, their keys and names, and their buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from ui.icons import icon
from ui.panel import Panel

KEYS = {
    "accept": "A",
    "reject": "R",
    "edit": "E, F2",
    "undo": "U",
    "next": "N",
    "follow": "",
    "find": "Ctrl+F",
    "update": "F5",
    "first": "",
    "drafts": "",
    "write": "Ctrl+E",
    "check": "",
}
"""In the order of the menu."""
EVERYWHERE = frozenset({"follow", "first", "drafts", "write", "check"})
"""Others hold while the dossier has the focus."""
JUDGING = ("accept", "reject", "edit")
ICONS = {
    "accept": "mdi6.check",
    "reject": "mdi6.close",
    "edit": "mdi6.pencil-outline",
    "next": "mdi6.skip-next-outline",
    "write": "mdi6.file-export-outline",
}
"""Commands that have a button."""


class DossierCommands(QObject):
    """Actions and buttons by name."""

    def __init__(self, panel: Panel, slots: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(panel)
        self._theme = panel.ui.theme
        self.acts: dict[str, QAction] = {}
        for name, keys in KEYS.items():
            self.acts[name] = panel.command("dossier", slots[name], keys, everywhere=name in EVERYWHERE)
        self.acts["first"].setCheckable(True)
        self.acts["first"].setChecked(True)
        self.buttons = {name: self._button(name) for name in ICONS}
        self._theme.changed.connect(self._dress)
        self._dress()

    def retranslate(self) -> None:
        """Set all texts."""
        texts = {
            "accept": self.tr("Accept Statement"),
            "reject": self.tr("Reject Statement"),
            "edit": self.tr("Reword Statement"),
            "undo": self.tr("Undo Last Decision"),
            "next": self.tr("Next Unreviewed Statement"),
            "follow": self.tr("Show Source"),
            "find": self.tr("Find in Statements"),
            "update": self.tr("Update Dossier"),
            "first": self.tr("Show First Draft of Edited Statements"),
            "drafts": self.tr("Drafts…"),
            "write": self.tr("Export Dossier…"),
            "check": self.tr("Check a Dossier…"),
        }
        for name, text in texts.items():
            self.acts[name].setText(text)
        short = {
            "accept": self.tr("Accept"),
            "reject": self.tr("Reject"),
            "edit": self.tr("Edit"),
            "next": self.tr("Next unreviewed"),
            "write": self.tr("Export…"),
        }
        for name, button in self.buttons.items():
            action, keys = self.acts[name], self.acts[name].shortcut().toString()
            button.setText(short[name])
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())

    def enable(self, may_judge: bool, has_current: bool, has_statements: bool, has_case: bool) -> None:
        """What can be done now."""
        for names, can in (
            (JUDGING, may_judge),
            (("follow",), has_current),
            (("next", "find"), has_statements),
            (("update", "drafts", "write"), has_case),
        ):
            for name in names:
                self.acts[name].setEnabled(can)

    def _button(self, name: str) -> QToolButton:
        action, button = self.acts[name], QToolButton()
        button.setObjectName(f"dossier-{name}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

    def _dress(self) -> None:
        for name, button in self.buttons.items():
            button.setIcon(icon(ICONS[name], self._theme.tokens))
