"""The window's own commands: what they do, their keys and their names; panels bring theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from ui.command_palette import CommandPalette
from ui.display import Display
from ui.keys_dialog import KeysDialog
from ui.layouts import LAYOUTS
from ui.menus import Menus
from ui.protection_controls import ProtectionControls
from ui.translation import own_names
from ui.ui_context import UiContext

if TYPE_CHECKING:
    from ui.workspace import Workspace  # loads the docks

WITHOUT_CASE = frozenset(
    {"quit", "lock", "preferences", "dark", "light", "system", "language-en", "language-de"}
)
"""Commands that need no open case."""


class WindowCommands(QObject):
    """Made with the window; `offer` adds those of the panels once these exist."""

    close_wanted = Signal()
    """The open case is to be closed."""
    lock_wanted = Signal()

    def __init__(
        self, ui: UiContext, window: QMainWindow, menus: Menus, protection: ProtectionControls,
        display: Display, passphrase: Callable[[], bool],
    ) -> None:  # fmt: skip
        """`passphrase` says whether it was entered."""
        super().__init__(window)
        self._ui, self._window, self._menus, self._display = ui, window, menus, display
        self._protection = protection
        self._passphrase, self._undo, self._tasks = passphrase, ui.undo, ui.tasks()
        self._workspace: Workspace | None = None
        self._make()
        self._undo.changed.connect(self._name_undo)
        ui.position.history_changed.connect(self._enable)
        self._enable()

    def _make(self) -> None:
        add, place = self._menus.add, self._ui.position
        add("file", "close-case", self.close_wanted.emit, "Ctrl+W")
        add("file", "lock", self.lock_wanted.emit, "Ctrl+L")
        add("file", "preferences", self.show_preferences, "Ctrl+,")
        add("file", "quit", self._window.close, QKeySequence.StandardKey.Quit)
        add("edit", "undo", lambda: self._tasks.start(self._undo.undo()), QKeySequence.StandardKey.Undo)
        add("edit", "redo", lambda: self._tasks.start(self._undo.redo()), QKeySequence.StandardKey.Redo)
        add("view", "back", place.back, "Alt+Left")
        add("view", "forward", place.forward, "Alt+Right")
        self._menus.part("view")
        self._menus.put("view", self._protection.actions())
        self._menus.part("view")
        for number, layout in enumerate(LAYOUTS, 1):
            add("view", f"layout-{layout}", partial(self._arrange, layout), f"Ctrl+Alt+{number}")
        self._menus.part("view")
        for choice in ("dark", "light", "system"):
            add("view", choice, partial(self._display.use_theme, choice))
        self._menus.part("view")
        for name, spelled in own_names().items():
            add("view", f"language-{name}", partial(self._display.use_language, name)).setText(spelled)
        add("help", "palette", self.show_palette, "Ctrl+K")
        add("help", "keys", self.show_keys, "F1")

    def offer(self, workspace: Workspace) -> None:
        """Fill the menus: what the panels can do, a way to each of them, and the window's own."""
        self._workspace = workspace
        for number, panel in enumerate(workspace.panels, 1):
            keys = f"Alt+{number % 10}" if number <= 10 else ""
            self._menus.add("view", f"panel-{panel.name}", partial(workspace.reveal, panel.name), keys)
        self._menus.build(workspace.panels, self._titles())
        self.retranslate()

    def show(self, shown: bool, but: frozenset[str] = WITHOUT_CASE) -> None:
        """The menus, and the keys of all commands `but` some; they are for an open case."""
        self._window.menuBar().setVisible(shown)
        self._window.statusBar().setVisible(shown)
        for name, action in self._menus.own():
            action.setVisible(shown or name in but)

    def show_palette(self) -> None:
        """Every command by its name."""
        CommandPalette(self._menus.commands(), self._window).open()

    def show_preferences(self) -> None:
        """Language, look, locking, and the passphrase."""
        from ui.preferences_dialog import PreferencesDialog

        PreferencesDialog(self._ui, self._display, self._passphrase(), self._window).open()

    def show_keys(self) -> None:
        """Every command's keys."""
        KeysDialog(self._menus.commands(), self._window).open()

    def retranslate(self) -> None:
        """Rename everything; the window does so when the language changes."""
        self._menus.retitle(self._titles())
        texts = {
            "back": self.tr("Back"),
            "forward": self.tr("Forward"),
            "close-case": self.tr("Close Case"),
            "lock": self.tr("Lock"),
            "preferences": self.tr("Preferences…"),
            "quit": self.tr("Quit"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "system": self.tr("Follow System"),
            "layout-review": self.tr("Layout: Review"),
            "layout-people": self.tr("Layout: People"),
            "layout-writing": self.tr("Layout: Writing"),
            "palette": self.tr("All Commands…"),
            "keys": self.tr("Keyboard…"),
        }
        for name, text in texts.items():
            self._menus[name].setText(text)
        for panel in self._workspace.panels if self._workspace else ():
            self._menus[f"panel-{panel.name}"].setText(panel.title())
        self._name_undo()

    def _titles(self) -> Mapping[str, str]:
        return {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "play": self.tr("&Play"),
            "people": self.tr("Peop&le"),
            "transcript": self.tr("&Transcript"),
            "search": self.tr("&Search"),
            "jobs": self.tr("&Jobs"),
            "dossier": self.tr("&Dossier"),
            "help": self.tr("&Help"),
        }

    def _arrange(self, layout: str) -> None:
        assert self._workspace is not None
        self._workspace.arrange(layout)

    def _name_undo(self) -> None:
        undo, redo = self._undo.undo_label, self._undo.redo_label
        self._menus["undo"].setText(self.tr("Undo: {what}").format(what=undo) if undo else self.tr("Undo"))
        self._menus["redo"].setText(self.tr("Redo: {what}").format(what=redo) if redo else self.tr("Redo"))
        self._menus["undo"].setEnabled(bool(undo))
        self._menus["redo"].setEnabled(bool(redo))

    def _enable(self) -> None:
        place = self._ui.position
        self._menus["back"].setEnabled(place.can_go_back)
        self._menus["forward"].setEnabled(place.can_go_forward)
