"""Segments a person listened to, or takes back. There may be thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from app.operations.decision import Decision
from app.operations.kind import Kind, Register
from app.operations.state import Stretches


class Listened(Kind):
    """One register per item and person. `by_playing` tells what was played from a mark set by hand."""

    name, changes, flag = "listened", frozenset({"listened"}), "heard"

    def registers(self, said: Decision) -> Iterator[Register]:
        for sha256 in dict.fromkeys(moment.sha256 for moment in said.moments):
            yield "heard", (sha256, said.author)

    def fold(self, view: str, key: Any, value: Stretches | None, said: Sequence[Decision]) -> Stretches:
        segments = list(value or ())
        for one in said:
            for moment in one.moments:
                if moment.sha256 == key[0]:
                    change(segments, moment.start_ns, moment.end_ns, one.body["heard"])
        return segments


def change(segments: Stretches, start: int, end: int, add: bool) -> None:
    """Add `[start, end)` to segments, or take it out; touching ones become one."""
    if end <= start:
        return
    if add and (not segments or segments[-1][1] < start):
        segments.append((start, end))  # as it is played
        return
    low = bisect_left(segments, start, key=lambda s: s[1] if add else s[1] - 1)
    high = bisect_right(segments, end if add else end - 1, key=lambda s: s[0])
    over = segments[low:high]
    if add:
        first, last = min([start, *(s for s, _ in over[:1])]), max([end, *(e for _, e in over[-1:])])
        segments[low:high] = [(first, last)]
    else:
        left = [(s, start) for s, _ in over[:1] if s < start]
        segments[low:high] = left + [(end, e) for _, e in over[-1:] if e > end]
