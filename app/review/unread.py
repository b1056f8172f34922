"""How much of a case's footage an answer cannot speak for, and why.

That is what no step has reached, what failed, and what of the files could not be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.cases.findings import Findings
from app.review.coverage import COVERAGE, ItemCoverage, coverage
from app.review.search_rows import KINDS
from engine.media.account import UNREAD
from engine.units import SECOND
from resources.displays import displays

LEAST_NS = 5 * SECOND
"""What a picture, or a file of no known length, counts for beside footage."""


@dataclass(frozen=True, slots=True)
class Unread:
    """`share` (0 to 1) of the footage, and for each reason its part of that share, the largest first."""

    share: float
    reasons: tuple[tuple[str, float], ...] = ()

    @property
    def percent(self) -> int:
        """Whole per cent, never rounded to nothing."""
        return min(100, max(1, round(100 * self.share))) if self.share > 0 else 0


@dataclass
class UnreadIndex:
    """What is missing of every item, by kind of result (`app/review/search_rows.py`); kept while it holds."""

    _weights: dict[tuple[str, str], tuple[str, float, Mapping[str, float]]] = field(default_factory=dict)

    def refresh(self, findings: Findings, check: Callable[[], None] = lambda: None) -> None:
        """Read what has changed."""
        tokens = {item.id: COVERAGE.token(findings, item.id) + item.error for item in findings.items()}
        stale = [i for i, token in tokens.items() if self._weights.get((i, KINDS[0]), ("?",))[0] != token]
        stages = {kind: frozenset(looked_through(kind, findings.stages)) for kind in KINDS}
        for item in findings.items(stale) if stale else ():
            check()
            found = coverage(findings, item)
            for kind, wanted in stages.items():
                self._weights[item.id, kind] = (tokens[item.id], *weighed(found, wanted))
        gone = {i for i, _ in self._weights} - tokens.keys()
        for key in [key for key in self._weights if key[0] in gone]:
            del self._weights[key]

    def of(self, kinds: Collection[str]) -> Unread:
        """What was not looked through for results of any of these kinds."""
        return summed(
            (weight, missing) for (_, kind), (_, weight, missing) in self._weights.items() if kind in kinds
        )

    def whole(self, kind: str) -> tuple[int, int]:
        """Of how many items nothing is missing for a kind of result, and how many can have one."""
        rows = [row for (_, of), row in self._weights.items() if of == kind and row[1] > 0]
        return sum(not missing for _, _, missing in rows), len(rows)


def summed(weights: Iterable[tuple[float, Mapping[str, float]]]) -> Unread:
    """Of many items: (their weight, what of it is missing by reason)."""
    total, reasons = 0.0, defaultdict[str, float](float)
    for weight, missing in weights:
        total += weight
        for code, part in missing.items():
            reasons[code] += part
    if not total or not reasons:
        return Unread(0.0)
    parts = [(code, weight / total) for code, weight in sorted(reasons.items(), key=_largest) if weight > 0]
    return Unread(min(1.0, sum(share for _, share in parts)), tuple(parts))


def _largest(reason: tuple[str, float]) -> tuple[float, str]:
    return -reason[1], reason[0]


def weighed(found: ItemCoverage, wanted: Collection[str]) -> tuple[float, dict[str, float]]:
    """Weight of an item (0: none of these steps belongs to it), and what of it is missing, by reason."""
    length = float(max(LEAST_NS, found.item.duration_ns))
    if found.reason:
        return length, {found.reason: length}
    steps = [s for s in found.stages if s.stage in wanted and s.planned_ns]
    if not steps:
        return 0.0, {}
    missing: defaultdict[str, float] = defaultdict(float)
    planned = sum(s.planned_ns for s in steps)
    for step in steps:
        for gap in step.gaps:
            missing[gap.reason] += length * (gap.span.end_ns - gap.span.start_ns) / planned
    whole = length / max(found.read, 0.001)
    codes = [e.code for e in found.left if e.code in UNREAD]
    for code in codes:
        missing[code] += (whole - length) / len(codes)
    return whole, dict(missing)


def looked_through(kind: str, known: Collection[str]) -> list[str]:
    """The stages in which results of a kind are found."""
    return [name for name, shown in displays().items() if shown.search == kind and name in known]
