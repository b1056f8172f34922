"""Answers about coverage."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import engine.media.errors  # noqa: F401  (so that their codes have words)
from app.cases.case import NoSuchItem
from app.cases.units_current import uncovered
from app.core_api.core_session import CoreSession, handles
from app.core_api.coverage import (
    BINS,
    DONE,
    FAILED,
    MOST_ITEMS,
    MOST_SEGMENTS,
    NOT_YET,
    PREVIEWED,
    Coverage,
    CoverageMap,
    Segments,
    SegmentsOf,
)
from app.core_api.failures import by_code
from app.review.coverage import NOT_YET as NOT_REACHED
from app.review.coverage import StageCoverage, coverage
from engine.plan import PROBE
from engine.stage import Reads, Scope, stages
from engine.units import Span

Parts = npt.NDArray[np.uint8]


@handles(Coverage)
def coverage_map(session: CoreSession, question: Coverage) -> CoverageMap:
    names = tuple(sorted((name for name in stages() if name != PROBE), key=_order))
    column = {name: n for n, name in enumerate(names)}
    wanted = question.items[:MOST_ITEMS]
    parts = np.zeros((len(wanted), len(names), BINS), np.uint8)
    shares = np.full((len(wanted), len(names)), -1, np.float32)
    reasons: list[str] = []
    read: list[float] = []
    with session.review() as review:
        known = {item.id: item for item in review.findings.items(wanted)}
        for row, item_id in enumerate(wanted):
            session.check()
            if item_id not in known:
                raise NoSuchItem
            found = coverage(review.findings, known[item_id])
            reasons.append(found.reason)
            read.append(found.read)
            length = max(1, known[item_id].duration_ns)
            for name, own in _by_stage(found.stages):
                parts[row, column[name]] = drawn(own, length)
                planned = sum(s.planned_ns for s in own)
                done = sum(s.done_ns for s in own)
                shares[row, column[name]] = min(1.0, done / planned) if planned else -1
    return CoverageMap(wanted, names, parts, shares, tuple(reasons), tuple(read))


def _order(name: str) -> tuple[int, str]:
    """Sound first, then pictures, then what is drawn from both."""
    stage = stages()[name]
    kind = Reads.NOTHING if stage.scope is Scope.ITEM else stage.reads
    return (Reads.SOUND, Reads.PICTURES, Reads.EITHER, Reads.CONTAINER, Reads.NOTHING).index(kind), name


def drawn(streams: Sequence[StageCoverage], length_ns: int) -> Parts:
    """`(BINS,)`: how each part of the time stands, the worst of what lies in it over all streams."""
    out = np.zeros(BINS, np.uint8)
    for stage in streams:
        for span in stage.grid:
            _mark(out, span, length_ns, DONE)
        for gap in stage.gaps:
            _mark(out, gap.span, length_ns, NOT_YET if gap.reason == NOT_REACHED else FAILED)
    for stage in streams:
        for span in stage.previewed:
            low, high = _bins(span, length_ns)
            here = out[low:high]
            here[here == NOT_YET] = PREVIEWED
    return out


def _mark(out: Parts, span: Span, length_ns: int, state: int) -> None:
    low, high = _bins(span, length_ns)
    np.maximum(out[low:high], state, out=out[low:high])


def _bins(span: Span, length_ns: int) -> tuple[int, int]:
    """Parts that a segment lies in, at least one."""
    low = min(BINS - 1, span.start_ns * BINS // length_ns)
    return low, max(low + 1, min(BINS, -(-span.end_ns * BINS // length_ns)))


def _by_stage(found: Sequence[StageCoverage]) -> Iterator[tuple[str, list[StageCoverage]]]:
    for name in dict.fromkeys(s.stage for s in found):
        yield name, [s for s in found if s.stage == name]


@handles(SegmentsOf)
def segments_of(session: CoreSession, question: SegmentsOf) -> Segments:
    with session.review() as review:
        found = list(review.findings.items([question.item_id]))
        if not found:
            raise NoSuchItem
        covered = coverage(review.findings, found[0])
    rows = [row for stage in covered.stages if question.stage in ("", stage.stage) for row in _rows(stage)]
    if covered.reason:
        state = NOT_YET if covered.reason == NOT_REACHED else FAILED
        whole = Span(0, found[0].duration_ns)
        rows.append(Row(PROBE, stages()[PROBE].version, -1, whole, state, covered.reason))
    shown = rows[:MOST_SEGMENTS]
    codes = sorted({row.code for row in shown if row.state == FAILED})
    return Segments(
        total=len(rows),
        stages=tuple(row.stage for row in shown),
        versions=array("q", (row.version for row in shown)),
        streams=array("q", (row.stream for row in shown)),
        start_ns=array("q", (row.span.start_ns for row in shown)),
        end_ns=array("q", (row.span.end_ns for row in shown)),
        states=array("q", (row.state for row in shown)),
        codes=tuple(row.code for row in shown),
        rates=array("d", (row.hz for row in shown)),
        devices=tuple(row.devices for row in shown),
        problems=tuple(by_code(code) for code in codes),
        left=covered.left,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A segment of one stage."""

    stage: str
    version: int
    stream: int
    span: Span
    state: int
    code: str = ""
    hz: float = 0.0
    devices: str = ""


def _rows(stage: StageCoverage) -> list[Row]:
    """Segments in order of time."""
    devices = ", ".join(stage.devices)
    found = [(span, DONE, "") for span in stage.grid]
    found += [(span, PREVIEWED, "") for span in stage.previewed]
    for gap in stage.gaps:
        if gap.reason == NOT_REACHED:
            found += [(span, NOT_YET, gap.reason) for span in uncovered(gap.span, stage.previewed)]
        else:
            found.append((gap.span, FAILED, gap.reason))
    return [
        Row(
            stage.stage,
            stage.version,
            stage.stream,
            span,
            state,
            code,
            stage.hz,
            devices if state in (DONE, PREVIEWED) else "",
        )
        for span, state, code in sorted(found)
    ]
