"""The languages of a recording, as Whisper hears them: suspected stretch by stretch, settled by listening.

A stretch of an encoding tells its language cheaply and now and then wrongly, since what is said beside it
colours it. So a suspected change is listened to: the run is cut out and encoded by itself. It counts only if
Whisper names the language there too, and finds the run clearly likelier in it than in the main one. A run
that fails stays in the main language and is called unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log
from typing import Any, Protocol

import numpy as np

from engine.models.silero import RATE
from engine.models.speech_windows import Window
from engine.models.spoken_language import (
    MAIN_SURE,
    Likelihoods,
    Spoken,
    Stretch,
    commonest,
    path,
    shares,
    spans_of,
    stretches,
)
from engine.stage import Vector

ENCODED = 320
"""Samples of one step of an encoding."""
HEARD_WEIGHT, AGAINST_WEIGHT = 4.0, 1.0
"""What a difference in log probability of a token counts beside one in the log likelihood of the language.

Less where it speaks for the main language: told to write German, Whisper writes English words where it hears
them, and is as sure of them; how sure also depends on the arithmetic of the processor.
"""
UNNAMED = 0.02
"""Least likelihood of a language in a run by itself: below it there is only noise."""
HOLDS, HOLDS_STRICT = 3.0, 5.0
"""Evidence at which a run holds; STRICT for runs shorter than LONG and for languages like the main one."""
WEAK = 0.4
"""Likelihood of the main language below which a stretch is looked at by itself."""
WORTH_A_LOOK = 2 * RATE
CLEAR = 0.7
"""Likelihood of a language at the ends of what is listened to for it."""
LONG = 5 * RATE
SIDE = 2
"""Stretches to both sides of a change that are listened to."""
KIN = tuple(
    frozenset(names.split())
    for names in (
        "cs sk pl sl hr bs sr mk bg ru uk be",
        "no nn da sv is fo",
        "es pt gl ca it oc ro la",
        "de nl af lb yi",
        "hi ur mr ne pa",
        "id ms jw su",
        "fi et",
        "tr az tk",
    )
)
"""Languages that Whisper confuses in short stretches."""
DEAD = frozenset({"la", "sa"})
"""Latin and Sanskrit, which Whisper hears in synthetic and in indistinct voices of any language."""


class Recogniser(Protocol):
    """What a Whisper model can be asked."""

    def encode_short(self, sound: Vector, window: Window) -> tuple[Vector, Any]: ...

    def encode_together(self, sound: Vector, windows: Sequence[Window]) -> Any: ...

    def likeliest(self, encoding: Any) -> list[dict[str, float]]: ...

    def plausible(self, encoding: Any, feature: Vector, language: str) -> float: ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """Windows of one length in frames: their numbers, their features and what the encoder made of them."""

    members: Sequence[int]
    features: Sequence[Vector]
    length: int
    encoding: Any


@dataclass(slots=True)
class _Run:
    """Stretches `[low, high)` of a window in one language."""

    low: int
    high: int
    language: str
    unsure: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class SpokenLanguages:
    """The languages in `sound`."""

    recogniser: Recogniser
    sound: Vector
    check: Callable[[], None]
    _whole: dict[int, Likelihoods] = field(default_factory=dict)
    _main: str = ""
    """The language of most of it, once it is known."""

    def shares(self, windows: Sequence[Window], heard: Sequence[Encoded]) -> dict[str, float]:
        """How likely each language is over all windows."""
        for group in heard:
            self._whole.update(zip(group.members, self.recogniser.likeliest(group.encoding), strict=True))
        order = range(len(windows))
        return shares([self._whole[i] for i in order], [windows[i].length for i in order])

    def told(self, windows: Sequence[Window], heard: Sequence[Encoded]) -> list[list[Spoken]]:
        """Of each window what is spoken from which of its samples to which."""
        shared = self.shares(windows, heard)
        main = self._main = commonest(shared)
        self._whole = {i: self._living(likely) for i, likely in self._whole.items()}
        cut = [stretches(window, self.sound) for window in windows]
        likely = self._likely(cut, heard)
        for i, window in enumerate(windows):
            self._closer(window, cut[i], main, likely, i)
        order = [(i, n) for i, parts in enumerate(cut) for n in range(len(parts))]
        names = path([likely[key] for key in order], [cut[i][n].length for i, n in order], main)
        spoken = dict(zip(order, names, strict=True))
        told = []
        for i, (window, parts) in enumerate(zip(windows, cut, strict=True)):
            here = [likely[i, n] for n in range(len(parts))]
            runs = self._confirmed(window, parts, [spoken[i, n] for n in range(len(parts))], main, here)
            for run in runs:
                own = shares(here[run.low : run.high], [each.length for each in parts[run.low : run.high]])
                surest = max(own.get(main, 0.0), self._whole[i].get(main, 0.0))
                if run.language == main and surest < MAIN_SURE:
                    run.unsure = [(run.low, run.high)]
            told.append(self._settled(window, parts, runs))
        return told

    def _likeliest(self, encoding: Any) -> list[Likelihoods]:
        return [self._living(likely) for likely in self.recogniser.likeliest(encoding)]

    def _living(self, likely: Likelihoods) -> Likelihoods:
        """Without languages that nobody speaks day by day, unless most of the recording is in one."""
        dead = {name: part for name, part in likely.items() if name in DEAD and name != self._main}
        left = 1.0 - sum(dead.values())
        if not dead or left <= 0.0:
            return likely
        return {name: part / left for name, part in likely.items() if name not in dead}

    def _likely(
        self, cut: Sequence[Sequence[Stretch]], heard: Sequence[Encoded]
    ) -> dict[tuple[int, int], Likelihoods]:
        """How likely each language is in each stretch, by window and number in it."""
        likely: dict[tuple[int, int], Likelihoods] = {}
        for group in heard:
            self.check()
            for row, i in enumerate(group.members):
                for number, each in enumerate(self._by_stretch(group.encoding, row, cut[i])):
                    likely[i, number] = each
        return likely

    def _by_stretch(self, encoding: Any, row: int, parts: Sequence[Stretch]) -> list[Likelihoods]:
        """How likely each language is in each of `parts`, of which the first begins with the encoding."""
        from ctranslate2 import Device, StorageView  # type: ignore[import-untyped]

        on_gpu = encoding.device == "cuda"
        values = np.array(encoding.to_device(Device.cpu) if on_gpu else encoding)[row : row + 1]
        found: list[Likelihoods] = []
        for each in parts:
            start, end = each.start - parts[0].start, each.end - parts[0].start
            steps = np.ascontiguousarray(values[:, start // ENCODED : -(-end // ENCODED)])
            found += self._likeliest(StorageView.from_array(steps))
        return found

    def _closer(
        self,
        window: Window,
        parts: Sequence[Stretch],
        main: str,
        likely: dict[tuple[int, int], Likelihoods],
        i: int,
    ) -> None:
        """Looks at runs that hardly seem to be in the main language without what is said beside them.

        Asked are the run as a whole, each stretch within it and each by itself: one alone is short, one
        beside another is coloured by it.
        """
        here = [likely[i, n].get(main, 0.0) for n in range(len(parts))]
        for low, high in _weak(parts, here):
            self.check()
            run = window.between(parts[low].start, parts[high - 1].end)
            _, together = self.recogniser.encode_short(self.sound, run)
            (whole,) = self._likeliest(together)
            alone = [window.between(each.start, each.end) for each in parts[low:high]]
            apart = self._likeliest(self.recogniser.encode_together(self.sound, alone))
            sliced = self._by_stretch(together, 0, parts[low:high])
            for n, answers in enumerate(zip(sliced, apart, strict=True), start=low):
                likely[i, n] = shares([whole, *answers], [1, 1, 1])

    def _confirmed(
        self,
        window: Window,
        parts: Sequence[Stretch],
        spoken: Sequence[str],
        main: str,
        likely: Sequence[Likelihoods],
    ) -> list[_Run]:
        """Runs of one language; those of another than the main one only where they hold by themselves."""
        runs: list[_Run] = []
        for low, high in spans_of(spoken):
            run = _Run(low, high, spoken[low])
            if run.language != main:
                unsure = True
                for first, last in dict.fromkeys([_core(likely, low, high, run.language), (low, high)]):
                    run.language, unsure = self._judged(window, parts[first:last], spoken[low], main)
                    if run.language != main:
                        break
                run.unsure = [(low, high)] if unsure else []
            if runs and runs[-1].language == run.language:
                runs[-1].high = high
                runs[-1].unsure += run.unsure
            else:
                runs.append(run)
        return runs

    def _judged(self, window: Window, parts: Sequence[Stretch], name: str, main: str) -> tuple[str, bool]:
        """The language of a run that seems to be in `name`, and whether that is unsure."""
        self.check()
        start, end = parts[0].start, parts[-1].end
        feature, encoding = self.recogniser.encode_short(self.sound, window.between(start, end))
        (likely,) = self._likeliest(encoding)
        clearly = self.recogniser.plausible(encoding, feature, name) - self.recogniser.plausible(
            encoding, feature, main
        )
        own, other = (max(UNNAMED, likely.get(each, 0.0)) for each in (name, main))
        evidence = log(own / other) + clearly * (HEARD_WEIGHT if clearly > 0 else AGAINST_WEIGHT)
        strict = end - start < LONG or any({name, main} <= kin for kin in KIN)
        if own > other and evidence >= (HOLDS_STRICT if strict else HOLDS):
            return name, False
        return main, evidence > 0

    def _settled(self, window: Window, parts: Sequence[Stretch], runs: list[_Run]) -> list[Spoken]:
        """Runs in samples, each change of language where both sides are heard best."""
        for before, after in pairwise(runs):
            change = before.high
            low, high = max(before.low, change - SIDE), min(after.high, change + SIDE)
            tried = range(max(low + 1, change - 1), min(high - 1, change + 1) + 1)
            if len(tried) > 1:
                best = max(
                    tried,
                    key=lambda n: (
                        self._heard_well(window, parts[low:n], before.language)
                        + self._heard_well(window, parts[n:high], after.language)
                    ),
                )
                before.high = after.low = best
        return [
            Spoken(
                parts[run.low].start,
                parts[run.high - 1].end,
                run.language,
                tuple(
                    (window.place(parts[low].start)[1], window.place(parts[high - 1].end - 1)[1])
                    for low, high in run.unsure
                ),
            )
            for run in runs
        ]

    def _heard_well(self, window: Window, parts: Sequence[Stretch], name: str) -> float:
        """How well these stretches are heard in a language: log likelihood of a token, times length."""
        self.check()
        start, end = parts[0].start, parts[-1].end
        feature, encoding = self.recogniser.encode_short(self.sound, window.between(start, end))
        return self.recogniser.plausible(encoding, feature, name) * (end - start)


def _core(likely: Sequence[Likelihoods], low: int, high: int, name: str) -> tuple[int, int]:
    """Run `[low, high)` without what at its ends may still be in the language beside it."""
    sure = [n for n in range(low, high) if likely[n].get(name, 0.0) >= CLEAR]
    return (sure[0], sure[-1] + 1) if sure else (low, high)


def _weak(parts: Sequence[Stretch], main: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of stretches in which the main language is weak, single stronger ones between them included."""
    found: list[tuple[int, int]] = []
    for n, likely in enumerate(main):
        if likely >= WEAK:
            continue
        if found and n - found[-1][1] <= 1:
            found[-1] = (found[-1][0], n + 1)
        else:
            found.append((n, n + 1))
    return [(low, high) for low, high in found if parts[high - 1].end - parts[low].start >= WORTH_A_LOOK]
