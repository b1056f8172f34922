"""One writer per case: an advisory lock on a file, which the system lets go when the process ends, however
it ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from engine.errors import AimaError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class CaseInUse(AimaError):
    """The case is open for writing in another window or command. Close it there, or wait until it is
    finished; meanwhile you can read it (search, transcript, status), judge statements and write a dossier.
    """

    code = "case-in-use"
    exit_code = 4


class WriterLock:
    """Held from `take` to `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def take(self) -> None:
        """Raises CaseInUse at once if anybody else holds it, OSError if the folder can not be written."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise CaseInUse from None
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
