"""Keeps what a panel shows of people as the case has it, but reads only while the panel is visible."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QTimer

from app.core_api.people import KeepGroups
from app.core_api.protocol import Changed, Event
from ui.panel import Panel

LATER_MS = 2000
"""How long what an analysis finds may wait to be shown."""


class Following:
    """`read` is run again until nothing has changed since; `changed` is called when that begins and ends."""

    def __init__(
        self, panel: Panel, decided: frozenset[str], read: Callable[[], Coroutine[Any, Any, None]],
        changed: Callable[[], None],
    ) -> None:  # fmt: skip
        self._panel, self._decided, self._read, self._changed = panel, decided, read, changed
        self.case = False
        """Whether one is open."""
        self._outdated = True
        self._task: asyncio.Task[None] | None = None
        self._later = QTimer(panel, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.read_if_seen)

    @property
    def reading(self) -> bool:
        """Whether an answer is awaited."""
        return self._task is not None

    def opened(self) -> None:
        self.case = self._outdated = True
        self._changed()
        self.read_if_seen()

    def closed(self) -> None:
        """The panel's coroutines have been cancelled."""
        self._later.stop()
        self.case, self._outdated, self._task = False, True, None

    def on_event(self, event: Event) -> None:
        """What people decide is read at once, what an analysis finds after a while."""
        match event:
            case Changed(what) if what & self._decided:
                self._outdated = True
                self.read_if_seen()
            case Changed(what) if what & {"findings", "items"}:
                self._outdated = True
                if self._panel.isVisible() and not self._later.isActive():
                    self._later.start()
            case _:
                pass

    def read_if_seen(self) -> None:
        """Read what is outdated, if the panel is visible."""
        if self.case and self._outdated and self._task is None and self._panel.isVisible():
            self._task = self._panel.start(self._follow())
            self._task.add_done_callback(self._ended)
            self._changed()

    async def _follow(self) -> None:
        while self._outdated:
            self._outdated = False
            await self._read()
        self._panel.start(self._keep())

    async def _keep(self) -> None:
        """Have the core store the groups it found, so that the case opens faster the next time."""
        await self._panel.ui.core.ask(KeepGroups())

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task is self._task:  # else the case it read was closed
            self._task = None
            self._changed()
            self.read_if_seen()
