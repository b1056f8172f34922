"""macOS: Seatbelt through `sandbox_init`, the call under Chromium's sandbox. Memory is the parent's watch."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Sequence
from pathlib import Path

from gpu_backends.sandbox_terms import Sandbox


def confine(writable: Sequence[Path]) -> Sandbox:
    """Refuse network, writing outside `writable`, other programs and processes; reading stays free."""
    error = ctypes.c_char_p()
    libc = ctypes.CDLL(None)
    if libc.sandbox_init(_profile(writable).encode(), ctypes.c_uint64(0), ctypes.byref(error)) != 0:
        return Sandbox((), ("every measure: Seatbelt refused",))
    return Sandbox(
        ("no network, no writing, no other program by Seatbelt",),
        ("reading is not confined", "memory only as the parent watches it"),
    )


def _profile(writable: Sequence[Path]) -> str:
    allowed = "".join(f" (subpath {json.dumps(str(p.resolve()))})" for p in writable)
    lines = ["(version 1)", "(allow default)", "(deny network*)", "(deny file-write*)"]
    lines += [f'(allow file-write* (literal "/dev/null"){allowed})']
    lines += ["(deny process-exec*)", "(deny process-fork)"]
    return "\n".join(lines)
