"""Packing detected speech into windows for Whisper, and the way back from window time to stream time.

Whisper looks at a window of up to 30 s. Silence between speech is left out, so that windows hold
little but speech; what was joined is remembered piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.models.silero import RATE, quietest
from engine.stage import Vector

PAD = RATE // 5
"""Samples of silence kept on both sides of speech, besides what the detector keeps."""
KEPT_GAP = RATE // 2
"""Silence up to this length stays; longer silence is left out."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sound for one decoding: `pieces` are `(start, end)` samples of the unit's sound, in order.

    `seams`: samples of the unit's sound between two segments of speech, also within a piece.
    """

    pieces: tuple[tuple[int, int], ...]
    seams: tuple[int, ...] = ()

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.pieces)

    def cut_from(self, sound: Vector) -> Vector:
        return np.concatenate([sound[start:end] for start, end in self.pieces])

    def between(self, start: int, end: int) -> Window:
        """What lies in samples `[start, end)` of the window."""
        pieces, passed = [], 0
        for low, high in self.pieces:
            a, b = max(low, low + start - passed), min(high, low + end - passed)
            if a < b:
                pieces.append((a, b))
            passed += high - low
        return Window(tuple(pieces), self.seams)

    def place(self, sample: float) -> tuple[int, float]:
        """Number of the piece and place in the unit's sound of a sample of the window."""
        passed = 0
        for number, (start, end) in enumerate(self.pieces):
            if sample < passed + end - start or number == len(self.pieces) - 1:
                return number, min(float(end), start + sample - passed)
            passed += end - start
        raise IndexError(sample)


def pack_windows(
    speech: npt.NDArray[np.int64], sound: Vector, longest: int, open_start: bool, open_end: bool
) -> list[Window]:
    """Windows of at most `longest` samples over `speech`, int64 `(n, 2)` in order of time.

    `open_start`, `open_end`: whether speech may go on beyond the first and the last piece in another
    unit, in which case no silence is added there, for it may be the other unit's speech.
    """
    pieces: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(_padded(speech.tolist(), len(sound), open_start, open_end)):
        if number and start - pieces[-1][1] <= KEPT_GAP and end - pieces[-1][0] <= longest:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    seams = ((speech[1:, 0] + speech[:-1, 1]) // 2).tolist()
    return [
        Window(tuple(held), tuple(seam for seam in seams if held[0][0] < seam < held[-1][1]))
        for held in _even(_split(pieces, sound, longest), longest)
    ]


def _even(pieces: Sequence[tuple[int, int]], longest: int) -> list[list[tuple[int, int]]]:
    """The pieces in as few windows as can be, of about equal length: a short last one would lose words."""
    windows = _filled(pieces, longest)
    low, high = 0, longest
    while high - low > RATE // 4:
        middle = (low + high) // 2
        tried = _filled(pieces, middle)
        if len(tried) > len(windows):
            low = middle
        else:
            windows, high = tried, middle
    return windows


def _filled(pieces: Sequence[tuple[int, int]], most: int) -> list[list[tuple[int, int]]]:
    """The pieces in windows of at most `most` samples, but for a piece that is longer by itself."""
    windows: list[list[tuple[int, int]]] = []
    held = 0
    for start, end in pieces:
        if not windows or held + end - start > most:
            windows.append([])
            held = 0
        windows[-1].append((start, end))
        held += end - start
    return windows


def _padded(speech: list[list[int]], length: int, open_start: bool, open_end: bool) -> list[tuple[int, int]]:
    padded = []
    for i, (start, end) in enumerate(speech):
        before = (start - speech[i - 1][1]) // 2 if i else (0 if open_start else start)
        after = (speech[i + 1][0] - end) // 2 if i + 1 < len(speech) else (0 if open_end else length - end)
        padded.append((start - min(PAD, max(0, before)), min(length, end + min(PAD, max(0, after)))))
    return padded


def _split(pieces: list[tuple[int, int]], sound: Vector, longest: int) -> list[tuple[int, int]]:
    """Pieces longer than a window, cut at quiet moments into parts of about equal length."""
    split: list[tuple[int, int]] = []
    for start, end in pieces:
        parts = -(-(end - start) // longest)
        while parts > 1:
            goal = (end - start) // parts
            reach = min(2 * RATE, goal // 4, (longest - goal) if longest > goal else goal // 4)
            place = start + goal - reach + quietest(sound[start + goal - reach : start + goal + reach])
            split.append((start, place))
            start, parts = place, -(-(end - place) // longest)
        split.append((start, end))
    return split
