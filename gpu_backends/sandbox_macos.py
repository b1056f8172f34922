"""macOS: Seatbelt through `sandbox_init`, the call under Chromium's sandbox. Memory is the parent's watch."""

from __future__ import annotations

import ctypes

from gpu_backends.sandbox_terms import Sandbox

PROFILE = """(version 1)
(allow default)
(deny network*)
(deny file-write*)
(allow file-write* (literal "/dev/null"))
(deny process-exec*)
(deny process-fork)
"""


def confine() -> Sandbox:
    """Refuse network, writing, other programs and processes; reading stays free."""
    error = ctypes.c_char_p()
    libc = ctypes.CDLL(None)
    if libc.sandbox_init(PROFILE.encode(), ctypes.c_uint64(0), ctypes.byref(error)) != 0:
        return Sandbox((), ("every measure: Seatbelt refused",))
    return Sandbox(
        ("no network, no writing, no other program by Seatbelt",),
        ("reading is not confined", "memory only as the parent watches it"),
    )
