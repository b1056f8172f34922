"""Find in the transcript: every place where something typed stands, in slices that keep a window alive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core_api.folded_text import Pattern, patterns
from app.core_api.transcript import Said

SLICE = 1 << 19
"""Bytes of folded text looked through at once: about a millisecond."""

Longs = npt.NDArray[np.int64]


class Hits:
    """Places in folded text, in order, by utterance; grows slice by slice."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.patterns = patterns(typed)
        self._at: list[Longs] = []
        self._lengths: list[npt.NDArray[np.int32]] = []
        self._counts: list[Longs] = []
        self._edges: Longs | None = None

    def search(self, said: Sequence[Said]) -> Iterator[None]:
        """Look through transcripts whose rows are numbered on; yields between slices."""
        for one in said:
            row = 0
            while row < len(one):
                last = int(np.searchsorted(one.folded_at, one.folded_at[row] + SLICE, "right")) - 1
                last = min(max(last, row + 1), len(one))
                self._slice(one, row, last)
                row = last
                yield
        self._edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(_whole(self._counts, np.int64))])
        self._at, self._lengths = [_whole(self._at, np.int64)], [_whole(self._lengths, np.int32)]

    def _slice(self, said: Said, first: int, last: int) -> None:
        rows = said.folded_at[first : last + 1]
        text = said.folded[int(rows[0]) : int(rows[-1])]
        umlauts = None
        found, lengths = [], []
        for pattern in self.patterns:
            places = _places(text, pattern.text)
            if pattern.umlauts and len(places):
                if umlauts is None:
                    umlauts = np.zeros(len(text), np.bool_)
                    here = said.umlaut_at[(said.umlaut_at >= rows[0]) & (said.umlaut_at < rows[-1])]
                    umlauts[here - rows[0]] = True
                places = _with_umlauts(places, pattern, umlauts)
            found.append(places)
            lengths.append(np.full(len(places), len(pattern.text), np.int32))
        at, length = _whole(found, np.int64), _whole(lengths, np.int32)
        if len(found) > 1:
            at, once = np.unique(at, return_index=True)
            length = length[once]
        apart = _apart(at, length)
        at, length = at[apart], length[apart]
        edges = np.searchsorted(at, rows - rows[0])
        self._counts.append(np.diff(edges))
        self._at.append(at + rows[0] - np.repeat(rows[:-1], np.diff(edges)))
        self._lengths.append(length)

    @property
    def ready(self) -> bool:
        """Whether all was looked through."""
        return self._edges is not None

    @property
    def counts(self) -> Longs:
        """Hits of each utterance."""
        assert self._edges is not None
        return np.diff(self._edges)

    def of(self, utterance: int) -> list[tuple[int, int]]:
        """Where hits begin and end in the folded text of an utterance."""
        if self._edges is None or utterance + 1 >= len(self._edges):
            return []
        low, high = int(self._edges[utterance]), int(self._edges[utterance + 1])
        starts, lengths = self._at[0][low:high].tolist(), self._lengths[0][low:high].tolist()
        return [(a, a + n) for a, n in zip(starts, lengths, strict=True)]


def _places(text: npt.NDArray[np.uint8], wanted: bytes) -> Longs:
    """Every place where `wanted` begins."""
    count = len(text) - len(wanted) + 1
    if count <= 0:
        return np.zeros(0, np.int64)
    letters = np.frombuffer(wanted, np.uint8)
    if len(wanted) == 1:
        return np.flatnonzero(text == letters[0])
    # two letters together are rare enough that hardly a place is left to look at
    both = (text[:count] == letters[0]) & (text[1 : count + 1] == letters[1])
    places = np.flatnonzero(both)
    for n in range(2, len(letters)):
        if not len(places):
            break
        places = places[text[places + n] == letters[n]]
    return places


def _with_umlauts(places: Longs, pattern: Pattern, umlauts: npt.NDArray[np.bool_]) -> Longs:
    for at in pattern.umlauts:
        places = places[umlauts[places + at]]
    return places


def _apart(at: Longs, length: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Which hits to keep so that none begins within the one before."""
    keep = np.ones(len(at), np.bool_)
    if not np.any(at[1:] < at[:-1] + length[:-1]):
        return keep
    end = -1
    for n, (begin, size) in enumerate(zip(at.tolist(), length.tolist(), strict=True)):
        keep[n] = begin >= end
        end = begin + size if begin >= end else end
    return keep


def _whole(parts: Sequence[npt.NDArray[Any]], kind: type) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)
