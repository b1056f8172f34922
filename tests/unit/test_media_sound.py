"""Sound: where samples lie, how channels are mixed, what fills gaps."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine.media.errors import Unreadable
from engine.media.sound import RATE
from engine.media.source import MediaCache
from engine.stage import Vector
from engine.units import SECOND, Kind, MediaPath, Sampling, Span, UnitRequest
from tests.hostile.making import sound, tone, video


def heard(path: Path, span: Span, before: int = 0, after: int = 0, cache: MediaCache | None = None) -> Vector:
    asked = UnitRequest(
        stage="voice_activity", version=1, sha256="", kind=Kind.AUDIO, stream=-1, span=span,
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, media=MediaPath(str(path)),
    )  # fmt: skip
    return (cache or MediaCache()).source(asked).sound(before, after)


def clicks(path: Path, at: list[float], seconds: float, codec: str, rate: int, form: str) -> Path:
    """Silence with short clicks at the seconds `at`."""
    wave = np.zeros(round(seconds * rate), np.float32)
    for second in at:
        wave[round(second * rate) : round(second * rate) + rate // 200] = 0.8
    with av.open(str(path), "w", format=form) as out:
        track: Any = out.add_stream(codec, rate=rate, layout="mono")
        size = track.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=track.codec_context.format, layout="mono", rate=rate)
        for start in range(0, len(wave), size):
            frame = av.AudioFrame.from_ndarray(wave[None, start : start + size], format="flt", layout="mono")
            frame.sample_rate, frame.pts = rate, start
            for piece in resampler.resample(frame):
                out.mux(track.encode(piece))
        out.mux(track.encode(None))
    return path


@pytest.mark.parametrize(
    ("codec", "rate", "form"),
    [
        ("pcm_s16le", 44_100, "wav"),
        ("aac", 48_000, "mp4"),
        ("libmp3lame", 44_100, "mp3"),
        ("libopus", 48_000, "ogg"),
        ("flac", 32_000, "flac"),
        ("aac", 44_100, "mpegts"),
        ("aac", 22_050, "matroska"),
    ],
)
def test_a_click_is_heard_when_it_happened(codec: str, rate: int, form: str, tmp_path: Path) -> None:
    """From the start and after a seek alike, within 30 ms (TS and MKV do not say how much a coder delays)."""
    path = clicks(tmp_path / "clicks", [1.0, 11.0], 14, codec, rate, form)
    for span, inside in ((Span(0, 14 * SECOND), 1.0), (Span(10 * SECOND, 12 * SECOND), 1.0)):
        found = heard(path, span)
        assert abs(int(np.argmax(np.abs(found) > 0.3)) / RATE - inside) < 0.03


def test_segments_of_sound_meet(media: Callable[[str], Path]) -> None:
    """Cut anywhere, the same samples come out as of one piece, but for what a coder needs to settle."""
    path = media("obama_speech.wav")
    whole = heard(path, Span(0, 8 * SECOND))
    parts = [heard(path, Span(n * SECOND, (n + 1) * SECOND)) for n in range(8)]
    assert sum(map(len, parts)) == len(whole) == 8 * RATE
    assert np.abs(np.concatenate(parts) - whole).max() < 1e-3


def test_margins_widen_and_are_clipped_to_the_stream(tmp_path: Path) -> None:
    path = sound(tmp_path / "tone.wav", 5)
    span = Span(2 * SECOND, 3 * SECOND)
    assert len(heard(path, span)) == RATE
    assert len(heard(path, span, SECOND, SECOND)) == 3 * RATE
    assert len(heard(path, span, 60 * SECOND, 60 * SECOND)) == 5 * RATE
    assert np.array_equal(heard(path, span, SECOND, SECOND)[RATE : 2 * RATE], heard(path, span))


def test_what_one_stage_asks_does_not_change_what_another_gets(media: Callable[[str], Path]) -> None:
    path, span, cache = media("crowd.mp3"), Span(10 * SECOND, 20 * SECOND), MediaCache()
    first = heard(path, span, cache=cache)
    heard(path, span, 2 * SECOND, 7 * SECOND, cache=cache)[:] = 0
    assert np.array_equal(heard(path, span, cache=cache), first)
    assert np.array_equal(heard(path, span, 2 * SECOND)[2 * RATE :], first)


def test_missing_sound_is_silence_in_its_place(tmp_path: Path) -> None:
    """A recorder that paused: time stamps leap by two seconds."""
    path = tmp_path / "gap.mkv"
    with av.open(str(path), "w") as out:
        track: Any = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for start in (*range(0, RATE, 1600), *range(3 * RATE, 4 * RATE, 1600)):
            part = np.full((1, 1600), 8000, np.int16)
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            out.mux(track.encode(frame))
        out.mux(track.encode(None))
    loud = np.abs(heard(path, Span(0, 4 * SECOND))) > 0.1
    assert loud[: RATE - 100].all()
    assert not loud[RATE + 100 : 3 * RATE - 100].any()
    assert loud[3 * RATE + 100 : 4 * RATE - 100].all()


def test_sound_past_the_end_of_the_stream_is_silence(tmp_path: Path) -> None:
    found = heard(sound(tmp_path / "short.wav", 1), Span(0, 3 * SECOND))
    assert len(found) == 3 * RATE
    assert not found[RATE + 100 :].any()


def test_two_channels_are_averaged(tmp_path: Path) -> None:
    path = sound(tmp_path / "stereo.wav", 1, rate=RATE, layout="stereo")
    expected = tone(1, RATE, 2).mean(axis=0)
    assert np.abs(heard(path, Span(0, SECOND)) - expected).max() < 1e-3


def test_sound_of_a_video_keeps_its_place_beside_the_pictures(tmp_path: Path) -> None:
    path = video(tmp_path / "both.mp4", 50)
    found = heard(path, Span(SECOND, 2 * SECOND))
    reference = tone(2, RATE, 2).mean(axis=0)[RATE:]
    assert np.corrcoef(found[:-400], reference[:-400])[0, 1] > 0.99


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    path = tmp_path / "float.wav"
    sound(path, 1, codec="pcm_f32le")
    data = bytearray(path.read_bytes())
    start = data.find(b"data") + 8
    for at, value in ((0, float("nan")), (400, float("inf")), (800, 1e30)):
        data[start + 4 * at : start + 4 * at + 4] = struct.pack("<f", value)
    path.write_bytes(bytes(data))
    found = heard(path, Span(0, SECOND))
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 1


def test_sound_that_cannot_be_decoded_at_all_is_an_error(tmp_path: Path) -> None:
    path = sound(tmp_path / "broken.m4a", 2, codec="aac", rate=48_000, layout="stereo", form="mp4")
    data = bytearray(path.read_bytes())
    at = data.find(b"mdat") + 4
    end = data.find(b"moov") - 4
    data[at:end] = b"\xff" * (end - at)
    path.write_bytes(bytes(data))
    with pytest.raises(Unreadable):
        heard(path, Span(0, 2 * SECOND))
