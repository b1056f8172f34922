"""What is said: utterances and their words with times, language, confidence and warnings.

Only speech that `voice_activity` found is decoded, so silence and noise give no words. Nothing that
came out is deleted: what looks invented is flagged, and the reader decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from itertools import pairwise
from math import exp
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.models.level import LOW_DB, level_db
from engine.models.silero import RATE
from engine.models.speech_windows import Window, pack_windows
from engine.models.tasks import Task
from engine.models.whisper import IMPROBABLE, REPETITIVE, Transcriber
from engine.models.whisper_words import Passage, Word
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind

AFTER = 15 * SECOND
"""Speech that begins in this unit ends at most so far past its border."""
PAUSE = RATE
"""A pause of this many samples ends an utterance."""
LEEWAY, UNTOLD = RATE // 2, 2 * RATE
"""Speech without a word for UNTOLD samples, LEEWAY away from the nearest, is heard a second time."""
INVENTED = frozenset(
    {
        "amen", "bis zum nächsten mal", "bye", "bye bye", "copyright wdr 2021", "i'm sorry",
        "please subscribe", "see you next time", "subscribe", "subtitles by the amara.org community",
        "swr 2020", "swr 2021",
        "thank you", "thank you for watching", "thank you very much", "thanks for watching", "tschüss",
        "untertitel der amara.org-community", "untertitel im auftrag des zdf für funk, 2017",
        "untertitelung des zdf, 2020", "untertitelung im auftrag des zdf für funk, 2017", "vielen dank",
        "vielen dank für's zuschauen", "vielen dank fürs zuschauen", "you",
    }
)  # fmt: skip
"""Phrases Whisper is known to write where nobody speaks."""


class Flag(IntFlag):
    """Warnings on an utterance."""

    REPETITION = 1
    NO_SPEECH = 2
    OUTSIDE_VOICE = 4
    LOW_CONFIDENCE = 8
    LOW_LEVEL = 16
    """Recorded far below an ordinary level; it was raised before it was heard."""
    UNSURE_LANGUAGE = 32
    """Perhaps said in another language than the one it was heard in."""


class Transcription(Stage):
    """Speech recognition on packed speech."""

    name = "transcription"
    version = 7
    reads = Reads.SOUND
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    after = ("voice_activity",)
    needs = (Task.SPEECH_RECOGNITION,)
    tables: ClassVar[Schemas] = {
        "utterances": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "text": Column("str"),
            "language": Column("str", doc="ISO 639-1, of this utterance, as recognised"),
            "confidence": Column("f32", doc="mean probability of a token of its window"),
            "no_speech": Column("f32", doc="the model's own doubt that its window holds speech"),
            "flags": Column("i32", doc="bits, see `Flag`"),
        },
        "words": {
            "utterance": Column("i32", doc="row of `utterances`"),
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "text": Column("str"),
            "probability": Column("f32"),
        },
    }
    defaults: ClassVar[Mapping[str, Any]] = {
        "language": "",
        "beam": 5,
        "window_s": 28.0,
        "doubtful_no_speech": 0.6,
        "doubtful_word": 0.4,
    }

    def run(self, source: Source, context: Context) -> Result:
        speech_table = source.upstream("voice_activity")["speech"]
        if not len(speech_table):
            return {name: Table.empty(schema) for name, schema in self.tables.items()}
        origin = source.span.start_ns * RATE // SECOND
        channels = np.asarray(speech_table["channel"])
        heard = []
        for channel in np.unique(channels).tolist():
            sound = source.sound(0, AFTER, channel)
            columns = [
                np.asarray(speech_table[name])[channels == channel] * RATE // SECOND - origin
                for name in ("start_ns", "end_ns")
            ]
            speech = np.clip(np.stack(columns, axis=1), 0, len(sound)).astype(np.int64)
            end = source.span.end_ns * RATE // SECOND - origin
            for passage in _passages(sound, speech, context, source.span.start_ns > 0, end):
                heard += [(u, _flags(u, speech, sound, context.settings)) for u in _utterances(passage)]
        heard.sort(key=lambda each: (each[0].words[0].start, each[0].words[-1].end))
        return self._tables(heard, origin)

    def _tables(
        self,
        heard: Sequence[tuple[Utterance, Flag]],
        origin: int,
    ) -> Result:
        rows, word_rows = [], []
        for number, (utterance, flags) in enumerate(heard):
            first, last = utterance.words[0], utterance.words[-1]
            rows.append(
                {
                    "start_ns": _ns(first.start, origin),
                    "end_ns": _ns(last.end, origin),
                    "text": utterance.text,
                    "language": utterance.passage.language,
                    "confidence": exp(min(0.0, utterance.passage.log_probability)),
                    "no_speech": utterance.passage.no_speech,
                    "flags": int(flags),
                }
            )
            word_rows += [
                {
                    "utterance": number,
                    "start_ns": _ns(word.start, origin),
                    "end_ns": _ns(word.end, origin),
                    "text": word.text.strip(),
                    "probability": word.probability,
                }
                for word in utterance.words
            ]
        return {
            "utterances": Table.from_rows(self.tables["utterances"], rows),
            "words": Table.from_rows(self.tables["words"], word_rows),
        }


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words said without a longer pause."""

    passage: Passage
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()


