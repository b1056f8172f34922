"""Which stretches of sound are speech: what the detector of voices or the recogniser of sounds says so of.

The model that tells speakers apart takes dripping water, birds and growls for voices. The other two together
do so far less often, on sounds of animals and of a game under water; they missed 1 of 210 pieces of speech in
meetings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.records import Table

LABELS = frozenset(
    {
        "Speech", "Child speech, kid speaking", "Conversation", "Narration, monologue", "Whispering",
        "Shout", "Yell", "Children shouting",
    }
)  # fmt: skip
"""Classes of AudioSet in which somebody speaks."""
LEAST = 0.5
"""Share of a stretch that must be speech."""

Times = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def is_speech(start_ns: Times, end_ns: Times, speech: Table, events: Table) -> Mask:
    """Bool `(n,)`: of stretches `(n,)`, which are speech by `voice_activity` or by `sound_events`."""
    rows = np.array([label in LABELS for label in events["label"]], dtype=np.bool_)
    by_voice = _covered(start_ns, end_ns, speech["start_ns"], speech["end_ns"])
    by_sound = _covered(start_ns, end_ns, events["start_ns"][rows], events["end_ns"][rows])
    least = LEAST * (end_ns - start_ns)
    return np.asarray((by_voice >= least) | (by_sound >= least), dtype=np.bool_)


def _covered(start: Times, end: Times, low: Times, high: Times) -> Times:
    """How much of each stretch lies in any of the ranges, which may overlap."""
    if not len(low):
        return np.zeros(len(start), np.int64)
    times = np.concatenate([low, high])
    steps = np.concatenate([np.ones(len(low), np.int64), np.full(len(high), -1, np.int64)])
    order = np.lexsort((-steps, times))
    times, within = times[order], np.cumsum(steps[order]) > 0
    lengths = np.append(np.where(within[:-1], np.diff(times), 0), 0)
    before = np.concatenate([[0], np.cumsum(lengths)])

    def until(moment: Times) -> Times:
        at = np.searchsorted(times, moment, side="right") - 1
        inside = np.where((at >= 0) & within[at], moment - times[at], 0)
        return np.asarray(np.where(at >= 0, before[np.maximum(at, 0)] + inside, 0), dtype=np.int64)

    return until(end) - until(start)
