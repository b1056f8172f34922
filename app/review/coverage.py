"""What was analysed, at what rate and by what; and what was not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.cases.findings import Findings, Item
from app.cases.units_current import Unit, uncovered
from engine.plan import PROBE, UnitSlot, plan
from engine.units import Sampling, Span

NOT_YET = "not-yet"
"""Reason for a segment that no unit has reached."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A segment a stage did not analyse; `reason` is an error code, or `not-yet`."""

    stage: str
    stream: int
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class StageCoverage:
    """How far one stage came on one stream (-1: the whole item)."""

    stage: str
    version: int
    stream: int
    planned_ns: int
    grid: tuple[Span, ...]
    """Segments analysed on the regular grid, neighbours joined."""
    previewed: tuple[Span, ...]
    """Segments of which only keyframes were looked at."""
    hz: float
    """Pictures a second on the grid; 0 for sound and for whole items."""
    devices: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def done_ns(self) -> int:
        return sum(s.end_ns - s.start_ns for s in self.grid)

    @property
    def share(self) -> float:
        """0 to 1, counting the grid alone."""
        return min(1.0, self.done_ns / self.planned_ns) if self.planned_ns else 0.0


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """Coverage of one item. `reason` is set where nothing could be planned: unreadable, or not probed."""

    item: Item
    stages: tuple[StageCoverage, ...]
    reason: str = ""


def coverage(findings: Findings, item: Item, wanted: Sequence[str] | None = None) -> ItemCoverage:
    """What was and was not analysed of an item, measured against the plan for all stages (or `wanted`)."""
    units = findings.units(item.id)
    probe = next((u for u in units if u.stage == PROBE), None)
    if probe is None or not probe.done:
        return ItemCoverage(item, (), (probe.error if probe else item.error) or NOT_YET)
    planned = plan(findings.tables(probe), wanted)
    by_stage: dict[tuple[str, int], list[UnitSlot]] = {}
    for slot in planned.slots():
        by_stage.setdefault((slot.stage, slot.stream), []).append(slot)
    found = []
    for (stage, stream), slots in sorted(by_stage.items()):
        own = [u for u in units if (u.stage, u.stream) == (stage, stream)]
        found.append(_stage(findings, stage, stream, slots, own))
    return ItemCoverage(item, tuple(found))


def _stage(
    findings: Findings, name: str, stream: int, slots: Sequence[UnitSlot], units: Sequence[Unit]
) -> StageCoverage:
    wanted = joined(p.span for p in slots if p.sampling is Sampling.GRID)
    grid = joined(u.span for u in units if u.done and u.sampling is Sampling.GRID)
    looked = joined(u.span for u in units if u.done and u.sampling is Sampling.KEYFRAMES)
    failed = [u for u in units if not u.done and u.sampling is Sampling.GRID]
    gaps = []
    for span in wanted:
        for missing in uncovered(span, grid):
            gaps += _explained(name, stream, missing, failed)
    stage = findings.stages[name]
    return StageCoverage(
        stage=name,
        version=stage.version,
        stream=stream,
        planned_ns=sum(s.end_ns - s.start_ns for s in wanted),
        grid=tuple(grid),
        previewed=tuple(part for span in looked for part in uncovered(span, grid)),
        hz=float(stage.defaults.get("hz", 0.0)),
        devices=tuple(sorted({u.device for u in units if u.done and u.device})),
        gaps=tuple(gaps),
    )


def _explained(name: str, stream: int, missing: Span, failed: Sequence[Unit]) -> list[Gap]:
    """The missing segment, cut where units failed."""
    gaps, broken = [], []
    for unit in sorted(failed, key=lambda u: u.span):
        start, end = max(missing.start_ns, unit.span.start_ns), min(missing.end_ns, unit.span.end_ns)
        if start < end:
            broken.append(Span(start, end))
            gaps.append(Gap(name, stream, broken[-1], unit.error or "failed"))
    gaps += [Gap(name, stream, span, NOT_YET) for span in uncovered(missing, broken)]
    return sorted(gaps, key=lambda g: g.span)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Touching and overlapping spans made one, in order."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start_ns <= out[-1].end_ns:
            out[-1] = Span(out[-1].start_ns, max(out[-1].end_ns, span.end_ns))
        else:
            out.append(span)
    return out
