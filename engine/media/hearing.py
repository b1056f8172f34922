"""Sound for people: stereo at 48 kHz, at other speeds with its pitch kept, and what it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.filter
import numpy as np
import numpy.typing as npt

from engine.media.channels import Vector
from engine.media.opening import Input
from engine.media.parts import opened, parts_within
from engine.media.sound import AS_RECORDED, RATE, pieces, samples
from engine.units import SECOND, Media, MediaPart, Span

Samples = npt.NDArray[np.int16]
Peaks = npt.NDArray[np.int8]

HEARD_RATE = 48_000
PEAKS_PER_SECOND = 100
SLOWEST, FASTEST = 0.25, 4.0
"""Speeds at which speech can still be followed; beyond them there is no sound."""
ATEMPO_LEAST, ATEMPO_MOST = 0.5, 2.0
"""What one tempo filter does without leaving samples out."""
END_NS = 1 << 62
LONGEST_SILENCE = HEARD_RATE // 2


class Track:
    """One sound stream, to be listened to from anywhere. Close it. Methods raise MediaError."""

    def __init__(self, media: Media, stream: int = -1) -> None:
        self._media, self._stream = media, stream
        self._source: Input | None = None
        pieces_there = parts_within(media, Span(0, END_NS), stream)
        self._turn_to(pieces_there[0][0] if pieces_there else None)

    def _turn_to(self, part: MediaPart | None) -> Input:
        """The recording, from its beginning where it cannot be sought."""
        source = self._source
        if source is None or (part is not None and source.part != part):
            self.close()
            source = self._source = Input(self._media, part)
            try:
                source.stream(self._stream, "audio")
            except BaseException:
                self.close()
                raise
        elif source.counted:
            source.reopen()
        return source

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None

    def play(self, t_ns: int, speed: float = 1.0) -> Iterator[tuple[int, Samples]]:
        """Sound `(n, 2)` from `t_ns` on as it is heard at `speed`, each piece with the item's time of its
        first sample. Gaps are silent; what the file holds twice is heard once."""
        if speed == 1.0:
            for at, piece in self._placed(t_ns):
                yield _time(at), piece
            return
        tempo, begun, given = _Tempo(speed), samples(t_ns, HEARD_RATE), 0
        for _, piece in self._placed(t_ns):
            for heard in tempo.feed(piece):
                yield _time(begun + round(given * speed)), heard
                given += len(heard)
        for heard in tempo.feed(None):
            yield _time(begun + round(given * speed)), heard
            given += len(heard)

    def _placed(self, t_ns: int) -> Iterator[tuple[int, Samples]]:
        """Sound without gaps from exactly `t_ns` on, with the number of its first sample."""
        reached = samples(t_ns, HEARD_RATE)
        for at, values in self._pieces(t_ns):
            while at > reached:
                silence = min(at - reached, LONGEST_SILENCE)
                yield reached, np.zeros((silence, 2), np.int16)
                reached += silence
            late = values[reached - at :]
            if len(late):
                yield reached, np.round(np.clip(late, -1, 1) * 32767).astype(np.int16)
                reached += len(late)

    def _pieces(self, t_ns: int) -> Iterator[tuple[int, Vector]]:
        for part, span in parts_within(self._media, Span(t_ns, END_NS), self._stream):
            source = self._turn_to(part)
            yield from pieces(source, self._stream, span.start_ns, span.end_ns, "stereo", HEARD_RATE)


class _Tempo:
    """libavfilter's `atempo`: waveform similarity overlap-add, so pitch stays."""

    def __init__(self, speed: float) -> None:
        self._graph = av.filter.Graph()
        self._fed = 0
        chain: list[Any] = [
            self._graph.add_abuffer(
                format="s16", sample_rate=HEARD_RATE, layout="stereo", time_base=Fraction(1, HEARD_RATE)
            )
        ]
        chain += [self._graph.add("atempo", f"{factor:.6f}") for factor in factors(speed)]
        chain.append(self._graph.add("abuffersink"))
        self._graph.link_nodes(*chain).configure()

    def feed(self, piece: Samples | None) -> Iterator[Samples]:
        """What comes out after putting `piece` in; None gives what is held back."""
        frame = None
        if piece is not None:
            flat = np.ascontiguousarray(piece).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(flat, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = HEARD_RATE, self._fed
            frame.time_base = Fraction(1, HEARD_RATE)
            self._fed += len(piece)
        self._graph.push(frame)
        while True:
            try:
                out: Any = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield out.to_ndarray().reshape(-1, 2)


def factors(speed: float) -> list[float]:
    """Tempo factors within what one filter does well, whose product is `speed`."""
    left, found = min(FASTEST, max(SLOWEST, speed)), []
    while not ATEMPO_LEAST <= left <= ATEMPO_MOST:
        step = ATEMPO_LEAST if left < 1 else ATEMPO_MOST
        found.append(step)
        left /= step
    return [*found, left]


def waveform(media: Media, stream: int = -1) -> Iterator[tuple[int, Peaks]]:
    """Lowest and highest value `(n, 2)` of each 10 ms, −127 to 127, with the number of the first of them.

    Pieces of about a second, in order of time; what lies between them is silent. Raises MediaError.
    """
    size = RATE // PEAKS_PER_SECOND
    held, first = np.zeros(0, np.float32), 0  # sound from sample number first · size on
    for at, piece in _all_pieces(media, stream):
        values = _loudest(piece)
        gap = at - (first * size + len(held))
        if gap > size:
            yield from _whole(held, first, least=1)
            first, held = at // size, np.zeros(at % size, np.float32)
        held = np.concatenate([held, values[max(0, -gap) :]])
        if len(held) >= RATE:
            whole = len(held) // size
            yield from _whole(held[: whole * size], first, least=size)
            held, first = held[whole * size :], first + whole
    yield from _whole(held, first, least=1)


def _all_pieces(media: Media, stream: int) -> Iterator[tuple[int, Vector]]:
    """Sound of all recordings of the file."""
    for part, span in parts_within(media, Span(0, END_NS), stream):
        with opened(media, part) as source:
            yield from pieces(source, stream, span.start_ns, span.end_ns, AS_RECORDED)


def _loudest(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Of each sample `(n, channels)` the loudest channel, so that opposite phase stays visible."""
    which = np.abs(sound).argmax(axis=1)
    return np.asarray(np.take_along_axis(sound, which[:, None], axis=1)[:, 0], np.float32)


def _whole(values: npt.NDArray[np.float32], first: int, least: int) -> Iterator[tuple[int, Peaks]]:
    if len(values) < least:
        return
    size = RATE // PEAKS_PER_SECOND
    rows = np.pad(values, (0, -len(values) % size)).reshape(-1, size)
    peaks = np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1)
    yield first, np.round(np.clip(peaks, -1, 1) * 127).astype(np.int8)


def _time(sample: int) -> int:
    return sample * SECOND // HEARD_RATE


__all__ = ["HEARD_RATE", "PEAKS_PER_SECOND", "Track", "waveform"]
