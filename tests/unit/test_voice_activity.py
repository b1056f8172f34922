"""Speech is found where it is, and a border of units changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from engine.models.silero import speech_runs
from engine.records import Result
from engine.stage import Vector
from tests.sounds import RATE, load, run_unit, spans, whole

SECOND = 1_000_000_000


@pytest.fixture(scope="module")
def meeting() -> Vector:
    return np.concatenate([load(name) for name in ("sample.wav", "dev00.wav", "trn05.wav", "tst00.wav")])


def covered(results: Sequence[Result]) -> Any:
    """How many segments cover each 10 ms."""
    count = np.zeros(20_000, np.int64)
    for result in results:
        for start, end in zip(result["speech"]["start_ns"], result["speech"]["end_ns"], strict=True):
            count[start // 10_000_000 : end // 10_000_000] += 1
    return count


@pytest.mark.parametrize("seconds", [30, 60])
def test_speech_is_neither_lost_nor_doubled_where_units_meet(meeting: Vector, seconds: int) -> None:
    once = covered([run_unit("voice_activity", meeting, whole(meeting))])
    cut = covered([run_unit("voice_activity", meeting, span) for span in spans(meeting, seconds)])
    assert cut.max() == 1
    assert np.array_equal(once, cut)


def test_a_segment_lies_in_the_unit_in_which_it_begins(meeting: Vector) -> None:
    for span in spans(meeting, 30):
        starts = run_unit("voice_activity", meeting, span)["speech"]["start_ns"]
        assert all(span.holds(int(start)) for start in starts)


def test_speech_that_runs_on_is_cut_once_after_the_border() -> None:
    sound = load("obama_speech.wav")[RATE : 8 * RATE]
    long = np.concatenate([sound] * 6)
    results = [run_unit("voice_activity", long, span)["speech"] for span in spans(long, 20)]
    assert max(int(r["end_ns"].max()) for r in results[:1]) <= 26 * SECOND
    assert covered([{"speech": r} for r in results]).max() == 1


def test_silence_noise_a_tone_and_a_crowd_hold_no_speech() -> None:
    noise = np.random.default_rng(7).normal(0, 0.1, 20 * RATE).astype(np.float32)
    tone = np.sin(np.arange(20 * RATE) * 2 * np.pi * 440 / RATE).astype(np.float32) * 0.3
    for sound in (np.zeros(20 * RATE, np.float32), noise, tone, load("crowd.mp3")):
        assert len(run_unit("voice_activity", sound, whole(sound))["speech"]) == 0


def test_hysteresis_bridges_short_dips_and_drops_short_clicks() -> None:
    likelihood = np.array([0, 0.9, 0.2, 0.9, 0.4, 0.4, 0.1, 0.1, 0.1, 0, 0.9, 0, 0, 0], np.float32)
    assert speech_runs(likelihood, 0.5, 0.35, 3, 2).tolist() == [[1, 6]]
