"""The columns of a case's items, as they came from the core, and what was learnt since; knows no Qt."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.core_api.evidence import Extent, Listing, texts
from ui.figures import recorded

UNKNOWN = -1.0
"""Share of an item nobody has asked about yet."""
READABLE = frozenset({"probed", "partly", "analysed"})


class Rows:
    """One row per item, in the order in which they were added."""

    def __init__(self, listing: Listing | None = None) -> None:
        count = len(listing) if listing else 0

        def column(name: str) -> list[str]:
            return texts(getattr(listing, name), count) if listing else []

        self.count = count
        self.ids, self.kinds = column("ids"), column("kinds")
        self.names, self.folders = column("names"), column("folders")
        self.formats, self.added = column("formats"), column("added_at")
        self.states, self.errors = column("states"), column("errors")
        self.sizes = listing.sizes if listing else array("q")
        self.durations = listing.durations_ns if listing else array("q")
        self.places = listing.places if listing else array("q")
        self.recorded = [""] * count
        self.shares, self.failed = array("d", [UNKNOWN]) * count, array("l", [0]) * count
        self.outdated = bytearray(count)
        self.row_of = {item_id: row for row, item_id in enumerate(self.ids)}
        self._folded: list[str] = []

    def learn(self, extents: Iterable[Extent]) -> list[int]:
        """Take what was found out; the rows concerned."""
        rows = []
        for extent in extents:
            row = self.row_of.get(extent.item_id)
            if row is None:
                continue
            self.shares[row], self.failed[row] = extent.share, extent.failed
            self.outdated[row], self.recorded[row] = extent.outdated, recorded(extent.untrusted_recorded)
            rows.append(row)
        return rows

    def inherit(self, old: Rows) -> None:
        """Keep what was learnt of items that have not changed their state, until it is asked for again."""
        for row, item_id in enumerate(self.ids):
            before = old.row_of.get(item_id)
            if before is not None and old.states[before] == self.states[row]:
                self.shares[row], self.failed[row] = old.shares[before], old.failed[before]
                self.outdated[row], self.recorded[row] = old.outdated[before], old.recorded[before]

    def unknown(self, among: Iterable[int]) -> list[str]:
        """Ids of rows whose extent nobody has asked for, in the order given."""
        return [
            self.ids[row] for row in among if self.shares[row] == UNKNOWN and self.states[row] in READABLE
        ]

    def fitting(self, words: str, kinds: frozenset[str]) -> list[int]:
        """Rows whose name, folder or hash-like id holds every word, of one of these kinds (none: all)."""
        rows: Sequence[int] = range(self.count)
        if kinds:
            rows = [r for r in rows if (self.kinds[r] or "other") in kinds]
        for word in words.casefold().split():
            folded = self._text()
            rows = [r for r in rows if word in folded[r]]
        return list(rows)

    def ordered(self, rows: list[int], by: str, descending: bool) -> list[int]:
        """Rows sorted by a column, the unknown last."""
        if by == "added" and not descending:
            return sorted(rows)
        key = self._key(by)
        return sorted(rows, key=key, reverse=descending)

    def _key(self, by: str) -> Callable[[int], Any]:
        if by == "name":
            return self._text().__getitem__
        if by == "state":
            return lambda row: (self.states[row], self.failed[row], self.shares[row])
        columns: dict[str, Sequence[Any]] = {
            "kind": self.kinds, "length": self.durations, "size": self.sizes, "added": self.added,
            "recorded": self.recorded, "share": self.shares, "folder": self.folders,
        }  # fmt: skip
        return columns[by].__getitem__

    def _text(self) -> list[str]:
        if not self._folded:
            pairs = zip(self.names, self.folders, strict=True)
            self._folded = [f"{name}\n{folder}".casefold() for name, folder in pairs]
        return self._folded
