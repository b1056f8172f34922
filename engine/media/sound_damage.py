"""Damage of a stream of sound: it is decoded once more, with every checksum looked at."""

from __future__ import annotations

from typing import Any

from engine.errors import MediaError
from engine.media.damage import Form, Harm, Watch
from engine.media.decoding import Effort, prepare
from engine.media.opening import reading
from engine.media.packets import has_time, packets, shown
from engine.media.parts import opened, parts_within
from engine.units import SECOND, Media, Span

AROUND_NS = SECOND // 2
"""Read on both sides of a span: codecs that overlap blocks need it to settle."""
STRICT = Effort(strict=True)


def harm_of_sound(media: Media, index: int, span: Span) -> list[Harm]:
    """Damage of stream `index` within `span`, in order of time. Raises MediaError."""
    found: list[Harm] = []
    for part, piece in parts_within(media, span, index):
        with opened(media, part) as source:
            stream = source.stream(index, "audio")
            prepare(stream, STRICT)
            watch = source.watch = Watch(Form.of(source, stream))
            clock = source.clock(stream)
            for packet in packets(source, stream, clock, max(source.begin_ns, piece.start_ns - AROUND_NS)):
                t_ns = clock.t_ns(shown(packet)) if packet.size and has_time(packet) else None
                if t_ns is not None and t_ns >= piece.end_ns + AROUND_NS:
                    break
                if not _sound(packet) and t_ns is not None:
                    watch.bad(t_ns)
            found += watch.harms(piece)
    return found


def _sound(packet: Any) -> bool:
    """Whether a packet decodes without a fault."""
    try:
        with reading():
            return not any(frame.is_corrupt for frame in packet.decode())
    except MediaError:
        return False
