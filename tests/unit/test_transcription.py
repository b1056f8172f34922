"""What is said, in which language and when; and no invented words without a flag."""

from __future__ import annotations

from itertools import pairwise

import jiwer
import numpy as np
import pytest

from engine.models.speech_windows import Window, pack_windows
from engine.models.whisper_words import Passage, Word
from engine.records import Result, Table, pack
from engine.stages.transcription import Flag, _utterances
from engine.stages.voice_activity import VoiceActivity
from tests.sounds import DATA, RATE, heard_text, load, plain, run_unit, spans, spoken_truth, transcribe, whole

SECOND = 1_000_000_000


@pytest.fixture(scope="module")
def jfk() -> Result:
    return transcribe(load("jfk.wav"))


def test_a_public_speech_is_heard_and_nothing_is_added(jfk: Result) -> None:
    """One word of 22 may be another: which, changes with the class of arithmetic."""
    assert jiwer.wer(plain(spoken_truth()["jfk.wav"]), plain(heard_text(jfk))) <= 0.05
    assert set(jfk["utterances"]["language"]) == {"en"}
    assert set(jfk["utterances"]["flags"].tolist()) == {0}


def test_words_follow_one_another_inside_their_utterance(jfk: Result) -> None:
    utterances, words = jfk["utterances"], jfk["words"]
    assert (words["end_ns"] >= words["start_ns"]).all()
    assert (np.diff(words["start_ns"]) >= 0).all()
    for row, utterance in enumerate(words["utterance"].tolist()):
        assert utterances["start_ns"][utterance] <= words["start_ns"][row]
        assert words["end_ns"][row] <= utterances["end_ns"][utterance]


def test_words_stand_at_the_second_they_are_said(jfk: Result) -> None:
    seconds = (jfk["words"]["start_ns"] / SECOND).tolist()
    at = dict(zip(map(plain, jfk["words"]["text"]), seconds, strict=True))
    assert at["americans"] == pytest.approx(1.7, abs=0.4)
    assert 3.0 <= next(t for w, t in at.items() if w == "not") <= 4.6


def test_a_short_utterance_alone_keeps_its_words() -> None:
    """Encoded at its own length, it came out as “I heard of, I heard of, I heard heard”."""
    start, end = int(10.78 * RATE), int(12.54 * RATE)
    heard = plain(heard_text(transcribe(load("sample.wav")[start:end])))
    assert {"thought", "you", "know", "beep"} <= set(heard.split())
    assert heard.count("i heard") == 1


def test_german_is_recognised_and_understood() -> None:
    result = transcribe(load("german_synthetic.flac"))
    assert set(result["utterances"]["language"]) == {"de"}
    truth = plain((DATA / "german_synthetic.txt").read_text(encoding="utf-8"))
    assert jiwer.wer(truth, plain(heard_text(result))) <= 0.30


def test_silence_noise_and_a_crowd_give_no_words() -> None:
    noise = np.random.default_rng(7).normal(0, 0.1, 20 * RATE).astype(np.float32)
    for sound in (np.zeros(20 * RATE, np.float32), noise, load("crowd.mp3")):
        assert len(transcribe(sound)["utterances"]) == 0


def test_words_invented_over_noise_taken_for_speech_are_flagged() -> None:
    """Even if the detector erred: the crowd is handed over as if it were speech."""
    crowd = load("crowd.mp3")
    schema = VoiceActivity.tables["speech"]
    speech = Table(schema, {"start_ns": [0], "end_ns": [20 * SECOND], "confidence": [0.4], "channel": [-1]})
    result = run_unit("transcription", crowd, whole(crowd), {"voice_activity": {"speech": speech}})
    assert all(result["utterances"]["flags"] > 0)


def test_equal_sound_gives_equal_bytes_whatever_the_batch() -> None:
    sound = np.concatenate([load("sample.wav"), load("jfk.wav"), load("sense_and_sensibility.flac")])
    assert pack(transcribe(sound)) == pack(transcribe(sound, batch=1))


def test_words_are_neither_lost_nor_doubled_where_units_meet() -> None:
    texts = spoken_truth()
    sound = np.concatenate([load("sense_and_sensibility.flac"), load("jfk.wav")])
    truth = plain(texts["sense_and_sensibility.flac"] + " " + texts["jfk.wav"])
    parts = [transcribe(sound, span) for span in spans(sound, 15)]
    heard = plain(" ".join(heard_text(part) for part in parts))
    once = plain(heard_text(transcribe(sound)))
    assert abs(len(heard.split()) - len(once.split())) <= 3
    assert jiwer.wer(truth, heard) <= jiwer.wer(truth, once) + 0.06


def test_words_repeated_over_one_instant_are_no_utterances() -> None:
    """What the model does at the end of some windows, on some processors."""
    words = [Word(0, 8000, " Hello", 0.9, False), Word(8000, 12_000, " there.", 0.9, False)]
    words += [Word(12_000, 12_000, " ...", 0.1, True)] * 5
    passage = Passage(Window(((0, 16_000),)), "en", tuple(words), -0.3, 0.0, 1.0)
    assert [u.text for u in _utterances(passage)] == ["Hello there."]


def test_flags_keep_the_values_the_tables_promise() -> None:
    assert [flag.value for flag in Flag] == [1, 2, 4, 8, 16, 32]


def test_a_window_leads_every_sample_back_to_where_it_came_from() -> None:
    window = Window(((1000, 3000), (90_000, 95_000)))
    assert window.length == 7000
    assert window.place(0) == (0, 1000)
    assert window.place(1999) == (0, 2999)
    assert window.place(2000) == (1, 90_000)
    assert window.place(9_999) == (1, 95_000)


def test_no_window_is_much_shorter_than_the_others() -> None:
    """A short one left over at the end is the one that loses words."""
    sound = np.random.default_rng(3).normal(0, 0.1, 100 * RATE).astype(np.float32)
    speech = np.array([[3 * n, 3 * n + 2] for n in range(16)]) * RATE
    windows = pack_windows(speech, sound, 28 * RATE, open_start=True, open_end=True)
    assert len(windows) == 2
    assert min(window.length for window in windows) >= 0.8 * max(window.length for window in windows)


def test_windows_hold_all_speech_once_and_are_never_too_long() -> None:
    sound = np.random.default_rng(3).normal(0, 0.1, 200 * RATE).astype(np.float32)
    speech = np.array([[0, 5], [6, 40], [41, 43], [60, 61], [80, 170]]) * RATE
    windows = pack_windows(speech, sound, 28 * RATE, open_start=True, open_end=False)
    pieces = [piece for window in windows for piece in window.pieces]
    assert max(window.length for window in windows) <= 28 * RATE
    assert all(a[1] <= b[0] for a, b in pairwise(pieces))
    inside = np.zeros(len(sound), bool)
    for start, end in pieces:
        inside[start:end] = True
    assert all(inside[start:end].all() for start, end in speech)
