"""Writes small media files with libav, deterministically, for the corpus and the benchmarks."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


def picture(number: int, width: int = 320, height: int = 240) -> Picture:
    """A moving pattern with a light top left corner, so that turning shows."""
    y, x = np.mgrid[0:height, 0:width]
    values = np.stack([(x + 3 * number) % 256, (y + 2 * number) % 256, (x + y + number) % 256], axis=-1)
    values[: max(1, height // 4), : max(1, width // 4)] = 255
    return values.astype(np.uint8)


def tone(seconds: float, rate: int = 48_000, channels: int = 2, hertz: float = 440.0) -> Any:
    """float32 `(channels, samples)`; channel k is quieter by k + 1."""
    t = np.arange(round(seconds * rate)) / rate
    wave = 0.5 * np.sin(2 * np.pi * hertz * t)
    return np.stack([wave / (k + 1) for k in range(channels)]).astype(np.float32)


def video(
    path: Path,
    frames: int = 50,
    *,
    size: tuple[int, int] = (320, 240),
    codec: str = "libx264",
    form: str = "",
    pixels: str = "yuv420p",
    rate: int = 25,
    times: Iterable[int] | None = None,
    sounds: int = 1,
    sound_codec: str = "aac",
    options: Mapping[str, str] | None = None,
    rotation: int = 0,
    pictures: Iterable[Picture] | None = None,
    muxing: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> Path:
    """A video of the moving pattern (or of `pictures`) with `sounds` sound tracks.

    `times`: pts of the frames in 1/1000 s, for uneven rates. One thread, so equal bytes each time.
    """
    with (
        _scheduled_as_before(),
        av.open(
            str(path), "w", format=form or None, options={"fflags": "+bitexact", **(muxing or {})}
        ) as out,
    ):
        for key, value in (tags or {}).items():
            out.metadata[key] = value
        stream: Any = out.add_stream(codec, rate=rate, options={"threads": "1", **(options or {})})
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.codec_context.time_base = Fraction(1, 1000) if times else Fraction(1, rate)
        stream.codec_context.thread_count = 1
        if rotation:
            stream.set_display_rotation(rotation)
        tracks = [out.add_stream(sound_codec, rate=48_000, layout="stereo") for _ in range(sounds)]
        shown = pictures if pictures is not None else (picture(n, *size) for n in range(frames))
        stamps = list(times) if times else None
        count = 0
        for count, array in enumerate(shown, 1):
            frame = av.VideoFrame.from_ndarray(array, format="rgb24")
            frame.pts = stamps[count - 1] if stamps else count - 1
            frame.time_base = stream.codec_context.time_base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        length = (stamps[-1] / 1000 if stamps else count / rate) if count else 0
        for number, track in enumerate(tracks):
            _sound(out, track, tone(length, hertz=440.0 * (number + 1)))
    return path


@contextmanager
def _scheduled_as_before() -> Iterator[None]:
    """SVT-AV1 makes the thread that encodes a real-time one where it may, and whatever that starts later."""
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, priority = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, priority)


def sound(
    path: Path, seconds: float = 2, *, codec: str = "pcm_s16le", rate: int = 16_000, layout: str = "mono",
    form: str = "", cover: bytes = b"",
) -> Path:  # fmt: skip
    """A sound file, with a JPEG as cover picture if given."""
    with av.open(str(path), "w", format=form or None, options={"fflags": "+bitexact"}) as out:
        track: Any = out.add_stream(codec, rate=rate, layout=layout)
        if cover:
            inside: Any
            with av.open(io.BytesIO(cover), "r", format="jpeg_pipe") as inside:
                art = out.add_stream_from_template(inside.streams.video[0])
                art.disposition = av.stream.Disposition.attached_pic
                packet = next(inside.demux(video=0))
                packet.stream, packet.pts, packet.dts = art, 0, 0
                out.mux(packet)
        _sound(out, track, tone(seconds, rate, track.codec_context.layout.nb_channels))
    return path


def _sound(out: Any, track: Any, wave: Any) -> None:
    context = track.codec_context
    size = context.frame_size or 1024
    resampler = av.AudioResampler(format=context.format, layout=context.layout, rate=context.sample_rate)
    for at in range(0, wave.shape[1], size):
        part = np.ascontiguousarray(wave[:, at : at + size].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="flt", layout=context.layout.name)
        frame.sample_rate, frame.pts = context.sample_rate, at
        frame.time_base = Fraction(1, context.sample_rate)
        for piece in resampler.resample(frame):
            out.mux(track.encode(piece))
    out.mux(track.encode(None))
