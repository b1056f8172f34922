"""What the channels of a recording hold: the same sound, also with opposite phase, or sounds of their own.

Channels are compared in blocks of a fixed grid from the start of the stream, so that a sample is treated
alike wherever a unit of work begins. Channels that hold the same are averaged, with their signs made equal.
Such groups are added up, not averaged: speech in one of six channels stays as loud as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Ranges = npt.NDArray[np.int64]
"""Half-open ranges of samples, int64 `(n, 2)`, in order and not touching."""

BLOCK = 80_000
"""Samples of a block (5 s): long enough for a sentence to tell two people from one."""
MIX = -1
"""Stands for all channels together."""
SILENT = 1e-4
"""Root mean square (−80 dBFS) below which a channel holds nothing."""
SAME = 0.75
"""Least correlation over time of the energies in bands at which two channels hold the same sound.

Two microphones in one room are above 0.87 even far from the speakers; two people with a microphone each, and
each 16 dB lower in the other's, below 0.67."""
FAINT = 0.25
"""A channel of a group this much below its loudest (−12 dB) adds noise and no voice."""
OPPOSITE = -0.2
OUTRIGHT = 0.95
"""Correlation of samples, of either sign, from which on two channels need no closer look."""
_FRAME, _RANGE_DB = 512, 50.0
_EDGES = (2, 5, 9, 15, 24, 38, 64, 128, 257)
"""Bins of a spectrum of `_FRAME` samples where bands of about equal width to the ear begin and end."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel with a sound of its own, or MIX. `ranges` tells where it speaks for its group."""

    number: int
    sound: Vector
    ranges: Ranges


@dataclass(slots=True)
class Heard:
    """Sound of a span: `mix` of everything, and each channel that somewhere holds a sound of its own."""

    mix: Vector
    decoded: Ranges
    """Where there was sound to decode; what lies between is zeros that nobody recorded."""
    own: dict[int, Channel] = field(default_factory=dict)

    def channels(self) -> Sequence[Channel]:
        """What to look for voices in: the mix, or each channel with a sound of its own."""
        whole = np.array([[0, len(self.mix)]], np.int64)
        return [self.own[n] for n in sorted(self.own)] or [Channel(MIX, self.mix, whole)]


class Blocks:
    """Takes sound `(n, channels)` as it is decoded; gives what was heard in `size` samples from `begin` on.

    Holds raw channels of two blocks at most.
    """

    def __init__(self, begin: int, size: int) -> None:
        self._begin, self._size = begin, size
        self._raw: dict[int, list[tuple[int, Vector]]] = {}
        self._parted: list[_Parted] = []

    def add(self, at: int, piece: Vector) -> None:
        """Sound from sample `at` of the stream on; what lies outside of the span is dropped."""
        low, high = max(at, self._begin), min(at + len(piece), self._begin + self._size)
        while low < high:
            block = low // BLOCK
            end = min(high, (block + 1) * BLOCK)
            self._raw.setdefault(block, []).append((low, piece[low - at : end - at]))
            low = end
            for done in [b for b in self._raw if b < block - 1]:
                self._part(done)

    def heard(self) -> Heard:
        for block in sorted(self._raw):
            self._part(block)
        mix = np.zeros(max(0, self._size), np.float32)
        for part in self._parted:
            mix[part.low : part.high] = part.mix()
        leads = {lead for part in self._parted for lead in part.groups}
        parted = any(len(part.groups) > 1 for part in self._parted)
        own = {n: self._channel(n, mix) for n in leads} if parted else {}
        return Heard(mix, merged([(part.low, part.high) for part in self._parted]), own)

    def _part(self, block: int) -> None:
        chunks = self._raw.pop(block)
        low, high = min(at for at, _ in chunks), max(at + len(piece) for at, piece in chunks)
        sound = np.zeros((high - low, max(piece.shape[1] for _, piece in chunks)), np.float32)
        for at, piece in chunks:
            sound[at - low : at - low + len(piece), : piece.shape[1]] = piece
        self._parted.append(_Parted(low - self._begin, high - self._begin, *_grouped(sound)))

    def _channel(self, number: int, mix: Vector) -> Channel:
        sound, ranges = mix.copy(), []
        for part in self._parted:
            if len(part.groups) > 1:
                lead = part.lead_of.get(number)
                sound[part.low : part.high] = part.groups[lead] if lead is not None else 0.0
            if number in part.groups or not part.groups:
                ranges.append((part.low, part.high))
        return Channel(number, sound, merged(ranges))


