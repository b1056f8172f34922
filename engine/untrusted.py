"""Messages from a process that a hostile file may have taken over, parsed within bounds."""

from __future__ import annotations

from typing import Any

import msgpack

MOST_VALUES = 200_000
"""Entries of all lists and mappings of one message together; one byte of it can become 40 as an object."""
LONGEST_TEXT = 1 << 20


def unpacked(untrusted: bytes, most: int = MOST_VALUES) -> Any:
    """What msgpack made of lists, mappings, numbers, text and bytes. Raises ValueError for anything else, and
    for more than `most` values, before they take memory.
    """
    seen = 0

    def counted(values: Any) -> Any:
        nonlocal seen
        seen += 1 + len(values)
        if seen > most:
            raise ValueError("too many values")
        return values

    try:
        return msgpack.unpackb(
            untrusted,
            list_hook=counted,
            object_pairs_hook=lambda pairs: dict(counted(pairs)),
            max_array_len=most,
            max_map_len=most,
            max_str_len=LONGEST_TEXT,
            max_ext_len=0,
        )
    except (msgpack.UnpackException, TypeError) as error:
        raise ValueError("no message") from error
