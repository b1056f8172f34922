"""Decoding one segment of pictures: seek, skip what need not be decoded, sample on the grid.

Every segment starts with a seek to the last keyframe at or before its start and ends with the last
picture shown before its end, so its pictures depend on the file and the span alone. Pictures that
follow a keyframe in the file but are shown before it (open GOP) belong to the segment before.

The grid divides time from the item's start into intervals of 200 ms. Of each interval within the span,
the first decoded picture is taken, at its own time; where pictures are left out, the first of those that
others refer to. A lower rate takes the first taken picture of each longer interval, so rates nest. Only
where a span begins inside an interval may that interval give two pictures, one to each segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from av.stream import Discard

from engine.media.errors import CodecMissing, TooLarge, Unreadable
from engine.media.opening import MAX_PIXELS, Input, reading
from engine.media.packets import flushing, has_time, keyframes, packets, shown, ticks
from engine.media.pictures import DecodedFrame, Tools, Upright
from engine.media.selection import Coded, chosen, coded, nal_length_size
from engine.media.times import Clock
from engine.stage import Frame
from engine.units import SECOND, Sampling, Span

BASE_HZ = 5
KEYFRAMES_ONLY = "NONKEY"
HELD_BYTES = 96 << 20
"""Most bytes of packets held to choose among; beyond that the decoder's own skipping has to do."""
FILTERED = frozenset({"h264", "hevc", "vp8", "vp9"})
"""Codecs with a loop filter that can be left out."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to decode. Values of `skip_frame` and `skip_loop_filter` are libavcodec's."""

    skip_frame: str = "DEFAULT"
    filtered: bool = True
    threads: int = 1
    """More than one only for watching: threads change the order in which errors come."""
    strict: bool = False
    """What fails its checksum is an error."""


EXACT = Effort()
Taken = TypeVar("Taken", bound=Frame)


def effort_for(stream: Any, sampling: Sampling) -> Effort:
    """Least work that still gives the pictures of `sampling`, once packets not needed are left out."""
    if stream.codec_context is None:
        raise CodecMissing
    skip = KEYFRAMES_ONLY if sampling is Sampling.KEYFRAMES else "DEFAULT"
    return Effort(skip, filtered=stream.codec_context.codec.canonical_name not in FILTERED)


def cell(t_ns: int, hz: float) -> int:
    """Number of the sampling interval `[k/hz, (k+1)/hz)` that holds `t_ns`."""
    return t_ns // round(SECOND / hz)


def thinned(frames: Iterable[Taken], hz: float) -> Iterator[Taken]:
    """The first picture of every interval that has one."""
    last: int | None = None
    for frame in frames:
        number = cell(frame.t_ns, hz)
        if number != last:
            last = number
            yield frame


def sampled(
    source: Input, index: int, span: Span, sampling: Sampling, tools: Tools
) -> Iterator[DecodedFrame]:
    """Pictures of `span` on the grid (5 Hz) or its keyframes, shrunk to the working size."""
    stream = source.stream(index, "video")
    grid = sampling is Sampling.GRID
    last: int | None = None
    for each in decoded(source, stream, span, effort_for(stream, sampling), sparing=grid):
        number = cell(each.t_ns, BASE_HZ) if grid else each.t_ns
        if number != last:
            last = number
            yield _working(each, tools)
    if last is None and not grid and span.start_ns == 0:
        # an edit list may begin behind the only keyframe
        yield from (_working(s, tools) for s in islice(decoded(source, stream, span, EXACT), 1))


def _working(each: Shown, tools: Tools) -> DecodedFrame:
    small = tools.converter.shrunk(each.picture, each.upright)
    exact = each.exact and small is each.picture
    return DecodedFrame(small, each.upright, each.t_ns, each.pts, exact=exact, whole=False, tools=tools)


