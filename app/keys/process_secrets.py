"""What keeps secrets inside the processes that hold them: no core dumps, no other process that reads their
memory, no passphrase in the environment that every child inherits.

What Python has copied cannot be wiped: the passphrase itself stays in this process's memory until it ends.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

PASSPHRASE = "AIMA_PASSPHRASE"  # noqa: S105 -- the name of the variable
SET_DUMPABLE = 4


def close_up(*, holds_keys: bool) -> str | None:
    """Call it before anything else. Returns the passphrase that the environment held.

    `holds_keys`: nobody but an administrator may read this process's memory. A window stays readable, since
    a desktop asks who talks to it before it shows a file dialog; it holds no key.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if holds_keys and sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 0, 0, 0, 0)
    return _taken(PASSPHRASE)


def _taken(name: str) -> str | None:
    """Value of a variable, which nobody finds in this process's environment from now on."""
    if name not in os.environ:
        return None
    if sys.platform != "win32":
        # the text that the system shows of this process lies where it was at the start
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        if address := getenv(name.encode()):
            ctypes.memset(address, 0, len(ctypes.string_at(address)))
    return os.environ.pop(name)
