"""The core: a process that holds account and case and answers one window, until its pipe closes."""

from __future__ import annotations

import importlib
import os
import pkgutil
import queue
import sys
import threading
import time
from typing import Any

import app.core_api.handlers
from app.core_api.core_session import CoreSession, Locked, handlers
from app.core_api.failures import failed
from app.core_api.pipe import Ended, Sender, receive
from app.core_api.protocol import Answered, Asked, Event, Executor, Question
from app.keys.process_secrets import close_up
from gpu_backends.wire import taken_over

THREADS = {Executor.READ: 2, Executor.STUDY: 2, Executor.WRITE: 1}
STOP_SECONDS = 20.0
"""Seconds that work may continue after the window has gone."""
BUFFER_BYTES = 1 << 20
NICE = 5
"""The window comes before the core, and the core before its workers: what is looked at stays fluid."""


def serve() -> int:
    """Answer the window until it has gone."""
    close_up(holds_keys=True)
    reading, writing = taken_over(BUFFER_BYTES)
    if hasattr(os, "nice"):
        os.nice(NICE)
    core = Core(Sender(writing))
    try:
        while True:
            core.take(receive(reading))
    except (Ended, KeyboardInterrupt):
        core.close()
    return 0


class Core:
    """Hands questions to threads by their executor."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._dropped: dict[int, threading.Event] = {}
        self._long: list[threading.Thread] = []
        self._room: CoreSession | None = None
        self._queues: dict[Executor, queue.SimpleQueue[Asked | None]] = {
            executor: queue.SimpleQueue() for executor in THREADS
        }
        self._serving = {
            executor: [
                threading.Thread(target=self._serve, args=(self._queues[executor],), daemon=True)
                for _ in range(count)
            ]
            for executor, count in THREADS.items()
        }
        for threads in self._serving.values():
            for thread in threads:
                thread.start()

    def take(self, asked: Asked) -> None:
        """Work on a question, or drop one."""
        if asked.question is None:
            if dropped := self._dropped.get(asked.ticket):
                dropped.set()
            return
        executor = type(asked.question).executor
        if (
            executor is not Executor.WRITE
        ):  # a decision is made, even if the window does not wait for the answer
            self._dropped[asked.ticket] = threading.Event()
        if self._room is None:
            self._room = CoreSession(self._send)
            _find_answers()
        if executor is Executor.LONG:
            thread = threading.Thread(target=self._answer, args=(asked,), daemon=True)
            self._long = [t for t in self._long if t.is_alive()] + [thread]
            thread.start()
        else:
            self._queues[executor].put(asked)

    def close(self) -> None:
        """The window has gone: what was decided is stored, long work is asked to stop, the case is closed.

        Work that does not stop in time ends with the process: what is finished is durable.
        """
        for dropped in list(self._dropped.values()):
            dropped.set()
        self._queues[Executor.WRITE].put(None)
        for thread in self._serving[Executor.WRITE]:
            thread.join()
        until = time.monotonic() + STOP_SECONDS
        for thread in self._long:
            thread.join(max(0.0, until - time.monotonic()))
        if self._room is not None and not any(thread.is_alive() for thread in self._long):
            self._room.leave()

    def _serve(self, waiting: queue.SimpleQueue[Asked | None]) -> None:
        while (asked := waiting.get()) is not None:
            self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        question, session = asked.question, self._room
        assert question is not None
        assert session is not None
        dropped = self._dropped.get(asked.ticket) or threading.Event()
        session.attend(dropped, lasting=type(question).executor is Executor.LONG)
        try:
            answered = Answered(asked.ticket, self._of(session, question, dropped))
        except Exception as error:
            answered = Answered(asked.ticket, None, failed(error))
        self._dropped.pop(asked.ticket, None)
        session.attend(None)
        try:
            self._send(answered)
        except Exception as error:  # such as memory that does not suffice to send it
            self._send(Answered(asked.ticket, None, failed(error)))

    def _of(self, session: CoreSession, question: Question[Any], dropped: threading.Event) -> Any:
        if dropped.is_set():
            session.check()
        if session.locked and not question.while_locked:
            raise Locked
        return handlers[type(question)](session, question)

    def _send(self, message: Answered | Event) -> None:
        try:
            self._sender.send(message)
        except Ended:
            return  # the window has gone; `serve` notices by itself


def _find_answers() -> None:
    for info in pkgutil.iter_modules(app.core_api.handlers.__path__):
        importlib.import_module(f"app.core_api.handlers.{info.name}")


if __name__ == "__main__":
    from app.core_api.core import serve as main  # under its own name: questions are known by their class

    sys.exit(main())
