"""What a process that was taken over says costs the one that listens no more than a bounded amount."""

from __future__ import annotations

import io
import resource
import struct
import sys
import threading
import time
from typing import Any

import msgpack
import pytest

from engine.units import UnitOutcome
from engine.untrusted import MOST_VALUES, unpacked
from gpu_backends import wire
from gpu_backends.child_process import ChildProcess
from tests.conftest import ROOT

EMPTY_LIST, NOTHING = b"\x90", b"\xc0"


def message(body: bytes) -> io.BytesIO:
    return io.BytesIO(wire.HEAD.pack(len(body)) + body)


def bomb(of: bytes, count: int) -> bytes:
    """A legal mapping with one long list."""
    return b"\x81\xa4tell\xdd" + struct.pack(">I", count) + of * count


def nested(depth: int, width: int) -> Any:
    return [] if depth == 0 else [nested(depth - 1, width) for _ in range(width)]


@pytest.mark.parametrize(
    "body",
    [
        bomb(EMPTY_LIST, 32 << 20),
        bomb(NOTHING, 32 << 20),
        b"\x81\xa4tell\xdd\xff\xff\xff\xff",
        msgpack.packb({"tell": nested(6, 10)}),
        msgpack.packb({"tell": {str(n): {} for n in range(MOST_VALUES + 1)}}),
        b"\x91" * 100_000 + b"\x90",
        msgpack.packb({"tell": "a" * ((1 << 20) + 1)}),
        b"\x81\xa4tell\xc7\x01\x05x",
        msgpack.packb([1]),
        b"\x81",
        b"",
    ],
    ids=[
        "lists", "nothings", "claims", "many small", "wide", "deep", "long text", "extension", "list", "cut",
        "empty",
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_costs_little(body: bytes) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(wire.WireBroken):
        wire.receive(message(body))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    assert grown <= (64 << 20) + 8 * len(body)
    assert time.process_time() - began < 1.0


def test_results_of_any_size_still_come_through() -> None:
    told = {"outcome": bytes(20 << 20), "lists": [[1, 2.5, None, True, "ä"]] * 1000}
    assert wire.receive(message(msgpack.packb(told))) == told
    assert unpacked(msgpack.packb([[]] * (MOST_VALUES // 3)))[:1] == [[]]


def test_an_outcome_is_small_but_for_its_result() -> None:
    good = UnitOutcome("k", bytes(1 << 20))
    assert UnitOutcome.from_bytes(good.to_bytes()) == good
    for name in ("result", "error"):
        raw = msgpack.unpackb(good.to_bytes())
        with pytest.raises(ValueError, match="no outcome"):
            UnitOutcome.from_bytes(msgpack.packb({**raw, name: nested(3, 8)}))


def test_a_listener_without_memory_ends_the_process_it_listens_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would hear it any more: a job would wait for its unit for ever."""

    def scarce(*_: object) -> None:
        raise MemoryError

    ended = threading.Event()
    monkeypatch.setattr(wire, "receive", scarce)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = ChildProcess(command, ROOT, lambda _: None, ended.set, name="test")
    assert ended.wait(20)
    assert process.over
