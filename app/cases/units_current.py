"""Which stored units still speak for an item.

A unit is *current* if its stage has not been given a new version since, if every unit it read is
current, and if no later unit took its place (same stage, stream and sampling, overlapping span:
other settings or another model). Units of the preview pass give way where the grid has been analysed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.units import Sampling, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the case keeps it, without its result."""

    key: str
    item_id: str
    stage: str
    version: int
    stream: int
    span: Span
    sampling: Sampling
    state: str
    error: str = ""
    finished_at: str = ""
    device: str = ""
    digests: Mapping[str, str] = field(default_factory=dict, hash=False)
    settings: Mapping[str, object] = field(default_factory=dict, hash=False)
    upstream: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.state == "done"


def current(units: Iterable[Unit], versions: Mapping[str, int]) -> list[Unit]:
    """The current units among those of one item, failed ones too, in order of stage, stream and time."""
    newest_first = sorted(units, key=lambda u: (u.finished_at, u.key), reverse=True)
    candidates = {u.key: u for u in newest_first if versions.get(u.stage) == u.version}
    kept = _in_place(list(candidates.values()))
    while True:
        keys = {u.key for u in kept}
        sound = [u for u in kept if all(k in keys for k in u.upstream)]
        if len(sound) == len(kept):
            return sorted(kept, key=lambda u: (u.stage, u.stream, u.span, u.sampling, u.key))
        kept = sound


def _in_place(newest_first: Sequence[Unit]) -> list[Unit]:
    """Units that no newer unit at the same place has replaced; a failure does not replace a result."""
    kept: dict[tuple[str, int, Sampling], list[Unit]] = {}
    for unit in [*(u for u in newest_first if u.done), *(u for u in newest_first if not u.done)]:
        here = kept.setdefault((unit.stage, unit.stream, unit.sampling), [])
        if not any(overlaps(unit.span, other.span) for other in here):
            here.append(unit)
    return [unit for units in kept.values() for unit in units]


def overlaps(a: Span, b: Span) -> bool:
    return a.start_ns < b.end_ns and b.start_ns < a.end_ns


def uncovered(span: Span, covers: Iterable[Span]) -> list[Span]:
    """The parts of `span` that none of `covers` holds, in order."""
    left, at = [], span.start_ns
    for cover in sorted(covers):
        if cover.end_ns <= at or cover.start_ns >= span.end_ns:
            continue
        if cover.start_ns > at:
            left.append(Span(at, cover.start_ns))
        at = max(at, cover.end_ns)
    if at < span.end_ns:
        left.append(Span(at, span.end_ns))
    return left
