"""Which faces are shown, in what order, and under which heads. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from app.core_api.people import FaceTable

    Rows = npt.NDArray[np.int64]


NONE, ALONE = -1, -2


class Sort(Enum):
    """What comes first."""

    PERSON = "person"
    QUALITY = "quality"
    TIME = "time"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to see."""

    sort: Sort = Sort.PERSON
    people: frozenset[int] = frozenset()
    """Only these; empty: everybody."""
    unassigned: bool = False
    """Only faces that are alone and have no name."""
    least_quality: float = 0.0
    item_id: str = ""
    """Only this item."""


@dataclass(frozen=True, slots=True)
class Order:
    """`rows` of the table in the order shown; `starts` where heads stand and `heads` whose they are."""

    rows: Rows
    starts: Rows
    heads: Rows
    """Number of the person (`ALONE`: faces that are with nobody), or of the item where faces are sorted by
    time; one head of `NONE` where there are no heads."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def counts(self) -> Rows:
        import numpy as np

        counts: Rows = np.diff(np.r_[self.starts, len(self.rows)])
        return counts


@dataclass
class Ordering:
    """Orders a table; keeps what stays the same while people change: time, quality, likeness."""

    table: FaceTable
    named: Mapping[int, str] = field(default_factory=dict)
    likeness: npt.NDArray[np.float32] | None = None

    def order(self, wanted: Wanted) -> Order:
        """Named people first, then the larger groups, each with its clearest face first."""
        import numpy as np

        rows = self._chosen(wanted)
        number, item = self.table.number[rows], self.table.item[rows]
        quality = self.table.quality[rows]
        if wanted.sort is Sort.LIKENESS and self.likeness is not None:
            return _flat(rows[np.argsort(-self.likeness[rows], kind="stable")])
        if wanted.sort is Sort.QUALITY:
            return _flat(rows[np.argsort(-quality, kind="stable")])
        if wanted.sort is Sort.TIME:
            order = np.lexsort((self.table.t_ns[rows], item))
            return _under_heads(rows[order], item[order])
        rank, head = self._heads()
        order = _sorted(rank[number] if len(rank) else number, quality)
        return _under_heads(rows[order], head[number[order]] if len(head) else number)

    def _chosen(self, wanted: Wanted) -> Rows:
        import numpy as np

        table = self.table
        mask = np.ones(len(table), np.bool_)
        if wanted.people:
            mask &= np.isin(table.number, np.fromiter(wanted.people, np.int32))
        if wanted.unassigned:
            many = np.bincount(table.number[table.number >= 0])
            mask &= (many[table.number] == 1) & ~np.isin(table.number, np.fromiter(self.named, np.int32))
        if wanted.least_quality > 0:
            mask &= table.quality >= wanted.least_quality
        if wanted.item_id:
            known = {seen.id: n for n, seen in enumerate(table.items)}
            mask &= table.item == known.get(wanted.item_id, -1)
        return np.flatnonzero(mask)

    def _heads(self) -> tuple[Rows, Rows]:
        """By number of a person: their rank, and the head under which their faces stand.

        Named people come first by name, then by size: what people work on stays at the top.
        """
        import numpy as np

        many = np.bincount(self.table.number)
        head = np.arange(len(many))
        rank = np.empty(len(many), np.int64)
        rank[np.argsort(-many, kind="stable")] = np.arange(len(many)) + len(self.named)
        alone = many == 1
        alone[[n for n in self.named if n < len(many)]] = False
        head[alone] = ALONE
        rank[alone] = len(many) + len(self.named)
        for place, (one, _) in enumerate(sorted(self.named.items(), key=lambda n: (n[1].casefold(), n[0]))):
            if one < len(rank):
                rank[one] = place
        return rank, head


def _sorted(rank: Rows, quality: npt.NDArray[np.float32]) -> Rows:
    """By rank, then the clearest first, then as they are in the table: one sort of whole numbers."""
    import numpy as np

    bits = max(1, (len(rank) - 1).bit_length()) if len(rank) else 1
    key = rank.astype(np.int64) << 10 | (1023 - np.clip(quality * 1023, 0, 1023).astype(np.int64))
    key = (key << bits) | np.arange(len(rank))
    key.sort()
    order: Rows = key & ((1 << bits) - 1)
    return order


def _flat(rows: Rows) -> Order:
    import numpy as np

    return Order(rows, np.zeros(1, np.int64), np.full(1, -1, np.int64))


def _under_heads(rows: Rows, of: npt.NDArray[np.int32]) -> Order:
    import numpy as np

    if not len(rows):
        return _flat(rows)
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    return Order(rows, starts, of[starts].astype(np.int64))
