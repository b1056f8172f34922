"""Readers as the program that starts workers sees them: a process per item, begun by the nursery, ended here.

A reader and a worker speak over a socket of their own; only descriptors pass through this process.
"""

from __future__ import annotations

import itertools
import logging
import os
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO, cast

import psutil

from engine.units import Media, MediaPackage
from gpu_backends import wire
from gpu_backends.child_process import CLOSING_SECONDS, ChildProcess
from gpu_backends.programs import program
from gpu_backends.reader_memory import MEMORY_BYTES
from gpu_backends.sealed_memory import sealed_memory

logger = logging.getLogger(__name__)

AVAILABLE = sys.platform == "linux"
"""Elsewhere nothing confines what a process reads, and a worker opens its files itself."""
MOST_THREADS = 32
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""A reader begins with no memory of its own: of pages of 2 MB it fetches a picture in half the time."""
NOT_BEGUN = 0


class Place:
    """What a worker needs for its readers: shared memory, and a socket over which it is given each one.

    Thread-safe: it is closed by the thread that sees the worker end.
    """

    def __init__(self) -> None:
        self._memory = sealed_memory("media", MEMORY_BYTES)
        self._ours, self._theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._closed = False
        self.inherited = (self._memory, self._theirs.fileno())
        """Descriptors that the worker is started with."""

    @property
    def handle(self) -> dict[str, int]:
        """What the worker is told of them."""
        return dict(zip(("memory", "passing"), self.inherited, strict=True))

    def started(self) -> None:
        """The worker runs: its end is its own."""
        with self._lock:
            self._theirs.close()

    def lend_memory(self, nursery: socket.socket, channel: socket.socket) -> bool:
        """Send the nursery what a reader for this place is begun with; whether one is still wanted."""
        with self._lock, suppress(OSError):
            return not self._closed and bool(
                socket.send_fds(nursery, [b"r"], [channel.fileno(), self._memory])
            )
        return False

    def hand_over(self, channel: socket.socket) -> None:
        """Give the worker the socket of its next reader, and keep none of it."""
        with self._lock, suppress(OSError), channel:  # a worker that is gone is told by its own end
            socket.send_fds(self._ours, [b"r"], [channel.fileno()])

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._ours.close()
                self._theirs.close()
                os.close(self._memory)


class Readers:
    """Begins and ends readers. Thread-safe; no call waits for a process."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._pids: dict[int, int] = {}
        """Readers by number; NOT_BEGUN until the nursery has told which process it is."""
        self._nursery: ChildProcess | None = None
        self._passing: socket.socket | None = None

    def begin(self, media: Media, place: Place) -> int:
        """A reader of this item for the worker at this place; its number."""
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        with self._lock:
            nursery, passing = self._running()
            self._pids[number] = NOT_BEGUN
            with theirs:
                if place.lend_memory(passing, theirs):
                    nursery.send({"begin": number})
        opening = {"media": asdict(media), "memory_bytes": self._memory_bytes}
        if isinstance(media, MediaPackage):
            # more than a socket holds: it is written while the reader reads
            threading.Thread(target=_open, args=(ours, opening, place), name="opening", daemon=True).start()
        else:
            _open(ours, opening, place)
        return number

    def end(self, number: int) -> None:
        """Kill a reader; nothing happens where it has ended."""
        with self._lock:
            begun = self._pids.pop(number, None)
            if begun is not None and self._nursery is not None:
                self._nursery.send({"end": number})

    def grown(self, number: int, memory_bytes: int) -> bool:
        """Whether a reader holds more memory of its own than that, or runs more threads than it may."""
        pid = self._pids.get(number, NOT_BEGUN)
        if pid == NOT_BEGUN:
            return False
        try:
            process = psutil.Process(pid)
            used = process.memory_info()
            return used.rss - used.shared > memory_bytes or process.num_threads() > MOST_THREADS
        except psutil.Error:
            return False

    def close(self) -> None:
        with self._lock:
            nursery, self._nursery = self._nursery, None
            passing, self._passing = self._passing, None
            self._pids.clear()
        if nursery is not None:
            nursery.kill()  # and with it all it has forked
            nursery.wait(CLOSING_SECONDS)
        if passing is not None:
            passing.close()

    def _running(self) -> tuple[ChildProcess, socket.socket]:
        """The nursery, started again where it has ended."""
        if self._nursery is None or self._nursery.over or self._passing is None:
            if self._passing is not None:
                self._passing.close()
            self._pids.clear()
            self._passing, theirs = socket.socketpair()
            command, folder = program("--nursery", "gpu_backends.nursery")
            self._nursery = ChildProcess(
                command,
                folder,
                self._heard,
                theirs.close,
                name="nursery",
                inherited=(theirs.fileno(),),
                environment={**os.environ, **LARGE_PAGES},
            )
            self._nursery.send({"passing": theirs.fileno()})
        return self._nursery, self._passing

    def _heard(self, message: dict[str, Any]) -> None:
        with self._lock:
            if message["begun"] in self._pids:
                self._pids[message["begun"]] = message["pid"]


def _open(channel: socket.socket, opening: dict[str, Any], place: Place) -> None:
    """Tell the reader what it reads, then give the worker this end."""
    with suppress(OSError), channel.makefile("wb") as pipe:
        wire.send(cast(BinaryIO, pipe), opening)
    place.hand_over(channel)
