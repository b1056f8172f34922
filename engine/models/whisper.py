"""Whisper by CTranslate2: speech packed into windows, decoded in batches, words aligned to time.

Model: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022. Word times
come from its cross-attention by dynamic time warping, as in faster-whisper. What differs from
faster-whisper's own pipelines, and why:

* Only detected speech is decoded, and a window is encoded at its own length instead of at 30 s: the
  encoder's cost grows faster than the length of the window.
* Windows of one length are decoded together. The length does not depend on the batch, so that a
  smaller batch gives the same words.
* Nothing is sampled. A window that comes out repetitive or improbable is decoded once more at full
  length with a wider beam; the better of both answers stays and is flagged if it is still bad. The
  model was trained on encodings of 30 s: words of a short window that it is not sure of are often
  right at full length, so a short window is decoded again unless it is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.arithmetic import of_ctranslate2
from engine.models.adapters import Files, Options
from engine.models.level import raised
from engine.models.sessions import opened
from engine.models.silero import RATE
from engine.models.speech_windows import Window
from engine.models.whisper_files import in_memory
from engine.stage import Vector

FRAMES_PER_SECOND = 100
FULL = 3000
"""Frames of the longest window."""
STEP = 250
"""Windows are encoded at multiples of this many frames, and at least at SHORTEST."""
SHORTEST = 750
TAIL = 50
"""Least frames of silence after the sound of a window, as the model expects to hear an end."""
REPETITIVE = 2.4
IMPROBABLE = -1.0
SHORT, UNSURE = 1500, -0.55
"""An encoding of up to SHORT frames is a cheap attempt, heard again at full length where it is UNSURE."""
TOKENS_PER_SECOND, SPARE_TOKENS = 12, 40
WIDE_BEAM = 5
SURE_LANGUAGE = 0.9


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


@dataclass(slots=True)
class _Decoded:
    tokens: list[int]
    text: str
    log_probability: float
    no_speech: float
    repetition: float
    frames: int
    encoded: Any = None

    @property
    def rank(self) -> tuple[bool, float]:
        return self.repetition <= REPETITIVE, self.log_probability


class Transcriber:
    """A loaded Whisper model of CTranslate2 form; `files` by role."""

    def __init__(self, files: Files, device: str = "cpu") -> None:
        from faster_whisper import WhisperModel  # type: ignore[import-untyped]

        name, _, index = device.partition(":")
        on_gpu = name == "cuda" and _cuda_devices() > 0
        self._model = WhisperModel(
            str(files["model"].parent),
            files=in_memory(files),
            device="cuda" if on_gpu else "cpu",
            device_index=int(index or 0),
            compute_type="float16" if on_gpu else "int8",
            cpu_threads=1,
            num_workers=1,
            local_files_only=True,
        )
        opened.append(of_ctranslate2(self._model.model.compute_type, device if on_gpu else "cpu"))

    def hear(
        self,
        sound: Vector,
        windows: Sequence[Window],
        language: str,
        beam: int,
        batch: int,
        check: Callable[[], None],
    ) -> list[Passage]:
        """Decode `windows` of `sound` (float32 mono 16 kHz) in their order; `language` "" detects it."""
        features = [
            self._model.feature_extractor(raised(window.cut_from(sound)))[..., :-1] for window in windows
        ]
        lengths = [_encoded_length(feature.shape[-1]) for feature in features]
        order = sorted(range(len(windows)), key=lambda i: (lengths[i], i))
        groups = [
            same[i : i + batch]
            for length in sorted(set(lengths))
            for same in [[i for i in order if lengths[i] == length]]
            for i in range(0, len(same), batch)
        ]
        encoded = {}
        for group in groups:
            check()
            encoded[tuple(group)] = self._encode([features[i] for i in group], lengths[group[0]])
        languages = self._languages(windows, groups, encoded, language)
        passages: dict[int, Passage] = {}
        for group in groups:
            check()
            spoken = [languages[i] for i in group]
            chunk = [features[i] for i in group]
            decoded = self._decode(encoded[tuple(group)], chunk, spoken, beam)
            aligned = self._align(encoded.pop(tuple(group)), decoded, spoken)
            for row, i in enumerate(group):
                best, words = decoded[row], aligned[row]
                if _doubtful(best, lengths[i]):
                    check()
                    best, words = self._again(chunk[row], languages[i], best, words)
                passages[i] = _passage(windows[i], languages[i], best, words)
        return [passages[i] for i in range(len(windows))]

    def _encode(self, features: Sequence[Vector], length: int) -> Any:
        from faster_whisper.audio import pad_or_trim  # type: ignore[import-untyped]

        return self._model.encode(np.stack([pad_or_trim(feature, length) for feature in features]))

    def _languages(
        self,
        windows: Sequence[Window],
        groups: Sequence[Sequence[int]],
        encoded: dict[tuple[int, ...], Any],
        language: str,
    ) -> list[str]:
        """Language of each window: that of the whole, except where a window is sure of another."""
        if language or not self._model.model.is_multilingual:
            return [language or "en"] * len(windows)
        found: list[dict[str, float]] = [{} for _ in windows]
        for group in groups:
            for i, ranked in zip(
                group, self._model.model.detect_language(encoded[tuple(group)]), strict=True
            ):
                found[i] = {token[2:-2]: likelihood for token, likelihood in ranked}
        total: dict[str, float] = {}
        for window, likelihoods in zip(windows, found, strict=True):
            for name, likelihood in likelihoods.items():
                total[name] = total.get(name, 0.0) + likelihood * window.length
        common = max(sorted(total), key=lambda name: total[name])
        own = [max(sorted(each), key=lambda name: each[name]) for each in found]
        return [
            name if each[name] >= SURE_LANGUAGE and window.length >= 5 * RATE else common
            for name, each, window in zip(own, found, windows, strict=True)
        ]

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-untyped]

        multilingual = self._model.model.is_multilingual
        return Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language=language)

    def _decode(
        self, encoded: Any, features: Sequence[Vector], languages: Sequence[str], beam: int
    ) -> list[_Decoded]:
        from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens  # type: ignore[import-untyped]

        tokenizers = [self._tokenizer(language) for language in languages]
        prompts = [self._model.get_prompt(tokenizer, []) for tokenizer in tokenizers]
        frames = max(feature.shape[-1] for feature in features)
        most = SPARE_TOKENS + TOKENS_PER_SECOND * -(-frames // STEP) * STEP // FRAMES_PER_SECOND
        results = self._model.model.generate(
            encoded,
            prompts,
            beam_size=beam,
            max_length=min(self._model.max_length, most),
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizers[0], [-1]),
            max_initial_timestamp_index=50,
            return_scores=True,
            return_no_speech_prob=True,
        )
        decoded = []
        for result, tokenizer, feature in zip(results, tokenizers, features, strict=True):
            tokens = result.sequences_ids[0]
            text = tokenizer.decode([token for token in tokens if token < tokenizer.eot]).strip()
            mean = result.scores[0] * len(tokens) / (len(tokens) + 1)
            ratio = get_compression_ratio(text) if text else 0.0
            decoded.append(
                _Decoded(tokens, text, mean, float(result.no_speech_prob), ratio, feature.shape[-1])
            )
        return decoded

    def _again(
        self, feature: Vector, language: str, first: _Decoded, words: list[Word]
    ) -> tuple[_Decoded, list[Word]]:
        """Decode one window at full length with a wide beam; keep the better answer."""
        encoded = self._encode([feature], FULL)
        second = self._decode(encoded, [feature], [language], WIDE_BEAM)[0]
        if second.rank <= first.rank:
            return first, words
        return second, self._align(encoded, [second], [language])[0]

    def _align(self, encoded: Any, decoded: Sequence[_Decoded], languages: Sequence[str]) -> list[list[Word]]:
        """Words of each window with times in samples of the window."""
        words: list[list[Word]] = [[] for _ in decoded]
        for language in sorted(set(languages)):
            tokenizer = self._tokenizer(language)
            texts = [[t for t in each.tokens if t < tokenizer.eot] for each in decoded]
            frames = [each.frames for each in decoded]
            aligned = self._model.find_alignment(tokenizer, texts, encoded, frames)
            for row, timings in enumerate(aligned):
                if languages[row] == language:
                    breaks = _breaks(decoded[row].tokens, tokenizer.eot, tokenizer.timestamp_begin)
                    words[row] = _words(timings, breaks)
        return words


def _cuda_devices() -> int:
    import ctranslate2  # type: ignore[import-untyped]

    count: int = ctranslate2.get_cuda_device_count()
    return count


def _doubtful(decoded: _Decoded, length: int) -> bool:
    """Whether a window, encoded at `length` frames, is worth a second look at full length."""
    least = UNSURE if length <= SHORT else IMPROBABLE
    return decoded.repetition > REPETITIVE or decoded.log_probability < least or not decoded.text


def _encoded_length(frames: int) -> int:
    return min(FULL, max(SHORTEST, -(-(frames + TAIL) // STEP) * STEP))


def _breaks(tokens: Sequence[int], end_of_text: int, first_time: int) -> set[int]:
    """Numbers of the text tokens before which the model wrote a time, which is where it parts utterances."""
    breaks, seen = set(), 0
    for token in tokens:
        if token >= first_time:
            breaks.add(seen)
        elif token < end_of_text:
            seen += 1
    return breaks


def _words(timings: list[dict[str, Any]], breaks: set[int]) -> list[Word]:
    """Words from tokens with times; punctuation joins the word it belongs to."""
    from faster_whisper.transcribe import merge_punctuations

    passed = 0
    for timing in timings:
        count = len(timing["tokens"])
        timing["break"] = any(passed <= place < passed + count for place in breaks)
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


def _passage(window: Window, language: str, decoded: _Decoded, words: Sequence[Word]) -> Passage:
    """The passage with word times moved from the window to the unit's sound."""
    placed, previous = [], 0
    for word in words:
        piece, start = window.place(word.start)
        low, high = window.pieces[piece]
        end = min(float(high), max(start, start + word.end - word.start))
        parted = word.break_before or piece != previous
        placed.append(Word(max(low, start), end, word.text, word.probability, parted))
        previous = piece
    return Passage(
        window, language, tuple(placed), decoded.log_probability, decoded.no_speech, decoded.repetition
    )


def load(files: Files, options: Options, device: str) -> Transcriber:
    return Transcriber(files, device)
