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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.arithmetic import of_ctranslate2
from engine.models.adapters import Files, Options
from engine.models.level import raised
from engine.models.sessions import opened
from engine.models.speech_windows import Window
from engine.models.spoken_language import MAIN_SURE, Spoken
from engine.models.whisper_files import in_memory
from engine.models.whisper_languages import Encoded, SpokenLanguages
from engine.models.whisper_words import Passage, Word, breaks, passage, words_of
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
        """Decode `windows` of `sound` (float32 mono 16 kHz) in order of time; `language` "" detects it.

        A window in which the language changes is decoded in parts, each in its own.
        """
        heard = self._encoded(sound, windows, batch, check)
        if language or not self._model.model.is_multilingual:
            told = [[Spoken(0, window.length, language or "en")] for window in windows]
        else:
            heard, told = self._told(sound, windows, heard, batch, check)
        kept = {i: spoken[0] for i, spoken in enumerate(told) if len(spoken) == 1}
        passages = self._decoded(heard, windows, kept, beam, check)
        for name in sorted({each.language for spoken in told for each in spoken if len(spoken) > 1}):
            parts = [
                (window.between(each.start, each.end), each.unsure)
                for window, spoken in zip(windows, told, strict=True)
                for each in spoken
                if len(spoken) > 1 and each.language == name
            ]
            again = self.hear(sound, [part for part, _ in parts], name, beam, batch, check)
            passages += [
                replace(each, unsure_language=unsure) for each, (_, unsure) in zip(again, parts, strict=True)
            ]
        return sorted(passages, key=lambda each: each.window.pieces)

    def _told(
        self,
        sound: Vector,
        windows: Sequence[Window],
        heard: list[Encoded],
        batch: int,
        check: Callable[[], None],
    ) -> tuple[list[Encoded], list[list[Spoken]]]:
        """The languages of each window; and its encoding, a longer one where that helped to tell them."""
        languages = SpokenLanguages(self, sound, check)
        shared = languages.shares(windows, heard)
        if max(shared.values()) < MAIN_SURE and all(group.length <= SHORT for group in heard):
            heard = self._encoded(sound, windows, batch, check, FULL)
        return heard, languages.told(windows, heard)

    def _encoded(
        self,
        sound: Vector,
        windows: Sequence[Window],
        batch: int,
        check: Callable[[], None],
        least: int = SHORTEST,
    ) -> list[Encoded]:
        """The windows' encodings of at least `least` frames, of one length in each group."""
        features = [self.features(sound, window) for window in windows]
        lengths = [max(least, _encoded_length(feature.shape[-1])) for feature in features]
        groups = []
        for length in sorted(set(lengths)):
            same = [i for i, each in enumerate(lengths) if each == length]
            for first in range(0, len(same), batch):
                check()
                members = same[first : first + batch]
                chunk = [features[i] for i in members]
                groups.append(Encoded(members, chunk, length, self._encode(chunk, length)))
        return groups

    def _decoded(
        self,
        heard: Sequence[Encoded],
        windows: Sequence[Window],
        spoken: Mapping[int, Spoken],
        beam: int,
        check: Callable[[], None],
    ) -> list[Passage]:
        """What is said in the windows that `spoken` names."""
        passages = []
        for group in heard:
            check()
            if not any(i in spoken for i in group.members):
                continue
            names = [spoken[i].language if i in spoken else "en" for i in group.members]
            decoded = self._decode(group.encoding, group.features, names, beam)
            aligned = self._align(group.encoding, decoded, names)
            for row, i in enumerate(group.members):
                if i not in spoken:
                    continue
                best, words = decoded[row], aligned[row]
                if _doubtful(best, group.length):
                    check()
                    best, words = self._again(group.features[row], names[row], best, words)
                score = (best.log_probability, best.no_speech, best.repetition)
                passages.append(passage(windows[i], spoken[i], words, score))
        return passages

    def features(self, sound: Vector, window: Window) -> Vector:
        """Log-mel features of a window, `(bands, frames)`."""
        feature: Vector = self._model.feature_extractor(raised(window.cut_from(sound)))[..., :-1]
        return feature

    def encode_short(self, sound: Vector, window: Window) -> tuple[Vector, Any]:
        """Features and encoding of one window at its own length."""
        feature = self.features(sound, window)
        return feature, self._encode([feature], _encoded_length(feature.shape[-1]))

    def encode_together(self, sound: Vector, windows: Sequence[Window]) -> Any:
        """Encoding of short windows in one batch, a row each."""
        features = [self.features(sound, window) for window in windows]
        return self._encode(features, _encoded_length(max(feature.shape[-1] for feature in features)))

    def likeliest(self, encoding: Any) -> list[dict[str, float]]:
        """How likely each language is in each row of an encoding `(rows, steps, width)`."""
        return [
            {token[2:-2]: likelihood for token, likelihood in ranked}
            for ranked in self._model.model.detect_language(encoding)
        ]

    def plausible(self, encoding: Any, feature: Vector, language: str) -> float:
        """Mean log probability of a token of the best text in a language."""
        return self._decode(encoding, [feature], [language], 1)[0].log_probability

    def _encode(self, features: Sequence[Vector], length: int) -> Any:
        from faster_whisper.audio import pad_or_trim  # type: ignore[import-untyped]

        return self._model.encode(np.stack([pad_or_trim(feature, length) for feature in features]))

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
                    parted = breaks(decoded[row].tokens, tokenizer.eot, tokenizer.timestamp_begin)
                    words[row] = words_of(timings, parted)
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


def load(files: Files, options: Options, device: str) -> Transcriber:
    return Transcriber(files, device)
