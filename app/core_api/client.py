"""The window's end: starts the core, asks, receives events. Knows no Qt; answers come in another thread."""

from __future__ import annotations

import itertools
import logging
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, cast

from app.core_api.pipe import Ended, Sender, packed, receive
from app.core_api.protocol import CORE_LOST, Answered, Asked, CoreLost, Event, Executor, Question
from gpu_backends.programs import program

logger = logging.getLogger(__name__)

GRACE_SECONDS, DECIDING_SECONDS = 5.0, 60.0
"""How long a core may take to end; longer while it stores a decision."""


class Client:
    """One core process. `answered` and `told` are called in the reading thread, in the order of arrival.

    Asking never waits, not even for a core that has stopped reading: a thread writes.
    """

    def __init__(self, answered: Callable[[Answered], None], told: Callable[[Event], None]) -> None:
        self._answered, self._told = answered, told
        self._tickets = itertools.count(1)
        self._open: set[int] = set()
        self._deciding: set[int] = set()
        self._lock = threading.Lock()
        self._closing, self._over = False, False
        self._frames: queue.SimpleQueue[Sequence[memoryview] | None] = queue.SimpleQueue()
        command, folder = program("--core", "app.core_api.core")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        self._writer = threading.Thread(target=self._write, name="questions", daemon=True)
        self._reader = threading.Thread(target=self._read, name="core", daemon=True)
        self._writer.start()
        self._reader.start()

    def ask(self, question: Question[Any]) -> int:
        """Send a question; its ticket comes back with the answer, always."""
        ticket = next(self._tickets)
        frame = packed(Asked(ticket, question))
        with self._lock:
            self._open.add(ticket)
            if type(question).executor is Executor.WRITE:
                self._deciding.add(ticket)
            over = self._over
        if over:
            self._settle(Answered(ticket, None, CORE_LOST))
        else:
            self._frames.put(frame)
        return ticket

    def drop(self, ticket: int) -> None:
        """Nobody waits for this answer any more: what has not begun is left out, what is long is stopped."""
        self._frames.put(packed(Asked(ticket, None)))

    def close(self) -> None:
        """End the core: politely, then not. Idempotent."""
        self._closing = True
        self._frames.put(None)
        grace = DECIDING_SECONDS if self._deciding else GRACE_SECONDS
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
        # a pipe another process holds open, or a hanging system, must not block the window
        for thread in (self._writer, self._reader):
            thread.join(GRACE_SECONDS)

    def _write(self) -> None:
        pipe = cast(BinaryIO, self.process.stdin)
        sender = Sender(pipe)
        with suppress(Ended):
            while (frame := self._frames.get()) is not None:
                sender.write(frame)
        with suppress(OSError):
            pipe.close()

    def _read(self) -> None:
        pipe = cast(BinaryIO, self.process.stdout)
        try:
            while True:
                message = receive(pipe)
                if isinstance(message, Answered):
                    self._settle(message)
                else:
                    self._told(message)
        except Ended:
            pass
        except Exception as error:
            # what cannot be understood any more must not leave everybody waiting
            logger.error("the core is not understood: %s", type(error).__name__)
            self.process.kill()
        pipe.close()
        self.process.wait()
        self._frames.put(None)
        with self._lock:
            self._over = True
            waiting = sorted(self._open)
        for ticket in waiting:
            self._settle(Answered(ticket, None, CORE_LOST))
        if not self._closing:
            self._told(CoreLost())

    def _settle(self, answered: Answered) -> None:
        with self._lock:
            if answered.ticket not in self._open:
                return
            self._open.remove(answered.ticket)
            self._deciding.discard(answered.ticket)
        self._answered(answered)
