"""Sound for people: placed to the sample, without gaps, at other speeds; and pictures as they are painted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.media.hearing import HEARD_RATE, Track, factors, waveform
from engine.media.rendering import View, fitted, within
from engine.sealing.sealed import SealedWriter
from engine.units import SECOND, MediaPath
from tests.hostile.making import sound, video


def heard(path: Path, t_ns: int = 0, speed: float = 1.0) -> tuple[list[int], np.ndarray]:
    track = Track(MediaPath(str(path)))
    try:
        pieces = list(track.play(t_ns, speed))
    finally:
        track.close()
    return [t for t, _ in pieces], np.concatenate([p for _, p in pieces])


@pytest.mark.parametrize("name", ["sample.wav", "obama_speech.mp4", "crowd.mp3", "jfk.wav"])
def test_listening_from_the_middle_gives_the_rest_of_listening_from_the_start(
    name: str, media: Callable[[str], Path]
) -> None:
    _, whole = heard(media(name))
    begin = len(whole) // 2
    times, half = heard(media(name), begin * SECOND // HEARD_RATE)
    assert abs(times[0] - begin * SECOND // HEARD_RATE) < SECOND // HEARD_RATE
    assert abs(len(half) - (len(whole) - begin)) <= 1
    length = min(len(half), len(whole) - begin)
    apart = half[:length].astype(int) - whole[begin : begin + length]
    # a resampler that begins elsewhere may be off by part of a sample, which noise shows most
    assert np.sqrt((apart**2.0).mean()) < 0.15 * max(1.0, np.sqrt((whole.astype(float) ** 2).mean()))


def test_pieces_follow_each_other_without_a_gap(media: Callable[[str], Path]) -> None:
    track = Track(MediaPath(str(media("obama_speech.mp4"))))
    at = 0
    for t_ns, piece in track.play(0):
        assert abs(t_ns - at * SECOND // HEARD_RATE) < SECOND // HEARD_RATE
        at += len(piece)
    track.close()
    assert at > 8 * HEARD_RATE


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.75, 1.25, 2.0, 3.0, 4.0])
def test_sound_at_a_speed_lasts_as_long_as_the_segment_at_it(speed: float, tmp_path: Path) -> None:
    times, values = heard(sound(tmp_path / "tone.wav", 4), 0, speed)
    assert abs(len(values) / HEARD_RATE - 4 / speed) < 0.2
    assert times == sorted(times)
    assert times[-1] < 4 * SECOND


@pytest.mark.parametrize("speed", [0.25, 0.3, 0.5, 1.7, 2.0, 2.5, 4.0])
def test_no_single_filter_is_asked_for_more_than_it_does_well(speed: float) -> None:
    found = factors(speed)
    assert np.prod(found) == pytest.approx(speed)
    assert all(0.5 <= f <= 2.0 for f in found)


def test_the_waveform_is_the_same_from_a_sealed_file(tmp_path: Path, media: Callable[[str], Path]) -> None:
    sealed = tmp_path / "sealed"
    with sealed.open("wb") as target:
        writer = SealedWriter(target, bytes(32), b"item")
        writer.write(media("obama_speech.mp4").read_bytes())
        writer.finish()
    plain = list(waveform(MediaPath(str(media("obama_speech.mp4")))))
    other = list(waveform(MediaPath(str(sealed), bytes(32), b"item")))
    assert [n for n, _ in plain] == [n for n, _ in other]
    assert all((a == b).all() for (_, a), (_, b) in zip(plain, other, strict=True))


def test_a_late_track_has_its_waveform_in_its_place(tmp_path: Path) -> None:
    """Peaks are counted from the item's start, not from the first sound."""
    path = video(tmp_path / "late.mp4", 75)
    numbers = [(first, len(peaks)) for first, peaks in waveform(MediaPath(str(path)))]
    assert numbers[0][0] in (0, 1, 2)
    assert all(a + n <= b for (a, n), (b, _) in pairwise(numbers))


def test_a_view_is_filled_in_proportion_and_never_enlarged() -> None:
    assert fitted((1920, 1080), (960, 960)) == (960, 540)
    assert fitted((320, 240), (1280, 720)) == (320, 240)
    assert fitted((10_000, 10), (100, 100)) == (100, 1)


def test_a_region_is_held_inside_the_picture_and_never_empty() -> None:
    assert within((-5, -5, 5.4, 5.4), (100, 50)) == (0, 0, 5, 5)
    assert within((99.9, 49.9, 300, 300), (100, 50)) == (99, 49, 100, 50)
    assert within((7, 7, 7, 7), (100, 50)) == (7, 7, 8, 8)
    assert View().region is None
