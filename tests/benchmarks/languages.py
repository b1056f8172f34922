"""Word errors by language: `transcription` beside sequential faster-whisper with the same model, in one run.

    python -m tests.benchmarks.languages [language …] [--given] [--out heard.jsonl] [--beside heard.jsonl]

The corpus (`spoken.py`) was used to choose nothing. Comparator: `faster_whisper.WhisperModel.transcribe`,
int8, one thread, beam 5, its defaults otherwise (no voice activity filter, no word times). Ours counts voice
activity and word times. Neither is told the language; with `--given` both are. Each recording is heard by
both, one after the other; with `--beside` what the comparator heard is taken from an earlier run. Printed:
word error rate, words lost and words added per hundred, CPU seconds per second of sound; the same by kind of
recording; how much of the time was marked with another language.

Gate: word errors overall not above the comparator's, CPU seconds at most two thirds of its.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jiwer

from engine.stage import Vector, stages
from tests.benchmarks.spoken import LANGUAGES, Recording, normal, recordings
from tests.sounds import RATE, ROOT, heard_text, load, transcribe

OURS, THEIRS = "AIMA", "sequential"
Way = Callable[[Vector, str], tuple[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording as heard in one way. `wrong_s`: seconds of speech marked with another language."""

    language: str
    kind: str
    way: str
    words: int
    substituted: int
    lost: int
    added: int
    wrong_s: float
    marked_s: float
    cpu_s: float
    sound_s: float
    text: str
    said: str


def _ours(sound: Vector, given: str) -> tuple[str, dict[str, float]]:
    stages()["transcription"].defaults["language"] = given  # type: ignore[index]
    result = transcribe(sound)
    table = result["utterances"]
    marked: dict[str, float] = {}
    lengths = (table["end_ns"] - table["start_ns"]) / 1e9
    for language, seconds in zip(table["language"], lengths.tolist(), strict=True):
        marked[language] = marked.get(language, 0.0) + seconds
    return heard_text(result), marked


def _sequential() -> Way:
    from faster_whisper import WhisperModel  # type: ignore[import-untyped]

    folder = ROOT / ".aima" / "models" / "speech-whisper-base"
    stock: Any = WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )

    def hear(sound: Vector, given: str) -> tuple[str, dict[str, float]]:
        segments, told = stock.transcribe(sound, beam_size=5, language=given or None)
        parts = list(segments)
        seconds = sum(part.end - part.start for part in parts)
        return " ".join(part.text for part in parts), {told.language: seconds}

    return hear


def measure(recording: Recording, name: str, way: Way, given: bool) -> Heard:
    """Hear `recording` in one way and count."""
    began = time.process_time()
    text, marked = way(recording.sound, recording.language if given else "")
    spent = time.process_time() - began
    said, heard = normal(recording.text), normal(text)
    told = jiwer.process_words(said, heard)
    wrong = sum(seconds for language, seconds in marked.items() if language != recording.language)
    return Heard(
        recording.language, recording.kind, name, len(said.split()), told.substitutions, told.deletions,
        told.insertions, wrong, sum(marked.values()), spent, len(recording.sound) / RATE, heard, said,
    )  # fmt: skip


def rate(heard: Iterable[Heard]) -> dict[str, float]:
    """Per cent of the words, and CPU seconds per second of sound."""
    rows = list(heard)
    words = sum(row.words for row in rows)
    lost, added = sum(row.lost for row in rows), sum(row.added for row in rows)
    return {
        "words": words,
        "wer": 100 * (sum(row.substituted for row in rows) + lost + added) / words,
        "lost": 100 * lost / words,
        "added": 100 * added / words,
        "wrong": 100 * sum(row.wrong_s for row in rows) / max(1e-9, sum(row.marked_s for row in rows)),
        "cpu": sum(row.cpu_s for row in rows) / sum(row.sound_s for row in rows),
    }


def tell(name: str, heard: list[Heard]) -> tuple[dict[str, float], dict[str, float]]:
    """Print one line of the table; returns ours and theirs."""
    ours, theirs = (rate(row for row in heard if row.way == way) for way in (OURS, THEIRS))
    print(
        f"{name:8} {ours['words']:5.0f} words  WER {ours['wer']:5.1f} | {theirs['wer']:5.1f} %   "
        f"lost {ours['lost']:4.1f} | {theirs['lost']:4.1f}   "
        f"added {ours['added']:4.1f} | {theirs['added']:4.1f}   "
        f"other language {ours['wrong']:4.0f} | {theirs['wrong']:4.0f} % of the time   "
        f"CPU {ours['cpu']:.3f} | {theirs['cpu']:.3f}",
        flush=True,
    )
    return ours, theirs


def _read(path: Path) -> list[Heard]:
    return [Heard(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--given", action="store_true", help="both are told the language")
    parser.add_argument("--out", type=Path, help="every recording as heard, as JSON lines")
    parser.add_argument("--beside", type=Path, help="what `--out` wrote earlier; only ours is heard again")
    args = parser.parse_args()
    earlier = [row for row in _read(args.beside) if row.way == THEIRS] if args.beside else []
    ways: dict[str, Way] = {OURS: _ours} if args.beside else {OURS: _ours, THEIRS: _sequential()}
    for way in ways.values():
        way(load("jfk.wav"), "")
    every: list[Heard] = []
    print(f"{OURS} | {THEIRS}, the language {'given' if args.given else 'not given'}")
    for language in args.languages:
        own = [row for row in earlier if row.language == language]
        own += [
            measure(recording, name, way, args.given)
            for recording in recordings((language,))
            for name, way in ways.items()
        ]
        tell(language, own)
        every += own
        if args.out:
            lines = (json.dumps(asdict(row), ensure_ascii=False) for row in every)
            args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for kind in ("alone", "string", "long"):
        tell(kind, [row for row in every if row.kind == kind])
    ours, theirs = tell("all", every)
    return 0 if ours["wer"] <= theirs["wer"] and ours["cpu"] <= theirs["cpu"] * 2 / 3 else 1


if __name__ == "__main__":
    sys.exit(main())
