"""A worker process that a hostile file has taken over: `python bad_worker.py HOW FLAG`.

The first one behaves as HOW says; where the file FLAG exists already, it is a real worker.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from pathlib import Path

import msgpack

READY = msgpack.packb({"ready": "made for a test"})


def main() -> None:
    how, flag = sys.argv[1], Path(sys.argv[2])
    if flag.exists():
        os.execv(sys.executable, [sys.executable, "-m", "gpu_backends.worker"])
    flag.touch()
    HOW[how]()
    time.sleep(60)


def _deaf() -> None:
    _say(READY)


def _deaf_after_setup() -> None:
    _say(READY)
    _read()


def _silent() -> None:
    """It is never ready, and reads nothing."""


def _garbage() -> None:
    os.write(1, os.urandom(1000))


def _endless() -> None:
    while True:
        _say(msgpack.packb({"alive": 1}))


def _endless_message() -> None:
    os.write(1, struct.pack(">I", 1 << 27))
    while True:
        os.write(1, bytes(100))
        time.sleep(0.01)


def _says_no_more() -> None:
    _say(READY)
    os.close(1)


def _hears_no_more() -> None:
    _say(READY)
    os.close(0)


def _stopped() -> None:
    _say(READY)
    os.kill(os.getpid(), signal.SIGSTOP)


def _leaves_a_child() -> None:
    """One that leads a session of its own and holds the pipes of its parent open."""
    _say(READY)
    if os.fork() == 0:
        os.setsid()
        time.sleep(20)
    os._exit(1)


HOW = {
    "deaf": _deaf,
    "deaf after its setup": _deaf_after_setup,
    "silent": _silent,
    "garbage": _garbage,
    "endless": _endless,
    "endless message": _endless_message,
    "says no more": _says_no_more,
    "hears no more": _hears_no_more,
    "stopped": _stopped,
    "leaves a child": _leaves_a_child,
}


def _say(body: bytes) -> None:
    os.write(1, struct.pack(">I", len(body)) + body)


def _read() -> bytes:
    (length,) = struct.unpack(">I", sys.stdin.buffer.read(4))
    return sys.stdin.buffer.read(length)


if __name__ == "__main__":
    main()
