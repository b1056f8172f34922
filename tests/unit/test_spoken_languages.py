"""Each stretch of speech in its own language: none lost, none taken for another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.models.speech_windows import Window
from engine.models.spoken_language import path, stretches
from engine.models.whisper_words import Passage, Word
from engine.records import Result
from engine.stage import Vector
from engine.stages.transcription import Flag, Transcription, _flags, _utterances
from tests.sounds import RATE, load, plain, transcribe

PAUSE = np.zeros(RATE // 3, np.float32)
FOUR = {"es": (0.2, 14.8), "fr": (15.2, 24.7), "it": (25.1, 35.5), "ru": (35.9, 46.5)}
"""Seconds of `four_languages.opus` by language."""


def said(result: Result) -> dict[str, str]:
    """Words by language, in order of time."""
    table = result["utterances"]
    words: dict[str, str] = {}
    for language, text in zip(table["language"], table["text"], strict=True):
        words[language] = f"{words.get(language, '')} {plain(text)}"
    return words


def wrong_seconds(result: Result, truth: dict[str, tuple[float, float]]) -> float:
    """Seconds of utterances that are marked with another language than the one spoken at their middle."""
    table = result["utterances"]
    wrong = 0.0
    for start, end, name in zip(
        table["start_ns"] / 1e9, table["end_ns"] / 1e9, table["language"], strict=True
    ):
        low, high = truth.get(name, (0.0, 0.0))
        wrong += 0.0 if low <= (start + end) / 2 <= high + 0.4 else end - start
    return wrong


def spoken_in(language: str) -> Vector:
    start, end = FOUR[language]
    return load("four_languages.opus")[int(start * RATE) : int(end * RATE)]


def test_german_then_english_are_both_heard_each_in_its_own() -> None:
    """Nine seconds and eleven: the whole window was German, and “ask not what” was lost."""
    sound = np.concatenate([load("german_synthetic.flac")[: 9 * RATE], PAUSE, load("jfk.wav")])
    words = said(transcribe(sound))
    assert set(words) == {"de", "en"}
    assert {"guten", "tag", "hier", "spricht", "montag", "uhr"} <= set(words["de"].split())
    assert "fellow americans ask not what your country can do for you" in words["en"]


def test_a_stretch_of_german_between_english_is_found() -> None:
    english, german = load("sense_and_sensibility.flac"), load("german_synthetic.flac")
    sound = np.concatenate([english[: 8 * RATE], PAUSE, german[: 8 * RATE], PAUSE, load("jfk.wav")])
    result = transcribe(sound)
    words = said(result)
    assert set(words) == {"de", "en"}
    assert {"guten", "tag", "montag"} <= set(words["de"].split())
    assert {"leisure", "power", "fellow", "country"} <= set(words["en"].split())
    middles = (result["utterances"]["start_ns"] + result["utterances"]["end_ns"]) / 2e9
    german_rows = np.array(result["utterances"]["language"]) == "de"
    assert ((middles > 8.0) & (middles < 16.7))[german_rows].all()


def test_four_languages_in_one_recording_are_kept_apart() -> None:
    result = transcribe(load("four_languages.opus"))
    assert set(said(result)) == set(FOUR)
    assert wrong_seconds(result, FOUR) <= 2.0


@pytest.mark.parametrize("language", FOUR)
def test_one_language_stays_one(language: str) -> None:
    assert set(said(transcribe(spoken_in(language)))) == {language}


def test_english_by_several_speakers_stays_english() -> None:
    assert set(said(transcribe(load("sample.wav")))) == {"en"}


def test_stretches_hold_all_of_a_window_once_and_are_cut_where_speech_was_parted() -> None:
    sound = np.random.default_rng(3).normal(0, 0.1, 30 * RATE).astype(np.float32)
    window = Window(((0, 10 * RATE), (12 * RATE, 24 * RATE)), seams=(4 * RATE,))
    cut = stretches(window, sound)
    assert [cut[0].start, cut[-1].end] == [0, window.length]
    assert all(a.end == b.start for a, b in pairwise(cut))
    assert {4 * RATE, 10 * RATE} <= {each.end for each in cut}
    halves = window.between(0, 10 * RATE), window.between(10 * RATE, window.length)
    assert halves[0].pieces + halves[1].pieces == window.pieces


def test_one_odd_answer_changes_nothing_and_a_run_does() -> None:
    english, german, odd = {"en": 0.95, "de": 0.02}, {"de": 0.95, "en": 0.02}, {"tl": 0.97}
    three = [3 * RATE] * 3
    assert path([english, {"de": 0.5, "en": 0.4}, english], three, "en") == ["en"] * 3
    assert path([english, odd, english], [3 * RATE, 2 * RATE, 3 * RATE], "en") == ["en"] * 3
    assert path([english, german, german, english], [3 * RATE] * 4, "en") == ["en", "de", "de", "en"]
    assert path([german, german, english], three, "en") == ["de", "de", "en"]
    assert path([], [], "en") == []


def test_words_that_may_be_in_another_language_bear_a_flag() -> None:
    words = tuple(Word(n * 8000, n * 8000 + 7000, f" w{n}", 0.9, n == 4) for n in range(8))
    passage = Passage(Window(((0, 64_000),)), "en", words, -0.3, 0.0, 1.0, ((32_000.0, 64_000.0),))
    speech, sound = np.array([[0, 64_000]]), np.full(64_000, 0.1, np.float32)
    flags = [_flags(u, speech, sound, Transcription.defaults) for u in _utterances(passage)]
    assert flags == [Flag(0), Flag.UNSURE_LANGUAGE]
