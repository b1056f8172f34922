"""Diarization error rate: missed, false and confused speech over all speech, no collar, overlap counted.

Fiscus, Ajot, Michel, Garofolo, "The Rich Transcription 2006 Spring Meeting Recognition Evaluation".
Speakers of the hypothesis are matched one to one to those of the reference so that most time agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

Turns = list[tuple[float, float, str]]


@dataclass(frozen=True)
class DiarizationError:
    """Seconds of each kind of error, and of speech in the reference."""

    missed: float
    false: float
    confused: float
    speech: float

    @property
    def rate(self) -> float:
        return (self.missed + self.false + self.confused) / self.speech


def diarization_error(reference: Turns, hypothesis: Turns) -> DiarizationError:
    times = sorted({t for start, end, _ in reference + hypothesis for t in (start, end)})
    real = sorted({name for _, _, name in reference})
    found = sorted({name for _, _, name in hypothesis})
    together = np.zeros((len(real), len(found)))
    pieces = []
    for start, end in pairwise(times):
        said = {n for a, b, n in reference if a <= start and end <= b}
        heard = {n for a, b, n in hypothesis if a <= start and end <= b}
        pieces.append((end - start, said, heard))
        for one in said:
            for two in heard:
                together[real.index(one), found.index(two)] += end - start
    rows, columns = linear_sum_assignment(-together)
    same = {found[c]: real[r] for r, c in zip(rows, columns, strict=True)}
    missed = sum(d * max(0, len(s) - len(h)) for d, s, h in pieces)
    false = sum(d * max(0, len(h) - len(s)) for d, s, h in pieces)
    right = sum(d * len(s & {same.get(x) for x in h}) for d, s, h in pieces)
    confused = sum(d * min(len(s), len(h)) for d, s, h in pieces) - right
    return DiarizationError(missed, false, confused, sum(d * len(s) for d, s, _ in pieces))


def read_rttm(path: Path, end: float) -> dict[str, Turns]:
    """Turns per recording, cut at `end` seconds."""
    turns: dict[str, Turns] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        _, recording, _, start, length, _, _, name, *_ = line.split()
        if float(start) < end:
            turn = (float(start), min(end, float(start) + float(length)), name)
            turns.setdefault(recording, []).append(turn)
    return turns
