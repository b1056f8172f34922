"""Originals as they lie on a disk: found, opened read-only, and checked not to change while they are read.

Links inside a folder are not followed: what lies behind them is not part of the folder that was seized, and
they can run in circles. A link somebody names themselves is followed. Pipes, devices and sockets are refused.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import AimaError


class OriginalRefused(AimaError):
    """The file was not added."""

    code = "refused"
    exit_code = 5


class OriginalUnreadable(OriginalRefused):
    """The file or folder cannot be read: permission is missing, or the disk reports an error. Nothing
    was added.
    """

    code = "source-unreadable"


class OriginalVanished(OriginalRefused):
    """The file or folder has disappeared. Reconnect the disk and add the file again."""

    code = "source-vanished"


class OriginalChanged(OriginalRefused):
    """The file was changed while it was being read, so its hash would be meaningless. Add it once
    nothing writes to it any more.
    """

    code = "source-changed"


class NotAFile(OriginalRefused):
    """This is a pipe, a socket or a device. Only files can be evidence; create an image of a device first."""

    code = "not-a-file"


class LinkNotFollowed(OriginalRefused):
    """This is a link. What it points to may lie outside the folder; add that file itself if it belongs
    here.
    """

    code = "link-not-followed"


class OwnFile(OriginalRefused):
    """This lies in AIMA's own folder. Sealed evidence cannot be added as evidence."""

    code = "own-file"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or with `error` the reason why it will not be."""

    path: str
    bytes: int = 0
    mtime_ns: int = 0
    error: str = ""


def scan(roots: Iterable[str], own: Path) -> Iterator[Found]:
    """Every file of `roots`, folders in order of name. `own` is the folder of the account, which is left
    out.
    """
    own_id = _identity(own)
    for root in roots:
        try:
            status = Path(root).stat()
        except OSError as error:
            yield Found(root, error=_named(error).code)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _in_folder(root, own_id)
        else:
            yield _found(root, status)


def _in_folder(root: str, own_id: tuple[int, int]) -> Iterator[Found]:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            if _identity(Path(folder)) == own_id:
                yield Found(folder, error=OwnFile.code)
                continue
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(folder, error=_named(error).code)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                continue
            yield _looked_at(entry)
        waiting.extend(e.path for e in reversed(entries) if e.is_dir(follow_symlinks=False))


def _looked_at(entry: os.DirEntry[str]) -> Found:
    try:
        if entry.is_symlink():
            return Found(entry.path, error=LinkNotFollowed.code)
        return _found(entry.path, entry.stat(follow_symlinks=False))
    except OSError as error:
        return Found(entry.path, error=_named(error).code)


def _found(path: str, status: os.stat_result) -> Found:
    if not stat.S_ISREG(status.st_mode):
        return Found(path, error=NotAFile.code)
    return Found(path, status.st_size, status.st_mtime_ns)


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _named(error: OSError) -> OriginalRefused:
    gone = (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE)
    return OriginalVanished() if error.errno in gone else OriginalUnreadable()


class Original:
    """One original, open for reading only, without leaving a trace in its access time where the system
    allows.

    Raises OriginalVanished, OriginalUnreadable, NotAFile.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        flags = os.O_RDONLY
        for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_SEQUENTIAL"):
            flags |= getattr(os, name, 0)
        try:
            self._descriptor = self._opened(flags)
        except OSError as error:
            raise _named(error) from error
        self._before = os.fstat(self._descriptor)
        if not stat.S_ISREG(self._before.st_mode):
            self.close()
            raise NotAFile

    def _opened(self, flags: int) -> int:
        try:
            return os.open(self.path, flags | getattr(os, "O_NOATIME", 0))
        except PermissionError:
            # the system lets only the owner of a file leave its access time alone
            return os.open(self.path, flags)

    @property
    def bytes(self) -> int:
        return self._before.st_size

    @property
    def mtime_ns(self) -> int:
        return self._before.st_mtime_ns

    def read_into(self, buffer: memoryview) -> int:
        """Bytes read; 0 at the end. Raises OriginalVanished, OriginalUnreadable."""
        try:
            return os.readv(self._descriptor, [buffer]) if hasattr(os, "readv") else self._read(buffer)
        except OSError as error:
            raise _named(error) from error

    def _read(self, buffer: memoryview) -> int:
        data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def check_unchanged(self, read: int) -> None:
        """Raises OriginalChanged unless `read` bytes are all of a file that stayed as it was when opened.

        A file deleted after it was read whole is accepted: what was read may be all that is left of it.
        """
        try:
            seen = [os.fstat(self._descriptor)]
        except OSError as error:
            raise _named(error) from error
        try:
            seen.append(Path(self.path).stat())
        except OSError:
            seen.append(seen[0])
        same = {(s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns) for s in (self._before, *seen)}
        if len(same) > 1 or read != self._before.st_size:
            raise OriginalChanged

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Original:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
