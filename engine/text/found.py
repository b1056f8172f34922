"""What a finder of things in text yields, and which one stands where two overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A thing at characters `[start, end)`. `value` is its canonical form, made for comparing and search."""

    kind: str
    start: int
    end: int
    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """Text from evidence and its language ("" unknown); whether it was read off a picture, in a table of
    numbers, in a column of lines."""

    untrusted_text: str
    language: str = ""
    seen: bool = False
    in_table: bool = False
    in_column: bool = False


Finder = Callable[[Line], Iterable[Found]]


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """In order of position; of two that overlap, the one that was yielded first stays."""
    kept: list[Found] = []
    taken: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.kind))


def before(text: str, position: int, reach: int) -> str:
    """The `reach` characters in front of a place, in lower case, for looking for a cue."""
    return text[max(0, position - reach) : position].lower()
