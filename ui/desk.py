"""The one bridge between the core and Qt: questions become futures, events become a signal."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.desk.client import Client
from app.desk.protocol import Answered, Event, Question, Refused

Answer = TypeVar("Answer")


class Desk(QObject):
    """Asks the core from the window's thread. `told` carries every event."""

    told = Signal(object)
    _arrived = Signal(object)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._early: dict[int, Answered] = {}
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._client = self._begin()

    @property
    def core_pid(self) -> int:
        return self._client.process.pid

    def ask(self, question: Question[Answer]) -> asyncio.Future[Answer]:
        """The answer to come; raises Refused when awaited. Cancelling it drops the question."""
        future: asyncio.Future[Answer] = self._loop.create_future()
        ticket = self._client.ask(question)
        self._waiting[ticket] = future
        future.add_done_callback(lambda done: self._settled(ticket, done))
        return future

    def restart(self) -> None:
        """A new core, which knows nothing yet: after the old one was lost, or to forget all keys."""
        self.close()
        self._client = self._begin()

    def close(self) -> None:
        """End the core. What is still asked fails with `core-lost`."""
        self._client.close()

    def _begin(self) -> Client:
        return Client(self._arrived.emit, self._arrived.emit)

    def _take(self, message: Answered | Event) -> None:
        if isinstance(message, Event):
            self.told.emit(message)
            return
        future = self._waiting.pop(message.ticket, None)
        if future is None or future.done():
            return
        if message.failed is not None:
            future.set_exception(Refused(message.failed))
        else:
            future.set_result(message.answer)

    def _settled(self, ticket: int, future: asyncio.Future[Any]) -> None:
        if future.cancelled() and self._waiting.pop(ticket, None) is not None:
            self._client.drop(ticket)
