"""Answers about jobs that were: what failed and nobody has redone, and the history."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from app.cases.custody import Custody
from app.cases.findings import Findings
from app.cases.running_jobs import ANALYSIS
from app.cases.units_current import Unit
from app.core_api.core_session import CoreSession, handles
from app.core_api.failures import by_code
from app.core_api.jobs import MOST_FAILURES, MOST_HISTORY, Failures, History, Past, Wanted, WhatFailed
from app.jobs.events import End
from app.jobs.job_log import INTERRUPTED, JobLog, JobRow
from app.store import schema
from engine.plan import WHOLE
from engine.stage import stages

IMPORT = "import"


@handles(WhatFailed)
def what_failed(session: CoreSession, _: WhatFailed) -> Failures:
    rows: list[tuple[str, Unit]] = []
    with session.review() as review:
        for name, unit in _failed_units(review.connection, review.findings):
            session.check()
            rows.append((name, unit))
    shown = rows[:MOST_FAILURES]
    codes = tuple(unit.error or "stage-failed" for _, unit in shown)
    return Failures(
        total=len(rows),
        items=tuple(unit.item_id for _, unit in shown),
        untrusted_names=tuple(name for name, _ in shown),
        stages=tuple(unit.stage for _, unit in shown),
        codes=codes,
        start_ns=array("q", (unit.span.start_ns for _, unit in shown)),
        end_ns=array("q", (0 if unit.span == WHOLE else unit.span.end_ns for _, unit in shown)),
        streams=array("q", (unit.stream for _, unit in shown)),
        problems=tuple(by_code(code) for code in sorted(set(codes))),
    )


def _failed_units(connection: Connection, findings: Findings) -> Iterator[tuple[str, Unit]]:
    """Current failures with the name of their item, in order of adding and time."""
    u, i = schema.units.c, schema.items.c
    wanted = select(i.id, i.name).where(i.id.in_(select(u.item_id).where(u.state == "failed")))
    for item_id, name in connection.execute(wanted.order_by(i.added_at, i.id)).all():
        units = (unit for unit in findings.units(item_id) if not unit.done)
        yield from ((name, unit) for unit in sorted(units, key=lambda n: (n.span, n.stage)))


@handles(History)
def history(session: CoreSession, _: History) -> tuple[Past, ...]:
    found = [_analysis(row) for row in JobLog(session.case).past(MOST_HISTORY)]
    with session.case.database.connect() as connection:
        found += _imports(connection)
        found += _noted_analyses(session.case.custody, connection)
    return tuple(sorted(found, key=lambda past: past.at, reverse=True)[:MOST_HISTORY])


def _analysis(row: JobRow) -> Past:
    return Past(
        at=row.asked_at,
        what=ANALYSIS,
        state=row.state,
        done=row.done,
        failed=row.failed,
        missing=len(row.missing),
        items=len(row.items),
        problem=by_code(row.error) if row.error else None,
        wanted=_wanted(row.items, row.settings),
    )


def _imports(connection: Connection) -> Iterator[Past]:
    """Imports by their journal; one without an end was interrupted, or waits for files to come back."""
    b, i = schema.batches.c, schema.imports.c
    rows = connection.execute(select(schema.batches).order_by(b.started_at.desc()).limit(MOST_HISTORY)).all()
    counted = select(i.batch, i.state, func.count()).where(i.batch.in_([r.id for r in rows]))
    counts = {(batch, state): n for batch, state, n in connection.execute(counted.group_by(i.batch, i.state))}
    for row in rows:
        yield Past(
            at=row.started_at,
            what=IMPORT,
            state=End.DONE.value if row.finished_at else INTERRUPTED,
            done=counts.get((row.id, "done"), 0),
            failed=counts.get((row.id, "failed"), 0),
            missing=0,
            items=len(row.roots),
            problem=None,
            wanted=None,
        )


def _noted_analyses(custody: Custody, connection: Connection) -> Iterator[Past]:
    """Analyses of earlier versions, which only the chain of custody tells of."""
    actions = [f"{ANALYSIS} {verb}" for verb in ("started", "ended")]
    end: Mapping[str, Any] = {}
    for entry in reversed(custody.found(connection, actions, newest=2 * MOST_HISTORY)):
        details = entry.details
        if "job" in details:
            continue  # it has a row of its own
        if entry.action.endswith("ended"):
            end = details
            continue
        error = str(end.get("error", ""))
        yield Past(
            at=entry.at,
            what=ANALYSIS,
            state=str(end.get("state", INTERRUPTED)),
            done=int(end.get("done", 0)),
            failed=int(end.get("failed", 0)),
            missing=0,
            items=len(details.get("items", ())),
            problem=by_code(error) if error else None,
            wanted=_wanted(details.get("items", ()), details),
        )
        end = {}


def _wanted(items: Sequence[str], settings: Mapping[str, Any]) -> Wanted:
    """How to ask for the same again."""
    return Wanted(
        items=tuple(items),
        stages=_asked_stages(settings.get("stages", ())),
        preview_only=not settings.get("backfill", True),
        retry_failed=bool(settings.get("retry_failed", False)),
        device=str(settings.get("device", "cpu")),
        workers=int(settings.get("workers", 0)),
    )


def _asked_stages(named: Sequence[str]) -> tuple[str, ...]:
    """Stages this version still has; none where all were meant."""
    known = [name for name in named if name in stages()]
    return () if len(known) == len(stages()) else tuple(known)
