"""Damage inside a stream, found while it is demuxed and decoded.

Told by: packets that the container calls corrupt (lost packets of a transport stream), packets no decoder
takes, pictures and sound that fail their checksum or were patched up, and holes in the time of a stream that
runs evenly before and after. What a codec without checksums decodes to other pictures goes unseen: nothing
in the file tells it from what was recorded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from engine.media import avi_chunks
from engine.media.selection import nal_length_size
from engine.units import SECOND, Span

if TYPE_CHECKING:
    from engine.media.opening import Input

NEAR_NS = SECOND // 2
"""Damage nearer than this is one stretch of it."""
HOLE_NS, HOLE_OF_SOUND_NS, HOLE_OF_SPEECH_NS = 4 * SECOND // 10, SECOND // 10, SECOND
"""Least length of a hole in time: pictures, sound, and sound of codecs that leave silence out."""
STEPS, EVEN = 10, 0.9
"""Least number of packets, and share of them at the usual distance, from which on a stream runs evenly."""
LEAVES_SILENCE = frozenset({"opus", "amrnb", "amrwb", "amr_nb", "amr_wb", "speex", "gsm"})
BEHIND_EACH_OTHER = frozenset({"matroska,webm", "ogg", "flac", "mp3", "aac", "ac3", "avi"})
"""Formats in which the bytes between two packets of a stream around a hole are what could not be read."""
NO_ZEROS, FEW_ZEROS, MANY_ZEROS = frozenset({"h264", "hevc"}), 16, 256
"""Codecs that allow no run of zeros within a picture (ISO 14496-10, 7.4.1), and how many are one: where a
picture states its length, and where padding may follow it."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A damaged stretch: packets that are corrupt or missing there, and bytes, 0 where not known."""

    start_ns: int
    end_ns: int
    bytes: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """What the codec and the container of a stream say about damage."""

    least_hole_ns: int = HOLE_NS
    zeros: int = 0
    """From how many zeros behind each other a packet is damaged; 0: they mean nothing."""
    holes_in_bytes: bool = False
    """Whether the bytes between two packets around a hole in time are what could not be read."""
    plain: bool = False
    """Samples as they are: a packet called corrupt is only the shorter last one."""
    lost: Callable[[int, int], Iterable[tuple[int, int]]] | None = None
    """From packet to packet, by their places in the file: (place, bytes) of what is part of none."""

    @classmethod
    def of(cls, source: Input, stream: Any) -> Form:
        """What is known of a stream that is about to be decoded."""
        context, container = stream.codec_context, source.container.format.name
        codec = context.codec.canonical_name if context else ""
        zeros = 0
        if codec in NO_ZEROS:
            zeros = FEW_ZEROS if nal_length_size(codec, context.extradata) else MANY_ZEROS * source.counted
        least = HOLE_OF_SOUND_NS if stream.type == "audio" else HOLE_NS
        return cls(
            HOLE_OF_SPEECH_NS if codec in LEAVES_SILENCE else least,
            zeros,
            container in BEHIND_EACH_OTHER,
            codec.startswith("pcm_"),
            partial(avi_chunks.lost, source.file) if container == "avi" else None,
        )


class Watch:
    """Sees the packets of one stream and what becomes of them."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._bytes: dict[int, tuple[int, int]] = {}
        self._bad: set[int] = set()

    def demuxed(self, packet: Any, t_ns: int) -> None:
        """A packet with something in it, shown at `t_ns`."""
        at = packet.pos if packet.pos is not None and packet.pos >= 0 else -1
        self._bytes[t_ns] = packet.size, at
        zeros = self._form.zeros
        if (packet.is_corrupt and not self._form.plain) or (zeros and bytes(zeros) in bytes(packet)):
            self._bad.add(t_ns)

    def bad(self, t_ns: int) -> None:
        """What is shown at `t_ns` was not decoded, or not soundly."""
        self._bad.add(t_ns)

    def harms(self, span: Span) -> list[Harm]:
        """Damage within `span`, in order of time."""
        times = sorted(self._bytes)
        steps = [b - a for a, b in pairwise(times) if b > a]
        usual = int(median(steps)) if steps else SECOND // 25
        found = [*self._broken(times, usual), *self._holes(times, steps, usual), *self._lost(usual)]
        return near_together(_within(found, span))

    def _broken(self, times: list[int], usual: int) -> Iterator[Harm]:
        for t_ns in self._bad:
            after = bisect_right(times, t_ns)
            end = min(times[after], t_ns + usual) if after < len(times) else t_ns + usual
            yield Harm(t_ns, max(end, t_ns + 1), self._bytes.get(t_ns, (0, -1))[0], 1)

    def _holes(self, times: list[int], steps: list[int], usual: int) -> Iterator[Harm]:
        """Times without a packet in a stream that otherwise has one after the other."""
        least = max(self._form.least_hole_ns, 4 * usual)
        even = sum(abs(step - usual) <= usual // 4 for step in steps if step < least)
        usually = sum(step < least for step in steps)
        if usually < STEPS or even < EVEN * usually:
            return
        for before, after in pairwise(times):
            if after - before >= least:
                missing = round((after - before) / usual) - 1
                yield Harm(before + usual, after, self._between(before, after), missing)

    def _lost(self, usual: int) -> Iterator[Harm]:
        """What the container holds between the packets and is part of none, at the packet before it."""
        places = sorted((at, t_ns) for t_ns, (_, at) in self._bytes.items() if at >= 0)
        if self._form.lost is None or len(places) < 2:
            return
        for at, count in self._form.lost(places[0][0], places[-1][0]):
            t_ns = places[bisect_right(places, (at, 1 << 62)) - 1][1] + usual
            yield Harm(t_ns, t_ns + usual, count, 1)

    def _between(self, before: int, after: int) -> int:
        (size, at), (_, following) = self._bytes[before], self._bytes[after]
        known = self._form.holes_in_bytes and at >= 0 and following > at
        return max(0, following - at - size) if known else 0


def _within(found: Iterable[Harm], span: Span) -> Iterator[Harm]:
    for harm in found:
        start, end = max(harm.start_ns, span.start_ns), min(harm.end_ns, span.end_ns)
        if start < end:
            begun = harm.start_ns >= span.start_ns  # what began in an earlier segment was counted there
            yield Harm(start, end, harm.bytes * begun, harm.count * begun)


def near_together(found: Iterable[Harm], near_ns: int = NEAR_NS) -> list[Harm]:
    """Damage with what lies near it made one, in order of time."""
    made: list[Harm] = []
    for harm in sorted(found, key=lambda h: (h.start_ns, h.end_ns)):
        last = made[-1] if made else None
        if last is not None and harm.start_ns - last.end_ns <= near_ns:
            end = max(last.end_ns, harm.end_ns)
            made[-1] = replace(last, end_ns=end, bytes=last.bytes + harm.bytes, count=last.count + harm.count)
        else:
            made.append(harm)
    return made


def few(found: Iterable[Harm], most: int) -> list[Harm]:
    """At most `most` stretches: the nearest are joined until they are."""
    near_ns = NEAR_NS
    made = near_together(found)
    while len(made) > most:
        near_ns *= 2
        made = near_together(made, near_ns)
    return made
