"""How a worker and its parent speak: frames of a 4-byte length and msgpack, over pipes."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

import msgpack

from engine.errors import AimaError
from engine.untrusted import unpacked

HEAD = struct.Struct(">I")
LARGEST, LARGEST_ANSWER = 1 << 30, 1 << 28
"""Bytes of a message, and of one a child sends: packed results are a few megabytes at most."""
NO_MEMORY = 12
"""Exit status of a worker that ran out of memory before it could say so."""


class WireBroken(AimaError):
    """A worker process ended or sent invalid data. The unit is tried again in a new process."""

    code = "worker-died"


def taken_over(buffering: int = -1) -> tuple[BinaryIO, BinaryIO]:
    """What were standard input and output; from now on nothing a library prints can reach the parent."""
    reading = os.fdopen(os.dup(0), "rb", buffering=buffering)
    writing = os.fdopen(os.dup(1), "wb", buffering=buffering)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return reading, writing


def send(pipe: BinaryIO, message: Mapping[str, Any]) -> None:
    """Write one message and flush. Raises OSError when the other side is gone."""
    body: bytes = msgpack.packb(message)
    pipe.write(HEAD.pack(len(body)) + body)
    pipe.flush()


def receive(untrusted_pipe: BinaryIO, largest: int = LARGEST) -> dict[str, Any]:
    """Read one message. Raises WireBroken at the end of the stream, on anything that is not a message, and on
    one of more than `largest` bytes.
    """
    head = untrusted_pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise WireBroken
    (length,) = HEAD.unpack(head)
    if length > largest:
        raise WireBroken(f"message of {length} bytes")
    body = untrusted_pipe.read(length)
    if len(body) < length:
        raise WireBroken
    try:
        message = unpacked(body)
    except ValueError as error:
        raise WireBroken("not understood") from error
    if not isinstance(message, dict):
        raise WireBroken("not a mapping")
    return message
