"""A process that has loaded what parsing needs, has seen no file, and forks a reader for every item.

So a reader costs milliseconds, and none has anything left in it of the item before. The nursery itself
parses nothing; it does what the program that started it says.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from gpu_backends import wire


def serve() -> int:
    """Fork readers and end them until the parent has gone."""
    reading, writing = wire.taken_over()
    with suppress(wire.WireBroken, BrokenPipeError):
        setup = wire.receive(reading)
        passing = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=setup["passing"])
        _load()
        gc.collect()
        gc.freeze()  # what is loaded is shared with every reader, and not copied because it is counted
        readers: dict[int, int] = {}
        while True:
            _do(wire.receive(reading), passing, writing, readers)
    return 0


def _load() -> None:
    """Only what starts no thread: a fork has one thread, and the kernel confines files per thread."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    import av
    import cv2

    import engine.sealing.sealed
    from engine.media import inspection
    from engine.media.images import registered
    from engine.stage import stages
    from gpu_backends import reader

    del reader, inspection, engine
    av.logging.set_level(av.logging.PANIC)
    cv2.setNumThreads(1)
    registered()
    stages()


def _do(told: dict[str, Any], passing: socket.socket, writing: BinaryIO, readers: dict[int, int]) -> None:
    """Begin a reader or end one. Only here is one waited for, so that its number stays its own until then."""
    if "begin" in told:
        _, given, _, _ = socket.recv_fds(passing, 1, 2)
        channel, memory = given
        pid = os.fork()
        if pid == 0:
            _become_reader(channel, memory)
        os.close(channel)
        os.close(memory)
        readers[told["begin"]] = pid
        wire.send(writing, {"begun": told["begin"], "pid": pid})
    elif pid := readers.pop(told["end"], 0):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _become_reader(channel: int, memory: int) -> None:
    """Keep nothing of the nursery but its libraries; never returns."""
    try:
        highest = os.sysconf("SC_OPEN_MAX")
        low, high = sorted((channel, memory))
        for first, last in ((3, low), (low + 1, high), (high + 1, highest)):
            os.closerange(first, last)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        from gpu_backends.reader import serve as serve_item

        serve_item(channel, memory)
    finally:
        os._exit(0)


if __name__ == "__main__":
    sys.exit(serve())
