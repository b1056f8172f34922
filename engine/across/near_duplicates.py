"""Copies of one another: photos and videos of a case stacked by how they look.

A pure function of the items' PDQ hashes, earlier stacks and people's constraints.

* Two photos are near-duplicates when their hashes differ in 31 bits or less, also where one is turned by
  quarters or mirrored; films are compared mirrored too.
* Two videos are when at least `COPIED` of the hashes of the one that has fewer are found in the other, in
  the same order of time; so a re-encoding, a trimmed copy and an excerpt are found, and a video that
  shows the same pictures in another order is not.
* Long videos are looked up by samples first (`copied_pictures.py`); what these meet is compared in full.
* A photo and a video are linked where the photo is a still of the video, but are never in one stack.
* Pictures without structure (quality below `CLEAR`) are like everything and count for nothing.
* People's word stands: `must` joins, `cannot` parts, and where they contradict, `cannot` wins.
* Items in earlier stacks are not compared with one another again, unless `cannot` takes a stack apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.across.copied_pictures import Met, Pictures, in_parts
from engine.across.hamming import RADIUS, Index, apart

NEW = -1
"""In `earlier`: an item that was not compared yet."""
CLEAR = 0.5
REPEAT = 20
"""Bits up to which a hash repeats the one before it in a video; long still segments count once."""
COPIED = 0.6


@dataclass(frozen=True, slots=True)
class HashRows:
    """Hashes of a case: item number, time, hash and quality of each; `moving` (items,) says which are videos.

    Rows may stand in any order. Items are numbered from 0.
    """

    item: Index
    t_ns: npt.NDArray[np.int64]
    hash: npt.NDArray[np.uint8]
    quality: npt.NDArray[np.float32]
    moving: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Link:
    """Two items that show the same: shares of their hashes found in the other, and the closest pair.

    `distance` is in bits, `first_ns` and `second_ns` the times of that pair.
    """

    first: int
    second: int
    first_share: float
    second_share: float
    distance: int
    first_ns: int
    second_ns: int

    @property
    def share(self) -> float:
        return max(self.first_share, self.second_share)


@dataclass(frozen=True, slots=True)
class Stacks:
    """`stack` (items,): number of each item's stack; an item unlike all others has one of its own.

    `links` holds the pairs compared in full in this run that have pictures in common; `absorbed` maps an
    earlier stack to the one it went into; `contradictions` are `must` pairs that `cannot` forbids.
    """

    stack: Index
    links: tuple[Link, ...]
    absorbed: dict[int, int]
    contradictions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """People's decisions, as pairs of item numbers."""

    must: Sequence[tuple[int, int]] = ()
    cannot: Sequence[tuple[int, int]] = ()


def stack_items(rows: HashRows, earlier: Index | None = None, wishes: Wishes | None = None) -> Stacks:
    """Stack the items of `rows`; `earlier` (items,) holds the stacks of the last time, `NEW` for new items.

    New items are compared with everything; without `earlier` all items are new.
    """
    wishes = wishes or Wishes()
    count = len(rows.moving)
    before = np.full(count, NEW, np.int64) if earlier is None else np.asarray(earlier, np.int64).copy()
    for a, b in wishes.cannot:
        if before[a] == before[b] != NEW:
            before[before == before[a]] = NEW
    groups = _Groups(count, wishes.cannot)
    for members in _members(before):
        for member in members[1:]:
            groups.join(members[0], member)
    refused = tuple((a, b) for a, b in wishes.must if not groups.join(a, b))
    links = _links(rows, before, None if wishes.cannot else groups)
    for link in sorted(links, key=lambda link: (-link.share, link.distance, link.first, link.second)):
        if _are_copies(rows, link):
            groups.join(link.first, link.second)
    stack, absorbed = _numbered([groups.root(i) for i in range(count)], earlier, before)
    return Stacks(stack, tuple(links), absorbed, refused)


def _links(rows: HashRows, before: Index, settled: _Groups | None) -> list[Link]:
    """Pairs of items with pictures in common, of which at least one item is new.

    Two longer videos are compared in full where they may be copies; if `settled`, in whose groups copies are
    put at once, only where they are not in one group already.
    """
    kept = _distinct(rows)
    kept_hashes = rows.hash if _is_all(kept, len(rows.item)) else rows.hash[kept]
    pictures = Pictures(rows.item[kept], np.ascontiguousarray(kept_hashes), before == NEW, rows.moving)
    found, likely = pictures.met()
    links = _told(rows, kept, pictures, found)
    for item, others in likely:
        if settled is not None:
            others = others[[settled.root(item) != settled.root(n) for n in others.tolist()]]
        if not len(others):
            continue
        more = _told(rows, kept, pictures, pictures.compared(item, others))
        links += more
        for link in more:
            if settled is not None and _are_copies(rows, link):
                settled.join(link.first, link.second)
    return links


