"""From an item's probe to the units that analyse it.

A *place* is where a unit belongs: stage, stream, span, sampling. Whether the unit at a place is
done is a question of its key, which also hashes the keys of the units it reads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from engine.records import Result
from engine.stage import Reads, Scope, Stage, stages
from engine.units import SECOND, Kind, Media, Sampling, Span, UnitRequest

PROBE = "probe"
SHORTEST, LONGEST, CUT = 8 * SECOND, 20 * SECOND, 10 * SECOND
SOUND_SEGMENT = 120 * SECOND
PREVIEW_FIRST, PREVIEW_KEYFRAMES = 4, 64
"""Keyframes of the first and of the largest preview unit: first findings come early, later units share
more."""
WHOLE = Span(0, 1 << 62)
"""Span of the probe, which is asked before the item's length is known."""


@dataclass(frozen=True, slots=True, order=True)
class UnitSlot:
    """Where a unit belongs within its item."""

    stage: str
    stream: int
    span: Span
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class Group:
    """Places that share one segment and therefore one decoding, in the order in which they must run."""

    stream: int
    span: Span
    sampling: Sampling
    slots: tuple[UnitSlot, ...]
    quick: bool = False
    """The part of a picture that a preview looks at: faces, before what is written or stands there."""

    @property
    def is_preview(self) -> bool:
        return self.quick or self.sampling is Sampling.KEYFRAMES


