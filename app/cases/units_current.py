"""Which stored units still speak for an item.

A unit is *current* if its stage has not been given a new version since, if it ran with the same models as
the newest result of its stage, if every unit it read is current, and if no later unit took its place (same
stage, stream and sampling, overlapping span). Units of the preview pass give way where the grid has been
analysed.
"""

from __future__ import annotations

from bisect import bisect_right
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
    arithmetic: str = ""

    @property
    def done(self) -> bool:
        return self.state == "done"

    @property
    def ran(self) -> str:
        """Device and, where it is known, class of arithmetic: provenance as people read it."""
        return f"{self.device}: {self.arithmetic}" if self.arithmetic else self.device


def current(units: Iterable[Unit], versions: Mapping[str, int]) -> list[Unit]:
    """The current units among those of one item, failed ones too, in order of stage, stream and time.

    Takes n log n: an item of 24 h has sixty thousand of them.
    """
    newest_first = sorted(units, key=lambda u: (u.finished_at, u.key), reverse=True)
    candidates = {u.key: u for u in newest_first if versions.get(u.stage) == u.version}
    kept = _in_place(_of_one_model(list(candidates.values())))
    while True:
        keys = {u.key for u in kept}
        sound = [u for u in kept if keys.issuperset(u.upstream)]
        if len(sound) == len(kept):
            return sorted(
                kept, key=lambda u: (u.stage, u.stream, u.span.start_ns, u.span.end_ns, u.sampling, u.key)
            )
        kept = sound


def _of_one_model(newest_first: Sequence[Unit]) -> list[Unit]:
    """Units whose stage ran with the models of its newest result; what two models say is never mixed."""
    chosen: dict[str, Mapping[str, str]] = {}
    for unit in newest_first:
        if unit.done:
            chosen.setdefault(unit.stage, unit.digests)
    return [u for u in newest_first if u.digests == chosen.get(u.stage, u.digests)]


def _in_place(newest_first: Sequence[Unit]) -> list[Unit]:
    """Units that no newer unit at the same place has replaced; a failure does not replace a result."""
    kept: list[Unit] = []
    taken: dict[tuple[str, int, Sampling], Taken] = {}
    for unit in [*(u for u in newest_first if u.done), *(u for u in newest_first if not u.done)]:
        here = taken.setdefault((unit.stage, unit.stream, unit.sampling), Taken())
        if here.take(unit.span):
            kept.append(unit)
    return kept


class Taken:
    """Spans none of which overlap, in order of time."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, span: Span) -> bool:
        """Add a span; False, and nothing done, where it overlaps one that is there."""
        # of those that end after it begins, the first begins earliest; and there it belongs
        at = bisect_right(self._ends, span.start_ns)
        if at < len(self._starts) and self._starts[at] < span.end_ns:
            return False
        self._starts.insert(at, span.start_ns)
        self._ends.insert(at, span.end_ns)
        return True


def overlaps(a: Span, b: Span) -> bool:
    return a.start_ns < b.end_ns and b.start_ns < a.end_ns


class Cover:
    """Spans, touching and overlapping ones joined, for asking again and again what they leave open."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = joined(spans)
        self._ends = [s.end_ns for s in self.spans]

    def leaves(self, span: Span) -> list[Span]:
        """The parts of `span` that are not covered, in order."""
        left, at = [], span.start_ns
        for n in range(bisect_right(self._ends, at), len(self.spans)):
            cover = self.spans[n]
            if cover.start_ns >= span.end_ns:
                break
            if cover.start_ns > at:
                left.append(Span(at, cover.start_ns))
            at = cover.end_ns
        if at < span.end_ns:
            left.append(Span(at, span.end_ns))
        return left


def uncovered(span: Span, covers: Iterable[Span]) -> list[Span]:
    """The parts of `span` that none of `covers` holds, in order."""
    return Cover(covers).leaves(span)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Touching and overlapping spans made one, in order."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start_ns, s.end_ns)):
        if out and span.start_ns <= out[-1].end_ns:
            if span.end_ns > out[-1].end_ns:
                out[-1] = Span(out[-1].start_ns, span.end_ns)
        else:
            out.append(span)
    return out
