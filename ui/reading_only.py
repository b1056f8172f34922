"""A case that is only looked at, since somebody else writes or nobody can: told, and tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core_api.protocol import Refused
from app.core_api.session import TryToWrite

if TYPE_CHECKING:
    from ui.shell import Shell

HELD = "case-in-use"


class ReadingOnly(QObject):
    """Belongs to the window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell, self._ui = shell, shell.ui
        self._tasks = shell.ui.tasks()

    def tell(self) -> None:
        """Say so, if the open case is one of these."""
        case = self._ui.case
        if case is None or case.writable:
            return
        if not case.in_use:
            self._ui.notices.warn(
                self.tr(
                    "Nobody can write where the case lies. You can look at everything, but change nothing."
                )
            )
            return
        self._ui.notices.warn(
            self.tr(
                "The case is open in another window or program."
                " You can look at everything, but change nothing."
            ),
            (self.tr("Try Again to Write"), self.try_to_write),
        )

    def try_to_write(self) -> None:
        """Whoever wrote may have closed the case by now."""
        self._tasks.start(self._try())

    def cancel(self) -> None:
        """The window closes."""
        self._tasks.cancel()

    async def _try(self) -> None:
        try:
            facts = await self._ui.core.ask(TryToWrite())
        except Refused as refused:
            if refused.failed.code != HELD:
                raise
            self.tell()
            return
        memory = self._ui.position.remember()
        self._shell.workspace.locked()
        self._shell.show_case_again(facts, memory)
        if facts.writable:
            self._ui.notices.say(self.tr("The case is yours to change now."))
