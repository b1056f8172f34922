"""The map as arrays: items by stages by parts of their time; what is known of it, and what of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from app.core_api.coverage import BINS, FAILED, MOST_ITEMS, PREVIEWED, CoverageMap

GAPS, FAILURES = "gaps", "failures"
NOT_REACHED = "not-yet"
"""The reason that is none: nobody has begun."""


class CoverageChart:
    """Knows no Qt. A row per item, in the order in which they were added."""

    def __init__(self) -> None:
        self.stages: tuple[str, ...] = ()
        self._row: dict[str, int] = {}
        self._wanted, self._typed = "", ""
        self.items: tuple[str, ...] = ()
        self.names: tuple[str, ...] = ()
        self._folded: list[str] = []
        self._make(0)
        self.sift()

    def take(self, items: Sequence[str], names: Sequence[str]) -> None:
        """These items; what is known of those that were there before is kept."""
        before, parts, shares = self._row, self.parts, self.shares
        known, stale, reasons, read = self.known, self._stale, self.reasons, self.read
        self.items, self.names = tuple(items), tuple(names)
        self._row = {item: n for n, item in enumerate(self.items)}
        self._make(len(self.stages))
        kept = [(before[item], row) for item, row in self._row.items() if item in before]
        if kept:
            source, target = np.array(kept).T
            self.parts[target], self.shares[target] = parts[source], shares[source]
            self.known[target], self._stale[target] = known[source], stale[source]
            self.read[target] = read[source]
        for old, new in kept:
            self.reasons[new] = reasons[old]
        self._weigh(np.array([new for _, new in kept], np.intp))
        self._folded = [name.casefold() for name in self.names]
        self.sift()

    def _make(self, stages: int) -> None:
        count = len(self.items)
        self.parts: npt.NDArray[np.uint8] = np.zeros((count, stages, BINS), np.uint8)
        self.shares: npt.NDArray[np.float32] = np.full((count, stages), -1, np.float32)
        self.known: npt.NDArray[np.bool_] = np.zeros(count, np.bool_)
        self._stale: npt.NDArray[np.bool_] = np.ones(count, np.bool_)
        """What has to be asked for; until it is there, what was known is shown."""
        self.reasons: list[str] = [""] * count
        self.read: npt.NDArray[np.float32] = np.ones(count, np.float32)
        """Share of each file that was read."""
        self._gaps: npt.NDArray[np.bool_] = np.zeros(count, np.bool_)
        self._failures: npt.NDArray[np.bool_] = np.zeros(count, np.bool_)
        self._done: npt.NDArray[np.float32] = np.zeros((count, 2), np.float32)
        """Sum of shares of each item, and of how many stages."""

    def put(self, found: CoverageMap) -> None:
        """What the core found out about some items."""
        if found.stages != self.stages:
            self.stages = found.stages
            self._make(len(found.stages))
        here = [(n, self._row[item]) for n, item in enumerate(found.items) if item in self._row]
        if here:
            source, target = np.array(here).T
            self.parts[target], self.shares[target] = found.parts[source], found.shares[source]
            self.known[target], self._stale[target] = True, False
            if found.read:
                self.read[target] = np.array(found.read, np.float32)[source]
            for a, b in here:
                self.reasons[b] = found.reasons[a]
            self._weigh(target)

    def _weigh(self, rows: npt.NDArray[np.intp]) -> None:
        """What filters and totals ask of these items, reckoned once."""
        reasons = [self.reasons[row] for row in rows.tolist()]
        parts, shares = self.parts[rows], self.shares[rows]
        bad = np.array([reason not in ("", NOT_REACHED) for reason in reasons], np.bool_)
        self._gaps[rows] = np.any(parts >= PREVIEWED, axis=(1, 2)) | np.array(
            [bool(r) for r in reasons], np.bool_
        )
        self._failures[rows] = np.any(parts == FAILED, axis=(1, 2)) | bad
        self._gaps[rows] |= self.read[rows] < 1
        self._done[rows, 0] = np.where(shares >= 0, shares, 0).sum(axis=1) * self.read[rows]
        self._done[rows, 1] = (shares >= 0).sum(axis=1)

    def forget(self, items: Iterable[str]) -> None:
        """What was known of these items (of all, if there are none) may be wrong by now."""
        rows = [self._row[item] for item in items if item in self._row]
        if rows:
            self._stale[rows] = True
        else:
            self._stale[:] = True

    def unknown(self, first: int, last: int) -> tuple[str, ...]:
        """Items to ask for next: those among the rows that are seen, then the others."""
        seen = self.rows[max(0, first) : max(0, last)]
        wanted = seen[self._stale[seen]]
        if not len(wanted):
            wanted = np.flatnonzero(self._stale)
        return tuple(self.items[n] for n in wanted[:MOST_ITEMS])

    def choose(self, wanted: str, typed: str) -> None:
        """Show items with GAPS, with FAILURES, or all (""), whose name holds `typed`."""
        self._wanted, self._typed = wanted, typed.casefold()
        self.sift()

    def sift(self) -> None:
        """More is known: what was chosen may fit other items."""
        fits = np.ones(len(self.items), np.bool_)
        if self._wanted == GAPS:
            fits = self.known & self._gaps
        elif self._wanted == FAILURES:
            fits = self.known & self._failures
        if self._typed:
            fits &= np.array([self._typed in name for name in self._folded], np.bool_)
        self.rows = np.flatnonzero(fits)

    def share(self, row: int) -> float:
        """How much of what is planned for an item is done: the mean over stages; -1 for nothing planned."""
        done, stages = self._done[row].tolist()
        return done / stages if stages else -1.0

    def totals(self) -> tuple[int, int, int, float]:
        """Items known, with gaps, with failures; and the share of all that is known."""
        done, stages = self._done[self.known].sum(axis=0).tolist()
        gaps, failed = self.known & self._gaps, self.known & self._failures
        return int(self.known.sum()), int(gaps.sum()), int(failed.sum()), done / stages if stages else 0.0

    def next_gap(self, line: int) -> tuple[int, int] | None:
        """Line and column of the first gap behind a line, round the end; None where there is none."""
        rows = self.rows
        if not len(rows) or not self.stages:
            return None
        order = np.roll(np.arange(len(rows)), -(line + 1))
        cells: npt.NDArray[np.bool_] = np.any(self.parts[rows[order]] >= PREVIEWED, axis=2)
        found = np.flatnonzero(cells.any(axis=1))
        if not len(found):
            return None
        return int(order[found[0]]), int(np.flatnonzero(cells[found[0]])[0])

    def failed(self, row: int) -> bool:
        """Whether anything of an item failed."""
        return bool(self._failures[row])

    def failed_stages(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Stages that failed on any of these items."""
        if not len(rows) or not self.stages:
            return ()
        failed = (self.parts[list(rows)] == FAILED).any(axis=(0, 2))
        return tuple(stage for stage, on in zip(self.stages, failed.tolist(), strict=True) if on)
