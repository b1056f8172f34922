"""Which speaker said which word: words of a transcript laid over speaker turns."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.units import SECOND

NOBODY = -1
NEAR = SECOND // 2
"""A word outside every turn is given to a turn at most this far away."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    start_ns: int
    end_ns: int
    text: str
    utterance: int
    probability: float = 0.0
    """The recogniser's, 0 to 1; below 0 where a person wrote the word."""


@dataclass(frozen=True, slots=True)
class Turn:
    start_ns: int
    end_ns: int
    speaker: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one utterance said by one speaker, or by NOBODY known."""

    speaker: int
    utterance: int
    words: tuple[SpokenWord, ...]

    @property
    def start_ns(self) -> int:
        return self.words[0].start_ns

    @property
    def end_ns(self) -> int:
        return max(word.end_ns for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def who_said(words: Iterable[SpokenWord], turns: Iterable[Turn]) -> list[Said]:
    """Utterances in order of time, parted where the speaker changes.

    A word belongs to the turn that covers most of it; of equals to the one whose speaker said the word
    before, then to the shorter turn, since who interrupts speaks briefly. Words that no turn covers go
    to the nearest turn within half a second.
    """
    ordered = sorted(words, key=lambda word: (word.start_ns, word.end_ns))
    waiting = sorted(turns, key=lambda turn: (turn.start_ns, turn.end_ns, turn.speaker))
    said: list[Said] = []
    open_turns: list[tuple[int, int, int]] = []
    taken, speaker = 0, NOBODY
    for word in ordered:
        while taken < len(waiting) and waiting[taken].start_ns <= word.end_ns + NEAR:
            turn = waiting[taken]
            insort(open_turns, (turn.end_ns, turn.start_ns, turn.speaker))
            taken += 1
        del open_turns[: bisect_left(open_turns, (word.start_ns - 10 * SECOND, 0, 0))]
        speaker = _speaker(word, open_turns, speaker)
        if said and said[-1].utterance == word.utterance and said[-1].speaker == speaker:
            said[-1] = Said(speaker, word.utterance, (*said[-1].words, word))
        else:
            said.append(Said(speaker, word.utterance, (word,)))
    return said


def _speaker(word: SpokenWord, turns: Sequence[tuple[int, int, int]], before: int) -> int:
    if not turns:
        return NOBODY

    def rank(turn: tuple[int, int, int]) -> tuple[int, bool, int, int]:
        end, start, speaker = turn
        return min(end, word.end_ns) - max(start, word.start_ns), speaker == before, start - end, -speaker

    best = max(turns, key=rank)
    return best[2] if rank(best)[0] >= -NEAR else NOBODY
