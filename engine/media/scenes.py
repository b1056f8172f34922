"""New scenes found from the sizes of coded pictures alone, without decoding any.

Encoders put a keyframe where a scene begins. A keyframe beside pictures a quarter as large or smaller is
the only one of them that can have brought a new picture, since a new scene costs about as many bits
whatever kind of picture carries it (compare Yeo and Liu, "Rapid scene analysis on compressed video",
IEEE Transactions on Circuits and Systems for Video Technology 5(6), 1995).
"""

from __future__ import annotations

from engine.media.opening import Input
from engine.media.packets import packets
from engine.media.selection import SEPARABLE
from engine.units import Span

SMALLER = 4
"""How many times smaller than the keyframe the coded pictures around it must be."""


def scene_keyframe(source: Input, index: int, span: Span) -> int | None:
    """Time of the keyframe in `span` that alone can have brought a new picture; None if none stands out."""
    stream = source.stream(index, "video")
    if source.counted or stream.codec_context is None:
        return None
    if stream.codec_context.codec.canonical_name not in SEPARABLE:
        return None
    clock = source.clock(stream)
    keys: list[tuple[int, int]] = []
    largest = 0
    for packet in packets(source, stream, clock, span.start_ns):
        if not packet.size:
            break
        if packet.pts is None or packet.dts is None:
            return None
        if clock.t_ns(packet.dts) >= span.end_ns:
            break
        t_ns = clock.t_ns(packet.pts)
        if span.holds(t_ns) and packet.is_keyframe:
            keys.append((t_ns, packet.size))
        elif span.holds(t_ns):
            largest = max(largest, packet.size)
    alone = len(keys) == 1 and SMALLER * largest <= keys[0][1]
    return keys[0][0] if alone else None
