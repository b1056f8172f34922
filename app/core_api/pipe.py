"""Frames between window and core: pickled values with large arrays beside them, copied only once.

A frame is a head (how many buffers), their lengths, the pickle, the buffers. Both ends are one program of one
person, and nobody else can open the pipe.
"""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Sequence
from typing import Any, BinaryIO

COUNT, LENGTH = struct.Struct(">I"), struct.Struct(">Q")


class Ended(Exception):
    """The other end has closed the pipe."""


class Sender:
    """Writes frames; from any thread."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._one = pipe, threading.Lock()

    def send(self, value: Any) -> None:
        """Raises Ended where nobody reads any more."""
        self.write(packed(value))

    def write(self, frame: Sequence[memoryview]) -> None:
        """The same with what `packed` gave."""
        try:
            with self._one:
                for part in frame:
                    self._pipe.write(part)
                self._pipe.flush()
        except (OSError, ValueError):
            raise Ended from None


def packed(value: Any) -> list[memoryview]:
    """The frame of a value, in parts. Raises whatever pickle does with what it cannot send."""
    beside: list[pickle.PickleBuffer] = []
    body = pickle.dumps(value, protocol=5, buffer_callback=beside.append)
    raw = [memoryview(body), *(buffer.raw() for buffer in beside)]
    head = COUNT.pack(len(raw)) + b"".join(LENGTH.pack(len(part)) for part in raw)
    return [memoryview(head), *raw]


def receive(pipe: BinaryIO) -> Any:
    """The next value. Raises Ended at the end of the stream."""
    try:
        (count,) = COUNT.unpack(_exactly(pipe, COUNT.size))
        lengths = [LENGTH.unpack(_exactly(pipe, LENGTH.size))[0] for _ in range(count)]
        body, *beside = [_exactly(pipe, length) for length in lengths]
    except (OSError, ValueError):
        raise Ended from None
    return pickle.loads(body, buffers=beside)  # noqa: S301  (from our own process, see above)


def _exactly(pipe: BinaryIO, length: int) -> bytearray:
    held = bytearray(length)
    view, begun = memoryview(held), 0
    while begun < length:
        count = pipe.readinto(view[begun:])  # type: ignore[attr-defined]
        if not count:
            raise Ended
        begun += count
    return held
