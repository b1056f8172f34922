"""The one bridge between the core and Qt: questions become futures, events become a signal."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.core_api.client import Client
from app.core_api.protocol import CORE_LOST, Answered, Event, Executor, Question, Refused

Answer = TypeVar("Answer")


class CoreLink(QObject):
    """Asks the core from the window's thread. `events` carries every event."""

    events = Signal(object)
    _arrived = Signal(object)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self.lets_go_on = False
        """While true, long work that nobody awaits any more is not stopped: the window was locked over it."""
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._long: set[int] = set()
        self._ending: list[threading.Thread] = []
        self._turn = 0
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._client = self._begin()

    @property
    def core_pid(self) -> int:
        """Number of the core's process."""
        return self._client.process.pid

    def ask(self, question: Question[Answer]) -> asyncio.Future[Answer]:
        """The answer to come; raises Refused when awaited. Cancelling it drops the question."""
        future: asyncio.Future[Answer] = self._loop.create_future()
        ticket = self._client.ask(question)
        self._waiting[ticket] = future
        if type(question).executor is Executor.LONG:
            self._long.add(ticket)
        future.add_done_callback(lambda done: self._settled(ticket, done))
        return future

    def restart(self) -> None:
        """A new core, which knows nothing yet: after the old one was lost, or to forget all keys."""
        thread = threading.Thread(target=self._client.close, name="old core", daemon=True)
        thread.start()  # a core may take seconds to let go of what it works on
        self._ending = [t for t in self._ending if t.is_alive()] + [thread]
        for ticket in list(self._waiting):
            self._take((self._turn, Answered(ticket, None, CORE_LOST)))
        self._client = self._begin()

    def close(self) -> None:
        """End the core. What is still asked fails with `core-lost`."""
        self._client.close()
        for thread in self._ending:
            thread.join()

    def _begin(self) -> Client:
        self._turn += 1
        turn = self._turn

        def arrived(message: Answered | Event) -> None:
            self._arrived.emit((turn, message))

        return Client(arrived, arrived)

    def _take(self, arrived: tuple[int, Answered | Event]) -> None:
        """From the core of now only: tickets of the one before mean nothing any more."""
        turn, message = arrived
        if turn != self._turn:
            return
        if isinstance(message, Event):
            self.events.emit(message)
            return
        future = self._waiting.pop(message.ticket, None)
        if future is None or future.done():
            return
        if message.failed is not None:
            future.set_exception(Refused(message.failed))
        else:
            future.set_result(message.answer)

    def _settled(self, ticket: int, future: asyncio.Future[Any]) -> None:
        goes_on = self.lets_go_on and ticket in self._long
        self._long.discard(ticket)
        if future.cancelled() and self._waiting.pop(ticket, None) is not None and not goes_on:
            self._client.drop(ticket)
