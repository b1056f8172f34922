"""Which packets of a segment must be decoded so that every sampling interval gets its picture.

Three kinds of packets are left out before they reach the decoder: pictures that no other refers to
(H.264 `nal_ref_idc` 0, ITU-T H.264 7.4.1; H.265 sub-layer non-reference pictures, ITU-T H.265 7.4.2.2),
unless an interval has no others; whatever follows the last picture needed of a group that ends at a
clean entry point; and everything after the last picture needed at all. The pictures that are decoded
are the same as if nothing had been left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.units import Span

SEPARABLE = frozenset({
    "h264", "hevc", "mpeg1video", "mpeg2video", "msmpeg4v2", "msmpeg4v3", "vp8", "vp9", "mjpeg",
    "prores", "dnxhd", "cinepak",
})  # fmt: skip
"""Codecs in which nothing behind a keyframe refers to what lies before it, save pictures shown before it."""
H264_IDR, H264_SLICES = 5, frozenset({1, 2, 3, 4, 5})
HEVC_FIRST_IRAP, HEVC_LAST_IRAP, HEVC_LAST_VCL, HEVC_LAST_SPARE = 16, 23, 31, 14


@dataclass(frozen=True, slots=True)
class Coded:
    """One packet: when its picture is shown, whether none refers to it, whether decoding may begin here."""

    packet: Any
    t_ns: int
    spare: bool
    entry: bool


def coded(packet: Any, t_ns: int, codec: str, length_size: int) -> Coded:
    """Look into a packet of `codec`; `length_size`: see `nal_length_size`."""
    if codec == "h264":
        kinds = list(_h264(memoryview(packet), length_size))
        spare = bool(kinds) and all(reference == 0 for _, reference in kinds)
        return Coded(packet, t_ns, spare, any(kind == H264_IDR for kind, _ in kinds))
    if codec == "hevc":
        types = [k for k in _hevc(memoryview(packet), length_size) if k <= HEVC_LAST_VCL]
        spare = bool(types) and all(k <= HEVC_LAST_SPARE and k % 2 == 0 for k in types)
        return Coded(packet, t_ns, spare, any(HEVC_FIRST_IRAP <= k <= HEVC_LAST_IRAP for k in types))
    return Coded(packet, t_ns, packet.is_disposable, packet.is_keyframe and codec in SEPARABLE)


def nal_length_size(codec: str, extradata: bytes | None) -> int:
    """Bytes of the length before each NAL unit (ISO 14496-15, 5.3.3.1, 8.3.3.1); 0: start codes (Annex B)."""
    if not extradata or extradata[0] != 1:
        return 0
    at = 4 if codec == "h264" else 21
    return (extradata[at] & 3) + 1 if len(extradata) > at else 0


def chosen(packets: Sequence[Coded], span: Span, period_ns: int) -> list[Coded]:
    """The packets to decode, in their order, so that each interval of `period_ns` gets its first picture."""
    wanted = _wanted(packets, span, period_ns)
    keep: list[Coded] = []
    for first, last in _groups(packets):
        needed = [i for i in range(first, last) if i in wanted]
        closed = last == len(packets) or _clean(packets, last)
        stop = (needed[-1] + 1 if needed else first) if closed else last
        keep += [packets[i] for i in range(first, stop) if i in wanted or not packets[i].spare]
    return keep


def _wanted(packets: Sequence[Coded], span: Span, period_ns: int) -> set[int]:
    """Numbers of the pictures that stand for an interval: the first that is referred to, else the first."""
    best: dict[int, tuple[bool, int, int]] = {}
    for number, item in enumerate(packets):
        if span.holds(item.t_ns):
            cell, rank = item.t_ns // period_ns, (item.spare, item.t_ns, number)
            best[cell] = min(best.get(cell, rank), rank)
    return {number for _, _, number in best.values()}


def _groups(packets: Sequence[Coded]) -> Iterator[tuple[int, int]]:
    """Ranges of packets from one entry point to the next."""
    starts = [0, *(i for i, item in enumerate(packets) if item.entry and i)]
    yield from zip(starts, [*starts[1:], len(packets)], strict=True)


def _clean(packets: Sequence[Coded], entry: int) -> bool:
    """Whether no picture after the entry point is shown before it and so may refer to the group before."""
    for item in packets[entry + 1 :]:
        if item.t_ns < packets[entry].t_ns:
            return False
        if item.entry:
            break
    return True


def _h264(data: memoryview, length_size: int) -> Iterator[tuple[int, int]]:
    """Type and nal_ref_idc of each slice."""
    for header in _nal_headers(data, length_size):
        if header & 31 in H264_SLICES:
            yield header & 31, header >> 5 & 3


def _hevc(data: memoryview, length_size: int) -> Iterator[int]:
    for header in _nal_headers(data, length_size):
        yield header >> 1 & 63


def _nal_headers(data: memoryview, length_size: int) -> Iterator[int]:
    """First byte of every NAL unit."""
    if not length_size:
        yield from _annex_b(bytes(data))
        return
    at = 0
    while at + length_size < len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        yield data[at + length_size]
        at += length_size + size
        if size == 0:
            return


def _annex_b(data: bytes) -> Iterator[int]:
    at = data.find(b"\0\0\1")
    while 0 <= at < len(data) - 3:
        yield data[at + 3]
        at = data.find(b"\0\0\1", at + 3)
