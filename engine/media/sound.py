"""Sound of any stream as float32, placed by its time stamps: at 16 kHz for analysis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av
import av.error
import numpy as np

from engine.media.channels import Blocks, Heard, Vector
from engine.media.decoding import EXACT, prepare
from engine.media.errors import Unreadable
from engine.media.opening import Input, reading
from engine.media.packets import packets
from engine.media.parts import opened, parts_within
from engine.units import SECOND, Media, Span

RATE = 16_000
AS_RECORDED = ""
"""In place of a layout: every channel as it is."""
PREROLL_NS = SECOND // 2
"""Decoded before the span and dropped: codecs that overlap blocks (AAC, MP3, Opus) need it to settle."""
LOUDEST = 1e4
JITTER_NS = SECOND // 20
"""By how much time stamps may stray from the samples counted before a gap is believed."""


def samples(t_ns: int, rate: int = RATE) -> int:
    """Number of the sample nearest to `t_ns`."""
    return (2 * t_ns * rate + SECOND) // (2 * SECOND)


def heard(media: Media, index: int, start_ns: int, end_ns: int) -> Heard:
    """Sound of `[start_ns, end_ns)` over all recordings, with its channels looked at before they are mixed.

    No channel is dropped for what its layout calls it: a recorder's fourth of six microphones is called a
    subwoofer. Gaps are zeros. Raises Unreadable if there was sound to decode and none of it could be.
    """
    blocks = Blocks(samples(start_ns), samples(end_ns) - samples(start_ns))
    for part, span in parts_within(media, Span(start_ns, end_ns), index):
        with opened(media, part) as source:
            for at, piece in pieces(source, index, span.start_ns, span.end_ns, AS_RECORDED):
                blocks.add(at, piece)
    return blocks.heard()


class _Run:
    """Resamples frames that follow each other without a gap and in one form."""

    def __init__(self, t_ns: int, frame: Any, layout: str, rate: int) -> None:
        # 32 bits, not floats: for floats libswresample would add channels up instead of averaging
        wanted: Any = layout or frame.layout
        self._resampler = av.AudioResampler(format="s32", layout=wanted, rate=rate)
        self._channels = av.AudioLayout(wanted).nb_channels
        self._start_ns, self._at, self._fed = t_ns, samples(t_ns, rate), 0
        self._form = _form(frame)

    def takes(self, frame: Any, t_ns: int | None) -> bool:
        expected = self._start_ns + self._fed * SECOND // frame.sample_rate
        return _form(frame) == self._form and (t_ns is None or abs(t_ns - expected) <= JITTER_NS)

    def feed(self, frame: Any | None) -> Iterator[tuple[int, Vector]]:
        """Resampled sound and the number of its first sample; None gives what is still held back."""
        if frame is not None:
            self._fed += frame.samples
            frame.pts = None
        with reading():
            pieces = self._resampler.resample(frame)
        for piece in pieces:
            whole = np.asarray(piece.to_ndarray().reshape(-1, self._channels), dtype=np.float32)
            yield self._at, whole * np.float32(2**-31)
            self._at += len(whole)


def _form(frame: Any) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def pieces(
    source: Input, index: int, start_ns: int, end_ns: int, layout: str = "mono", rate: int = RATE
) -> Iterator[tuple[int, Vector]]:
    """Sound `(n, channels)` from somewhat before `start_ns` on, with the number of its first sample from
    the item's start; pieces may leave gaps. Raises Unreadable if none of it could be decoded."""
    stream = source.stream(index, "audio")
    prepare(stream, EXACT)
    clock = source.clock(stream)
    finite = not stream.codec_context.name.startswith("pcm_f")
    run: _Run | None = None
    damaged = False
    for frame in _frames(source, stream, clock, max(0, start_ns - PREROLL_NS)):
        if frame is None:
            damaged = True
            continue
        t_ns = clock.t_ns(frame.pts) if frame.pts is not None else None
        if t_ns is not None and t_ns >= end_ns + PREROLL_NS:
            break
        if run is None or not run.takes(frame, t_ns):
            if run is not None:
                yield from run.feed(None)
            run = _Run(source.begin_ns if t_ns is None else t_ns, frame, layout, rate)
        yield from run.feed(frame if finite else _finite(frame))
    if run is not None:
        yield from run.feed(None)
    elif damaged:
        raise Unreadable


def _finite(frame: Any) -> Any:
    """The frame with what is no number, or beyond any loudness, made silent: a file may hold anything."""
    values = frame.to_ndarray()
    with np.errstate(invalid="ignore"):
        wrong = ~(np.abs(values) <= LOUDEST)
    if not wrong.any():
        return frame
    clean = av.AudioFrame.from_ndarray(
        np.where(wrong, 0, values).astype(values.dtype), format=frame.format.name, layout=frame.layout.name
    )
    clean.sample_rate = frame.sample_rate
    return clean


def _frames(source: Input, stream: Any, clock: Any, start_ns: int) -> Iterator[Any]:
    for packet in packets(source, stream, clock, start_ns):
        try:
            with reading():
                yield from packet.decode()
        except Unreadable:
            yield None
