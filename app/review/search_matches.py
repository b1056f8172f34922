"""What one term of a search matches, as columns: ready to be joined, counted, ordered and paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.cases.together import NONE, Spans
from app.review.case_axis import Axis
from app.review.search_rows import IN_TIME, KINDS

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matches:
    """Rows of several kinds. `kind` is a place in KINDS; `ref` the row, or the passage, that each comes from.

    `partners` are the other sets of a join, `partner` the row in each, `(n,)` per set.
    """

    kind: Longs
    item: Longs
    start: Longs
    end: Longs
    score: npt.NDArray[np.float64]
    ref: Longs
    partners: Sequence[Matches] = field(default=(), repr=False)
    partner: Sequence[Longs] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def spans(self) -> Spans:
        return Spans(self.item, self.start, self.end)

    def take(self, rows: Longs) -> Matches:
        return Matches(
            self.kind[rows],
            self.item[rows],
            self.start[rows],
            self.end[rows],
            self.score[rows],
            self.ref[rows],
            self.partners,
            [p[rows] for p in self.partner],
        )

    def within(self, items: npt.NDArray[np.bool_]) -> Matches:
        """Those in items that are wanted; items no longer known are not."""
        return self.take(np.flatnonzero((self.item >= 0) & np.append(items, False)[self.item]))

    def of_kinds(self, kinds: frozenset[str]) -> Matches:
        """Those of these kinds of result (of `search_rows.py`) alone."""
        wanted = np.array([not kinds or kind in kinds for kind in KINDS])
        return self.take(np.flatnonzero(wanted[self.kind]))

    def counts(self) -> list[tuple[str, int]]:
        """Kinds that are there, with how often."""
        found = np.bincount(self.kind, minlength=len(KINDS)).tolist()
        return [(kind, count) for kind, count in zip(KINDS, found, strict=True) if count]

    def near(self, other: Matches, window_ns: int, axis: Axis) -> Matches:
        """Those with one of `other` close by, which they keep as their partner; the closest score most."""
        partner, apart = axis.nearest(self.spans, other.spans, window_ns)
        rows = np.flatnonzero(partner != NONE)
        away = apart[rows]
        kept = self.take(rows)
        return Matches(
            kept.kind,
            kept.item,
            kept.start,
            kept.end,
            kept.score + 1.0 - away / (window_ns + 1),
            kept.ref,
            [*self.partners, other],
            [*kept.partner, partner[rows]],
        )

    def ordered(self, order: str) -> Matches:
        """The best first, or by item and time."""
        by_score = () if order == IN_TIME else (-self.score,)
        return self.take(np.lexsort((self.kind, self.end, self.start, self.item, *by_score)))


def matches(
    kind: str, item: Longs, start: Longs, end: Longs, score: npt.NDArray[np.floating], ref: Longs
) -> Matches:
    """Rows of one kind."""
    code = np.full(len(item), KINDS.index(kind), np.int64)
    return Matches(code, item, start, end, score.astype(np.float64), ref)


def joined(parts: Sequence[Matches]) -> Matches:
    """All rows of several."""
    return Matches(
        np.concatenate([p.kind for p in parts] or [np.zeros(0, np.int64)]),
        np.concatenate([p.item for p in parts] or [np.zeros(0, np.int64)]),
        np.concatenate([p.start for p in parts] or [np.zeros(0, np.int64)]),
        np.concatenate([p.end for p in parts] or [np.zeros(0, np.int64)]),
        np.concatenate([p.score for p in parts] or [np.zeros(0)]),
        np.concatenate([p.ref for p in parts] or [np.zeros(0, np.int64)]),
    )
