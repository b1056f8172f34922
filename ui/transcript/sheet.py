"""All that is shown: items one after the other, what a person chose to see of them, and who speaks.

Utterances are numbered over all items. A *line* is what stands below another: an utterance that fits what was
chosen, or, where several items are shown, the heading of an item. Speakers are groups of voices. Knows no Qt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core_api.transcript import HeardOf, Said, Speaker
from ui.transcript.block import Block

HEARD = 0.9
"""Share of an utterance from which on it counts as listened to: players stop a little early."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person wants to see; everything by default."""

    speakers: frozenset[int] = field(default_factory=frozenset)
    """Groups of voices, or NOBODY; all where empty."""
    languages: frozenset[str] = field(default_factory=frozenset)
    doubtful: bool = False
    unheard: bool = False
    edited: bool = False

    @property
    def anything(self) -> bool:
        """Whether something is filtered out."""
        return self == Chosen()


class Sheet:
    """Blocks in the order in which they were put."""

    def __init__(self) -> None:
        self.headings = False
        self.edition = 0
        """Raised whenever lines come or go: they have to be laid out again."""
        self.clear()

    def clear(self) -> None:
        self.blocks: list[Block] = []
        self._place: dict[str, int] = {}
        self.chosen = Chosen()
        self._gather()

    def put(self, said: Iterable[Said]) -> None:
        """Show these items: in the place of what was known of them, else behind the others."""
        for one in said:
            if one.item_id in self._place:
                self.blocks[self._place[one.item_id]] = Block(one)
            else:
                self._place[one.item_id] = len(self.blocks)
                self.blocks.append(Block(one))
        self._gather()

    def hear(self, heard: Iterable[HeardOf]) -> None:
        """What was listened to is now this."""
        for one in heard:
            if (at := self._place.get(one.item_id)) is not None:
                self.blocks[at].take_heard(one)
        self.count_heard()

    def rename(self, speakers: Mapping[str, Sequence[Speaker]]) -> None:
        """People are called, or grouped, so now; by item."""
        for item_id, known in speakers.items():
            if (at := self._place.get(item_id)) is not None:
                self.blocks[at].take_speakers(known)
        self._gather()

    def choose(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self._draw_up()

    def number(self, item_id: str) -> int:
        """Place of an item's block, -1 where it is not shown."""
        return self._place.get(item_id, -1)

    def where(self, utterance: int) -> tuple[Block, int]:
        """Block and row of an utterance."""
        at = bisect_right(self._starts, utterance) - 1
        return self.blocks[at], utterance - self._starts[at]

    def utterance(self, block: int, row: int) -> int:
        """The number of a row; -1 where `row` is -1."""
        return self._starts[block] + row if row >= 0 else -1

    def __len__(self) -> int:
        """How many utterances there are, shown or not."""
        return self._starts[-1]

    def _gather(self) -> None:
        """Columns over all blocks."""
        self.speakers: dict[int, Speaker] = {s.group: s for b in self.blocks for s in b.speakers}
        self._starts: list[int] = [0]
        for block in self.blocks:
            self._starts.append(self._starts[-1] + len(block))
        self.speaker: npt.NDArray[np.int32] = _joined([_groups(b) for b in self.blocks], np.int32)
        self.flags: npt.NDArray[np.uint8] = _joined([b.said.flags for b in self.blocks], np.uint8)
        self.letters: npt.NDArray[np.int32] = _joined(
            [np.diff(b.said.text_at) for b in self.blocks], np.int32
        )
        self.edited = np.zeros(len(self), np.bool_)
        for start, block in zip(self._starts, self.blocks, strict=False):
            self.edited[[start + row for row in block.said.reworded]] = True
        self.count_heard()
        self._draw_up()

    def count_heard(self) -> None:
        """Take over what the blocks know was listened to."""
        self.mine: npt.NDArray[np.float32] = _joined([b.mine for b in self.blocks], np.float32)
        self.others: npt.NDArray[np.float32] = _joined([b.others for b in self.blocks], np.float32)

    def _draw_up(self) -> None:
        """Lines of what was chosen."""
        self.edition += 1
        fits = self._fitting()
        pieces = []
        for n, block in enumerate(self.blocks):
            start = self._starts[n]
            own = start + np.flatnonzero(fits[start : start + len(block)]).astype(np.int32)
            if self.headings and (len(own) or self.chosen.anything):
                pieces.append(np.array([-n - 1], np.int32))
            pieces.append(own)
        self.lines: npt.NDArray[np.int32] = _joined(pieces, np.int32)
        spoken = self.lines >= 0
        self._line_of = np.full(len(self) + 1, -1, np.int32)
        self._line_of[self.lines[spoken]] = np.flatnonzero(spoken)
        self.headed = self._heads()

    def _fitting(self) -> npt.NDArray[np.bool_]:
        chosen = self.chosen
        fits = np.ones(len(self), np.bool_)
        if chosen.speakers:
            fits &= np.isin(self.speaker, list(chosen.speakers))
        if chosen.doubtful:
            fits &= self.flags != 0
        if chosen.unheard:
            fits &= np.maximum(self.mine, self.others) < HEARD
        if chosen.edited:
            fits &= self.edited
        if chosen.languages:
            own = [
                np.isin(
                    b.said.language,
                    [n for n, name in enumerate(b.said.languages) if name in chosen.languages],
                )
                for b in self.blocks
            ]
            fits &= _joined(own, np.bool_)
        return fits

    def _heads(self) -> npt.NDArray[np.bool_]:
        """Which lines say who speaks: where that changes, and where there is something to say about them."""
        spoken = self.lines >= 0
        if not len(self.lines):
            return spoken
        own = self.lines[spoken]
        who = np.full(len(self.lines), -2, np.int32)
        who[spoken] = self.speaker[own]
        noted = np.zeros(len(self.lines), np.bool_)
        noted[spoken] = (self.flags[own] != 0) | self.edited[own]
        changes = np.concatenate([[True], who[1:] != who[:-1]])
        heads: npt.NDArray[np.bool_] = spoken & ((changes & (who != NOBODY)) | noted)
        return heads

    def line_of(self, utterance: int) -> int:
        """Where an utterance stands, -1 where it is not shown, or is no longer there."""
        return int(self._line_of[utterance]) if 0 <= utterance < len(self) else -1

    def near(self, utterance: int) -> int:
        """The line of an utterance, or of the nearest before it that is shown; -1 if there is none."""
        found = np.flatnonzero(self._line_of[: utterance + 1] >= 0)
        return int(self._line_of[found[-1]]) if len(found) else -1

    def languages(self) -> list[str]:
        """All that are spoken."""
        return sorted({name for b in self.blocks for name in b.said.languages if name})

    def next_marked(self, line: int, marked: npt.NDArray[np.bool_], back: bool = False) -> int:
        """The next line behind (or before) this whose utterance is marked; round the end; -1 for none.

        `marked` has a truth per utterance, shown or not.
        """
        spoken = np.flatnonzero(self.lines >= 0)
        found = spoken[marked[self.lines[spoken]]]
        if not len(found):
            return -1
        if back:
            earlier = found[found < line]
            return int(earlier[-1] if len(earlier) else found[-1])
        later = found[found > line]
        return int(later[0] if len(later) else found[0])

    def shares(self) -> dict[int, float]:
        """How much of all that is said each group says, by letters."""
        total = max(1, int(self.letters.sum()))
        who, place = np.unique(self.speaker, return_inverse=True)
        sums = np.bincount(place, self.letters)
        return {int(g): float(n) / total for g, n in zip(who, sums, strict=True) if g != NOBODY}


def _groups(block: Block) -> npt.NDArray[np.int32]:
    """Who speaks in each row."""
    numbers = np.array([NOBODY, *(s.group for s in block.speakers)], np.int32)
    return numbers[block.said.speaker + 1]


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)
