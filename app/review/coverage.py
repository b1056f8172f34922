"""What was analysed, at what rate and by what; and what was not, and why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from app.cases import item_views
from app.cases.findings import Findings, Item
from app.cases.item_views import View
from app.cases.units_current import Cover, Unit, joined, uncovered
from engine.media.account import PICTURE, SAID, STRETCH, FileEntry, share_read
from engine.media.damage import Harm, few
from engine.plan import PROBE, UnitSlot, plan
from engine.records import Column, Result, Schemas, Table
from engine.stage import stages
from engine.units import Kind, Sampling, Span

NOT_YET = "not-yet"
"""Reason for a segment that no unit has reached."""
TEXT, DAMAGE = "screen_text", "damage"
MOST_HARMS = 50
"""Damaged stretches of one stream that are told one by one; more are joined with their neighbours."""


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
    """Each with the class of arithmetic of the models on it, where that was recorded."""
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
    left: tuple[FileEntry, ...] = ()
    """What of the file itself was not read, or is odd about it (`engine/media/account.py`)."""
    read: float = 1.0
    """Share of the file that was read, 0 to 1."""


def coverage(findings: Findings, item: Item, wanted: Sequence[str] | None = None) -> ItemCoverage:
    """What was and was not analysed of an item, measured against the plan for all stages (or `wanted`)."""
    kept = COVERAGE.kept(findings, item.id)
    if kept is None:
        return _measured(findings, item, wanted)
    return from_view(findings, item, kept, wanted)


def from_view(
    findings: Findings, item: Item, kept: Result, wanted: Sequence[str] | None = None
) -> ItemCoverage:
    """The same from the view `COVERAGE` of the item."""
    (reason,) = kept["item"]["reason"] or (item.error or NOT_YET,)
    asked = None if wanted is None else findings.views.closure(tuple(wanted))
    left = tuple(FileEntry.all(kept["left"]))
    return ItemCoverage(
        item, tuple(_unpacked(kept, asked)), reason, left, float((*kept["item"]["read"], 1.0)[0])
    )


def _measured(findings: Findings, item: Item, wanted: Sequence[str] | None) -> ItemCoverage:
    probe = next(iter(findings.of_stage(item.id, PROBE)), None)
    if probe is None or not probe.done:
        return ItemCoverage(item, (), (probe.error if probe else item.error) or NOT_YET)
    tables = findings.tables(probe)
    planned = plan(tables, wanted)
    by_stage: dict[tuple[str, int], list[UnitSlot]] = {}
    for slot in planned.slots():
        by_stage.setdefault((slot.stage, slot.stream), []).append(slot)
    found = []
    for (stage, stream), slots in sorted(by_stage.items()):
        own = [u for u in findings.of_stage(item.id, stage) if u.stream == stream]
        found.append(_stage(findings, stage, stream, slots, own))
    account = [*FileEntry.all(tables["account"]), *_damage(findings, item)]
    left = (*(entry for entry in account if entry.code in SAID), *_unread_writing(findings, item))
    return ItemCoverage(item, tuple(found), left=left, read=share_read(account))


def _damage(findings: Findings, item: Item) -> Iterator[FileEntry]:
    """What decoding showed to be damaged, per stream and in order of time."""
    if DAMAGE not in findings.stages:
        return
    harms: dict[int, list[Harm]] = {}
    for unit, found in item_views.rows(findings, item, DAMAGE, DAMAGE).of_units():
        columns = (found[n].tolist() for n in ("start_ns", "end_ns", "bytes", "count"))
        harms.setdefault(unit.stream, []).extend(Harm(*row) for row in zip(*columns, strict=True))
    for stream, of_stream in sorted(harms.items()):
        for harm in few(of_stream, MOST_HARMS):
            if item.kind == Kind.IMAGE:
                yield FileEntry(PICTURE, stream, bytes=harm.bytes, count=1)
            else:
                yield FileEntry(STRETCH, stream, harm.start_ns, harm.end_ns, harm.bytes, harm.count)


def _unread_writing(findings: Findings, item: Item) -> Iterator[FileEntry]:
    """Per stream the lines of writing that were seen and not read."""
    if TEXT not in findings.stages:
        return
    lines: dict[int, list[tuple[int, int]]] = {}
    for unit, found in item_views.rows(findings, item, TEXT, "unread").of_units():
        here = zip(found["start_ns"].tolist(), found["end_ns"].tolist(), strict=True)
        lines.setdefault(unit.stream, []).extend(here)
    for stream, spans in sorted(lines.items()):
        if spans:
            start, end = min(start for start, _ in spans), max(end for _, end in spans)
            yield FileEntry("unread-writing", stream, start, end, count=len(spans))


def _stage(
    findings: Findings, name: str, stream: int, slots: Sequence[UnitSlot], units: Sequence[Unit]
) -> StageCoverage:
    wanted = joined(p.span for p in slots if p.sampling is Sampling.GRID)
    grid = joined(u.span for u in units if u.done and u.sampling is Sampling.GRID)
    looked = joined(u.span for u in units if u.done and u.sampling is Sampling.KEYFRAMES)
    failed = [u for u in units if not u.done and u.sampling is Sampling.GRID]
    covered = Cover(grid)
    missing = [part for span in wanted for part in covered.leaves(span)]
    gaps = _explained(name, stream, missing, sorted(failed, key=lambda u: (u.span.start_ns, u.span.end_ns)))
    stage = findings.stages[name]
    return StageCoverage(
        stage=name,
        version=stage.version,
        stream=stream,
        planned_ns=sum(s.end_ns - s.start_ns for s in wanted),
        grid=tuple(grid),
        previewed=tuple(part for span in looked for part in covered.leaves(span)),
        hz=float(stage.defaults.get("hz", 0.0)),
        devices=tuple(sorted({u.ran for u in units if u.done and u.device})),
        gaps=tuple(gaps),
    )


def _explained(name: str, stream: int, missing: Sequence[Span], failed: Sequence[Unit]) -> list[Gap]:
    """The missing segments, cut where units failed; both in order of time."""
    gaps: list[Gap] = []
    ends = [u.span.end_ns for u in failed]
    for span in missing:
        broken = []
        for n in range(bisect_right(ends, span.start_ns), len(failed)):
            if failed[n].span.start_ns >= span.end_ns:
                break
            start, end = max(span.start_ns, failed[n].span.start_ns), min(span.end_ns, ends[n])
            broken.append(Gap(name, stream, Span(start, end), failed[n].error or "failed"))
        left = uncovered(span, [g.span for g in broken])
        gaps += sorted([*broken, *(Gap(name, stream, s, NOT_YET) for s in left)], key=lambda g: g.span)
    return gaps


GRID, PREVIEWED, GAP = 0, 1, 2


def _packed(findings: Findings, item: Item) -> Result:
    found = _measured(findings, item, None)
    rows_of_stages = [
        {
            "stage": s.stage, "version": s.version, "stream": s.stream, "planned_ns": s.planned_ns,
            "hz": s.hz, "devices": SEPARATOR.join(s.devices),
        }
        for s in found.stages
    ]  # fmt: skip
    spans = [
        {"of": n, "what": what, "start_ns": span.start_ns, "end_ns": span.end_ns, "reason": reason}
        for n, stage in enumerate(found.stages)
        for what, reason, span in _spans(stage)
    ]
    rows: dict[str, list[dict[str, object]]] = {
        "item": [{"reason": found.reason, "read": found.read}], "stages": rows_of_stages, "spans": spans,
        "left": list(map(asdict, found.left)),
    }  # fmt: skip
    return {name: Table.from_rows(SCHEMAS[name], rows[name]) for name in SCHEMAS}


def _spans(stage: StageCoverage) -> Iterator[tuple[int, str, Span]]:
    yield from ((GRID, "", span) for span in stage.grid)
    yield from ((PREVIEWED, "", span) for span in stage.previewed)
    yield from ((GAP, gap.reason, gap.span) for gap in stage.gaps)


def _unpacked(kept: Result, wanted: Collection[str] | None) -> Iterator[StageCoverage]:
    spans = kept["spans"]
    begins = np.searchsorted(spans["of"], np.arange(len(kept["stages"]) + 1)).tolist()
    for n, row in enumerate(kept["stages"]):
        if wanted is not None and row["stage"] not in wanted:
            continue
        stage, stream, here = row["stage"], int(row["stream"]), slice(begins[n], begins[n + 1])
        said = zip(
            spans["what"][here].tolist(), spans["start_ns"][here].tolist(), spans["end_ns"][here].tolist(),
            spans["reason"][here], strict=True,
        )  # fmt: skip
        by_what: dict[int, list[tuple[Span, str]]] = {GRID: [], PREVIEWED: [], GAP: []}
        for what, start, end, reason in said:
            by_what[what].append((Span(start, end), reason))
        yield StageCoverage(
            stage=stage,
            version=int(row["version"]),
            stream=stream,
            planned_ns=int(row["planned_ns"]),
            grid=tuple(span for span, _ in by_what[GRID]),
            previewed=tuple(span for span, _ in by_what[PREVIEWED]),
            hz=float(row["hz"]),
            devices=tuple(row["devices"].split(SEPARATOR)) if row["devices"] else (),
            gaps=tuple(Gap(stage, stream, span, reason) for span, reason in by_what[GAP]),
        )


SEPARATOR = "\n"
SCHEMAS: Schemas = {
    "item": {"reason": Column("str"), "read": Column("f64")},
    "stages": {
        "stage": Column("str"), "version": Column("i32"), "stream": Column("i32"),
        "planned_ns": Column("i64"), "hz": Column("f64"), "devices": Column("str"),
    },
    "left": stages()[PROBE].tables["account"],
    "spans": {
        "of": Column("i32", (), "place of the stage"), "what": Column("i32"),
        "start_ns": Column("i64"), "end_ns": Column("i64"), "reason": Column("str"),
    },
}  # fmt: skip
COVERAGE = View("coverage", (), SCHEMAS, _packed)
