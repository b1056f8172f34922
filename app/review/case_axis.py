"""Which items share an axis of time, and where on it each begins: what joins across items go by.

Items whose time is known to within the window that is asked for are on the axis of the world. Items of one
device whose zone nobody knows are on an axis of their own: how far they are from each other is known. All
others stand alone: a time that is not known puts nothing beside anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.cases import clocks
from app.cases.clocks import Placed, Recorded
from app.cases.findings import Item
from app.cases.together import NONE, Spans, distance, nearest
from app.review.review import Review

Longs = npt.NDArray[np.int64]
WORLD = "world"


@dataclass(frozen=True)
class Axis:
    """By the number of an item, `(items,)`: which axis it is on, and what is added to its times (ns)."""

    number: Longs
    offset: Longs

    def of(self, spans: Spans) -> Spans:
        """Spans of items on the axes."""
        move = self.offset[spans.item]
        return Spans(self.number[spans.item], spans.start + move, spans.end + move)

    def nearest(self, spans: Spans, others: Spans, window_ns: int) -> tuple[Longs, Longs]:
        """For each span the row of the nearest other, and how far away it is; NONE where none is near enough.

        One in the same item goes before one as near in another.
        """
        own = nearest(spans, others, window_ns)
        mine, theirs = self.of(spans), self.of(others)
        shared = nearest(mine, theirs, window_ns)
        every = np.arange(len(spans))
        far = np.iinfo(np.int64).max
        to_own = np.where(own != NONE, np.abs(distance(spans, every, others, own)), far)
        to_shared = np.where(shared != NONE, np.abs(distance(mine, every, theirs, shared)), far)
        return np.where(to_own <= to_shared, own, shared), np.minimum(to_own, to_shared)


def case_axis(
    review: Review, items: Sequence[Item], recorded_at: Callable[[Item], Recorded], window_ns: int
) -> Axis:
    """The axes of these items on the clocks and times that people corrected."""
    placed, _ = clocks.placed(items, recorded_at, review.state.clocks, review.state.times)
    found = {one.item.id: one for one in placed}
    names = [_axis(item, found.get(item.id), window_ns) for item in items]
    numbers: Mapping[str, int] = {name: n for n, name in enumerate(dict.fromkeys(names))}
    offsets = [found[item.id].start_ns if item.id in found else 0 for item in items]
    return Axis(np.array([numbers[n] for n in names], np.int64), np.array(offsets, np.int64))


def _axis(item: Item, placed: Placed | None, window_ns: int) -> str:
    """Name of the axis an item is on."""
    alone = f"item {item.id}"
    if placed is None or (placed.zone != clocks.SET and placed.recorded.contradicted):
        return alone
    if placed.uncertainty_ns <= window_ns:
        return WORLD
    return f"source {placed.source}" if placed.zone == clocks.ASSUMED else alone