def _passages(
    sound: Vector, speech: npt.NDArray[np.int64], context: Context, open_start: bool, end: int
) -> list[Passage]:
    """What is heard in the speech of one channel; `end`: sample of `sound` at which the unit ends."""
    settings = context.settings
    longest = int(settings["window_s"] * RATE)
    transcriber: Transcriber = context.model(Task.SPEECH_RECOGNITION)

    def hear(windows: Sequence[Window], language: str) -> list[Passage]:
        return transcriber.hear(sound, windows, language, settings["beam"], context.batch, context.check)

    windows = pack_windows(speech, sound, longest, open_start=open_start, open_end=int(speech[-1, 1]) > end)
    passages = hear(windows, settings["language"])
    untold = _untold(passages, speech)
    spoken = [_language_at(passages, start, end) for start, end in untold.tolist()]
    for language in sorted(set(spoken)):
        missing = untold[[name == language for name in spoken]]
        passages += hear(pack_windows(missing, sound, longest, open_start=True, open_end=True), language)
    return passages


def _language_at(passages: Sequence[Passage], start: int, end: int) -> str:
    """Language of the passage that holds most of samples `[start, end)`: a short segment alone misleads."""

    def shared(passage: Passage) -> int:
        return sum(max(0, min(end, high) - max(start, low)) for low, high in passage.window.pieces)

    return max(passages, key=shared).language


def _untold(passages: Sequence[Passage], speech: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Segments of speech in which no word was heard, `(n, 2)` in samples.

    Whisper now and then leaves out a whole sentence of a window and goes on behind it.
    """
    said = sorted((w.start - LEEWAY, w.end + LEEWAY) for p in passages for w in p.words)
    gaps = []
    for start, end in speech.tolist():
        reached = start
        for low, high in said:
            if low >= end:
                break
            if low - reached >= UNTOLD:
                gaps.append((reached, int(low)))
            reached = max(reached, int(high))
        if end - reached >= UNTOLD:
            gaps.append((reached, end))
    return np.asarray(gaps, dtype=np.int64).reshape(-1, 2)


def _utterances(passage: Passage) -> Iterator[Utterance]:
    """The words of a passage, parted where the model, a cut or a pause parts them.

    What lasts no time was not said: at the end of a window the model may repeat itself over one instant.
    """
    words = passage.words
    if not words:
        return
    breaks = [
        number
        for number, (before, after) in enumerate(pairwise(words), start=1)
        if after.break_before or after.start - before.end > PAUSE
    ]
    for start, end in pairwise([0, *breaks, len(words)]):
        if words[end - 1].end > words[start].start:
            yield Utterance(passage, words[start:end])


def _flags(
    utterance: Utterance, speech: npt.NDArray[np.int64], sound: Vector, settings: Mapping[str, Any]
) -> Flag:
    passage, words = utterance.passage, utterance.words
    flags = Flag(0)
    if passage.repetition > REPETITIVE or _loops([word.text for word in words]):
        flags |= Flag.REPETITION
    certain = sum(word.probability for word in words) / len(words)
    doubtful = certain < settings["doubtful_word"] or passage.log_probability < IMPROBABLE
    if doubtful:
        flags |= Flag.LOW_CONFIDENCE
    phrase = utterance.text.lower().strip(" .!?,…")
    alone = len(passage.words) == len(words)
    if passage.no_speech > settings["doubtful_no_speech"] or (phrase in INVENTED and (doubtful or alone)):
        flags |= Flag.NO_SPEECH
    if _overlap(words, speech.tolist()) < 0.5:
        flags |= Flag.OUTSIDE_VOICE
    if _overlap(words, passage.unsure_language) > 0.5:
        flags |= Flag.UNSURE_LANGUAGE
    if level_db(sound[int(words[0].start) : int(words[-1].end) + 1]) < LOW_DB:
        flags |= Flag.LOW_LEVEL
    return flags


def _loops(words: Sequence[str]) -> bool:
    """Whether one to six words are said four times in a row."""
    plain = [word.strip(" .,!?").lower() for word in words]
    return any(
        len(plain) >= 4 * n
        and any(plain[i : i + 3 * n] == plain[i + n : i + 4 * n] for i in range(len(plain) - 4 * n + 1))
        for n in range(1, 7)
    )


def _overlap(words: Sequence[Word], spans: Iterable[tuple[float, float]]) -> float:
    """Share of the words' time that lies in `spans`, in samples, which do not overlap."""
    ends = [(word.start, max(word.end, word.start + 1.0)) for word in words]
    inside = sum(max(0.0, min(b, high) - max(a, low)) for a, b in ends for low, high in spans)
    return inside / sum(b - a for a, b in ends)


def _ns(sample: float, origin: int) -> int:
    return (origin + round(sample)) * SECOND // RATE
