"""Some bytes of a file as a file of their own: one of several recordings that lie behind each other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO, cast


class Window:
    """Reads `ranges` of `file`, half open and in order, as if nothing else were there. Closes the file."""

    def __init__(self, file: BinaryIO, ranges: Sequence[tuple[int, int]]) -> None:
        self._file, self._ranges = file, [(a, b) for a, b in ranges if b > a]
        self._size = sum(b - a for a, b in self._ranges)
        self._at = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = self._size - self._at if size < 0 else min(size, self._size - self._at)
        found = []
        while left > 0 and (data := self._piece(left)):
            found.append(data)
            self._at += len(data)
            left -= len(data)
        return b"".join(found)

    def _piece(self, most: int) -> bytes:
        at = self._at
        for start, end in self._ranges:
            if at < end - start:
                self._file.seek(start + at)
                return self._file.read(min(most, end - start - at))
            at -= end - start
        return b""

    def close(self) -> None:
        self._file.close()


def window(file: BinaryIO, ranges: Sequence[tuple[int, int]]) -> BinaryIO:
    """The same, called a file."""
    return cast(BinaryIO, Window(file, ranges))
