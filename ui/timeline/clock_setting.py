"""Opens the dialog of the clocks, keeps it up to date, and has set what a person typed in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core_api.timeline import Clocks
from ui.tasks import Tasks
from ui.timeline.clock_dialog import ClockDialog
from ui.ui_context import UiContext


class ClockSetting(QObject):
    """One dialog, made when it is first wanted."""

    def __init__(self, ui: UiContext, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._tasks, self._parent = ui, tasks, parent
        self._dialog: ClockDialog | None = None

    async def show(self) -> None:
        """Open it with what holds now."""
        case = self._ui.case
        if case is None:
            return
        if self._dialog is None:
            self._dialog = ClockDialog(self._parent.window(), case.writable)
            self._dialog.wanted.connect(lambda question: self._tasks.start(self._set(question)))
        await self.refresh()
        self._dialog.open()

    async def refresh(self) -> None:
        """Ask again what is set, if the dialog is there."""
        if self._dialog is not None:
            clocks = await self._ui.core.ask(Clocks())
            if self._dialog is not None:  # the case may have been closed meanwhile
                self._dialog.show_clocks(clocks)

    def retranslate(self) -> None:
        if self._dialog is not None:
            self._dialog.retranslate()

    def forget(self) -> None:
        """The case was closed."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    async def _set(self, question: Any) -> None:
        await self._ui.undo.act(self.tr("Set clock"), self._ui.core.ask(question))
