"""What of an AVI no reader reaches: bytes between chunks that are no chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_chunk = re.compile(rb"(?:\d\d(?:dc|db|wb|pc|tx|iv)|ix\d\d|JUNK|idx1|LIST|RIFF)", re.DOTALL)
_frame = re.compile(rb"\d\d(?:dc|db|wb)", re.DOTALL)
LISTS = (b"LIST", b"RIFF")
BLOCK = 1 << 20


def lost(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`(place, bytes)` of what is no chunk, from the chunk whose data begin at `start` on up to `end`."""
    at = max(0, start - 8)
    while at + 8 <= end:
        file.seek(at)
        head = file.read(8)
        if len(head) == 8 and _chunk.match(head):
            size = int.from_bytes(head[4:8], "little")
            at += 12 if head[:4] in LISTS else 8 + size + size % 2
            continue
        following = _next_frame(file, at + 1, end)
        yield at, following - at
        at = following


def _next_frame(file: BinaryIO, at: int, end: int) -> int:
    """Where the next chunk of pictures or sound begins; `end` where there is none."""
    while at < end:
        file.seek(at)
        data = file.read(min(BLOCK, end - at + 8))
        for found in _frame.finditer(data):
            size = int.from_bytes(data[found.end() : found.end() + 4], "little")
            if 0 < size <= end - at:
                return at + found.start()
        at += max(1, len(data) - 8)
    return end
