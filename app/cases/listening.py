"""Who has listened to what: whether a person has heard a moment, out of the marks in the case's log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.operations.moments import Moment
from engine.units import SECOND

SPARED_NS = SECOND // 4
"""What may be missing at the edges: a player starts and stops a little beside the words."""

Segments = Iterable[tuple[int, int]]


class Listening:
    """`heard`: segments in order by hash of the item and person, as `State.heard` has them."""

    def __init__(self, heard: Mapping[tuple[str, str], Segments]) -> None:
        self._heard: dict[str, list[tuple[str, list[tuple[int, int]]]]] = {}
        for (sha256, person), segments in sorted(heard.items()):
            self._heard.setdefault(sha256, []).append((person, [(int(a), int(b)) for a, b in segments]))

    def to(self, moment: Moment) -> tuple[str, ...]:
        """Everybody who has heard this moment, but for a quarter of a second or a tenth of it."""
        length = moment.end_ns - moment.start_ns
        enough = length - min(SPARED_NS, length // 10)
        return tuple(
            person
            for person, segments in self._heard.get(moment.sha256, ())
            if _shared(segments, moment.start_ns, moment.end_ns) >= max(1, enough)
        )


def _shared(segments: Segments, start_ns: int, end_ns: int) -> int:
    return sum(max(0, min(end, end_ns) - max(start, start_ns)) for start, end in segments)
