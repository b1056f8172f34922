"""Locking the window: everything hidden at once, keys forgotten, and the way back to where the user was."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.core_api.protocol import CORE_LOST, Refused
from app.core_api.session import CaseFacts, Lock, OpenCase
from ui.auto_lock import AutoLock
from ui.position import Memory
from ui.start.start_page import StartPage
from ui.ui_context import UiContext


class Locking(QObject):
    """While nothing runs the core is ended with its keys; long work keeps it, but it answers nobody."""

    hiding = Signal()
    """Nothing of the case may be seen from here on."""
    unlocked = Signal()
    """The passphrase was right; the case, if one was open, follows with `returned`."""
    returned = Signal(object, object)
    """The facts of the case that was open, and where the person was (Memory)."""

    def __init__(self, ui: UiContext, start_page: StartPage, window: QWidget) -> None:
        super().__init__(window)
        self._ui, self._start_page, self._window, self._tasks = ui, start_page, window, ui.tasks()
        self._left: tuple[CaseFacts, Memory] | None = None
        self.locked = False
        self._goes_on = False
        self.idle = AutoLock(ui.settings, ui.position)
        self.idle.due.connect(self.lock)
        start_page.unlocked.connect(self._unlocked)

    def lock(self) -> None:
        """Hide and forget; nothing to do before anybody unlocked."""
        ui = self._ui
        if self.locked or not (self._start_page.open_to_see or ui.case):
            return
        self.locked = True
        ui.core.lets_go_on = True
        self._close_dialogs()
        self._left = None if ui.case is None else (ui.case, ui.position.remember())
        self.hiding.emit()
        self._start_page.lock(self._tasks.start(self._forget_keys()))

    def forget(self) -> None:
        """The core is gone: there is nothing to go back to."""
        self.locked, self._left = False, None
        self._ui.core.lets_go_on = False

    async def _forget_keys(self) -> None:
        core = self._ui.core
        try:
            self._goes_on = await core.ask(Lock())
        except Refused:
            self._goes_on = False
        if self._goes_on:
            self._start_page.unlock_page.tell_work_goes_on()
        else:
            core.restart()

    def _unlocked(self) -> None:
        """The passphrase was right."""
        self._ui.core.lets_go_on = False
        left, self._left, self.locked = self._left, None, False
        self.unlocked.emit()
        if left is None:
            self._tasks.start(self._start_page.list_cases())
        else:
            self._tasks.start(self._go_back(*left))

    async def _go_back(self, case: CaseFacts, memory: Memory) -> None:
        facts = case
        if not self._goes_on:
            try:
                facts = await self._ui.core.ask(OpenCase(case.id))
            except Refused as refused:
                if refused.failed.code != CORE_LOST.code:
                    await self._start_page.list_cases()
                    self._ui.notices.fail(refused.failed)
                return
        self.returned.emit(facts, memory)

    def _close_dialogs(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window is not self._window and window.isVisible() and window.inherits("QDialog"):
                window.close()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
