"""The main window: the start page until a case is open, then its workspace, and the menus of both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.settings import Settings
from ui.start.card import one_line
from ui.start.start_page import StartPage
from ui.theme import Theme
from ui.translation import LANGUAGES, Language

if TYPE_CHECKING:
    from app.desk.protocol import Event
    from app.desk.session import CaseFacts
    from ui.bench import Bench
    from ui.locking import Locking
    from ui.menus import Menus
    from ui.notice_bar import NoticeBar
    from ui.place import Memory
    from ui.protection_controls import ProtectionControls
    from ui.reading_only import ReadingOnly
    from ui.tasks import Tasks
    from ui.workspace import Workspace


WITHOUT_CASE = frozenset(
    {"quit", "lock", "preferences", "dark", "light", "system", "language-en", "language-de"}
)
"""Commands that need no open case."""


class Shell(QMainWindow):
    """One window on one account. Made with what is seen first; `furnish` brings all else."""

    bench: Bench
    notice_bar: NoticeBar
    menus: Menus
    locking: Locking
    protection: ProtectionControls
    reading: ReadingOnly
    _tasks: Tasks

    def __init__(self, settings: Settings, theme: Theme, language: Language) -> None:
        super().__init__()
        self.settings, self.theme, self._language = settings, theme, language
        self.setObjectName("aima")
        self._pages = QStackedWidget()
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.start_page = StartPage(settings)
        self._pages.addWidget(self.start_page)
        self._workspace: Workspace | None = None
        self.furnished = self._whole = False
        self.setWindowTitle("AIMA")
        self.restoreGeometry(settings.state("geometry"))
        if not settings.state("geometry"):
            self.resize(1280, 800)

    def furnish(self, bench: Bench) -> None:
        """What needs the core, or is not seen at once: menus, notices, protection."""
        from ui.locking import Locking
        from ui.menus import Menus
        from ui.notice_bar import NoticeBar
        from ui.protection_controls import ProtectionControls
        from ui.reading_only import ReadingOnly

        self.bench, self._tasks = bench, bench.tasks()
        self.notice_bar = NoticeBar(bench.notices)
        self._column.insertWidget(0, self.notice_bar)
        self.menus, self.protection = Menus(self), ProtectionControls(bench, self)
        self.start_page.furnish(bench, self.use_language)
        self.start_page.opened.connect(self.open_case)
        self.start_page.unlock_page.entered.connect(self.prepare)
        bench.desk.told.connect(self._told)
        bench.undo.changed.connect(self._name_undo)
        bench.place.history_changed.connect(self._enable)
        self.locking, self.reading = Locking(self), ReadingOnly(self)
        self.start_page.lock_wanted.connect(self.locking.lock)
        self._make_actions()
        self._tell_what_is_wrong()
        self.furnished = True
        self.show_commands(False)
        self.retranslate()

    def come_forward(self) -> None:
        """Be in front, since somebody started the program again."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    @property
    def workspace(self) -> Workspace:
        """The docks, whole; what is not yet made is made now."""
        if not self._whole:
            self._begun_workspace().complete(self._pages.size())
            self._whole = True
            self._make_menus()
        return self._begun_workspace()

    def _begun_workspace(self) -> Workspace:
        if self._workspace is None:
            from ui.workspace import Workspace

            self._workspace = Workspace(self.bench)
            self._pages.addWidget(self._workspace)
        return self._workspace

    def prepare(self) -> None:
        """Make the panels one by one while the core looks at the passphrase and the person at the list."""
        if not self._whole and self._begun_workspace().grow(self._pages.size()):
            QTimer.singleShot(0, self.prepare)

    def open_case(self, facts: CaseFacts) -> None:
        """Show the workspace with this case."""
        self.bench.case = facts
        self.protection.begin(facts)
        self.workspace.opened(facts)
        self._pages.setCurrentWidget(self.workspace)
        self.show_commands(True)
        self.retranslate()
        self.reading.tell()

    def show_commands(self, shown: bool, but: frozenset[str] = WITHOUT_CASE) -> None:
        """The menus, and the keys of the window's own commands `but` some; they are for an open case."""
        self.menuBar().setVisible(shown)
        self.statusBar().setVisible(shown)
        for name, action in self.menus.own():
            action.setVisible(shown or name in but)

    def hide_case(self) -> None:
        """The start page, and nothing of the case in title, notices or undo."""
        self.bench.case = None
        self.protection.end()
        self.notice_bar.clear()
        self.bench.undo.clear()
        self._pages.setCurrentWidget(self.start_page)
        self.show_commands(False)
        self.retranslate()

    def close_case(self) -> None:
        """Back to the list of cases; nothing of the case stays in the window."""
        self._forget_case()
        self._tasks.start(self._close_case())

    @property
    def language(self) -> str:
        """The one spoken now."""
        return self._language.name

    def use_language(self, name: str) -> None:
        """Switch while running."""
        self.bench.settings.keep("language", name)
        self._language.use(name)

    def use_theme(self, choice: str) -> None:
        self.bench.settings.keep("theme", choice)
        self.bench.theme.use(choice)

    def retranslate(self) -> None:
        case = self.bench.case
        reading = self.tr(" (reading only)") if case and not case.writable else ""
        self.setWindowTitle(f"{one_line(case.name)}{reading} – AIMA" if case else "AIMA")
        self.menus.retitle(self._titles())
        texts = {
            "back": self.tr("Back"),
            "forward": self.tr("Forward"),
            "close-case": self.tr("Close Case"),
            "lock": self.tr("Lock"),
            "preferences": self.tr("Preferences…"),
            "quit": self.tr("Quit"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "system": self.tr("Like the System"),
            "layout-review": self.tr("Layout: Review"),
            "layout-people": self.tr("Layout: People"),
            "layout-writing": self.tr("Layout: Writing"),
            "palette": self.tr("All Commands…"),
            "keys": self.tr("Keyboard…"),
        }
        for name, text in texts.items():
            self.menus[name].setText(text)
        if self._whole:
            for panel in self.workspace.panels:
                self.menus[f"panel-{panel.name}"].setText(panel.title())
        self._name_undo()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: N802  (Qt's name)
        if self._workspace is not None and self._pages.currentWidget() is self._workspace:
            return self._workspace.tab(on)
        return super().focusNextPrevChild(on)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange and self.furnished:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.settings.keep("geometry", self.saveGeometry())
        if self.furnished:
            self._close_furniture()
        super().closeEvent(event)

    def _close_furniture(self) -> None:
        self._forget_case()
        if self._workspace is not None:
            self._workspace.close_all()
        self.settings.flush()
        self._tasks.cancel()
        self.start_page.cancel()
        self.reading.cancel()

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

    def _make_actions(self) -> None:
        bench, add = self.bench, self.menus.add
        add("file", "close-case", self.close_case, "Ctrl+W")
        add("file", "lock", self.locking.lock, "Ctrl+L")
        add("file", "preferences", self.show_preferences, "Ctrl+,")
        add("file", "quit", self.close, QKeySequence.StandardKey.Quit)
        add("edit", "undo", lambda: self._tasks.start(bench.undo.undo()), QKeySequence.StandardKey.Undo)
        add("edit", "redo", lambda: self._tasks.start(bench.undo.redo()), QKeySequence.StandardKey.Redo)
        add("view", "back", bench.place.back, "Alt+Left")
        add("view", "forward", bench.place.forward, "Alt+Right")
        self.menus.part("view")
        self.menus.put("view", self.protection.actions())
        self.menus.part("view")
        for number, layout in enumerate(("review", "people", "writing"), 1):
            add("view", f"layout-{layout}", partial(self._arrange, layout), f"Ctrl+Alt+{number}")
        self.menus.part("view")
        for choice in ("dark", "light", "system"):
            add("view", choice, partial(self.use_theme, choice))
        self.menus.part("view")
        for name, spelled in LANGUAGES.items():
            add("view", f"language-{name}", partial(self.use_language, name)).setText(spelled)
        add("help", "palette", self.show_palette, "Ctrl+K")
        add("help", "keys", self.show_keys, "F1")
        self._enable()

    def show_palette(self) -> None:
        """Every command by its name."""
        from ui.command_palette import CommandPalette

        CommandPalette(self.menus.commands(), self).open()

    def show_preferences(self) -> None:
        """Language, look, locking, and the passphrase."""
        from ui.preferences_dialog import PreferencesDialog

        PreferencesDialog(self).open()

    def show_keys(self) -> None:
        """Every command's keys."""
        from ui.keys_dialog import KeysDialog

        KeysDialog(self.menus.commands(), self).open()

    def _arrange(self, layout: str) -> None:
        self.workspace.arrange(layout)

    def _make_menus(self) -> None:
        panels = self.workspace.panels
        for number, panel in enumerate(panels, 1):
            keys = f"Alt+{number % 10}" if number <= 10 else ""
            self.menus.add("view", f"panel-{panel.name}", partial(self.workspace.reveal, panel.name), keys)
        self.menus.build(panels, self._titles())
        self.retranslate()

    def _name_undo(self) -> None:
        undo, redo = self.bench.undo.undo_label, self.bench.undo.redo_label
        self.menus["undo"].setText(self.tr("Undo: {what}").format(what=undo) if undo else self.tr("Undo"))
        self.menus["redo"].setText(self.tr("Redo: {what}").format(what=redo) if redo else self.tr("Redo"))
        self.menus["undo"].setEnabled(bool(undo))
        self.menus["redo"].setEnabled(bool(redo))

    def _enable(self) -> None:
        self.menus["back"].setEnabled(self.bench.place.can_go_back)
        self.menus["forward"].setEnabled(self.bench.place.can_go_forward)

    def _told(self, event: Event) -> None:
        from app.desk.protocol import CORE_LOST, CoreLost

        if isinstance(event, CoreLost):
            self._forget_case()
            self.locking.forget()
            self.bench.notices.fail(CORE_LOST, (self.tr("Start again"), self._restart))

    def _restart(self) -> None:
        self.bench.desk.restart()
        self.start_page.begin()

    def _forget_case(self) -> None:
        if self.bench.case is None:
            return
        self.hide_case()
        self.workspace.closed()
        self.bench.place.clear()

    def show_case_again(self, facts: CaseFacts, memory: Memory) -> None:
        """The same case after a lock, or once it can be written: at the same place."""
        self.bench.case = facts
        self.protection.begin(facts)
        self._pages.setCurrentWidget(self.workspace)
        self.show_commands(True)
        self.workspace.unlocked(facts)
        self.bench.place.recall(memory)
        self.retranslate()
        self.reading.tell()

    def _tell_what_is_wrong(self) -> None:
        """About the settings; found before there was anywhere to say it."""
        if self.settings.damaged:
            self.bench.notices.warn(
                self.tr("The window's settings could not be read. Defaults are used; cases are not affected.")
            )
        elif self.settings.unwritable:
            self.bench.notices.warn(
                self.tr("The window's settings cannot be written: the folder is read-only or full.")
            )

    async def _close_case(self) -> None:
        from app.desk.session import CloseCase

        await self.bench.desk.ask(CloseCase())
        await self.start_page.list_cases()