def _is_all(kept: Index, count: int) -> bool:
    return len(kept) == count and bool((np.diff(kept) == 1).all())


def _are_copies(rows: HashRows, link: Link) -> bool:
    return link.share >= COPIED and bool(rows.moving[link.first] == rows.moving[link.second])


def _told(rows: HashRows, kept: Index, pictures: Pictures, met: Met) -> list[Link]:
    parts = in_parts(met, pictures.item, len(rows.moving))
    return [_link(rows, kept[part.one], kept[part.other], part.distance, pictures.counts) for part in parts]


def _link(rows: HashRows, one: Index, other: Index, distance: npt.NDArray[np.uint16], hashes: Index) -> Link:
    first, second = int(rows.item[one[0]]), int(rows.item[other[0]])
    closest = int(np.argmin(distance))
    times = rows.t_ns[one], rows.t_ns[other]
    return Link(
        first,
        second,
        in_order(times[0], times[1]) / int(hashes[first]),
        in_order(times[1], times[0]) / int(hashes[second]),
        int(distance[closest]),
        int(times[0][closest]),
        int(times[1][closest]),
    )


def in_order(here: Index, there: Index) -> int:
    """Most hashes of `here`, each matched once, whose partners in `there` do not run backwards in time.

    `here` and `there` are the times of matching pairs. Longest non-decreasing subsequence by patience
    sorting; with later partners first, no time of `here` counts twice.
    """
    tops: list[int] = []
    for index in np.lexsort((-there, here)).tolist():
        value = int(there[index])
        place = bisect_right(tops, value)
        tops[place : place + 1] = [value]
    return len(tops)


def _distinct(rows: HashRows) -> Index:
    """Rows clear enough to compare, without those that repeat the one before in the same item."""
    clear = np.flatnonzero(rows.quality >= CLEAR)
    clear = clear[np.lexsort((rows.t_ns[clear], rows.item[clear]))]
    item = rows.item[clear]
    steps = apart(rows.hash, rows.hash, clear[1:], clear[:-1])
    doubtful = np.flatnonzero((item[1:] == item[:-1]) & (steps <= REPEAT)) + 1
    bits = np.ascontiguousarray(rows.hash).view(np.uint64)
    kept = np.ones(len(clear), np.bool_)
    last, previous = -1, -2
    for place in doubtful.tolist():
        # compared with the last one kept, so that slow change adds up and is not lost
        last = last if place == previous + 1 and not kept[previous] else place - 1
        kept[place] = int(np.bitwise_count(bits[clear[place]] ^ bits[clear[last]]).sum()) > REPEAT
        previous = place
    return clear[kept]


def _members(stack: Index) -> list[list[int]]:
    """Items of each earlier stack, in order."""
    grouped: dict[int, list[int]] = {}
    for item, number in enumerate(stack.tolist()):
        if number != NEW:
            grouped.setdefault(number, []).append(item)
    return list(grouped.values())


@dataclass(slots=True)
class _Groups:
    """Disjoint sets of items that never join two items that must stay apart."""

    count: int
    cannot: Iterable[tuple[int, int]]
    parent: list[int] = field(init=False)
    barred: dict[int, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.parent = list(range(self.count))
        self.barred = {}
        for a, b in self.cannot:
            self.barred.setdefault(a, set()).add(b)
            self.barred.setdefault(b, set()).add(a)

    def root(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> bool:
        """Join the groups of two items; False, and nothing done, where that is forbidden."""
        a, b = sorted((self.root(a), self.root(b)))
        if a == b:
            return True
        if any(self.root(item) == b for item in self.barred.get(a, ())):
            return False
        self.parent[b] = a
        self.barred.setdefault(a, set()).update(self.barred.pop(b, set()))
        return True


def _numbered(roots: list[int], earlier: Index | None, before: Index) -> tuple[Index, dict[int, int]]:
    """Stack numbers: the lowest earlier number in a group lives on, new ones count upwards."""
    groups: dict[int, list[int]] = {}
    for item, root in enumerate(roots):
        groups.setdefault(root, []).append(item)
    stack = np.full(len(roots), NEW, np.int64)
    absorbed: dict[int, int] = {}
    following = 0 if earlier is None or not len(earlier) else int(np.max(earlier)) + 1
    for members in groups.values():
        numbers = sorted({int(before[item]) for item in members} - {NEW})
        if numbers:
            stack[members] = numbers[0]
            absorbed.update({number: numbers[0] for number in numbers[1:]})
        else:
            stack[members], following = following, following + 1
    return stack, absorbed


__all__ = ["COPIED", "NEW", "RADIUS", "HashRows", "Link", "Stacks", "Wishes", "in_order", "stack_items"]
