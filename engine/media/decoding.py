"""Decoding one stretch of pictures: seek, skip what need not be decoded, sample on the grid.

Every stretch starts with a seek to the last keyframe at or before its start and ends with the last
picture shown before its end, so its pictures depend on the file and the span alone. Pictures that
follow a keyframe in the file but are shown before it (open GOP) belong to the stretch before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import av.error
from av.packet import Packet
from av.stream import Discard

from engine.media.errors import CodecMissing, TooLarge, Unreadable
from engine.media.opening import MAX_PIXELS, Input, reading
from engine.media.pictures import DecodedFrame, Tools, Upright
from engine.media.selection import Coded, chosen, coded, nal_length_size
from engine.media.times import Clock
from engine.units import SECOND, Sampling, Span

BASE_HZ = 5
HELD_BYTES = 96 << 20
"""Most bytes of packets held to choose among; beyond that the decoder's own skipping has to do."""
FILTERED = frozenset({"h264", "hevc", "vp8", "vp9"})
"""Codecs with a loop filter that can be left out."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to decode. Values of `skip_frame` and `skip_loop_filter` are libavcodec's."""

    skip_frame: str = "DEFAULT"
    filtered: bool = True

    @property
    def exact(self) -> bool:
        return self.filtered


EXACT = Effort()


def effort_for(codec: str, sampling: Sampling) -> Effort:
    """Least work that still gives the pictures of `sampling`, once packets not needed are left out."""
    skip = "NONKEY" if sampling is Sampling.KEYFRAMES else "DEFAULT"
    return Effort(skip, filtered=codec not in FILTERED)


def cell(t_ns: int, hz: float) -> int:
    """Number of the sampling interval `[k/hz, (k+1)/hz)` that holds `t_ns`."""
    return t_ns // round(SECOND / hz)


def thinned(frames: Iterator[DecodedFrame] | list[DecodedFrame], hz: float) -> Iterator[DecodedFrame]:
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
    effort = effort_for(stream.codec_context.codec.canonical_name, sampling)
    grid = sampling is Sampling.GRID
    last: int | None = None
    for shown in decoded(source, stream, span, effort, sparing=grid):
        number = cell(shown.t_ns, BASE_HZ) if grid else shown.t_ns
        if number == last:
            continue
        last = number
        small = tools.converter.shrunk(shown.picture, shown.upright)
        exact = effort.filtered and small is shown.picture
        yield DecodedFrame(small, shown.upright, shown.t_ns, shown.pts, exact=exact, tools=tools)


def exactly(source: Input, index: int, span: Span, tools: Tools) -> Iterator[DecodedFrame]:
    """Every picture of `span` in full size, nothing left out."""
    for shown in decoded(source, source.stream(index, "video"), span, EXACT):
        yield DecodedFrame(shown.picture, shown.upright, shown.t_ns, shown.pts, exact=True, tools=tools)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the decoder gave it."""

    picture: Any
    upright: Upright
    t_ns: int
    pts: int


def decoded(
    source: Input, stream: Any, span: Span, effort: Effort, *, sparing: bool = False
) -> Iterator[Shown]:
    """Pictures with `t_ns` in `span`, in order of time; `sparing`: only those the grid needs, and others.

    Raises Unreadable if there were errors and no picture.
    """
    prepare(stream, effort)
    clock = source.clock(stream)
    damaged = found = False
    latest = -1
    feed = _spared(source, stream, clock, span) if sparing else None
    for picture in _pictures(feed or packets(source, stream, clock, span.start_ns)):
        if picture is None:
            damaged = True
            continue
        pts = picture.pts if picture.pts is not None else picture.dts
        if pts is None:
            continue
        t_ns = clock.t_ns(pts)
        if t_ns >= span.end_ns:
            break
        if t_ns < span.start_ns or t_ns <= latest:
            continue
        if picture.width * picture.height > MAX_PIXELS:
            raise TooLarge
        latest, found = t_ns, True
        aspect = picture_aspect(stream)
        yield Shown(picture, Upright.of(picture, aspect), t_ns, pts)
    if damaged and not found:
        raise Unreadable


def picture_aspect(stream: Any) -> Any:
    """Width of a stored pixel over its height; the container's word goes before the codec's."""
    return stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio


def prepare(stream: Any, effort: Effort) -> None:
    """Set up the decoder: one thread, since a process runs on one core and threads reorder errors."""
    context = stream.codec_context
    if context is None:
        raise CodecMissing
    context.thread_count = 1
    context.skip_frame = effort.skip_frame
    options = {"max_pixels": str(MAX_PIXELS)}
    if not effort.filtered:
        options["skip_loop_filter"] = "all"
    context.options = options
    for other in stream.container.streams:
        other.discard = Discard.default if other.index == stream.index else Discard.all
    if effort.skip_frame == "NONKEY":
        stream.discard = Discard.nonkey


def _pictures(feed: Iterable[Any]) -> Iterator[Any]:
    """Pictures in order of time; None for a packet that could not be decoded."""
    for packet in feed:
        try:
            with reading():
                yield from packet.decode()
        except Unreadable:
            yield None


def _spared(source: Input, stream: Any, clock: Clock, span: Span) -> list[Any] | None:
    """Packets that give the grid its pictures, and a flush; None where that cannot be told beforehand."""
    codec = stream.codec_context.codec.canonical_name
    length_size = nal_length_size(codec, stream.codec_context.extradata)
    held: list[Coded] = []
    room, flush = HELD_BYTES, None
    for packet in packets(source, stream, clock, span.start_ns):
        if not packet.size:
            flush = packet
            break
        room -= packet.size
        if packet.pts is None or packet.dts is None or room < 0:
            stream.codec_context.skip_frame = "NONREF"
            return None
        if clock.t_ns(packet.dts) >= span.end_ns:
            break  # nothing after it is shown before it is decoded
        held.append(coded(packet, clock.t_ns(packet.pts), codec, length_size))
    flush = flush or Packet()
    flush.stream = stream
    return [item.packet for item in chosen(held, span, SECOND // BASE_HZ)] + [flush]


def packets(source: Input, stream: Any, clock: Clock, start_ns: int) -> Iterator[Any]:
    """Packets from the last keyframe at or before `start_ns`, with a flush at the end.

    Where a demuxer lands behind the keyframe (time stamps out of order, no index), the seek is
    repeated from further back.
    """
    back, wanted = 0, clock.pts(start_ns)
    while True:
        _seek(source, stream, clock.pts(max(0, start_ns - back)))
        reader = _demuxed(source, stream)
        held: list[Any] = []
        for packet in reader:
            held.append(packet)
            if packet.is_keyframe or packet.size == 0:
                break
        first = held[-1] if held else None
        early = first is not None and first.size and (first.pts is None or first.pts <= wanted)
        if early or back >= start_ns:
            yield from held
            yield from reader
            return
        back = min(start_ns, back * 4 or SECOND // 2)


def _demuxed(source: Input, stream: Any) -> Iterator[Any]:
    try:
        yield from source.container.demux(stream)
    except (av.error.FFmpegError, OSError, ValueError):
        return  # what was read before the damage stands


def _seek(source: Input, stream: Any, pts: int) -> None:
    try:
        source.container.seek(pts, stream=stream, backward=True)
    except (av.error.FFmpegError, OSError, ValueError, OverflowError):
        try:
            source.container.seek(0, backward=True)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise Unreadable from error
