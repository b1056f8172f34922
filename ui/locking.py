"""Locking the window: everything hidden at once, keys forgotten, and the way back to where somebody was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.core_api.protocol import CORE_LOST, Refused
from app.core_api.session import CaseFacts, Lock, OpenCase
from ui.auto_lock import AutoLock

if TYPE_CHECKING:
    from ui.position import Memory
    from ui.shell import Shell


class Locking(QObject):
    """While nothing runs the core is ended with its keys; long work keeps it, but it answers nobody."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell, self._tasks = shell, shell.ui.tasks()
        self._left: tuple[CaseFacts, Memory] | None = None
        self.locked = False
        self._goes_on = False
        self.idle = AutoLock(shell.settings, shell.ui.position)
        self.idle.due.connect(self.lock)
        shell.start_page.unlocked.connect(self._unlocked)

    def lock(self) -> None:
        """Hide and forget; nothing to do before anybody unlocked."""
        shell = self._shell
        if self.locked or not (shell.start_page.open_to_see or shell.ui.case):
            return
        self.locked = True
        ui = shell.ui
        ui.core.lets_go_on = True
        self._close_dialogs()
        if ui.case is not None:
            self._left = ui.case, ui.position.remember()
            shell.hide_case()
            shell.workspace.locked()
            ui.position.clear()
        else:
            self._left = None
        shell.commands.show(False, frozenset({"quit"}))
        shell.start_page.lock(self._tasks.start(self._forget_keys()))

    def forget(self) -> None:
        """The core is gone: there is nothing to go back to."""
        self.locked, self._left = False, None
        self._shell.ui.core.lets_go_on = False

    async def _forget_keys(self) -> None:
        core = self._shell.ui.core
        try:
            self._goes_on = await core.ask(Lock())
        except Refused:
            self._goes_on = False
        if self._goes_on:
            self._shell.start_page.unlock_page.tell_work_goes_on()
        else:
            core.restart()

    def _unlocked(self) -> None:
        """The passphrase was right."""
        self._shell.ui.core.lets_go_on = False
        left, self._left, self.locked = self._left, None, False
        self._shell.commands.show(False)
        if left is None:
            self._tasks.start(self._shell.start_page.list_cases())
        else:
            self._tasks.start(self._go_back(*left))

    async def _go_back(self, case: CaseFacts, memory: Memory) -> None:
        facts = case
        if not self._goes_on:
            try:
                facts = await self._shell.ui.core.ask(OpenCase(case.id))
            except Refused as refused:
                if refused.failed.code != CORE_LOST.code:
                    await self._shell.start_page.list_cases()
                    self._shell.ui.notices.fail(refused.failed)
                return
        self._shell.show_case_again(facts, memory)

    def _close_dialogs(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window is not self._shell and window.isVisible() and window.inherits("QDialog"):
                window.close()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
