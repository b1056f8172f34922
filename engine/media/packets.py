"""Packets of one stream from a point in time on, whatever the container's ways of seeking."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av.error
from av.packet import Packet

from engine.media.errors import Unreadable
from engine.media.opening import Input
from engine.media.times import Clock
from engine.units import SECOND, Span

BY_BYTES = frozenset({"mpegts", "mpeg", "mpegvideo"})
"""Formats whose seek by time misses the first keyframe; their start is sought by byte."""


MOST_RATE = 1000
MOST_ERRORS = 1000
"""Damaged places of a file that a demuxer is led past."""


def packets(source: Input, stream: Any, clock: Clock, start_ns: int) -> Iterator[Any]:
    """Packets from the last keyframe at or before `start_ns` where there is one, and a flush at the end.

    Where a demuxer lands behind the keyframe (time stamps out of order, no index), the seek is
    repeated from further back.
    """
    if source.counted:
        yield from _demuxed(source, stream)
        return
    back, wanted = 0, clock.pts(start_ns)
    while True:
        _seek(source, stream, clock, max(source.begin_ns, start_ns - back))
        reader = _demuxed(source, stream)
        first = next((p for p in reader if p.is_keyframe or p.size == 0), None)
        early = first is not None and first.size > 0 and (first.pts is None or first.pts <= wanted)
        if early or back >= start_ns - source.begin_ns:
            if first is not None:
                yield first
            yield from reader
            return
        back = min(start_ns - source.begin_ns, back * 4 or SECOND // 2)


def keyframes(source: Input, stream: Any, clock: Clock, span: Span) -> Iterator[Any]:
    """Packets of the keyframes shown within `span`, with a flush after each.

    With a complete index each one is sought, so nothing between them is read from the file. (Telling
    the demuxer to discard the others instead would be simpler, but MP4 time stamps then come out wrong.)
    """
    walk = _indexed(source, stream, clock, span) if source.indexed else _filtered(source, stream, clock, span)
    for packet in walk:
        t_ns = clock.t_ns(shown(packet))
        if t_ns >= span.end_ns:
            return
        if t_ns < span.start_ns:
            continue
        yield packet
        yield flushing(stream)
        stream.codec_context.flush_buffers()


def has_time(packet: Any) -> bool:
    """Whether the container says when the packet is shown or decoded."""
    return packet.pts is not None or packet.dts is not None


def shown(packet: Any) -> int:
    """The packet's pts, or its dts where the container has no other."""
    stamp: int | None = packet.pts if packet.pts is not None else packet.dts
    return stamp if stamp is not None else 0


def flushing(stream: Any) -> Any:
    """The empty packet that makes the decoder give out what it holds back."""
    packet = Packet()
    packet.stream = stream
    return packet


def _indexed(source: Input, stream: Any, clock: Clock, span: Span) -> Iterator[Any]:
    """The index counts decoding times, a seek takes showing times: just before the next keyframe is both."""
    entries = stream.index_entries
    at = max(0, entries.search_timestamp(clock.pts(span.start_ns), backward=True))
    before: int | None = None
    while 0 <= at < len(entries):
        after = entries.search_timestamp(entries[at].timestamp + 1, backward=False)
        more = after > at
        aim = entries[after if more else len(entries) - 1].timestamp - more
        try:
            source.container.seek(max(aim, entries[at].timestamp), stream=stream, backward=True)
        except MemoryError:
            raise  # libav's is an FFmpegError too, and says nothing of the file
        except (av.error.FFmpegError, OSError, ValueError):
            return
        packet = next(_demuxed(source, stream), None)
        if packet is None or packet.size == 0:
            return
        if before is None or shown(packet) > before:
            before = shown(packet)
            yield packet
        at = after if more else -1


def _filtered(source: Input, stream: Any, clock: Clock, span: Span) -> Iterator[Any]:
    number = 0
    for packet in packets(source, stream, clock, span.start_ns):
        if packet.size and source.counted:
            packet.pts = number * ticks(stream)
            number += 1
        if packet.size and packet.is_keyframe:
            yield packet


def ticks(stream: Any) -> int:
    """Length of one picture in units of the stream's time base, from the rate that the stream itself states.

    A raw stream's demuxer takes 25 whatever the stream says; the codec's own header goes before that.
    """
    rate = stated_rate(stream) or stream.average_rate or stream.guessed_rate or 25
    length = rate * stream.time_base
    return max(1, int((2 * length.denominator + length.numerator) // (2 * length.numerator)))


def stated_rate(stream: Any) -> Fraction | None:
    """Pictures a second by the codec's own header (the VUI of H.264 and H.265); None where it says none."""
    rate = stream.codec_context.framerate if stream.codec_context else None
    return rate if rate and 0 < rate < MOST_RATE else None


def _demuxed(source: Input, stream: Any) -> Iterator[Any]:
    """Packets from here on; what cannot be read is passed over, as long as something follows."""
    clock, number = source.clock(stream), 0
    tick = ticks(stream) if source.counted and stream.type == "video" else 0
    for _ in range(MOST_ERRORS):
        try:
            for packet in source.container.demux(stream):
                if packet.size and source.watch and (tick or has_time(packet)):
                    source.watch.demuxed(packet, clock.t_ns(number * tick if tick else shown(packet)))
                number += 1
                yield packet
            return
        except MemoryError:
            raise  # libav's is an FFmpegError too, and says nothing of the file
        except av.error.InvalidDataError:
            continue
        except (av.error.FFmpegError, OSError, ValueError):
            return  # what was read before the damage stands


def _seek(source: Input, stream: Any, clock: Clock, t_ns: int) -> None:
    """To `t_ns`, or to the beginning where that cannot be sought (FLV: by byte). Raises Unreadable."""
    seek, by_byte = source.container.seek, {"unsupported_byte_offset": True}
    ways: list[tuple[int, dict[str, Any]]] = [
        (clock.pts(max(source.begin_ns, t_ns)), {"stream": stream, "backward": True}),
        (0, {"backward": True}),
        (0, by_byte),
    ]
    if t_ns <= source.begin_ns and source.container.format.name in BY_BYTES:
        ways = [(0, by_byte), ways[1]]
    for offset, how in ways:
        try:
            seek(offset, **how)
            return
        except MemoryError:
            raise  # libav's is an FFmpegError too, and says nothing of the file
        except (av.error.FFmpegError, OSError, ValueError, OverflowError):
            continue
    raise Unreadable
