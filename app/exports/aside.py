"""Files written beside where they are to lie, and shown there only when all of them are whole.

Where the system can, a file being written has no name at all (Linux, `O_TMPFILE`), so that it is gone with
the process, however that ends. Elsewhere it has a hidden name that the next export there clears away.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

from app.store.files import flush_folder

ENDING = ".aima-part"
_BINARY = getattr(os, "O_BINARY", 0)
_NO_NAMELESS = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL)
"""What systems and file systems answer that know no files without a name."""


@dataclass(slots=True)
class _Part:
    """One file: `descriptor` is open while it has no name, `hidden` is its name until it is shown."""

    target: Path
    hidden: Path
    descriptor: int | None = None
    before: Path | None = None
    """What lay at the target, kept until all are shown."""
    shown: bool = False


@dataclass(slots=True)
class Aside:
    """All files of one export. Leaving it without `show` leaves nothing of them."""

    _parts: list[_Part] = field(default_factory=list)

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self._parts:
            if part.descriptor is not None:
                os.close(part.descriptor)
                part.descriptor = None
            if not part.shown:
                _gone(part.hidden)

    def add(self, target: Path, data: bytes) -> None:
        """Write a file to the disk that shall become `target`. Raises OSError."""
        hidden = target.with_name(f".{target.name[:100]}.{os.getpid()}-{secrets.token_hex(4)}{ENDING}")
        part = _Part(target, hidden)
        self._parts.append(part)
        part.descriptor = _nameless(target.parent)
        if part.descriptor is None:
            part.descriptor = os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(part.descriptor, rest) :]
        os.fsync(part.descriptor)

    def show(self) -> None:
        """Put all files in their places, or none: what lay there before is put back. Raises OSError."""
        for part in self._parts:
            _named(part)
        try:
            for part in self._parts:
                part.before = _kept(part.target) if len(self._parts) > 1 else None
                part.hidden.replace(part.target)
                part.shown = True
        except OSError:
            for part in reversed(self._parts):
                _undo(part)
            raise
        for part in self._parts:
            if part.before is not None:
                _gone(part.before)
        for folder in {part.target.parent for part in self._parts}:
            flush_folder(folder)


def clear(folder: Path) -> None:
    """Take away what exports that were killed left in a folder. Those of programs that still run stay."""
    for path in folder.glob(f".*{ENDING}"):
        owner = path.name.removesuffix(ENDING).rpartition(".")[2].partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            _gone(path)


def _nameless(folder: Path) -> int | None:
    """A file without a name in a folder; None where the system or the file system has none."""
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, flag | os.O_WRONLY, 0o666)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return None
        raise


def _named(part: _Part) -> None:
    """Give a nameless file its hidden name, and close it."""
    assert part.descriptor is not None
    if not part.hidden.exists():
        # with `src_dir_fd` Python follows the link in /proc to the file itself
        os.link(f"/proc/self/fd/{part.descriptor}", part.hidden, src_dir_fd=part.descriptor)
    os.close(part.descriptor)
    part.descriptor = None


def _kept(target: Path) -> Path | None:
    """What lies at a place under a second, hidden name; None where nothing does."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not target.exists():
        return None
    before = target.with_name(f".{target.name[:100]}.{os.getpid()}-{secrets.token_hex(4)}{ENDING}")
    try:
        os.link(target, before)
    except OSError:  # a file system without links: then there is a moment in which nothing lies there
        target.replace(before)
    return before


def _undo(part: _Part) -> None:
    if part.before is not None:
        with suppress(OSError):
            part.before.replace(part.target)
    elif part.shown:
        _gone(part.target)


def _gone(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
