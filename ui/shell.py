"""The main window: the start page until a case is open, then its workspace, and the menus of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.desk.protocol import CORE_LOST, CoreLost, Event
from app.desk.session import CaseFacts, CloseCase
from ui.bench import Bench
from ui.notice_bar import NoticeBar
from ui.start.start_page import StartPage
from ui.translation import LANGUAGES, Language

if TYPE_CHECKING:
    from ui.workspace import Workspace


class Shell(QMainWindow):
    """One window on one account."""

    def __init__(self, bench: Bench, language: Language) -> None:
        super().__init__()
        self.bench, self._language, self._tasks = bench, language, bench.tasks()
        self.setObjectName("aima")
        self._pages = QStackedWidget()
        self.notice_bar = NoticeBar(bench.notices)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice_bar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.start_page = StartPage(bench)
        self._pages.addWidget(self.start_page)
        self._workspace: Workspace | None = None
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self.start_page.opened.connect(self.open_case)
        bench.desk.told.connect(self._told)
        bench.undo.changed.connect(self._name_undo)
        bench.place.history_changed.connect(self._enable)
        self._make_actions()
        self.restoreGeometry(bench.settings.state("geometry"))
        if not bench.settings.state("geometry"):
            self.resize(1280, 800)
        self.retranslate()

    @property
    def workspace(self) -> Workspace:
        """The docks; made when a case is opened for the first time, since making them takes a while."""
        if self._workspace is None:
            from ui.workspace import Workspace

            self._workspace = Workspace(self.bench)
            self._pages.addWidget(self._workspace)
            self._make_menus()
        return self._workspace

    def open_case(self, facts: CaseFacts) -> None:
        """Show the workspace with this case."""
        self.bench.case = facts
        self.bench.exposure.protect(facts.hide_bystanders, False, False)
        self.workspace.opened(facts)
        self._pages.setCurrentWidget(self.workspace)
        self.retranslate()

    def close_case(self) -> None:
        """Back to the list of cases; nothing of the case stays in the window."""
        self._forget_case()
        self._tasks.start(self._close_case())

    def use_language(self, name: str) -> None:
        """Switch while running."""
        self.bench.settings.keep("language", name)
        self._language.use(name)

    def use_theme(self, choice: str) -> None:
        self.bench.settings.keep("theme", choice)
        self.bench.theme.use(choice)

    def retranslate(self) -> None:
        case = self.bench.case
        self.setWindowTitle(f"{case.name} – AIMA" if case else "AIMA")
        for name, text in self._titles().items():
            if name in self._menus:
                self._menus[name].setTitle(text)
        texts = {
            "back": self.tr("Back"),
            "forward": self.tr("Forward"),
            "reveal": self.tr("Reveal Protected Pictures and Sound"),
            "close-case": self.tr("Close Case"),
            "quit": self.tr("Quit"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "system": self.tr("Like the System"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self._name_undo()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.bench.settings.keep("geometry", self.saveGeometry())
        self._forget_case()
        if self._workspace is not None:
            self._workspace.close_all()
        self.bench.settings.flush()
        self._tasks.cancel()
        super().closeEvent(event)

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
        bench = self.bench
        self._action("undo", lambda: self._tasks.start(bench.undo.undo()), QKeySequence.StandardKey.Undo)
        self._action("redo", lambda: self._tasks.start(bench.undo.redo()), QKeySequence.StandardKey.Redo)
        self._action("back", bench.place.back, "Alt+Left")
        self._action("forward", bench.place.forward, "Alt+Right")
        self._action("reveal", lambda: bench.exposure.reveal(not bench.exposure.revealed), "F9")
        self._action("close-case", self.close_case, "Ctrl+W")
        self._action("quit", self.close, QKeySequence.StandardKey.Quit)
        for choice in ("dark", "light", "system"):
            self._action(choice, lambda choice=choice: self.use_theme(choice))
        for name, spelled in LANGUAGES.items():
            self._action(f"language-{name}", lambda name=name: self.use_language(name)).setText(spelled)
        self._enable()

    def _action(self, name: str, slot: object, keys: str | QKeySequence.StandardKey = "") -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        if keys:
            action.setShortcuts(
                QKeySequence.keyBindings(keys)
                if isinstance(keys, QKeySequence.StandardKey)
                else [QKeySequence(keys)]
            )
        action.triggered.connect(lambda: slot())  # type: ignore[operator]
        self.addAction(action)
        self._actions[name] = action
        return action

    def _make_menus(self) -> None:
        own = {
            "file": ("close-case", "quit"),
            "edit": ("undo", "redo"),
            "view": ("back", "forward", "reveal", "dark", "light", "system", "language-en", "language-de"),
        }
        for name, title in self._titles().items():
            menu = self._menus[name] = self.menuBar().addMenu(title)
            for panel in self.workspace.panels:
                for action in panel.commands():
                    if action.property("menu") == name:
                        menu.addAction(action)
            if own.get(name):
                menu.addSeparator()
                menu.addActions([self._actions[action] for action in own[name]])
            menu.menuAction().setVisible(not menu.isEmpty())

    def _name_undo(self) -> None:
        undo, redo = self.bench.undo.undo_label, self.bench.undo.redo_label
        self._actions["undo"].setText(self.tr("Undo: {what}").format(what=undo) if undo else self.tr("Undo"))
        self._actions["redo"].setText(self.tr("Redo: {what}").format(what=redo) if redo else self.tr("Redo"))
        self._actions["undo"].setEnabled(bool(undo))
        self._actions["redo"].setEnabled(bool(redo))

    def _enable(self) -> None:
        self._actions["back"].setEnabled(self.bench.place.can_go_back)
        self._actions["forward"].setEnabled(self.bench.place.can_go_forward)

    def _told(self, event: Event) -> None:
        if isinstance(event, CoreLost):
            self._forget_case()
            self.bench.notices.fail(CORE_LOST, (self.tr("Start again"), self._restart))

    def _restart(self) -> None:
        self.bench.desk.restart()
        self.start_page.begin()

    def _forget_case(self) -> None:
        if self.bench.case is None:
            return
        self.bench.case = None
        if self._workspace is not None:
            self._workspace.closed()
        self.notice_bar.clear()
        self.bench.undo.clear()
        self.bench.place.clear()
        self._pages.setCurrentWidget(self.start_page)
        self.retranslate()

    async def _close_case(self) -> None:
        await self.bench.desk.ask(CloseCase())
        await self.start_page.list_cases()
