"""A process that is spoken to in messages. Nothing it does, or stops doing, holds up who speaks to it.

One thread starts it and writes to it, one reads from it, one waits for its end. A child that reads nothing,
sends nothing, sends without end, closes one pipe, is stopped, or leaves a process behind that holds its
pipes open is still killed at once and told as ended once.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from engine.errors import AimaError
from gpu_backends import wire

logger = logging.getLogger(__name__)

MOST_WAITING = 10_000
"""Messages a child may leave unread before it counts as deaf and is killed."""
DRAIN_SECONDS = 1.0
"""How long what a dead child has said before is still read."""
CLOSING_SECONDS = 5.0
"""How long to wait for the end of a child, which comes at once but where the system itself hangs."""


class ChildProcess:
    """One process in a group of its own. `heard` and `ended` are called in threads of this object.

    `ended` is called exactly once, after the last `heard`; `status` is then the exit status, negative for a
    signal, None where the process could not be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path | None,
        heard: Callable[[dict[str, Any]], None],
        ended: Callable[[], None],
        *,
        name: str,
        largest: int = wire.LARGEST_ANSWER,
        inherited: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command, self._folder, self._name = list(command), folder, name
        self._heard, self._ended, self._largest = heard, ended, largest
        self._inherited, self._environment = tuple(inherited), environment
        self._outbox: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._killed, self._reaped = False, False
        self._over = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        """None until the process runs, a few milliseconds."""
        self.status: int | None = None
        # the child dies with the thread that started it, so that one stays until the child is gone
        threading.Thread(target=self._serve, name=name, daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether it has ended, and `ended` was called or is about to be."""
        return self._over.is_set()

    def send(self, message: Mapping[str, Any]) -> None:
        """Have a message written; a child that is gone hears nothing, one that is deaf is killed."""
        self._outbox.put(message)
        if self._outbox.qsize() > MOST_WAITING:
            self.kill()

    def kill(self) -> None:
        """End the process and all it has started. Idempotent; does not wait."""
        with self._lock:
            self._killed = True
            if self.process is not None and not self._reaped:
                _kill_group(self.process)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within that time."""
        return self._over.wait(seconds)

    def _serve(self) -> None:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries print names and tags of the evidence there
                cwd=self._folder,
                pass_fds=self._inherited,
                env=self._environment,
                process_group=None if sys.platform == "win32" else 0,
            )
        except OSError as error:
            logger.info("a %s could not be started: %s", self._name, type(error).__name__)
            self._finish()
            return
        with self._lock:
            self.process = process
            if self._killed:
                _kill_group(process)
        reader = threading.Thread(
            target=self._read, args=(process,), name=f"{self._name} reader", daemon=True
        )
        reader.start()
        reaper = threading.Thread(
            target=self._reap, args=(process, reader), name=f"{self._name} end", daemon=True
        )
        reaper.start()
        self._write(cast(BinaryIO, process.stdin))

    def _write(self, pipe: BinaryIO) -> None:
        while (message := self._outbox.get()) is not None:
            try:
                wire.send(pipe, message)
            except (OSError, ValueError):
                self.kill()  # it will hear nothing more
        with suppress(OSError):
            pipe.close()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        pipe = cast(BinaryIO, process.stdout)
        with suppress(OSError), pipe:
            try:
                while True:
                    self._heard(wire.receive(pipe, self._largest))
            except (wire.WireBroken, OSError, ValueError):
                self.kill()  # it has ended, or what it says is not understood
            except Exception as error:
                # no memory for what it says, or no place for it: nobody would hear it from now on
                logger.error("a %s is not listened to any more: %s", self._name, type(error).__name__)
                self.kill()

    def _reap(self, process: subprocess.Popen[bytes], reader: threading.Thread) -> None:
        _until_dead(process)
        with self._lock:
            if sys.platform != "win32":
                _kill_group(process)  # what it has left behind may hold its pipes
            self.status = process.wait()
            self._reaped = True
        self._outbox.put(None)
        reader.join(DRAIN_SECONDS)
        self._finish()

    def _finish(self) -> None:
        self._over.set()
        try:
            self._ended()
        except AimaError as error:
            logger.info("the end of a %s was told to nobody: %s", self._name, error.code)


def _until_dead(process: subprocess.Popen[bytes]) -> None:
    """Wait without reaping where the system can, so that its group's number is not given away yet."""
    if hasattr(os, "waitid"):
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
