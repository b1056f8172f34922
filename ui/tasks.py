"""Coroutines that belong to a widget: started from slots, ended with it; their errors become notices."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Told = Callable[[BaseException], None]


class Tasks:
    """The running coroutines of one owner. `told` receives their errors."""

    def __init__(self, loop: asyncio.AbstractEventLoop, told: Told) -> None:
        self._loop, self._told = loop, told
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run it beside the event loop; nobody needs to await it."""
        task = self._loop.create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def cancel(self) -> None:
        """Stop all: what they asked is dropped."""
        for task in list(self._running):
            task.cancel()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._told(error)
