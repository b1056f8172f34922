"""Answers about jobs that were: what failed and nobody has redone, and the history."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.cases.findings import Findings
from app.cases.units_current import Unit
from app.core_api.core_session import CoreSession, handles
from app.core_api.failures import by_code
from app.core_api.jobs import MOST_FAILURES, MOST_HISTORY, Failures, History, Past, Wanted, WhatFailed
from app.jobs.events import End
from app.store import schema
from engine.plan import WHOLE
from engine.stage import stages

ANALYSIS, IMPORT = "analysis", "import"
INTERRUPTED = "interrupted"


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
    actions = [f"{what} {end}" for what in (ANALYSIS, IMPORT) for end in ("started", "ended", "finished")]
    with session.case.database.connect() as connection:
        rows = session.case.custody.found(connection, actions, newest=2 * MOST_HISTORY)
    found: list[Past] = []
    ends: dict[str, Mapping[str, Any]] = {}
    for row in reversed(rows):
        what, verb = row.action.split(" ", 1)
        about = f"{what} {row.subject}"
        if verb != "started":
            ends[about] = {"state": End.DONE.value, **row.details}
            continue
        found.append(_past(row.seq, row.at, what, row.details, ends.pop(about, {})))
    return tuple(found[:MOST_HISTORY])


def _asked_stages(named: Sequence[str]) -> tuple[str, ...]:
    """Stages this version still has; none where all were meant."""
    known = [name for name in named if name in stages()]
    return () if len(known) == len(stages()) else tuple(known)


def _past(seq: int, at: str, what: str, begun: Mapping[str, Any], end: Mapping[str, Any]) -> Past:
    error = str(end.get("error", ""))
    asked = None
    if what == ANALYSIS:
        asked = Wanted(
            items=tuple(begun.get("items", ())),
            stages=_asked_stages(begun.get("stages", ())),
            preview_only=not begun.get("backfill", True),
            retry_failed=bool(begun.get("retry_failed", False)),
            device=str(begun.get("device", "cpu")),
            workers=int(begun.get("workers", 0)),
        )
    return Past(
        seq=seq,
        at=at,
        what=what,
        state=str(end.get("state", INTERRUPTED)),
        done=int(end.get("done", 0)),
        failed=int(end.get("failed", 0)),
        items=len(begun.get("items", begun.get("roots", ()))),
        problem=by_code(error) if error else None,
        wanted=asked,
    )
