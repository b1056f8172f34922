"""How busy this machine is with other programs, as work in the background feels it."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from contextlib import suppress

BACKGROUND = 10
"""Niceness of the worker processes (`gpu_backends/worker.py`)."""
ENOUGH_SECONDS, LONGEST_SECONDS = 0.06, 1.0
"""Of the processor, to go by; and of the clock, after which it does with less."""
ROUNDS = 10_000
"""Of a hash that leaves the interpreter free meanwhile: some milliseconds."""


def held_up() -> float:
    """How many times longer work in the background takes now than its time on the processor; 1: not at all.

    Takes 60 ms of one processor, on a busy machine up to a second.
    """
    measured: list[float] = []
    thread = threading.Thread(target=lambda: measured.append(_measured()), name="load", daemon=True)
    thread.start()
    thread.join()
    return measured[0] if measured else 1.0


def _measured() -> float:
    _step_back()
    cpu, wall = time.thread_time(), time.perf_counter()
    while True:
        hashlib.pbkdf2_hmac("sha256", b"load", b"load", ROUNDS)
        computed, passed = time.thread_time() - cpu, time.perf_counter() - wall
        if computed >= ENOUGH_SECONDS or passed >= LONGEST_SECONDS:
            return max(1.0, passed / max(computed, 1e-6))


def _step_back() -> None:
    """This thread alone, where the system can do that."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BACKGROUND)