def exactly(source: Input, index: int, span: Span, tools: Tools) -> Iterator[DecodedFrame]:
    """Every picture of `span` in full size, nothing left out."""
    for each in decoded(source, source.stream(index, "video"), span, EXACT):
        yield DecodedFrame(
            each.picture, each.upright, each.t_ns, each.pts, exact=True, whole=True, tools=tools
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the decoder gave it."""

    picture: Any
    upright: Upright
    t_ns: int
    pts: int
    exact: bool


def decoded(
    source: Input,
    stream: Any,
    span: Span,
    effort: Effort,
    *,
    sparing: bool = False,
    spare_until: int | None = None,
) -> Iterator[Shown]:
    """Pictures with `t_ns` in `span`, in order of time; `sparing`: only those the grid needs, and others.
    With `spare_until`, those before that time which no other refers to are left out.

    Raises Unreadable if there were errors and no picture.
    """
    prepare(stream, effort)
    clock = source.clock(stream)
    damaged = found = False
    latest, count = -1, 0
    feed = _feed(source, stream, clock, span, effort, sparing)
    if spare_until is not None and not source.counted:
        feed = _referred(feed, stream, clock, spare_until)
    for picture in _pictures(feed, source, clock):
        if picture is None:
            damaged = True
            continue
        pts = picture.pts if picture.pts is not None else picture.dts
        if source.counted and effort.skip_frame != KEYFRAMES_ONLY:
            pts, count = count * ticks(stream), count + 1
        if pts is None:
            continue
        t_ns = clock.t_ns(pts)
        _tell(source, picture, t_ns)
        if t_ns >= span.end_ns:
            break
        if t_ns < span.start_ns or t_ns <= latest:
            continue
        if picture.width * picture.height > MAX_PIXELS:
            raise TooLarge
        latest, found = t_ns, True
        aspect = picture_aspect(stream)
        yield Shown(picture, Upright.of(picture, aspect), t_ns, pts, effort.filtered)
    if damaged and not found:
        raise Unreadable


def _tell(source: Input, picture: Any, t_ns: int) -> None:
    """Say so where the decoder patched a picture up."""
    if picture.is_corrupt and source.watch:
        source.watch.bad(t_ns)


def _feed(
    source: Input, stream: Any, clock: Clock, span: Span, effort: Effort, sparing: bool
) -> Iterable[Any]:
    if effort.skip_frame == KEYFRAMES_ONLY:
        return keyframes(source, stream, clock, span)
    spared = _spared(source, stream, clock, span) if sparing and not source.counted else None
    return spared or packets(source, stream, clock, span.start_ns)


def picture_aspect(stream: Any) -> Any:
    """Width of a stored pixel over its height; the container's word goes before the codec's."""
    return stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio


def prepare(stream: Any, effort: Effort) -> None:
    """Set up the decoder."""
    context = stream.codec_context
    if context is None:
        raise CodecMissing
    context.skip_frame = effort.skip_frame
    if not context.is_open:
        context.thread_count = effort.threads
        skipped = {} if effort.filtered else {"skip_loop_filter": "all"}
        checked = {"err_detect": "crccheck+explode"} if effort.strict else {}
        context.options = {"max_pixels": str(MAX_PIXELS), **skipped, **checked}
    for other in stream.container.streams:
        other.discard = Discard.default if other.index == stream.index else Discard.all


def _pictures(feed: Iterable[Any], source: Input, clock: Clock) -> Iterator[Any]:
    """Pictures in order of time; None for a packet that could not be decoded."""
    for packet in feed:
        try:
            with reading():
                yield from packet.decode()
        except Unreadable:
            if source.watch and packet.size and has_time(packet):
                source.watch.bad(clock.t_ns(shown(packet)))
            yield None


def _referred(feed: Iterable[Any], stream: Any, clock: Clock, until: int) -> Iterator[Any]:
    codec = stream.codec_context.codec.canonical_name
    length_size = nal_length_size(codec, stream.codec_context.extradata)
    for packet in feed:
        early = packet.size and packet.pts is not None and clock.t_ns(packet.pts) < until
        if not (early and coded(packet, 0, codec, length_size).spare):
            yield packet


def _spared(source: Input, stream: Any, clock: Clock, span: Span) -> list[Any] | None:
    """Packets that give the grid its pictures, and a flush; None if that cannot be known beforehand."""
    codec = stream.codec_context.codec.canonical_name
    length_size = nal_length_size(codec, stream.codec_context.extradata)
    held: list[Coded] = []
    room = HELD_BYTES
    for packet in packets(source, stream, clock, span.start_ns):
        if not packet.size:
            break
        room -= packet.size
        if packet.pts is None or packet.dts is None or room < 0:
            stream.codec_context.skip_frame = "NONREF"
            return None
        if clock.t_ns(packet.dts) >= span.end_ns:
            break  # nothing after it is shown before it is decoded
        held.append(coded(packet, clock.t_ns(packet.pts), codec, length_size))
    return [item.packet for item in chosen(held, span, SECOND // BASE_HZ)] + [flushing(stream)]
