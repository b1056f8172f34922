"""From hit to hit: which is the one looked at, of how many, and where in the words they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np

from app.core_api.folded_text import edges
from ui.transcript.sheet import Sheet
from ui.transcript.text_hits import Hits


class HitWalk:
    """Hits among the utterances that are shown."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.hits: Hits | None = None
        self.at: tuple[int, int] | None = None
        """Utterance of the hit looked at, and which of its hits it is."""
        self.count()

    def take(self, hits: Hits | None) -> None:
        """Walk over these from now on."""
        self.hits, self.at = hits, None
        self.count()

    def count(self) -> None:
        """What is shown, or what was found, has changed."""
        self._letters: dict[int, tuple[tuple[int, int], ...]] = {}
        self._shown = self._sheet.lines[self._sheet.lines >= 0]
        ready = self.hits is not None and self.hits.ready and len(self.hits.counts) == len(self._sheet)
        counts = self.hits.counts[self._shown] if self.hits is not None and ready else np.zeros(0, np.int64)
        self._sums = np.cumsum(counts)

    @property
    def total(self) -> int:
        """How many there are."""
        return int(self._sums[-1]) if len(self._sums) else 0

    @property
    def number(self) -> int:
        """Which one is looked at, from 1; 0 for none."""
        if self.at is None or not self.total:
            return 0
        place = int(np.searchsorted(self._shown, self.at[0]))
        if place == len(self._shown) or self._shown[place] != self.at[0]:
            return 0
        before = int(self._sums[place - 1]) if place else 0
        return before + self.at[1] + 1

    def step(self, way: int, utterance: int) -> tuple[int, int] | None:
        """The next hit (below 0 the one before), round the end; the first is sought from `utterance` on."""
        if not self.total:
            self.at = None
            return None
        if not self.number:
            place = int(np.searchsorted(self._shown, self.at[0] if self.at else utterance))
            before = int(self._sums[place - 1]) if place else 0
            wanted = before if way > 0 else before - 1
        else:
            wanted = self.number - 1 + way
        wanted %= self.total
        place = int(np.searchsorted(self._sums, wanted, "right"))
        before = int(self._sums[place - 1]) if place else 0
        self.at = int(self._shown[place]), wanted - before
        return self.at

    def letters(self, utterance: int) -> tuple[tuple[int, int], ...]:
        """Where hits stand in the text of an utterance."""
        if self.hits is None:
            return ()
        if (known := self._letters.get(utterance)) is not None:
            return known
        block, row = self._sheet.where(utterance)
        found = self.hits.of(utterance)
        begins = edges(block.text(row)) if found else []
        letters = tuple((bisect_right(begins, a) - 1, bisect_left(begins, b)) for a, b in found)
        if self.hits.ready:
            self._letters[utterance] = letters
        return letters

    def current_letters(self, utterance: int) -> tuple[int, int] | None:
        """Where the hit looked at stands, if it is in this utterance."""
        if self.at is None or self.at[0] != utterance:
            return None
        found = self.letters(utterance)
        return found[self.at[1]] if self.at[1] < len(found) else None
