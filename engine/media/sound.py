"""Sound of any stream as mono float32 at 16 kHz, placed by its time stamps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt

from engine.media.decoding import EXACT, prepare
from engine.media.errors import Unreadable
from engine.media.opening import Input, reading
from engine.media.packets import packets
from engine.units import SECOND

Vector = npt.NDArray[np.float32]

RATE = 16_000
PREROLL_NS = SECOND // 2
"""Decoded before the span and dropped: codecs that overlap blocks (AAC, MP3, Opus) need it to settle."""
JITTER = 0.05
"""Seconds by which time stamps may stray from the samples counted before a gap is believed."""


def samples(t_ns: int) -> int:
    """Number of the 16 kHz sample nearest to `t_ns`."""
    return (2 * t_ns * RATE + SECOND) // (2 * SECOND)


def mono(source: Input, index: int, start_ns: int, end_ns: int) -> tuple[Vector, int]:
    """Sound of `[start_ns, end_ns)` and how many of its samples lie before the stream's end.

    Channels are mixed by libswresample's default matrix (stereo: the mean; surround: centre and
    surrounds at −3 dB, no LFE, scaled so that nothing clips); values beyond ±1 are cut. Gaps are
    zeros. Raises Unreadable if there was sound to decode and none of it could be.
    """
    begin, size = samples(start_ns), samples(end_ns) - samples(start_ns)
    out = np.zeros(max(0, size), dtype=np.float32)
    reached = 0
    for at, chunk in _runs(source, index, start_ns, end_ns):
        first = at - begin
        low, high = max(0, first), min(len(out), first + len(chunk))
        if low < high:
            out[low:high] = chunk[low - first : high - first]
            reached = max(reached, high)
    # floating-point files may hold anything
    return np.clip(np.nan_to_num(out, nan=0.0, posinf=0.0, neginf=0.0), -1, 1), reached


def _runs(source: Input, index: int, start_ns: int, end_ns: int) -> Iterator[tuple[int, Vector]]:
    """Pieces of resampled sound with the number of their first sample."""
    stream = source.stream(index, "audio")
    prepare(stream, EXACT)
    clock = source.clock(stream)
    resampler, anchor, given, fed = None, 0, 0, 0
    damaged = found = False
    for frame in _frames(source, stream, clock, max(0, start_ns - PREROLL_NS)):
        if frame is None:
            damaged = True
            continue
        t_ns = clock.t_ns(frame.pts) if frame.pts is not None else None
        if t_ns is not None and t_ns >= end_ns + PREROLL_NS:
            break
        expected = anchor / RATE + fed / frame.sample_rate
        if resampler is None or (t_ns is not None and abs(t_ns / SECOND - expected) > JITTER):
            if resampler is not None:
                yield from _flushed(resampler, anchor + given)
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            anchor, given, fed = samples(t_ns or 0), 0, 0
        fed += frame.samples
        frame.pts = None
        with reading():
            pieces = resampler.resample(frame)
        for piece in pieces:
            chunk = np.asarray(piece.to_ndarray().reshape(-1), dtype=np.float32)
            yield anchor + given, chunk
            given += len(chunk)
            found = True
    if resampler is not None:
        yield from _flushed(resampler, anchor + given)
        found = True
    if damaged and not found:
        raise Unreadable


def _flushed(resampler: Any, at: int) -> Iterator[tuple[int, Vector]]:
    with reading():
        for piece in resampler.resample(None):
            chunk = np.asarray(piece.to_ndarray().reshape(-1), dtype=np.float32)
            yield at, chunk
            at += len(chunk)


def _frames(source: Input, stream: Any, clock: Any, start_ns: int) -> Iterator[Any]:
    for packet in packets(source, stream, clock, start_ns):
        try:
            with reading():
                yield from packet.decode()
        except Unreadable:
            yield None
