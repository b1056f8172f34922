"""Units run in this very process: for tests, for debugging, and where processes cannot be had.

There is no sandbox here: a hostile file can take this process down. The product uses `workers`.
"""

from __future__ import annotations

import threading
from collections import deque

from engine.execute import attempt
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.stage import Context
from engine.units import UnitOutcome, UnitRequest, Verdict
from gpu_backends.backend import Backend, cancelled


class InProcess(Backend):
    """Runs one unit at a time, inside `poll`."""

    name = "in process"

    def __init__(self, packs: PackStore, device: str = "cpu") -> None:
        self._stop = threading.Event()
        self._waiting: deque[UnitRequest] = deque()
        self._failed: set[str] = set()
        """Keys of units that failed and may be tried again."""
        self._media = MediaCache()
        self._context = Context(settings={}, packs=packs, device=device, cancelled=self._stop.is_set)

    def free(self) -> int:
        return 1 - len(self._waiting)

    def submit(self, request: UnitRequest) -> None:
        self._waiting.append(request)

    def poll(self, timeout: float) -> list[UnitOutcome]:
        if not self._waiting:
            self._stop.wait(timeout)
            return []
        request = self._waiting.popleft()
        if self._stop.is_set():
            return [cancelled(request)]
        outcome = attempt(request, self._context, self._media, request.key in self._failed)
        if outcome.verdict is Verdict.RETRY:
            self._failed.add(request.key)
        return [outcome]

    def cancel(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self._waiting.clear()
        self._media.close()
        self._context.kept.clear()
