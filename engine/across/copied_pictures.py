"""Which items of a case have pictures in common, without asking about every picture of every item.

A copy has at least `COPIED` of its pictures in common with the other item, so a few of them suffice to find
it. `SAMPLES` of each item, spread over its length, are looked up among all pictures of the case. Items that
have no more are asked about in full, and what is found of them is exact. Of two longer items those that meet
in at least `ENOUGH` samples are then compared in full.

New photos are asked about turned and mirrored as well; films, and what was compared before, only mirrored.

A copy at the very limit of `COPIED` is overlooked with a chance below 1e-10 (Chernoff, for samples taken one
from each of so many stretches: `exp(-48 KL(6/48, 0.6))`); one that is whole, never.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.across.hamming import Distances, Hashes, Index, near
from engine.media.picture_hash import MIRRORED, turned

SAMPLES = 48
ENOUGH = 6
_MIXED = np.uint64(0x9E3779B97F4A7C15)
"""Odd, with bits by chance: a product with it takes one picture of a stretch as good as by lot."""


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs of rows of different items, and their distance in bits."""

    one: Index
    other: Index
    distance: Distances


class Pictures:
    """`item` (n,) and `hash` (n, 32) of pictures in order of item; `fresh` (items,) says which items are new,
    `moving` (items,) which are films.
    """

    def __init__(
        self, item: Index, hashes: Hashes, fresh: npt.NDArray[np.bool_], moving: npt.NDArray[np.bool_]
    ) -> None:
        self.item, self.hash, self.fresh, self.moving = item, hashes, fresh, moving
        self.counts = np.bincount(item, minlength=len(fresh))
        self._first = np.concatenate([[0], np.cumsum(self.counts)])

    def met(self) -> tuple[Met, list[tuple[int, Index]]]:
        """All pairs of pictures in common where one of two items is asked about in full, at least one of
        them new; and which longer items may be copies: an item, and others with higher numbers.
        """
        found = self._sampled()
        one, other = self.item[found.one], self.item[found.other]
        whole = self.counts <= SAMPLES
        exact = whole[one] | whole[other]
        a, b, swap = found.one[exact], found.other[exact], (one > other)[exact]
        met = Met(np.where(swap, b, a), np.where(swap, a, b), found.distance[exact])
        return _once(met), self._likely(found.one[~exact], other[~exact])

    def compared(self, item: int, others: Index) -> Met:
        """All pictures that an item has in common with some others."""
        mine = np.arange(self._first[item], self._first[item + 1])
        theirs = np.concatenate([np.arange(self._first[n], self._first[n + 1]) for n in others.tolist()])
        return _once(self._asked(mine, theirs))

    def _sampled(self) -> Met:
        """What samples meet: those of new items among all pictures, those of others among new ones."""
        samples = self.samples()
        new = self.fresh[self.item[samples]]
        parts = [self._asked(samples[new], np.arange(len(self.item)))]
        if not new.all():
            parts.append(self._asked(samples[~new], np.flatnonzero(self.fresh[self.item])))
        columns = zip(*((m.one, m.other, m.distance) for m in parts), strict=True)
        return Met(*(np.concatenate(column) for column in columns))

    def _asked(self, asked: Index, among: Index) -> Met:
        hashes = self.hash if len(among) == len(self.item) else self.hash[among]
        as_they_are = near(self.hash[asked], hashes)
        changed, own = self._changed(asked)
        also = near(changed, hashes, quick=True)
        one = np.concatenate([asked[as_they_are.first], own[also.first]])
        other = among[np.concatenate([as_they_are.second, also.second])]
        apart = self.item[one] != self.item[other]
        return Met(one[apart], other[apart], np.concatenate([as_they_are.distance, also.distance])[apart])

    def _changed(self, asked: Index) -> tuple[Hashes, Index]:
        """Hashes of these rows changed, and the row of each: of new photos in all turns, else mirrored."""
        still = asked[(self.fresh & ~self.moving)[self.item[asked]]]
        own = [still if variant != MIRRORED else asked for variant in range(1, 8)]
        return np.concatenate([turned(self.hash[r], v) for v, r in enumerate(own, 1)]), np.concatenate(own)

    def samples(self) -> Index:
        """Rows to ask about: one from each of `SAMPLES` stretches of an item, or all of a shorter one."""
        if not len(self.item):
            return np.zeros(0, np.int64)
        place = np.arange(len(self.item))
        place -= self._first[self.item]
        long = self.counts[self.item] > SAMPLES
        place[long] = place[long] * SAMPLES // self.counts[self.item[long]]
        place += self.item * SAMPLES
        drawn = self.hash.view(np.uint64)[:, 0] * _MIXED
        begins = np.flatnonzero(np.concatenate([[True], place[1:] != place[:-1]]))
        least = np.repeat(np.minimum.reduceat(drawn, begins), np.diff(np.append(begins, len(place))))
        rows = np.flatnonzero(drawn == least)
        one_each: Index = rows[np.concatenate([[True], place[rows[1:]] != place[rows[:-1]]])]
        return one_each

    def _likely(self, samples: Index, others: Index) -> list[tuple[int, Index]]:
        """Pairs of longer items that meet in enough samples of one of them."""
        items = len(self.fresh)
        met = np.unique(samples * items + others)
        pairs, hits = np.unique(self.item[met // items] * items + met % items, return_counts=True)
        one, other = np.divmod(pairs[hits >= ENOUGH], items)
        both = np.unique(np.minimum(one, other) * items + np.maximum(one, other))
        first, second = np.divmod(both, items)
        return [(int(n), second[first == n]) for n in np.unique(first)]


def _once(met: Met) -> Met:
    """Each pair once; one that is alike in several turns, at its least distance."""
    order = np.lexsort((met.distance, met.other, met.one))
    a, b, distance = met.one[order], met.other[order], met.distance[order]
    new = np.ones(len(a), np.bool_)
    new[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return Met(a[new], b[new], distance[new])


def in_parts(met: Met, item: Index, items: int) -> Iterator[Met]:
    """The pairs of two items after the other; of each pair the first item has the lower number."""
    key = item[met.one] * items + item[met.other]
    order = np.lexsort((met.other, met.one, key))
    key = key[order]
    cuts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else key
    for low, high in zip(cuts.tolist(), [*cuts[1:].tolist(), len(key)], strict=False):
        rows = order[low:high]
        yield Met(met.one[rows], met.other[rows], met.distance[rows])
