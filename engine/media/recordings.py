"""Recordings behind each other in a file, to and from the probe's table `parts`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine.records import Result
from engine.units import MediaPart

MOST_STREAMS = 64
"""Streams of an item (`MAX_STREAMS` of `opening.py`)."""


def row_of(part: MediaPart) -> dict[str, Any]:
    """A row of the probe's table `parts`."""
    numbers = [*part.streams, *[(-1, -1)] * MOST_STREAMS][:MOST_STREAMS]
    return {**asdict(part), "streams": numbers}


def parts_of(probe: Result) -> tuple[MediaPart, ...]:
    """The recordings of an item by its probe; none where it is one."""
    table, found = probe["parts"], []
    for n, streams in enumerate(table["streams"].tolist()):
        numbers = {
            name: int(table[name][n]) for name in ("start", "end", "offset_ns", "length_ns", "head", "page")
        }
        found.append(MediaPart(**numbers, streams=tuple((a, b) for a, b in streams if a >= 0)))
    return tuple(found)
