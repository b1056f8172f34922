"""Read once: SHA-256, BLAKE3 and the sealed copy come from the same bytes in memory.

SHA-256 is the dearest of the three, so it runs in a second thread, one piece behind; the pieces are small
enough that the other two find them in the processor's cache.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from blake3 import blake3

from app.cases.originals import Original
from app.store.database import DiskFull
from engine.errors import Cancelled
from engine.sealing.sealed import SealedWriter

PIECE = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was read: hashes in hex, and the number of bytes."""

    sha256: str
    blake3: str
    bytes: int


class OnePass:
    """Reads originals into sealed files. Close it to end its thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sha256")
        self._pieces = (memoryview(bytearray(PIECE)), memoryview(bytearray(PIECE)))

    def copy(
        self,
        original: Original,
        target: Path,
        key: bytes,
        associated: bytes,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Copied:
        """Seal `original` into the new file `target`, flushed to the disk; on any error there is no `target`.

        Raises what Original raises, DiskFull, Cancelled.
        """
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(target, flags, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                copied = self._copy(original, cast(BinaryIO, file), (key, associated), cancelled, progress)
                file.flush()
                os.fsync(descriptor)
        except BaseException as error:
            target.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in _FULL:
                raise DiskFull from error
            raise
        return copied

    def _copy(
        self,
        original: Original,
        file: BinaryIO,
        sealing: tuple[bytes, bytes],
        cancelled: Callable[[], bool],
        progress: Callable[[int], None],
    ) -> Copied:
        writer = SealedWriter(file, *sealing)
        sha256, other = hashlib.sha256(), blake3()
        behind: Future[None] | None = None
        read = turn = 0
        try:
            while count := original.read_into(self._pieces[turn]):
                piece = self._pieces[turn][:count]
                if cancelled():
                    raise Cancelled
                if behind:
                    behind.result()
                behind = self._hash(sha256.update, piece, last=read + count >= original.bytes)
                other.update(piece)
                writer.write(piece)
                read += count
                turn = 1 - turn
                progress(count)
        finally:
            if behind:
                behind.result()
        writer.finish()
        original.check_unchanged(read)
        return Copied(sha256.hexdigest(), other.hexdigest(), read)

    def _hash(
        self, update: Callable[[memoryview], None], piece: memoryview, last: bool
    ) -> Future[None] | None:
        if last and len(piece) < PIECE // 4:
            update(piece)
            return None
        return self._thread.submit(update, piece)

    def close(self) -> None:
        self._thread.shutdown()

    def __enter__(self) -> OnePass:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
