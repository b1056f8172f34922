"""Landlock: from here on this process sees only the files it is given (Linux 5.13 and later).

Interface: Linux `Documentation/userspace-api/landlock.rst` and `include/uapi/linux/landlock.h`. The
rules hold for the calling thread and all it starts, and can never be taken back.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
ALL_TCP, ALL_SCOPES = 0b11, 0b11
"""TCP bind and connect; abstract sockets and signals to processes outside."""
RIGHTS_KNOWN = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights each version of the interface knows; later versions added none."""

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Version of the interface the running kernel offers; 0 where there is none or it is switched off."""
    found: int = _libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_FLAG)
    return max(0, found)


def restrict(readable: Iterable[Path], devices: Iterable[Path] = ()) -> None:
    """Refuse every file outside; `devices` may be read, written and controlled. Raises OSError.

    Paths that do not exist are left out. Needs `no_new_privs` or the right to administer the system.
    """
    known = version()
    if not known:
        raise OSError("no Landlock")
    handled = (1 << RIGHTS_KNOWN[min(known, max(RIGHTS_KNOWN))]) - 1
    ruleset = _Ruleset(handled, ALL_TCP if known >= 4 else 0, ALL_SCOPES if known >= 6 else 0)
    # a kernel refuses a structure longer than it knows unless the rest is zero, which is so here
    rules = _call(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(ctypes.sizeof(ruleset)), 0)
    try:
        reading = READ_FILE | READ_DIR
        for paths, rights in (
            (readable, reading),
            (devices, reading | WRITE_FILE | IOCTL),
        ):
            for path in paths:
                _allow(rules, path, rights & handled)
        _call(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            rights &= FILE_RIGHTS
        beneath = _Beneath(rights, opened)
        _call(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(number, *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