@dataclass(frozen=True, slots=True)
class Plan:
    """All units of one item: groups of segment units, then the units over the whole item."""

    kind: Kind
    duration_ns: int
    groups: tuple[Group, ...]
    whole: tuple[UnitSlot, ...]
    upstream: Mapping[UnitSlot, Mapping[str, tuple[UnitSlot, ...]]] = field(repr=False)
    megapixels: float = 0.0
    """Of its largest picture; what a picture costs depends on it."""
    frame_rate: float = 0.0
    """Pictures a second of its film, 0 if unknown: all have to be decoded, few are looked at."""
    keyframes: Mapping[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    """Their times in order, by stream: what a preview of a film looks at."""

    def keyframes_within(self, slot: UnitSlot) -> int:
        """Keyframes of the slot's stream in its span."""
        times = self.keyframes.get(slot.stream, ())
        return bisect_left(times, slot.span.end_ns) - bisect_left(times, slot.span.start_ns)

    def slots(self) -> Iterator[UnitSlot]:
        for group in self.groups:
            yield from group.slots
        yield from self.whole


PROBE_SLOT = UnitSlot(PROBE, -1, WHOLE, Sampling.GRID)


def plan(
    probe: Result, wanted: Sequence[str] | None = None, preview: bool = True, full_pass: bool = True
) -> Plan:
    """Units that analyse an item with the stages `wanted` (all by default) and the stages those read.

    Without `full_pass` only what is quick: the preview pass of a video, the stages of a preview of a picture.
    Stages over the whole item are left out then: they would take what was not looked at for empty.
    """
    container = probe["container"]
    kind, duration = Kind(container["kind"][0]), int(container["duration_ns"][0])
    chosen = [s for s in with_upstream(wanted) if kind in s.kinds and s.name != PROBE]
    groups: list[Group] = []
    pauses = _pauses(probe)
    for stream in _streams(probe, kind.value) if kind in (Kind.VIDEO, Kind.IMAGE) else []:
        groups += (_picture if kind is Kind.IMAGE else _film)(probe, stream, duration, chosen, preview)
    if kind in (Kind.VIDEO, Kind.AUDIO):
        for stream in _streams(probe, "audio"):
            spans = without(even_segments(_length(probe, stream, duration), SOUND_SEGMENT), pauses)
            groups += _groups(spans, stream, chosen, Sampling.GRID, sound=True)
    if not full_pass:
        groups, chosen = [g for g in groups if g.is_preview], []
    end = Span(0, max(duration, 1))
    whole = tuple(UnitSlot(s.name, -1, end, Sampling.GRID) for s in _of_item(chosen, groups))
    films = _streams(probe, "video") if kind is Kind.VIDEO else []
    return Plan(
        kind,
        duration,
        tuple(groups),
        whole,
        _upstream(groups, whole),
        _megapixels(probe),
        _frame_rate(probe, films),
        {stream: tuple(sorted(_keyframes(probe, stream))) for stream in films},
    )


def _of_item(chosen: Sequence[Stage], groups: Sequence[Group]) -> list[Stage]:
    """Stages over the whole item that have something to read: a film without sound has no speakers."""
    there = {slot.stage for group in groups if not group.is_preview for slot in group.slots} | {PROBE}
    found = []
    for stage in chosen:
        if stage.scope is Scope.ITEM and (not stage.after or there.intersection(stage.after)):
            found.append(stage)
            there.add(stage.name)
    return found


def picture_segments(keyframes: Sequence[int], duration_ns: int) -> list[Span]:
    """Segments of 8 to 20 s that begin at keyframes; where keyframes lie farther apart, every 10 s."""
    borders = [0]
    for t in sorted({*keyframes, duration_ns}):
        while t - borders[-1] > LONGEST:
            borders.append(borders[-1] + CUT)
        if t - borders[-1] >= SHORTEST and t < duration_ns:
            borders.append(t)
    return _between([*borders, duration_ns])


def even_segments(duration_ns: int, length_ns: int) -> list[Span]:
    return _between([*range(0, duration_ns, length_ns), duration_ns])


def preview_segments(keyframes: Sequence[int], spans: Sequence[Span]) -> list[Span]:
    """Neighbouring segments joined until they hold 4 keyframes, then 8, and so on up to 64."""
    joined: list[Span] = []
    times, seen = sorted(keyframes), 0
    for span in spans:
        count = bisect_left(times, span.end_ns) - bisect_left(times, span.start_ns)
        most = min(PREVIEW_KEYFRAMES, PREVIEW_FIRST << max(0, len(joined) - 1))
        if joined and seen + count <= most:
            joined[-1] = Span(joined[-1].start_ns, span.end_ns)
            seen += count
        else:
            joined.append(span)
            seen = count
    return joined


def without(spans: Iterable[Span], pauses: Sequence[Span]) -> list[Span]:
    """Segments less what lies in pauses, in which no stream has anything; both in order of time."""
    left = list(spans)
    for pause in pauses:
        cut = []
        for span in left:
            before = Span(span.start_ns, min(span.end_ns, pause.start_ns))
            after = Span(max(span.start_ns, pause.end_ns), span.end_ns)
            cut += [piece for piece in (before, after) if piece.end_ns > piece.start_ns]
        left = cut
    return left


def _pauses(probe: Result) -> list[Span]:
    """Jumps of the clock during which nothing was recorded."""
    table = probe["account"]
    rows = zip(table["code"], table["start_ns"].tolist(), table["end_ns"].tolist(), strict=True)
    return sorted(Span(start, end) for code, start, end in rows if code == "clock-jump" and end > start)


def _between(borders: Sequence[int]) -> list[Span]:
    return [Span(a, b) for a, b in pairwise(borders) if b > a]


def with_upstream(wanted: Sequence[str] | None) -> list[Stage]:
    """The stages `wanted` (all by default) and those they read, each after what it reads."""
    every = stages()
    names: set[str] = set()

    def add(name: str) -> None:
        if name not in names:
            names.add(name)
            for earlier in every[name].after:
                add(earlier)

    for name in wanted if wanted is not None else every:
        add(name)
    return [stage for name, stage in every.items() if name in names]


def _streams(probe: Result, kind: str) -> list[int]:
    streams = probe["streams"]
    return [int(i) for i, k in zip(streams["index"], streams["kind"], strict=True) if k == kind]


def _megapixels(probe: Result) -> float:
    streams = probe["streams"]
    pairs = zip(streams["width"], streams["height"], strict=True)
    return max((int(width) * int(height) / 1e6 for width, height in pairs), default=0.0)


def _frame_rate(probe: Result, films: Sequence[int]) -> float:
    streams = probe["streams"]
    pairs = zip(streams["index"].tolist(), streams["frame_rate"].tolist(), strict=True)
    return max((rate for index, rate in pairs if index in films), default=0.0)


def _keyframes(probe: Result, stream: int) -> list[int]:
    table = probe["keyframes"]
    return [int(t) for t in table["t_ns"][table["stream"] == stream]]


def _length(probe: Result, stream: int, duration: int) -> int:
    streams = probe["streams"]
    lengths = streams["start_ns"] + streams["duration_ns"]
    known = [int(n) for i, n in zip(streams["index"], lengths, strict=True) if i == stream and n > 0]
    return min(known[0], duration) if known and duration else duration or (known[0] if known else 0)


def _groups(
    spans: Iterable[Span], stream: int, chosen: Sequence[Stage], sampling: Sampling, sound: bool
) -> Iterator[Group]:
    fitting = [s for s in chosen if s.scope is Scope.SEGMENT and _fits(s, sound)]
    if sampling is Sampling.KEYFRAMES:
        fitting = [s for s in fitting if s.preview]
    for span in spans:
        slots = tuple(UnitSlot(s.name, stream, span, sampling) for s in fitting)
        if slots:
            yield Group(stream, span, sampling, slots)


def _film(
    probe: Result, stream: int, duration: int, chosen: Sequence[Stage], preview: bool
) -> Iterator[Group]:
    keyframes = _keyframes(probe, stream)
    spans = without(picture_segments(keyframes, _length(probe, stream, duration)), _pauses(probe))
    if preview:
        wide = preview_segments(keyframes, spans)
        yield from _groups(wide, stream, chosen, Sampling.KEYFRAMES, sound=False)
    yield from _groups(spans, stream, chosen, Sampling.GRID, sound=False)


def _picture(
    probe: Result, stream: int, duration: int, chosen: Sequence[Stage], preview: bool
) -> Iterator[Group]:
    """A picture in two parts, so that the first can be a preview; they differ in when they run alone."""
    every = stages()
    for group in _groups([Span(0, 1)], stream, chosen, Sampling.GRID, sound=False):
        if not preview:
            yield group
            continue
        quick = tuple(slot for slot in group.slots if every[slot.stage].preview)
        rest = tuple(slot for slot in group.slots if not every[slot.stage].preview)
        if quick:
            yield replace(group, slots=quick, quick=True)
        if rest:
            yield replace(group, slots=rest)


def _fits(stage: Stage, sound: bool) -> bool:
    return stage.reads is Reads.EITHER or _hears(stage) is sound


def _hears(stage: Stage) -> bool:
    """Whether a segment stage belongs to streams of sound: it reads sound, or what such stages yielded."""
    if stage.reads is Reads.NOTHING and stage.after:
        return _hears(stages()[stage.after[0]])
    return stage.reads is Reads.SOUND


def _upstream(
    groups: Sequence[Group], whole: Sequence[UnitSlot]
) -> dict[UnitSlot, dict[str, tuple[UnitSlot, ...]]]:
    every, read = stages(), dict[UnitSlot, dict[str, tuple[UnitSlot, ...]]]()
    by_stage: dict[str, list[UnitSlot]] = {}
    there = {slot for group in groups for slot in group.slots}
    for group in groups:
        for slot in group.slots:
            beside = {n: replace(slot, stage=n) for n in every[slot.stage].after}
            read[slot] = {n: (p,) for n, p in beside.items() if p in there}
            if group.sampling is not Sampling.KEYFRAMES:
                by_stage.setdefault(slot.stage, []).append(slot)
    items = {p.stage: (p,) for p in whole}
    for slot in whole:
        after: dict[str, tuple[UnitSlot, ...]] = {}
        for name in every[slot.stage].after:
            segments = sorted(by_stage.get(name, []), key=lambda p: (p.stream, p.span))
            after[name] = tuple(segments) or items.get(name, ())
        read[slot] = after
    return read


def request_at(
    slot: UnitSlot,
    *,
    sha256: str,
    kind: Kind,
    media: Media,
    settings: Mapping[str, Any],
    digests: Mapping[str, str],
    upstream_keys: Mapping[str, list[str]],
    upstream: Mapping[str, list[bytes]] | None = None,
    models: Mapping[str, str] | None = None,
) -> UnitRequest:
    """The unit at a place; of `settings` it takes those its stage knows."""
    stage = stages()[slot.stage]
    return UnitRequest(
        stage=stage.name,
        version=stage.version,
        sha256=sha256,
        kind=kind,
        stream=slot.stream,
        span=slot.span,
        sampling=slot.sampling,
        settings={name: settings.get(name, value) for name, value in stage.defaults.items()},
        digests=digests,
        upstream_keys=upstream_keys,
        upstream=upstream or {},
        media=replace(media, parts=()) if stage.reads is Reads.CONTAINER else media,
        models=models or {},
    )
