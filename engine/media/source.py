"""What stages read: one segment of one item, decoded once however many stages ask for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from engine.media.channels import MIX, Channel, Heard, Ranges, Vector
from engine.media.damage import Form, Harm, Watch, near_together
from engine.media.decoding import BASE_HZ, exactly, sampled, thinned
from engine.media.errors import MediaDamaged, WrongStream
from engine.media.images import StillFrame, decoded
from engine.media.opening import open_file
from engine.media.parts import opened, parts_within, still_at
from engine.media.picture_damage import harm_of_picture
from engine.media.pictures import Converter, DecodedFrame, Shelf, Tools
from engine.media.scenes import scene_keyframe
from engine.media.sound import RATE, heard, samples
from engine.media.sound_damage import harm_of_sound
from engine.records import Result, Table, unpack
from engine.stage import Frame, stages
from engine.units import SECOND, Kind, Media, MediaPackage, Sampling, Span, UnitRequest

KEPT_BYTES = 400 << 20
SHELF_BYTES = 128 << 20
SOUND_MARGIN_NS = 30 * SECOND
"""Sound decoded on both sides of a span, so that stages with different margins share one decoding."""

Picture = DecodedFrame | StillFrame


class Reading(Protocol):
    """How an item is read: in this process (`MediaCache`), or by another that alone may open the file.

    Each raises MediaError; times are those of the item.
    """

    def pictures(self, media: Media, stream: int, span: Span, sampling: Sampling) -> Iterator[Frame]: ...
    def exact(self, media: Media, stream: int, span: Span) -> Iterator[Frame]: ...
    def scene_keyframe(self, media: Media, stream: int, span: Span) -> int | None: ...
    def still(self, media: Media) -> Frame: ...
    def sound(self, media: Media, stream: int, start_ns: int, end_ns: int) -> Heard: ...
    def harms(
        self, media: Media, kind: Kind, stream: int, span: Span, sampling: Sampling
    ) -> Sequence[Harm]: ...


@dataclass(slots=True)
class _Segment:
    """Pictures of one segment, once it has been decoded to its end; none are kept of one too large."""

    key: tuple[Any, ...]
    frames: list[Picture] = field(default_factory=list)
    complete: bool = False
    too_large: bool = False
    harms: list[Harm] = field(default_factory=list)
    """Damage that showed; of the whole segment once it is complete."""


@dataclass(slots=True)
class MediaCache:
    """The decoded pictures and sound of the last segment. One per worker process; not thread-safe."""

    kept_bytes: int = KEPT_BYTES
    tools: Tools = field(default_factory=lambda: Tools(Converter(), Shelf(SHELF_BYTES), itertools.count()))
    _segment: _Segment | None = None
    _still: tuple[Media, StillFrame] | None = None
    _sound: tuple[tuple[Any, ...], Heard] | None = None

    def source(self, request: UnitRequest) -> UnitSource:
        """The segment `request` is about. Raises nothing; what cannot be read is raised when it is read."""
        return UnitSource(request, self)

    def close(self) -> None:
        self._segment = self._still = self._sound = None
        self.tools = Tools(Converter(), Shelf(SHELF_BYTES), itertools.count())

    def pictures(self, media: Media, stream: int, span: Span, sampling: Sampling) -> Iterator[Picture]:
        """Pictures on the base grid, from memory where the last call was about the same segment."""
        key = (media, stream, span, sampling)
        held = self._segment
        if held is None or held.key != key:
            held = self._segment = _Segment(key)
        if held.complete and not held.too_large:
            yield from held.frames
            return
        kept: list[Picture] = []
        held.harms, total = [], 0
        for frame in self._decoded(media, stream, span, sampling, held.harms):
            total += frame.nbytes
            held.too_large = held.too_large or total > self.kept_bytes
            if held.too_large:
                kept.clear()
            else:
                kept.append(frame)
            yield frame
        held.frames, held.complete = kept, True

    def harms(self, media: Media, kind: Kind, stream: int, span: Span, sampling: Sampling) -> Sequence[Harm]:
        if kind is Kind.IMAGE:
            return harm_of_picture(media)
        if _sounds(media, stream, span):
            return harm_of_sound(media, stream, span)
        return self._harms_of_pictures(media, stream, span, sampling)

    def _harms_of_pictures(self, media: Media, stream: int, span: Span, sampling: Sampling) -> Sequence[Harm]:
        """From memory where the segment was decoded last."""
        key = (media, stream, span, sampling)
        if self._segment is None or self._segment.key != key or not self._segment.complete:
            for _ in self.pictures(media, stream, span, sampling):
                pass
        return near_together(self._segment.harms) if self._segment else []

    def _decoded(
        self, media: Media, stream: int, span: Span, sampling: Sampling, harms: list[Harm]
    ) -> Iterator[Picture]:
        for part, piece in parts_within(media, span, stream, stills=True):
            if part is not None and part.page >= 0:
                if piece.start_ns == part.offset_ns:
                    yield still_at(media, part)
                continue
            with opened(media, part) as source:
                source.watch = Watch(Form.of(source, source.stream(stream, "video")))
                try:
                    yield from sampled(source, stream, piece, sampling, self.tools)
                finally:
                    harms += source.watch.harms(piece)

    def exact(self, media: Media, stream: int, span: Span) -> Iterator[Picture]:
        for part, piece in parts_within(media, span, stream, stills=True):
            if part is not None and part.page >= 0:
                if piece.start_ns == part.offset_ns:
                    yield still_at(media, part)
                continue
            with opened(media, part) as source:
                yield from exactly(source, stream, piece, self.tools)

    def scene_keyframe(self, media: Media, stream: int, span: Span) -> int | None:
        pieces = parts_within(media, span, stream, stills=True)
        if len(pieces) != 1 or (pieces[0][0] and pieces[0][0].page >= 0):
            return None  # where recordings meet, the pictures are looked at
        with opened(media, pieces[0][0]) as source:
            return scene_keyframe(source, stream, span)

    def still(self, media: Media) -> StillFrame:
        if self._still is None or self._still[0] != media:
            file = open_file(media)
            try:
                self._still = media, decoded(file)
            finally:
                file.close()
        return self._still[1]

    def sound(self, media: Media, stream: int, start_ns: int, end_ns: int) -> Heard:
        key = (media, stream, start_ns, end_ns)
        if self._sound is None or self._sound[0] != key:
            self._sound = (key, heard(media, stream, start_ns, end_ns))
        return self._sound[1]


class UnitSource:
    """The `Source` of engine.stage for one unit."""

    def __init__(self, request: UnitRequest, cache: Reading) -> None:
        self._request, self._cache = request, cache

    @property
    def kind(self) -> Kind:
        return self._request.kind

    @property
    def span(self) -> Span:
        return self._request.span

    @property
    def stream(self) -> int:
        return self._request.stream

    @property
    def sampling(self) -> Sampling:
        return self._request.sampling

    @property
    def media(self) -> Media:
        media = self._request.media
        if media is None:
            raise WrongStream
        if isinstance(media, MediaPackage) and media.sha256 != self._request.sha256:
            raise MediaDamaged("package of another item")
        return media

    def frames(self, hz: float) -> Iterator[Frame]:
        if self.kind is Kind.IMAGE:
            return iter([self._cache.still(self.media)])
        if self.kind is not Kind.VIDEO:
            return iter(())
        if hz <= 0 or not (BASE_HZ / hz).is_integer():
            raise ValueError(f"{hz} Hz does not divide {BASE_HZ} Hz")
        return thinned(self._cache.pictures(self.media, self.stream, self.span, self.sampling), hz)

    def exact_frames(self, span: Span) -> Iterator[Frame]:
        if self.kind is Kind.IMAGE:
            return iter([self._cache.still(self.media)])
        return self._cache.exact(self.media, self.stream, span)

    def scene_keyframe(self, span: Span) -> int | None:
        if self.kind is not Kind.VIDEO:
            return None
        return self._cache.scene_keyframe(self.media, self.stream, span)

    def sound(self, before_ns: int = 0, after_ns: int = 0, channel: int = MIX) -> Vector:
        heard, low, high = self._heard(before_ns, after_ns)
        own = heard.own.get(channel)
        return np.array((own.sound if own else heard.mix)[low:high])

    def channels(self, before_ns: int = 0, after_ns: int = 0) -> list[Channel]:
        heard, low, high = self._heard(before_ns, after_ns)
        return [
            Channel(each.number, np.array(each.sound[low:high]), _within(each.ranges, low, high))
            for each in heard.channels()
        ]

    def recorded(self, before_ns: int = 0, after_ns: int = 0) -> Ranges:
        heard, low, high = self._heard(before_ns, after_ns)
        return _within(heard.decoded, low, high)

    def _heard(self, before_ns: int, after_ns: int) -> tuple[Heard, int, int]:
        """What was heard around the span, and where in it the span with these margins lies."""
        span, margin = self.span, SOUND_MARGIN_NS
        first, last = max(0, span.start_ns - before_ns), span.end_ns + after_ns
        start = max(0, span.start_ns - max(margin, before_ns))
        heard = self._cache.sound(self.media, self.stream, start, span.end_ns + max(margin, after_ns))
        low, high = samples(first) - samples(start), samples(last) - samples(start)
        whole = samples(span.end_ns) - samples(start)
        reached = int(heard.decoded[-1, 1]) if len(heard.decoded) else 0
        return heard, low, max(whole, min(high, reached))

    def harms(self) -> Sequence[Harm]:
        return self._cache.harms(self.media, self.kind, self.stream, self.span, self.sampling)

    def upstream(self, stage: str) -> Result:
        parts = self.upstream_parts(stage)
        schemas = stages()[stage].tables
        return {name: Table.joined(schema, [p[name] for p in parts]) for name, schema in schemas.items()}

    def upstream_parts(self, stage: str) -> list[Result]:
        schemas = stages()[stage].tables
        return [unpack(data, schemas) for data in self._request.upstream.get(stage, [])]


def _sounds(media: Media, stream: int, span: Span) -> bool:
    """Whether the stream is one of sound."""
    pieces = parts_within(media, span, stream)
    if not pieces:
        return False  # still pictures alone
    with opened(media, pieces[0][0]) as source:
        number = source.number_of(stream)
        return number >= 0 and source.container.streams[number].type == "audio"


def _within(ranges: Ranges, low: int, high: int) -> Ranges:
    """The ranges cut to `[low, high)` and counted from `low`."""
    cut = np.clip(ranges, low, high) - low
    return np.asarray(cut[cut[:, 1] > cut[:, 0]], np.int64)


__all__ = ["RATE", "MediaCache", "UnitSource"]
