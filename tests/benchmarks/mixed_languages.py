"""Languages by stretch of speech: seconds marked right, wrong and unsure, on recordings that chose nothing.

    python -m tests.benchmarks.mixed_languages [--first N]

Made of the corpus of word errors (`spoken.py`; the clips on which thresholds were chosen are left out there).
`one`: each language alone. `two`: about ten seconds of one language, of another, of the first again, a third
of a second between. `three`: about ten seconds of each of three. What is marked is judged by the language
that is spoken in the middle of each utterance.

Gate: in `two` and `three` together at least 80 % of the marked seconds right; in `one` at most 10 % wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.stage import Vector
from engine.stages.transcription import Flag
from tests.benchmarks.spoken import LANGUAGES, recordings
from tests.sounds import RATE, transcribe

ALONE = 40
"""Seconds of a language alone."""
PAUSE = RATE // 3
EACH = 10 * RATE
RIGHT, WRONG = 0.8, 0.1
SILENT = RATE // 5
"""Samples of digital silence that part two clips of a recording of the corpus."""


@dataclass(frozen=True, slots=True)
class Part:
    """`language` is spoken in seconds `[start, end)` of a recording."""

    language: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """A recording and what is spoken where."""

    kind: str
    sound: Vector
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        return " ".join(part.language for part in self.parts)


@dataclass(frozen=True, slots=True)
class Marked:
    """Seconds of utterances. `unsure`: with the flag, whether right or wrong."""

    right: float = 0.0
    wrong: float = 0.0
    unsure: float = 0.0
    wrong_unsure: float = 0.0

    def __add__(self, other: Marked) -> Marked:
        return Marked(
            self.right + other.right,
            self.wrong + other.wrong,
            self.unsure + other.unsure,
            self.wrong_unsure + other.wrong_unsure,
        )


def mixtures() -> Iterator[Mixed]:
    """Each language alone, each before and behind another, some three in a row."""
    long = _longest()
    halves = {name: (_clip(sound, 0), _clip(sound, len(sound) // 2)) for name, sound in long.items()}
    for n, a in enumerate(LANGUAGES):
        yield _joined("one", [(a, long[a][: ALONE * RATE])])
        b = LANGUAGES[(n + 3) % len(LANGUAGES)]
        yield _joined("two", [(a, halves[a][0]), (b, halves[b][0]), (a, halves[a][1])])
        if n % 2 == 0 and n + 2 < len(LANGUAGES):
            yield _joined("three", [(name, halves[name][1]) for name in LANGUAGES[n : n + 3]])


def _longest() -> dict[str, Vector]:
    """The longest recording of each language."""
    long: dict[str, Vector] = {}
    for each in recordings():
        if len(each.sound) > len(long.get(each.language, ())):
            long[each.language] = each.sound
    return long


def _clip(sound: Vector, start: int) -> Vector:
    """About ten seconds from a pause behind `start` up to a pause."""
    low = _pause(sound, start)
    return sound[low : _pause(sound, low + EACH)]


def _pause(sound: Vector, start: int) -> int:
    """The first sample at or behind `start` at which silence of the corpus begins."""
    quiet = np.concatenate([[0], np.cumsum(sound[start:] != 0)])
    found = np.flatnonzero(quiet[SILENT:] == quiet[:-SILENT])
    return start + int(found[0]) if len(found) else len(sound)


def _joined(kind: str, spoken: list[tuple[str, Vector]]) -> Mixed:
    pieces, parts, at = [], [], 0
    for language, sound in spoken:
        pieces += [sound, np.zeros(PAUSE, np.float32)]
        parts.append(Part(language, at / RATE, (at + len(sound) + PAUSE) / RATE))
        at += len(sound) + PAUSE
    return Mixed(kind, np.concatenate(pieces), tuple(parts))


def marked(mixed: Mixed) -> Marked:
    """Analyse and judge one recording."""
    table = transcribe(mixed.sound)["utterances"]
    total = Marked()
    for start, end, language, flags in zip(
        table["start_ns"] / 1e9, table["end_ns"] / 1e9, table["language"], table["flags"], strict=True
    ):
        middle, seconds = (start + end) / 2, float(end - start)
        truth = next((part.language for part in mixed.parts if part.start <= middle < part.end), "")
        wrong = 0.0 if truth == language else seconds
        unsure = seconds if flags & Flag.UNSURE_LANGUAGE else 0.0
        total += Marked(seconds - wrong, wrong, unsure, min(wrong, unsure))
    return total


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=100, help="at most so many recordings of each kind")
    args = parser.parse_args()
    totals: dict[str, Marked] = {}
    counted: dict[str, int] = {}
    for mixed in mixtures():
        counted[mixed.kind] = counted.get(mixed.kind, 0) + 1
        if counted[mixed.kind] > args.first:
            continue
        each = marked(mixed)
        totals[mixed.kind] = totals.get(mixed.kind, Marked()) + each
        print(f"{mixed.kind:6} {mixed.name:9} {_told(each)}", flush=True)
    for kind, total in totals.items():
        print(f"{kind:6} all       {_told(total)}")
    one = totals.get("one", Marked())
    changing = totals.get("two", Marked()) + totals.get("three", Marked())
    good = _share(changing.right, changing) >= RIGHT and _share(one.wrong, one) <= WRONG
    return 0 if good else 1


def _told(each: Marked) -> str:
    return (
        f"right {each.right:6.1f} s, wrong {each.wrong:6.1f} s ({100 * _share(each.wrong, each):.0f} %), "
        f"unsure {each.unsure:6.1f} s, of the wrong {each.wrong_unsure:.1f} s"
    )


def _share(seconds: float, of: Marked) -> float:
    return seconds / max(1e-9, of.right + of.wrong)


if __name__ == "__main__":
    sys.exit(main())
