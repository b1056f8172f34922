"""Jobs as rows of the case: who asked for what, where it runs, how it ended, what it could not do.

A job whose process is gone is shown as interrupted; the next writer of the case ends its row and its
leases.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.cases.case import Case
from app.cases.running_jobs import ANALYSIS, RUNNING, runs, this_process
from app.jobs.events import End, Ended
from app.jobs.leases import Leases
from app.store.clock import now
from app.store.schema import jobs, leases
from engine.errors import AimaError

PROBE_ONLY = "probe"
INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the case tells of it; `state` is running, interrupted or a word of `End`."""

    id: str
    asked_at: str
    actor: str
    state: str
    done: int
    failed: int
    items: Sequence[str]
    settings: Mapping[str, Any]
    missing: Sequence[Mapping[str, Any]] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class JobLog:
    """The jobs of a case; `begin` and the end of a job also go into the chain of custody."""

    case: Case

    def begin(
        self,
        kind: str,
        items: Sequence[str],
        settings: Mapping[str, Any],
        backends: Sequence[str],
        quote: Mapping[str, Any] | None = None,
        cap: Mapping[str, Any] | None = None,
    ) -> str:
        """A job that runs in this process from now on; its id. Raises CaseInUse."""
        job = secrets.token_hex(8)
        row = {
            "id": job,
            "kind": kind,
            "asked_at": now(),
            "actor": self.case.account.identity.id,
            "device": self.case.account.device.id,
            "process": this_process(),
            "items": list(items),
            "settings": dict(settings),
            "backends": list(backends),
            "quote": dict(quote or {}),
            "cap": dict(cap or {}),
            "state": RUNNING,
            "missing": [],
        }
        with self.case.writing() as connection:
            self._end_interrupted(connection)
            connection.execute(insert(jobs), row)
            if kind == ANALYSIS:
                facts = {"job": job, **settings, "items": list(items)}
                self.case.custody.append(connection, "analysis started", self.case.id, facts)
        return job

    def end(self, job: str, kind: str, ended: Ended) -> None:
        """The job has ended by itself or was cancelled."""
        missing = [{**asdict(unit), "span": [unit.span.start_ns, unit.span.end_ns]} for unit in ended.missing]
        values = {
            "done": ended.done_units, "failed": ended.failed_units, "skipped": ended.skipped_units,
            "missing": missing,
        }  # fmt: skip
        facts: dict[str, Any] = {
            "state": ended.state.value,
            "done": ended.done_units,
            "failed": ended.failed_units,
        }
        if missing:
            facts["missing"] = len(missing)
        if ended.devices:
            facts["devices"] = list(ended.devices)
        self._end(job, kind, ended.state.value, values, facts)

    def fail(self, job: str, kind: str, error: BaseException) -> None:
        """The job could not go on. Where not even this can be written, its row is found interrupted later."""
        code = error.code if isinstance(error, AimaError) else AimaError.code
        facts = {"state": End.FAILED.value, "error": code}
        with suppress(AimaError):
            self._end(job, kind, End.FAILED.value, {"error": code}, facts)

    def leases(self, job: str) -> Leases:
        return Leases(self.case, job)

    def past(self, most: int) -> list[JobRow]:
        """The newest analyses first."""
        wanted = select(jobs).where(jobs.c.kind == ANALYSIS).order_by(jobs.c.asked_at.desc(), jobs.c.id)
        with self.case.database.connect() as connection:
            return [_row(r) for r in connection.execute(wanted.limit(most))]

    def _end(
        self, job: str, kind: str, state: str, values: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> None:
        with self.case.writing() as connection:
            ended = {"state": state, "ended_at": now(), **values}
            connection.execute(update(jobs).where(jobs.c.id == job).values(ended))
            connection.execute(delete(leases).where(leases.c.job == job))
            if kind == ANALYSIS:
                self.case.custody.append(connection, "analysis ended", self.case.id, {"job": job, **facts})

    def _end_interrupted(self, connection: Connection) -> None:
        """Nobody else writes to the case, so a running job of another process is not running any more."""
        left = connection.execute(select(jobs.c.id, jobs.c.process).where(jobs.c.state == RUNNING)).all()
        for row in left:
            if row.process != this_process():
                ended = {"state": INTERRUPTED, "ended_at": now()}
                connection.execute(update(jobs).where(jobs.c.id == row.id).values(ended))
                connection.execute(delete(leases).where(leases.c.job == row.id))


def _row(row: Row[Any]) -> JobRow:
    state = row.state
    if state == RUNNING and not runs(row.process):
        state = INTERRUPTED
    return JobRow(
        row.id, row.asked_at, row.actor, state, row.done, row.failed, row.items, row.settings, row.missing,
        row.error,
    )  # fmt: skip
