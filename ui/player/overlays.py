"""What is drawn over the picture: asked for ahead of time, switched by kind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core_api.media import Overlays as AskOverlays
from app.core_api.media import Seen
from ui.player.appearances import Appearances, Marked
from ui.player.frame import Frame
from ui.tasks import Tasks
from ui.ui_context import UiContext


class Overlays(QObject):
    """Of one item at a time. `wanted` tells which kinds are switched on."""

    changed = Signal()
    """Other outlines than before belong to the picture."""

    def __init__(self, ui: UiContext, tasks: Tasks, wanted: Callable[[], set[Seen]], parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._tasks, self._wanted = ui, tasks, wanted
        self._item = ""
        self._appearances, self._asked = Appearances(), set[int]()

    def show_item(self, item_id: str) -> None:
        """Another item, or none; also to ask again for the present one."""
        self._item = item_id
        self._appearances.clear()
        self._asked.clear()

    def need(self, t_ns: int) -> None:
        """Ask for what will be drawn around a time, where it is not known."""
        if not self._item or not self._wanted():
            return
        for number, start, end in self._appearances.missing(t_ns):
            if number not in self._asked:
                self._asked.add(number)
                self._tasks.start(self._find(self._item, number, start, end))

    def of(self, frame: Frame | None) -> list[Marked]:
        """What belongs to a picture."""
        kinds = self._wanted()
        if frame is None or not kinds:
            return []
        return [m for m in self._appearances.at(frame.t_ns) if m.appearance.kind in kinds]

    async def _find(self, item_id: str, number: int, start: int, end: int) -> None:
        found = await self._ui.core.ask(AskOverlays(item_id, start, end))
        if item_id == self._item and number in self._asked:
            self._asked.discard(number)
            self._appearances.add(number, found)
            self.changed.emit()
