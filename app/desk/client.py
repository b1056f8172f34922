"""The window's end: starts the core, asks, and is told. Knows no Qt; answers arrive in another thread."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.desk.pipe import Ended, Sender, receive
from app.desk.protocol import CORE_LOST, Answered, Asked, CoreLost, Event, Question

GRACE_SECONDS = 5.0


class Client:
    """One core process. `answered` and `told` are called in the reading thread, in the order of arrival."""

    def __init__(self, answered: Callable[[Answered], None], told: Callable[[Event], None]) -> None:
        self._answered, self._told = answered, told
        self._tickets = itertools.count(1)
        self._open: set[int] = set()
        self._lock = threading.Lock()
        self._closing = False
        frozen = getattr(sys, "frozen", False)
        self.process = subprocess.Popen(
            [sys.executable, "--core"] if frozen else [sys.executable, "-m", "app.desk.core"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=None if frozen else Path(__file__).resolve().parents[2],
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        self._sender = Sender(cast(BinaryIO, self.process.stdin))
        self._reader = threading.Thread(target=self._read, name="core", daemon=True)
        self._reader.start()

    def ask(self, question: Question[Any]) -> int:
        """Send a question; its ticket comes back with the answer, always."""
        with self._lock:
            ticket = next(self._tickets)
            self._open.add(ticket)
        try:
            self._sender.send(Asked(ticket, question))
        except Ended:
            self._settle(Answered(ticket, None, CORE_LOST))
        return ticket

    def drop(self, ticket: int) -> None:
        """Nobody waits for this answer any more: what has not begun is left out, what is long is stopped."""
        try:
            self._sender.send(Asked(ticket, None))
        except Ended:
            return

    def close(self) -> None:
        """End the core: politely, then not. Idempotent."""
        self._closing = True
        if self.process.stdin and not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except OSError:
                self.process.kill()
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()

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
        pipe.close()
        self.process.wait()
        with self._lock:
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
        self._answered(answered)
