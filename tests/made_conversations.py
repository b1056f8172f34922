"""Conversations built from recordings of single speakers, so that who speaks when is known to the sample.

Turns are joined with pauses and overlaps, each speaker at a level of their own, in the noise of one room
and, where asked for, in the band of a telephone: otherwise the microphones would tell the people apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tests.diarization_error import Turns

RATE = 16_000
QUIET = 0.03
"""Share of the loudest 10 ms below which a clip's edge is silence."""
Sound = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Manner:
    """How people talk and how it was recorded; levels in dB, times in seconds."""

    seconds: float = 60.0
    turn: tuple[float, float] = (0.8, 8.0)
    pause: tuple[float, float] = (0.1, 0.8)
    overlap: float = 0.15
    """Share of changes at which the next begins before the last has ended."""
    levels: float = 4.0
    noise: float = -32.0
    """Of the room, against the mean of speech."""
    band: tuple[float, float] = (0.0, 8000.0)
    echo: float = 0.0
    """Seconds until the room is 60 dB quieter; 0: none."""


@dataclass(slots=True)
class _Speaker:
    clips: Sequence[Sound]
    gain: float
    at: int = 0
    said: list[Sound] = field(default_factory=list)

    def turn(self, length: int) -> Sound:
        """Speech of at most `length` samples, going on where this speaker stopped."""
        pieces, have = [], 0
        while have < length:
            clip = self.clips[self.at % len(self.clips)][: length - have]
            self.at += 1
            pieces.append(clip * self.gain)
            have += len(clip)
        return np.concatenate(pieces)


def conversation(
    people: Mapping[str, Sequence[Sound]], seed: int, manner: Manner | None = None
) -> tuple[Sound, Turns]:
    """Sound at 16 kHz in which all `people` speak, and who speaks when.

    `people` maps each name to clips of speech without silence at their edges. Everybody speaks once before
    anybody is chosen at random, and nobody twice in a row.
    """
    manner = manner or Manner()
    draw = np.random.default_rng(seed)
    speakers = {
        name: _Speaker([_level(c) for c in clips], 10 ** (draw.uniform(-manner.levels, manner.levels) / 20))
        for name, clips in people.items()
    }
    names, end, last = list(people), 0, ""
    turns: Turns = []
    pieces: list[tuple[int, Sound]] = []
    while end < manner.seconds * RATE:
        fresh = [n for n in names if n not in {who for _, _, who in turns}]
        name = str(draw.choice(fresh or [n for n in names if n != last] or names))
        sound = speakers[name].turn(round(draw.uniform(*manner.turn) * RATE))
        if pieces and name != last and draw.random() < manner.overlap:
            at = max(0, end - round(draw.uniform(0.2, 0.4) * min(len(sound), len(pieces[-1][1]))))
        else:
            at = end + round(draw.uniform(*manner.pause) * RATE)
        pieces.append((at, sound))
        turns.append((at / RATE, (at + len(sound)) / RATE, name))
        end, last = max(end, at + len(sound)), name
    total = np.zeros(end + RATE // 2, np.float32)
    for at, sound in pieces:
        total[at : at + len(sound)] += sound
    return _recorded(total, draw, manner), turns


def without_edges(sound: Sound) -> Sound:
    """The clip from its first to its last 10 ms that are not silence."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    energy = np.sqrt(np.mean(np.square(frames), axis=1))
    loud = np.flatnonzero(energy > max(QUIET * float(energy.max(initial=0.0)), 1e-4))
    return sound[loud[0] * 160 : (loud[-1] + 1) * 160] if len(loud) else sound[:0]


def _level(sound: Sound) -> Sound:
    return (sound * (0.08 / max(float(np.sqrt(np.mean(np.square(sound)))), 1e-6))).astype(np.float32)


def _recorded(sound: Sound, draw: np.random.Generator, manner: Manner) -> Sound:
    if manner.echo:
        length = round(manner.echo * RATE)
        tail = draw.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
        tail[0] = np.sqrt(np.square(tail[1:]).sum())
        size = len(sound) + length
        mixed = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail / np.linalg.norm(tail), size), size)
        sound = mixed[: len(sound)].astype(np.float32)
    noise = draw.standard_normal(len(sound)) * 0.08 * 10 ** (manner.noise / 20)
    spectrum = np.fft.rfft(sound + noise)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < manner.band[0]) | (hertz > manner.band[1])] = 0
    return np.clip(np.fft.irfft(spectrum, len(sound)), -1, 1).astype(np.float32)
