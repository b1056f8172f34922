"""Where a Matroska or WebM recording ends (RFC 8794, RFC 9559). Only element headers are read."""

from __future__ import annotations

from typing import BinaryIO

EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
ENTERED = frozenset({SEGMENT, CLUSTER})
"""Elements that are looked into where they do not say how long they are (live recordings)."""
MOST_ELEMENTS = 2_000_000


def end_of_matroska(file: BinaryIO, at: int, size: int) -> int:
    """The second EBML header, or the first thing that is no element; `size` where there is neither."""
    begun = False
    for _ in range(MOST_ELEMENTS):
        if at >= size:
            return size
        file.seek(at)
        name, length, head = _header(file.read(12))
        if head == 0 or (name == EBML and begun):
            return at
        begun = True
        if length is None:
            if name not in ENTERED:
                return size
            length = 0
        at += head + length
    return size


def _header(data: bytes) -> tuple[int, int | None, int]:
    """Name of an element, length of its content (None: not stated), length of the header (0: it is none)."""
    width = _width(data[:1])
    if not 1 <= width <= 4 or len(data) <= width:
        return 0, 0, 0
    name = int.from_bytes(data[:width], "big")
    more = _width(data[width : width + 1])
    if not 1 <= more <= 8 or len(data) < width + more:
        return 0, 0, 0
    value = int.from_bytes(data[width : width + more], "big") & ((1 << 7 * more) - 1)
    return name, None if value == (1 << 7 * more) - 1 else value, width + more


def _width(first: bytes) -> int:
    return 9 - first[0].bit_length() if first else 0
