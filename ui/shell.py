"""The main window: the start page until a case is open, then its workspace, and the menus of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.display import Display
from ui.settings import Settings
from ui.start.card import one_line
from ui.start.start_page import StartPage
from ui.theme import Theme
from ui.translation import Language

if TYPE_CHECKING:
    from app.core_api.protocol import Event
    from app.core_api.session import CaseFacts
    from ui.leaving import Leaving
    from ui.locking import Locking
    from ui.menus import Menus
    from ui.notice_bar import NoticeBar
    from ui.position import Memory
    from ui.protection_controls import ProtectionControls
    from ui.reading_only import ReadingOnly
    from ui.tasks import Tasks
    from ui.ui_context import UiContext
    from ui.window_commands import WindowCommands
    from ui.workspace import Workspace


class Shell(QMainWindow):
    """One window on one account. Created with what is seen first; `initialise` adds the rest."""

    ui: UiContext
    notice_bar: NoticeBar
    menus: Menus
    commands: WindowCommands
    leaving: Leaving
    locking: Locking
    protection: ProtectionControls
    reading: ReadingOnly
    _tasks: Tasks

    def __init__(self, settings: Settings, theme: Theme, language: Language) -> None:
        super().__init__()
        self.settings, self.theme = settings, theme
        self.display = Display(settings, theme, language)
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
        self.set_up = self._whole = False
        self.setWindowTitle("AIMA")
        self.restoreGeometry(settings.state("geometry"))
        if not settings.state("geometry"):
            self.resize(1280, 800)

    def initialise(self, ui: UiContext) -> None:
        """What needs the core, or is not seen at once: menus, notices, protection."""
        from ui.leaving import Leaving
        from ui.locking import Locking
        from ui.menus import Menus
        from ui.notice_bar import NoticeBar
        from ui.preloading import preload
        from ui.protection_controls import ProtectionControls
        from ui.reading_only import ReadingOnly
        from ui.window_commands import WindowCommands

        self.ui, self._tasks = ui, ui.tasks()
        self.notice_bar = NoticeBar(ui.notices)
        self._column.insertWidget(0, self.notice_bar)
        self.menus, self.protection = Menus(self), ProtectionControls(ui, self)
        self.start_page.initialise(ui, self.display.use_language, preload)
        self.start_page.opened.connect(self.open_case)
        self.start_page.unlock_page.entered.connect(self.prepare)
        ui.core.events.connect(self._on_event)
        self.locking = Locking(ui, self.start_page, self)
        self.locking.hiding.connect(self._hide)
        self.locking.unlocked.connect(lambda: self.commands.show(False))
        self.locking.returned.connect(self.show_case_again)
        self.reading = ReadingOnly(ui, self, self._show_writable)
        self.commands = WindowCommands(ui, self, self.menus, self.protection, self.display, self._unlocked)
        self.commands.close_wanted.connect(self.close_case)
        for source in (self.commands, self.start_page):
            source.lock_wanted.connect(self.locking.lock)
        self.leaving = Leaving(self, lambda: self.at_work)
        self._tell_what_is_wrong()
        self.set_up = True
        self.commands.show(False)
        self.retranslate()

    def come_forward(self) -> None:
        """Be in front, since the program was started again."""
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
            self.commands.offer(self._begun_workspace())
        return self._begun_workspace()

    def _begun_workspace(self) -> Workspace:
        if self._workspace is None:
            from ui.workspace import Workspace

            self._workspace = Workspace(self.ui)
            self._pages.addWidget(self._workspace)
        return self._workspace

    @property
    def at_work(self) -> bool:
        """Whether something runs that would stop with the case."""
        return self._whole and any(panel.at_work for panel in self.workspace.panels)

    def prepare(self) -> None:
        """Make the panels one by one while the core looks at the passphrase and the person at the list."""
        if not self._whole and self._begun_workspace().grow(self._pages.size()):
            QTimer.singleShot(0, self.prepare)

    def open_case(self, facts: CaseFacts) -> None:
        """Show the workspace with this case."""
        self.ui.case = facts
        self.protection.begin(facts)
        self.workspace.opened(facts)
        self._pages.setCurrentWidget(self.workspace)
        self.commands.show(True)
        self.retranslate()
        self.reading.tell()

    def hide_case(self) -> None:
        """The start page, and nothing of the case in title, notices or undo."""
        self.ui.case = None
        self.protection.end()
        self.notice_bar.clear()
        self.ui.undo.clear()
        self._pages.setCurrentWidget(self.start_page)
        self.commands.show(False)
        self.retranslate()

    def _hide(self) -> None:
        """The window is locked: panels keep nothing of the case, and only leaving is left to do."""
        if self.ui.case is not None:
            self.hide_case()
            self.workspace.locked()
            self.ui.position.clear()
        self.commands.show(False, frozenset({"quit"}))

    def _unlocked(self) -> bool:
        return self.start_page.open_to_see or self.ui.case is not None

    def close_case(self) -> None:
        """Back to the list of cases, once nothing is at work that would stop; nothing of the case stays."""
        if self.leaving.may(self.close_case):
            self._leave_case()

    def _leave_case(self) -> None:
        self._forget_case()
        self._tasks.start(self._close_case())

    def retranslate(self) -> None:
        case = self.ui.case
        reading = self.tr(" (read-only)") if case and not case.writable else ""
        self.setWindowTitle(f"{one_line(case.name)}{reading} – AIMA" if case else "AIMA")
        self.commands.retranslate()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: N802  (Qt's name)
        if self._workspace is not None and self._pages.currentWidget() is self._workspace:
            return self._workspace.tab(on)
        return super().focusNextPrevChild(on)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() is QEvent.Type.LanguageChange and self.set_up:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.set_up and not self.leaving.may(self.close):
            event.ignore()
            return
        self.settings.keep("geometry", self.saveGeometry())
        if self.set_up:
            self._close_parts()
        super().closeEvent(event)

    def _close_parts(self) -> None:
        self._forget_case()
        if self._workspace is not None:
            self._workspace.close_all()
        self.settings.flush()
        self._tasks.cancel()
        self.start_page.cancel()
        self.reading.cancel()

    def _on_event(self, event: Event) -> None:
        from app.core_api.protocol import CORE_LOST, CoreLost

        if isinstance(event, CoreLost):
            self._forget_case()
            self.locking.forget()
            self.ui.notices.fail(CORE_LOST, (self.tr("Restart"), self._restart))

    def _restart(self) -> None:
        self.ui.core.restart()
        self.start_page.begin()

    def _forget_case(self) -> None:
        if self.ui.case is None:
            return
        self.hide_case()
        self.workspace.closed()
        self.ui.position.clear()

    def show_case_again(self, facts: CaseFacts, memory: Memory) -> None:
        """The same case after a lock, or once it can be written: at the same place."""
        self.ui.case = facts
        self.protection.begin(facts)
        self._pages.setCurrentWidget(self.workspace)
        self.commands.show(True)
        self.workspace.unlocked(facts)
        self.ui.position.recall(memory)
        self.retranslate()
        self.reading.tell()

    def _show_writable(self, facts: CaseFacts, memory: Memory) -> None:
        self.workspace.locked()
        self.show_case_again(facts, memory)

    def _tell_what_is_wrong(self) -> None:
        """About the settings; found before there was anywhere to say it."""
        if self.settings.damaged:
            self.ui.notices.warn(
                self.tr("The window's settings could not be read. Defaults are used; cases are not affected.")
            )
        elif self.settings.unwritable:
            self.ui.notices.warn(
                self.tr("The window's settings cannot be saved: the folder is read-only or full.")
            )

    async def _close_case(self) -> None:
        from app.core_api.session import CloseCase

        await self.ui.core.ask(CloseCase())
        await self.start_page.list_cases()
