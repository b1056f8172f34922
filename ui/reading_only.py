"""A case that is open read-only, because another program writes or nobody can: says so, and tries again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core_api.protocol import Refused
from app.core_api.session import CaseFacts, TryToWrite
from ui.position import Memory
from ui.ui_context import UiContext

HELD = "case-in-use"


class ReadingOnly(QObject):
    """`show_again` shows the same case at the same position, once it may be written."""

    def __init__(
        self, ui: UiContext, window: QObject, show_again: Callable[[CaseFacts, Memory], None]
    ) -> None:
        super().__init__(window)
        self._ui, self._show_again = ui, show_again
        self._tasks = ui.tasks()

    def tell(self) -> None:
        """Say so, if the open case is one of these."""
        case = self._ui.case
        if case is None or case.writable:
            return
        if not case.in_use:
            self._ui.notices.warn(
                self.tr(
                    "The folder of this case is write-protected. You can view everything, but change nothing."
                )
            )
            return
        self._ui.notices.warn(
            self.tr(
                "The case is open in another window or program. You can view everything, but change nothing."
            ),
            (self.tr("Try to Edit Again"), self.try_to_write),
        )

    def try_to_write(self) -> None:
        """The other program may have closed the case by now."""
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
        self._show_again(facts, self._ui.position.remember())
        if facts.writable:
            self._ui.notices.say(self.tr("You can edit the case now."))
