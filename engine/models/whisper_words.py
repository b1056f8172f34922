"""What Whisper heard in a window: words with times, moved from the window to the unit's sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.models.silero import RATE
from engine.models.speech_windows import Window
from engine.models.spoken_language import Spoken

Score = tuple[float, float, float]
"""Log probability, likelihood of no speech and repetition of a `Passage`."""


@dataclass(frozen=True, slots=True)
class Word:
    """`start`, `end`: samples of the unit's sound; `break_before`: an utterance ends before this word."""

    start: float
    end: float
    text: str
    probability: float
    break_before: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What was heard in one window. `log_probability` is the mean per token."""

    window: Window
    language: str
    words: tuple[Word, ...]
    log_probability: float
    no_speech: float
    repetition: float
    """Compression ratio of the text (deflate); prose is below 2.4."""
    unsure_language: tuple[tuple[float, float], ...] = ()
    """Where it may be another language, in samples of the unit's sound."""


def breaks(tokens: Sequence[int], end_of_text: int, first_time: int) -> set[int]:
    """Numbers of the text tokens before which the model wrote a time, which is where it parts utterances."""
    found, seen = set(), 0
    for token in tokens:
        if token >= first_time:
            found.add(seen)
        elif token < end_of_text:
            seen += 1
    return found


def words_of(timings: list[dict[str, Any]], parted: set[int]) -> list[Word]:
    """Words from tokens with times; punctuation joins the word it belongs to."""
    from faster_whisper.transcribe import merge_punctuations  # type: ignore[import-untyped]

    passed = 0
    for timing in timings:
        count = len(timing["tokens"])
        timing["break"] = any(passed <= place < passed + count for place in parted)
        passed += count
    merge_punctuations(timings, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
    heard = [timing for timing in timings if timing["word"].strip()]
    durations = [t["end"] - t["start"] for t in heard if t["end"] > t["start"]]
    longest = max(0.7, 2 * float(np.median(durations))) if durations else 0.7
    words = []
    for number, timing in enumerate(heard):
        start, end = float(timing["start"]), float(timing["end"])
        if end - start > longest:
            # alignment hands a pause to a word beside it: to the first one before it, to others after it
            opens = timing["break"] or number == 0
            start, end = (end - longest, end) if opens else (start, start + longest)
        words.append(
            Word(start * RATE, end * RATE, timing["word"], float(timing["probability"]), timing["break"])
        )
    return words


def passage(window: Window, spoken: Spoken, words: Sequence[Word], score: Score) -> Passage:
    """The passage with word times moved from the window to the unit's sound."""
    placed, previous = [], 0
    for word in words:
        piece, start = window.place(word.start)
        low, high = window.pieces[piece]
        end = min(float(high), max(start, start + word.end - word.start))
        parted = word.break_before or piece != previous
        placed.append(Word(max(low, start), end, word.text, word.probability, parted))
        previous = piece
    return Passage(window, spoken.language, tuple(placed), *score, spoken.unsure)
