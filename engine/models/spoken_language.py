"""Which language is spoken where: an answer per stretch of speech, so that no change is lost in a window.

Whisper tells the language of a whole window. Its encoding is cut into stretches of a few seconds, each asked
for its language by one step of the decoder. A hidden Markov model joins the answers: a change costs as much
as a stretch that is five times likelier in another language, so that a single odd answer changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np

from engine.models.silero import RATE, quietest
from engine.models.speech_windows import Window
from engine.stage import Vector

STRETCH = 3 * RATE
"""Samples of a stretch, about: a shorter one alone is easily taken for another language."""
LEAST = RATE
CHANGE = log(5.0)
SURE = 0.5
"""Likelihood that a language must reach in some stretch to be in question beside the main one."""
MAIN_SURE = 0.4
"""Likelihood below which even the main language is unsure."""
UNHEARD = 0.03
"""Least likelihood of a language: what is said next to a stretch, noise and names colour its answer."""

Likelihoods = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples `[start, end)` of a window, counted within the window."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Spoken:
    """Samples `[start, end)` of a window, all in one language.

    `unsure`: where it may be another one, in samples of the unit's sound.
    """

    start: int
    end: int
    language: str
    unsure: tuple[tuple[float, float], ...] = ()


def stretches(window: Window, sound: Vector) -> list[Stretch]:
    """A window in stretches of speech, cut where speech was parted, long ones at quiet moments too."""
    cut: list[Stretch] = []
    passed = 0
    for start, end in window.pieces:
        seams = [start, *(seam for seam in window.seams if start < seam < end), end]
        for low, high in _joined(list(pairwise(seams))):
            edges = _parts(sound[low:high])
            cut += [Stretch(passed + low - start + a, passed + low - start + b) for a, b in pairwise(edges)]
        passed += end - start
    return cut


def _joined(parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours joined where one of them is too short to tell a language."""
    out: list[tuple[int, int]] = []
    for low, high in parts:
        if out and min(high - low, out[-1][1] - out[-1][0]) < LEAST:
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
    return out


def _parts(sound: Vector) -> list[int]:
    """Where to cut one segment of speech so that its parts are about STRETCH long, its ends included."""
    count = max(1, round(len(sound) / STRETCH))
    edges = [0]
    for part in range(1, count):
        goal = len(sound) * part // count
        low = max(edges[-1] + LEAST, goal - RATE)
        around = sound[low : goal + RATE]
        edges.append(low + quietest(around) if len(around) else goal)
    return [*edges, len(sound)]


def path(heard: Sequence[Likelihoods], lengths: Sequence[int], main: str) -> list[str]:
    """The likeliest language of each stretch in order of time; `main` is that of the whole.

    To begin or to end in another language than the main one counts as a change too.
    """
    if not heard:
        return []
    names = sorted({main, *(name for each in heard for name, likely in each.items() if likely >= SURE)})
    border = np.array([0.0 if name == main else CHANGE for name in names])
    costs = np.array(
        [
            [-log(max(each.get(name, 0.0), UNHEARD)) * min(1.0, length / STRETCH) for name in names]
            for each, length in zip(heard, lengths, strict=True)
        ]
    )
    total, came = costs[0] + border, []
    for row in costs[1:]:
        best = int(np.argmin(total))
        stays = total <= total[best] + CHANGE
        came.append(np.where(stays, np.arange(len(names)), best))
        total = np.minimum(total, total[best] + CHANGE) + row
    at = int(np.argmin(total + border))
    spoken = [names[at]]
    for back in reversed(came):
        at = int(back[at])
        spoken.append(names[at])
    return spoken[::-1]


def shares(heard: Sequence[Likelihoods], lengths: Sequence[int]) -> dict[str, float]:
    """How likely each language is over all, weighted by length."""
    total: dict[str, float] = {}
    for each, length in zip(heard, lengths, strict=True):
        for name, likely in each.items():
            total[name] = total.get(name, 0.0) + likely * length / sum(lengths)
    return total


def commonest(shared: Likelihoods) -> str:
    return max(sorted(shared), key=lambda name: shared[name])


def spans_of(spoken: Sequence[str]) -> list[tuple[int, int]]:
    """Where one language is spoken on end, as `(first, last + 1)`."""
    edges = [0, *(n for n in range(1, len(spoken)) if spoken[n] != spoken[n - 1]), len(spoken)]
    return [(a, b) for a, b in pairwise(edges) if a < b]
