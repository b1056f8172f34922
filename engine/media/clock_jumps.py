"""Where the clock of a recording jumps: another one begins there, or nothing was recorded for a while."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from engine.units import SECOND, MediaPart, Span

BACK_NS, AHEAD_NS = SECOND, 10 * SECOND
"""By how much the times of one stream may step back or ahead from packet to packet."""
SAME_NS = 2 * SECOND
"""Jumps of several streams nearer than this are one."""
PAUSE_NS = 60 * SECOND
"""Time without any packet from which on it is no footage."""
PACKET = 188
"""Bytes of a packet of a transport stream (ISO 13818-1)."""
LOOK_BACK = 64 * PACKET


@dataclass(slots=True)
class Jump:
    """At byte `pos` the time goes on from `to_ns` instead of `from_ns`."""

    pos: int
    from_ns: int
    to_ns: int


class ClockWatch:
    """Sees the packets of all streams in the order of the file. One packet alone, damaged, is no jump."""

    def __init__(self) -> None:
        self.jumps: list[Jump] = []
        self._last: dict[int, int] = {}
        self._doubt: dict[int, tuple[int, int]] = {}
        self._pos = 0

    def add(self, stream: int, pos: int | None, t_ns: int) -> None:
        """A packet of `stream` at byte `pos` (None or below 0: not known)."""
        if pos is not None and pos >= 0:
            self._pos = pos
        last = self._last.get(stream)
        if last is None or _goes_on(last, t_ns):
            self._last[stream] = t_ns
            self._doubt.pop(stream, None)
            return
        doubt = self._doubt.get(stream)
        if doubt is None or not _goes_on(doubt[1], t_ns):
            self._doubt[stream] = self._pos, t_ns
            return
        self._jumped(Jump(doubt[0], last, doubt[1]))
        self._last[stream] = t_ns
        del self._doubt[stream]

    def _jumped(self, jump: Jump) -> None:
        before = self.jumps[-1] if self.jumps else None
        if before and max(abs(before.from_ns - jump.from_ns), abs(before.to_ns - jump.to_ns)) < SAME_NS:
            before.pos = min(before.pos, jump.pos)
        else:
            self.jumps.append(jump)


def _goes_on(last: int, t_ns: int) -> bool:
    return -BACK_NS <= t_ns - last <= AHEAD_NS


def pauses(of_streams: Iterable[Sequence[tuple[int, int]]]) -> list[Span]:
    """Where all streams pause at once, each given by its own pauses in order of time."""
    common: list[Span] | None = None
    for own in of_streams:
        spans = [Span(a, b) for a, b in own]
        if common is None:
            common = spans
        else:
            common = [
                Span(max(a.start_ns, b.start_ns), min(a.end_ns, b.end_ns))
                for a in common
                for b in spans
                if min(a.end_ns, b.end_ns) - max(a.start_ns, b.start_ns) >= PAUSE_NS
            ]
    return common or []


def divided(file: BinaryIO, size: int, jumps: Sequence[Jump]) -> list[MediaPart]:
    """The bytes between the jumps, each with the tables it needs to be read alone."""
    borders = sorted({_begin(file, jump.pos) for jump in jumps} - {0})
    head = _tables(file)
    parts = []
    for start, end in zip([0, *borders], [*borders, size], strict=True):
        parts.append(MediaPart(start, end, 0, 0, head=0 if start == 0 or _tables(file, start) else head))
    return parts


def _begin(file: BinaryIO, pos: int) -> int:
    """Where what belongs to the packet at `pos` begins: its tables or its pack header."""
    if not _is_transport(file, pos):
        file.seek(max(0, pos - 128))
        data = file.read(min(pos, 128))
        at = data.rfind(b"\x00\x00\x01\xba")
        return pos if at < 0 else pos - len(data) + at
    while pos >= PACKET and _is_table(file, pos - PACKET):
        pos -= PACKET
    return pos


def _tables(file: BinaryIO, start: int = 0) -> int:
    """Bytes of the tables that a transport stream begins with at `start`."""
    at = start
    while at < start + LOOK_BACK and _is_table(file, at):
        at += PACKET
    return at - start


def _is_transport(file: BinaryIO, pos: int) -> bool:
    file.seek(pos)
    data = file.read(PACKET + 1)
    return data[:1] == b"\x47" and data[PACKET:] in (b"", b"\x47")


def _is_table(file: BinaryIO, pos: int) -> bool:
    """Whether the packet there begins a section rather than a picture or sound."""
    file.seek(pos)
    packet = file.read(PACKET)
    if len(packet) < PACKET or packet[0] != 0x47 or not packet[1] & 0x40:
        return False
    payload = 5 + packet[4] if packet[3] & 0x20 else 4
    return bool(packet[3] & 0x10) and not _stream_start.match(packet, payload)


_stream_start = re.compile(rb"\x00\x00\x01")
