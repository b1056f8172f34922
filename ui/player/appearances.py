"""What was seen around the time that is watched: asked for in segments, and picked for one picture."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core_api.media import Appearance, Seen

SECOND = 1_000_000_000
SEGMENT_NS = 60 * SECOND
CACHED_SEGMENTS = 6
INTERVALS_NS: Mapping[Seen, int] = {Seen.FACE: SECOND // 5, Seen.OBJECT: SECOND}
"""How far apart pictures are in which such things are looked for: a sighting says nothing beyond."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sighting to be drawn; `exact`: in the very picture it was found in."""

    appearance: Appearance
    exact: bool


class Appearances:
    """The segments that are known, the least recently used given up first."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[Appearance, ...]] = OrderedDict()

    def missing(self, t_ns: int) -> list[tuple[int, int, int]]:
        """Segments to ask for, as (number, start, end), that of `t_ns` first; the next one early."""
        here = max(0, t_ns) // SEGMENT_NS
        wanted = [here]
        if t_ns - here * SEGMENT_NS > SEGMENT_NS * 3 // 4:
            wanted.append(here + 1)
        return [(n, n * SEGMENT_NS, (n + 1) * SEGMENT_NS) for n in wanted if n not in self._known]

    def add(self, number: int, found: Iterable[Appearance]) -> None:
        self._known[number] = tuple(found)
        while len(self._known) > CACHED_SEGMENTS:
            self._known.popitem(last=False)

    def clear(self) -> None:
        self._known.clear()

    def at(self, t_ns: int) -> list[Marked]:
        """What is to be drawn over the picture of `t_ns`: the latest look at each kind, while it counts."""
        number = max(0, t_ns) // SEGMENT_NS
        if number in self._known:
            self._known.move_to_end(number)
        near = [*self._known.get(number - 1, ()), *self._known.get(number, ())]
        found = [
            Marked(s, True)
            for s in near
            if s.kind is Seen.TEXT and s.t_ns <= t_ns < max(s.end_ns, s.t_ns + 1)
        ]
        for kind, interval in INTERVALS_NS.items():
            found += _latest([s for s in near if s.kind is kind], t_ns, interval)
        return list(dict.fromkeys(found))


def _latest(seen: list[Appearance], t_ns: int, interval: int) -> list[Marked]:
    """The sightings of the last picture at or before `t_ns` in which there are any, if it is near enough."""
    times = [s.t_ns for s in seen]
    place = bisect_left(times, t_ns + 1)
    if not place or t_ns - times[place - 1] >= interval:
        return []
    last = times[place - 1]
    return [Marked(s, last == t_ns) for s in seen[bisect_left(times, last) : place]]
