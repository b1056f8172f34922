"""Channels are looked at before they are mixed: nobody who speaks on one of them goes unheard."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import jiwer
import numpy as np
import pytest

from engine.media.channels import BLOCK, MIX, Blocks, Heard, alike
from engine.records import Result, Table
from engine.stage import Vector
from engine.stages.transcription import Flag
from tests.sounds import (
    RATE,
    heard_text,
    joined,
    load,
    missed,
    plain,
    run_unit,
    spans,
    spoken_truth,
    transcribe,
    whole,
)

Run = Callable[[Path, Sequence[str]], Mapping[str, list[Result]]]
SAID = "and so my fellow americans ask not"
FEW = 0.15
"""Of these seven words one may be another: which, changes with the class of arithmetic."""


@pytest.fixture(scope="module")
def speech() -> Vector:
    return load("jfk.wav")[: 6 * RATE]


@pytest.fixture(scope="module")
def pair() -> Vector:
    """Two people at the same time, one on each channel, `(n, 2)`."""
    one, other = load("jfk.wav"), load("sense_and_sensibility.flac")
    length = min(len(one), len(other))
    return np.stack([one[:length], other[:length]], axis=1)


def heard(sound: Vector) -> Heard:
    blocks = Blocks(0, len(sound))
    for at in range(0, len(sound), 7001):
        blocks.add(at, sound[at : at + 7001])
    return blocks.heard()


def wav(path: Path, sound: Vector) -> Path:
    """16-bit WAV without a channel mask, as recorders write it."""
    with wave.open(str(path), "wb") as out:
        out.setparams((sound.shape[1], 2, RATE, 0, "NONE", ""))
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def words_and_events(path: Path, run_stages: Run) -> tuple[str, Table]:
    found = run_stages(path, ["transcription", "sound_events"])
    text = " ".join(heard_text(part) for part in found["transcription"])
    return plain(text), joined("sound_events", found["sound_events"])["events"]


@pytest.mark.parametrize("loudness", [1.0, 0.7])
def test_opposite_phase_cancels_nothing(
    speech: Vector, loudness: float, tmp_path: Path, run_stages: Run
) -> None:
    path = wav(tmp_path / "inverted.wav", np.stack([speech, -loudness * speech], axis=1))
    text, events = words_and_events(path, run_stages)
    assert missed(SAID, text) <= FEW
    assert "Silence" not in events["label"]
    assert "Speech" in events["label"]
    assert events["end_ns"].max() <= 6_000_000_000


@pytest.mark.parametrize(("channels", "spoken"), [(6, 3), (6, 5), (3, 2), (8, 7), (12, 11)])
def test_speech_in_any_one_channel_is_heard(
    speech: Vector, channels: int, spoken: int, tmp_path: Path, run_stages: Run
) -> None:
    """The fourth of six is what a layout calls a subwoofer."""
    sound = np.zeros((len(speech), channels), np.float32)
    sound[:, spoken] = speech
    text, events = words_and_events(wav(tmp_path / "one.wav", sound), run_stages)
    assert missed(SAID, text) <= FEW
    assert "Silence" not in events["label"]


def test_speech_beside_the_hiss_of_empty_microphones_is_as_loud_as_it_is(speech: Vector) -> None:
    random = np.random.default_rng(5)
    sound = random.normal(0, 1e-3, (len(speech), 4)).astype(np.float32)
    sound[:, 2] += speech
    found = heard(sound)
    assert np.corrcoef(found.mix, speech)[0, 1] > 0.99
    assert np.abs(found.mix).max() == pytest.approx(np.abs(speech).max(), rel=0.05)


def test_a_panned_voice_is_one_voice(speech: Vector) -> None:
    for left, right in ((1.0, 1.0), (1.0, 0.3), (0.05, 1.0)):
        found = heard(np.stack([left * speech, right * speech], axis=1))
        assert [c.number for c in found.channels()] == [MIX]
        assert alike(found.mix, speech) > 0.99


def test_two_people_at_once_on_two_channels_are_both_heard(pair: Vector) -> None:
    truth = spoken_truth()
    result = transcribe(pair)
    text = plain(heard_text(result))
    channels = run_unit("voice_activity", pair, whole(pair))["speech"]["channel"]
    assert set(channels.tolist()) == {0, 1}
    alone = [plain(heard_text(transcribe(np.ascontiguousarray(pair[:, n])))) for n in (0, 1)]
    for words in alone:
        assert jiwer.wer(words, text) <= len(text.split()) / len(words.split()) - 1 + 0.1
    assert len(text.split()) == pytest.approx(sum(len(words.split()) for words in alone), abs=3)
    assert jiwer.wer(plain(truth["jfk.wav"]), alone[0]) <= 0.1


def test_a_voice_that_leaks_into_the_neighbours_microphone_is_heard_once(pair: Vector) -> None:
    leaky = (pair + 0.15 * pair[:, ::-1]).astype(np.float32)
    clean, mixed = (len(plain(heard_text(transcribe(sound))).split()) for sound in (pair, leaky))
    assert mixed == pytest.approx(clean, abs=4)


def test_one_after_the_other_on_two_channels_is_heard_once_each() -> None:
    one, other = load("jfk.wav")[: 8 * RATE], load("sense_and_sensibility.flac")[: 8 * RATE]
    sound = np.zeros((16 * RATE, 2), np.float32)
    sound[: 8 * RATE, 0], sound[8 * RATE :, 1] = one, other
    apart = plain(heard_text(transcribe(sound))).split()
    together = plain(heard_text(transcribe(np.concatenate([one, other])))).split()
    assert jiwer.wer(" ".join(together), " ".join(apart)) <= 0.1


def test_units_hear_together_what_one_unit_hears_on_two_channels(pair: Vector) -> None:
    long = np.concatenate([pair, pair[::1, ::-1]])
    once = run_unit("voice_activity", long, whole(long))
    parts = [run_unit("voice_activity", long, span) for span in spans(long, 10)]
    cut = joined("voice_activity", parts)["speech"]
    for channel in (0, 1):
        lengths = [
            sum((t["end_ns"] - t["start_ns"])[t["channel"] == channel].tolist())
            for t in (once["speech"], cut)
        ]
        assert abs(lengths[0] - lengths[1]) < 0.3e9


def test_a_sample_is_mixed_alike_wherever_a_unit_begins(pair: Vector) -> None:
    found = heard(pair)
    later = Blocks(BLOCK // 3, len(pair) - BLOCK // 3)
    later.add(0, pair)
    assert np.array_equal(found.mix[BLOCK:], later.heard().mix[BLOCK - BLOCK // 3 :])


def test_sound_that_goes_back_in_time_is_no_error(speech: Vector) -> None:
    blocks = Blocks(0, len(speech))
    blocks.add(0, speech[:, None])
    blocks.add(100, speech[: RATE // 10, None])
    assert len(blocks.heard().mix) == len(speech)


@pytest.mark.parametrize("below_db", [20, 30, 40])
def test_quiet_speech_is_heard_and_said_to_be_quiet(speech: Vector, below_db: int) -> None:
    quiet = (speech * 10 ** (-below_db / 20)).astype(np.float32)
    quiet = (np.round(quiet * 32768) / 32768).astype(np.float32)  # as 16-bit recordings hold it
    result = transcribe(quiet)
    assert missed(SAID, heard_text(result)) <= FEW
    low = (result["utterances"]["flags"] & Flag.LOW_LEVEL) > 0
    assert low.all() if below_db >= 30 else not low.any()
    assert (result["utterances"]["end_ns"] > result["utterances"]["start_ns"]).all()


@pytest.mark.parametrize("level_db", [-80, -60, -45])
def test_quiet_noise_is_no_speech(level_db: int) -> None:
    noise = np.random.default_rng(7).normal(0, 10 ** (level_db / 20), 30 * RATE).astype(np.float32)
    assert len(transcribe(noise)["utterances"]) == 0


def test_silence_is_where_it_was_measured_and_events_end_with_the_sound(speech: Vector) -> None:
    quiet = np.random.default_rng(3).normal(0, 1e-3, 5 * RATE).astype(np.float32)
    sound = np.concatenate([speech, np.zeros(4 * RATE, np.float32), quiet])
    events = run_unit("sound_events", sound, whole(sound))["events"]
    silent = [
        (int(a), int(b))
        for a, b, label in zip(events["start_ns"], events["end_ns"], events["label"], strict=True)
        if label == "Silence"
    ]
    ((start, end),) = silent
    assert abs(start - 6_000_000_000) < 0.3e9
    assert abs(end - 10_000_000_000) < 0.05e9
    assert events["end_ns"].max() <= len(sound) * 1_000_000_000 // RATE


def test_what_nobody_recorded_is_not_silent(tmp_path: Path, run_stages: Run, speech: Vector) -> None:
    """A file that says six seconds and ends after three."""
    path = wav(tmp_path / "cut.wav", speech[:, None])
    path.write_bytes(path.read_bytes()[: 44 + 3 * RATE * 2])
    events = joined("sound_events", run_stages(path, ["sound_events"])["sound_events"])["events"]
    assert "Silence" not in events["label"]
    assert len(events) == 0 or events["end_ns"].max() <= 3_000_000_000
