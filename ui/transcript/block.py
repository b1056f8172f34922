"""The transcript of one item: what is said when, found by time and by place. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.core_api.transcript import HeardOf, Said, Speaker

Longs = npt.NDArray[np.int64]
_BLANKS = {ord(c): " " for c in "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
"""Line breaks in evidence would break a paragraph's lines; each is one letter, so places stay."""


class Block:
    """Rows are utterances; words are numbered over the whole item."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.speakers = said.speakers
        self.take_heard(said.heard)

    def __len__(self) -> int:
        return len(self.said)

    def text(self, row: int) -> str:
        at = self.said.text_at
        return self.said.text[at[row] : at[row + 1]].tobytes().decode("utf-8", "replace").translate(_BLANKS)

    def words(self, row: int) -> range:
        """Numbers of the words of a row."""
        at = self.said.words_at
        return range(int(at[row]), int(at[row + 1]))

    def row_of(self, word: int) -> int:
        """The row a word belongs to."""
        # of the column's own type, or all of it would be converted
        return int(self.said.words_at.searchsorted(np.int32(word), "right")) - 1

    @cached_property
    def _in_time(self) -> tuple[Longs, Longs, Longs]:
        """Words in order of their start, empty where they stand so already; starts in that order; how far any
        word up to here reaches. What is so already is not copied: it is a million numbers each.
        """
        starts, ends = self.said.word_start_ns, self.said.word_end_ns
        order: Longs = np.zeros(0, np.int64)
        if (starts[1:] < starts[:-1]).any():
            order = np.argsort(starts, kind="stable")
            starts, ends = starts[order], ends[order]
        return order, starts, np.maximum.accumulate(ends) if (ends[1:] < ends[:-1]).any() else ends

    def word_at(self, t_ns: int) -> int:
        """Number of the word said at a time: of several the one that began last. -1 if none is."""
        order, starts, reach = self._in_time
        at = int(np.searchsorted(starts, t_ns, "right")) - 1
        while at >= 0 and reach[at] > t_ns:
            word = int(order[at]) if len(order) else at
            if self.said.word_end_ns[word] > t_ns:
                return word
            at -= 1
        return -1

    def row_at(self, t_ns: int) -> int:
        """The row that is said at a time, or the last one before it. -1 before the first."""
        return int(np.searchsorted(self.said.start_ns, t_ns, "right")) - 1

    def start_of(self, row: int, word: int = -1) -> int:
        """When a word, or a row, begins."""
        if word >= 0:
            return int(self.said.word_start_ns[word])
        return int(self.said.start_ns[row])

    def word_under(self, row: int, letter: int) -> int:
        """The word that stands at, or last before, a letter of a row; -1 where the row has no words."""
        words = self.words(row)
        if not words:
            return -1
        begins = self.said.word_from[words.start : words.stop]
        return words.start + max(0, int(np.searchsorted(begins, letter, "right")) - 1)

    def letters(self, word: int) -> tuple[int, int]:
        """First letter of a word in its row's text, and the one behind its last."""
        return int(self.said.word_from[word]), int(self.said.word_to[word])

    def take_speakers(self, speakers: Sequence[Speaker]) -> None:
        """They are called, or grouped, so now."""
        now = {s.number: s for s in speakers}
        self.speakers = tuple(now.get(s.number, s) for s in self.speakers)

    def take_heard(self, heard: HeardOf) -> None:
        """What was listened to is now this."""
        self.heard = heard
        self.mine = shares(heard.mine, self.said.start_ns, self.said.end_ns)
        """Share of each row that this account has listened to, 0 to 1."""
        self.others = shares(heard.others, self.said.start_ns, self.said.end_ns)
        length = (self.said.end_ns - self.said.start_ns).astype(np.float64)
        self.listened = float((self.mine * length).sum() / max(1.0, float(length.sum())))
        """Share of the item's speech that this account has listened to."""

    def hear(self, start_ns: int, end_ns: int, heard: bool = True) -> None:
        """Take a segment for listened to (or not) at once, before the case says so."""
        self.take_heard(with_span(self.heard, start_ns, end_ns, heard))


def shares(spans: Longs, starts: Longs, ends: Longs) -> npt.NDArray[np.float32]:
    """Which share of each segment the spans cover; these stand in order and do not touch."""
    if not len(spans):
        return np.zeros(len(starts), np.float32)
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(spans[:, 1] - spans[:, 0])])

    def before(t: Longs) -> Longs:
        count = np.searchsorted(spans[:, 0], t, "right")
        over = np.where(count > 0, np.maximum(spans[count - 1, 1] - t, 0), 0)
        covered: Longs = sums[count] - over
        return covered

    length = np.maximum(ends - starts, 1)
    return np.asarray((before(ends) - before(starts)) / length, np.float32)


def with_span(heard: HeardOf, start_ns: int, end_ns: int, add: bool) -> HeardOf:
    """The same with one segment added to one's own, or taken out."""
    spans = heard.mine
    if add:
        near = (spans[:, 0] <= end_ns) & (spans[:, 1] >= start_ns)
        low = min([start_ns, *spans[near, 0].tolist()])
        high = max([end_ns, *spans[near, 1].tolist()])
        kept = [*spans[~near].tolist(), [low, high]]
    else:
        kept = []
        for low, high in spans.tolist():
            kept += [[low, min(high, start_ns)]] if low < start_ns else []
            kept += [[max(low, end_ns), high]] if high > end_ns else []
    own = np.array(sorted(kept), np.int64).reshape(-1, 2)
    return HeardOf(heard.item_id, own, heard.others, heard.who)
