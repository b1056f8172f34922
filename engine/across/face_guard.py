"""Which groups of faces may never be one person: seen at the same time, parted by people, named apart."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping

Seen = tuple[int, int, int]
"""Item and half-open span in ns."""


class FaceGuard:
    """The `Guard` of `engine/across/linkage.py` for faces.

    `seen(group)` lists when the members of an initial group were visible; asked once for every group
    that comes near another, so that untouched groups cost nothing. `parted` are pairs of initial
    groups, `subjects` the person that people named a group as.
    """

    def __init__(
        self,
        seen: Callable[[int], Iterable[Seen]],
        parted: Iterable[tuple[int, int]],
        subjects: Mapping[int, str],
    ) -> None:
        self._ask = seen
        self._seen: dict[int, dict[int, list[tuple[int, int]]]] = {}
        self._parted: dict[int, set[int]] = {}
        self._subjects = dict(subjects)
        for one, two in parted:
            self._parted.setdefault(one, set()).add(two)
            self._parted.setdefault(two, set()).add(one)

    def allows(self, kept: int, gone: int) -> bool:
        if gone in self._parted.get(kept, ()):
            return False
        names = (self._subjects.get(kept), self._subjects.get(gone))
        if None not in names and names[0] != names[1]:
            return False
        return not _together(self._times(kept), self._times(gone))

    def joined(self, kept: int, gone: int) -> None:
        self._join_times(kept, gone)
        for other in self._parted.pop(gone, set()):
            self._parted[other].discard(gone)
            self._parted[other].add(kept)
            self._parted.setdefault(kept, set()).add(other)
        if gone in self._subjects:
            self._subjects.setdefault(kept, self._subjects.pop(gone))

    def _times(self, group: int) -> dict[int, list[tuple[int, int]]]:
        times = self._seen.get(group)
        if times is None:
            times = self._seen[group] = {}
            for item, start, end in self._ask(group):
                insort(times.setdefault(item, []), (start, end))
        return times

    def _join_times(self, kept: int, gone: int) -> None:
        large, small = self._times(kept), self._times(gone)
        if len(small) > len(large):
            large, small = small, large
        for item, spans in small.items():
            into = large.setdefault(item, [])
            for span in spans:
                insort(into, span)
        self._seen[kept] = large
        del self._seen[gone]


def _together(one: Mapping[int, list[tuple[int, int]]], two: Mapping[int, list[tuple[int, int]]]) -> bool:
    if len(one) > len(two):
        one, two = two, one
    return any(item in two and _overlap(spans, two[item]) for item, spans in one.items())


def _overlap(few: list[tuple[int, int]], many: list[tuple[int, int]]) -> bool:
    """Whether any two spans overlap; within a list they follow one another."""
    if len(few) > len(many):
        few, many = many, few
    for start, end in few:
        at = bisect_left(many, (end, end)) - 1
        if at >= 0 and many[at][1] > start:
            return True
    return False