@dataclass(frozen=True, slots=True)
class _Parted:
    """One block: the sound of each group by its lowest channel, and the group of each channel."""

    low: int
    high: int
    groups: dict[int, Vector]
    lead_of: dict[int, int]

    def mix(self) -> Vector:
        total = np.zeros(self.high - self.low, np.float32)
        for sound in self.groups.values():
            total += sound
        return total


def merged(ranges: Sequence[tuple[int, int]]) -> Ranges:
    """Ranges joined where they touch or overlap."""
    out: list[list[int]] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1]:
            out[-1][1] = max(out[-1][1], high)
        else:
            out.append([low, high])
    return np.array(out, np.int64).reshape(-1, 2)


def _grouped(sound: Vector) -> tuple[dict[int, Vector], dict[int, int]]:
    """Groups of channels that hold the same sound; none where all are silent."""
    if sound.shape[1] == 1:
        return {0: sound[:, 0]}, {0: 0}
    level = np.sqrt(np.mean(np.square(sound, dtype=np.float64), axis=0))
    groups: list[list[int]] = []
    for channel in np.argsort(-level, kind="stable").tolist():
        if level[channel] < SILENT:
            break
        for group in groups:
            if alike(sound[:, channel], sound[:, group[0]]) >= SAME:
                group.append(channel)
                break
        else:
            groups.append([channel])
    return (
        {min(group): _together(sound, level, group) for group in groups},
        {channel: min(group) for group in groups for channel in group},
    )


def _together(sound: Vector, level: npt.NDArray[np.float64], group: Sequence[int]) -> Vector:
    """Mean of a group whose first channel is its loudest, without those too faint to help."""
    first = sound[:, group[0]].astype(np.float64)
    total, count = first.copy(), 1
    for channel in group[1:]:
        if level[channel] < FAINT * level[group[0]]:
            continue
        other = sound[:, channel].astype(np.float64)
        turned = float(first @ other) / (len(first) * level[group[0]] * level[channel]) < OPPOSITE
        total += -other if turned else other
        count += 1
    return (total / count).astype(np.float32)


def alike(one: Vector, other: Vector) -> float:
    """How much two sounds hold the same, −1 to 1: the correlation of their energies over time in bands.

    1 for the same sound at any level and sign, steady tones too. Less than three frames are alike.
    """
    product = float(one.astype(np.float64) @ other)
    if abs(product) >= OUTRIGHT * float(np.linalg.norm(one)) * float(np.linalg.norm(other)) > 0:
        return 1.0
    energies = [_energies(sound) for sound in (one, other)]
    if len(energies[0]) < 3:
        return 1.0
    a, b = (each - each.mean(axis=0) for each in energies)
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 0 else 0.0


def _energies(sound: Vector) -> npt.NDArray[np.float64]:
    """Energies in dB `(frames, bands)`, none further than `_RANGE_DB` below the loudest."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME).astype(np.float32), axis=1)) ** 2
    bands = np.stack([power[:, a:b].sum(axis=1) for a, b in pairwise(_EDGES)], axis=1)
    decibels = 10 * np.log10(bands + 1e-12)
    floor = decibels.max(initial=-120.0) - _RANGE_DB
    return np.asarray(np.maximum(decibels, floor), dtype=np.float64)
