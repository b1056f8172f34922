"""Films of every kind that has to play, made small: each picture's number is in its looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.making import video


def _uneven(count: int) -> list[int]:
    """Times in ms of a recorder that drops and doubles pictures: 20, 45, 120 ms apart in turn."""
    times, at = [], 0
    for number in range(count):
        times.append(at)
        at += (20, 45, 40, 120, 33)[number % 5]
    return times


def _long_group(path: Path) -> Path:
    return video(path, 300, options={"g": "250", "bf": "3"})


def _large(path: Path) -> Path:
    """Decoded by several threads; five seconds from keyframe to keyframe."""
    return video(path, 140, size=(1408, 800), options={"g": "125", "bf": "3", "preset": "veryfast"})


def _slides(path: Path) -> Path:
    """A picture every two seconds: the one at a time may have come long before it."""
    return video(path, 40, times=range(0, 80_000, 2000), options={"g": "250", "bf": "2"})


def _uneven_rate(path: Path) -> Path:
    return video(path, 150, times=_uneven(150), options={"g": "40", "bf": "2"})


def _turned(path: Path) -> Path:
    return video(path, 100, rotation=-90, options={"g": "25"})


def _open_groups(path: Path) -> Path:
    return video(path, 150, options={"x264-params": "open-gop=1:keyint=25:bframes=3"})


def _hevc(path: Path) -> Path:
    return video(path, 120, codec="libx265", options={"x265-params": "keyint=50:log-level=none:pools=1"})


def _av1(path: Path) -> Path:
    return video(path, 90, codec="libsvtav1", options={"preset": "12", "g": "45", "svtav1-params": "lp=1"})


def _vp9(path: Path) -> Path:
    options = {"deadline": "realtime", "cpu-used": "8", "g": "40"}
    return video(path, 90, codec="libvpx-vp9", sound_codec="libopus", options=options)


def _prores(path: Path) -> Path:
    return video(path, 60, codec="prores_ks", pixels="yuv422p10le", sound_codec="pcm_s16le")


def _transport_stream(path: Path) -> Path:
    return video(path, 120, options={"g": "30", "bf": "2"}, sound_codec="mp2")


def _raw(path: Path) -> Path:
    return video(path, 100, form="h264", sounds=0, options={"g": "25"})


FILMS: Mapping[str, Callable[[Path], Path]] = {
    "long group.mp4": _long_group,
    "large.mp4": _large,
    "slides.mkv": _slides,
    "uneven rate.mkv": _uneven_rate,
    "turned.mp4": _turned,
    "open groups.mp4": _open_groups,
    "hevc.mp4": _hevc,
    "av1.mp4": _av1,
    "vp9.webm": _vp9,
    "prores.mov": _prores,
    "recorder.ts": _transport_stream,
    "recorder.h264": _raw,
}
"""How each is made, by the name of its file."""
