"""Undo and redo of what a person decided: both are decisions themselves, so nothing is ever lost."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core_api.deciding import Done, TakeBack
from ui.core_link import CoreLink


@dataclass(frozen=True, slots=True)
class Step:
    """One action, as the menu names it, and the decisions that it or its undoing made."""

    label: str
    decisions: tuple[str, ...]


class Undo(QObject):
    """The actions of this sitting. A case that is closed forgets them; its decisions stay."""

    changed = Signal()

    def __init__(self, core: CoreLink) -> None:
        super().__init__()
        self._core = core
        self._done: list[Step] = []
        self._undone: list[Step] = []

    async def act(self, label: str, asked: Awaitable[Done]) -> Done:
        """Await an action and remember it. `label` says what was done, in the person's language."""
        done = await asked
        if done.decisions:
            self._done.append(Step(label, done.decisions))
            self._undone.clear()
            self.changed.emit()
        return done

    @property
    def undo_label(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty: nothing."""
        return self._undone[-1].label if self._undone else ""

    async def undo(self) -> None:
        await self._turn(self._done, self._undone)

    async def redo(self) -> None:
        await self._turn(self._undone, self._done)

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    async def _turn(self, source: list[Step], target: list[Step]) -> None:
        if not source:
            return
        step = source.pop()
        self.changed.emit()
        try:
            done = await self._core.ask(TakeBack(step.decisions))
        except BaseException:
            source.append(step)
            self.changed.emit()
            raise
        target.append(Step(step.label, done.decisions))
        self.changed.emit()
