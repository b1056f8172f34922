"""Answers about analysing: choices, quotes, and the job that runs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.cases.case import Case
from app.cases.model_choice import packs_for
from app.core_api.core_session import CoreSession, handles
from app.core_api.failures import by_code, failed
from app.core_api.handlers.importing import Every
from app.core_api.jobs import (
    Choices,
    Device,
    Estimate,
    JobEnded,
    JobProgress,
    Quote,
    RunJob,
    StageChoice,
    StageQuote,
    StopJob,
    Wanted,
    WhatCanRun,
)
from app.core_api.protocol import Failed
from app.core_api.shown_text import plain
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import End, Ended, JobEvent
from app.jobs.machine import graphics
from app.jobs.runner import JobSettings
from app.jobs.usage import Usage
from app.store import schema
from engine.errors import AimaError
from engine.models.packs import PackStore
from engine.plan import PROBE
from engine.stage import Stage, stages
from engine.units import SECOND
from gpu_backends.backend import Backend
from gpu_backends.workers import Workers

EVERY_SECONDS, FINDINGS_EVERY_SECONDS = 0.5, 2.0


@handles(WhatCanRun)
def what_can_run(session: CoreSession, _: WhatCanRun) -> Choices:
    packs = packs_for(session.case, session.models)
    found = [c for c in graphics() if "device" in c.facts]
    devices = [Device("cpu", "", True)]
    devices += [Device(str(c.facts["device"]), c.detail, bool(c.facts["usable"])) for c in found]
    choices = tuple(
        StageChoice(name, stage.reads.value, tuple(stage.after), _problem(packs, stage))
        for name, stage in stages().items()
        if name != PROBE
    )
    return Choices(choices, tuple(devices), os.cpu_count() or 1)


def _problem(packs: PackStore, stage: Stage) -> Failed | None:
    try:
        packs.check(stage.needs)
    except AimaError as error:
        return failed(error)
    return None


@handles(Estimate)
def estimate(session: CoreSession, question: Estimate) -> Quote:
    with session.holding() as case:
        analysis, machine = _analysis(session, case, question.wanted)
        chosen = analysis.items(question.wanted.items)
        if case.writable and not running(session) and _unprobed(case):
            with analysis.backends() as backends:
                analysis.probe_some(backends, chosen, session.dropped)
            session.changed("items")
        session.check()
        reckoned = analysis.estimate(chosen)
        unreadable, media_seconds = _lengths(case, set(chosen))
    return Quote(
        low=reckoned.low,
        likely=reckoned.likely,
        high=reckoned.high,
        units=reckoned.units,
        done_units=reckoned.done_units,
        items=len(chosen),
        unprobed=reckoned.unprobed,
        unreadable=unreadable,
        media_seconds=media_seconds,
        measured=reckoned.measured,
        stages=tuple(StageQuote(n, *reckoned.stages[n]) for n in stages() if n in reckoned.stages),
        device=machine.device,
        workers=machine.count(),
    )


def _unprobed(case: Case) -> bool:
    """Whether there is anything nobody has looked into."""
    t = schema.items.c
    with case.database.connect() as connection:
        return connection.execute(select(t.id).where(t.state == "added").limit(1)).first() is not None


def _lengths(case: Case, chosen: set[str]) -> tuple[int, float]:
    """How many of the items cannot be read, and how long the others last, in seconds."""
    t = schema.items.c
    with case.database.connect() as connection:
        rows = connection.execute(select(t.id, t.state, t.duration_ns)).all()
    mine = [r for r in rows if r.id in chosen]
    return sum(r.state == "unreadable" for r in mine), sum(r.duration_ns or 0 for r in mine) / SECOND


def _analysis(session: CoreSession, case: Case, wanted: Wanted) -> tuple[Analysis, Machine]:
    settings = JobSettings(
        wanted=wanted.stages or None, full_pass=not wanted.preview_only, retry_failed=wanted.retry_failed
    )
    machine = Machine(session.models, wanted.device, wanted.workers)
    return Analysis(session.account, case, machine, settings), machine


def running(session: CoreSession) -> set[int]:
    """Numbers of the jobs at work on the case; the set itself, to be changed by who runs one."""
    return session.kept("running jobs", None, set[int])


def stopped(session: CoreSession) -> set[int]:
    """Numbers of jobs that were asked to stop."""
    return session.kept("stopped jobs", None, set[int])


@handles(StopJob)
def stop_job(session: CoreSession, question: StopJob) -> None:
    stopped(session).add(question.number)


@handles(RunJob)
def run_job(session: CoreSession, question: RunJob) -> JobEnded:
    """Never fails: how it ended is the answer."""
    began = time.monotonic()
    ended, problem, touched = Ended(End.FAILED, 0, 0, 0, 0.0), None, frozenset[str]()
    try:
        with session.holding() as case:
            ended, touched = _run(session, case, question)
        if ended.missing:
            problem = by_code(ended.missing[0].error)
    except Exception as error:
        problem = failed(error)
    session.changed("findings", "items", "claims", items=touched)
    return JobEnded(
        question.number, ended.state.value, ended.done_units, ended.failed_units, ended.skipped_units,
        ended.wall_seconds or time.monotonic() - began, problem, len(ended.missing),
    )  # fmt: skip


def _run(session: CoreSession, case: Case, question: RunJob) -> tuple[Ended, frozenset[str]]:
    analysis, machine = _analysis(session, case, question.wanted)
    chosen = analysis.items(question.wanted.items)
    running(session).add(question.number)
    try:
        with analysis.backends() as backends:
            teller = _Teller(session, question.number, backends, machine.count(), _names(case))
            ended = analysis.run(backends, chosen, teller, teller.beat)
    finally:
        running(session).discard(question.number)
    return ended, frozenset(chosen)


def _names(case: Case) -> dict[str, str]:
    t = schema.items.c
    with case.database.connect() as connection:
        return {item_id: plain(name) for item_id, name in connection.execute(select(t.id, t.name))}


class _Teller:
    """Hears the job and tells the window now and then, also while one unit takes long."""

    def __init__(
        self,
        session: CoreSession,
        number: int,
        backends: Sequence[Backend],
        workers: int,
        names: Mapping[str, str],
    ) -> None:
        self._room, self._number, self._backends, self._names = session, number, backends, names
        self._usage, self._stopped = Usage(stages(), workers), stopped(session)
        self._began = time.monotonic()
        self._due, self._findings_due = Every(EVERY_SECONDS), Every(FINDINGS_EVERY_SECONDS)

    def __call__(self, event: JobEvent) -> None:
        self._usage(event)
        if isinstance(event, Ended):
            self._tell()

    def beat(self) -> bool:
        """Asked by the runner between outcomes: whether to stop."""
        if self._due():
            self._tell()
        if self._usage.touched and self._findings_due():
            self._room.changed("findings", items=frozenset(self._usage.touched))
            self._usage.touched.clear()
        return self._room.dropped() or self._number in self._stopped

    def _tell(self) -> None:
        figures, said, now = self._usage.stages(), self._usage.progress, self._usage.running()
        local = [b for b in self._backends if isinstance(b, Workers)]
        self._room.tell(
            JobProgress(
                number=self._number,
                share=said.share,
                rate=said.rate,
                remaining_seconds=said.remaining_seconds,
                done_units=sum(f.done for f in figures),
                failed_units=sum(f.failed for f in figures),
                total_units=sum(f.total for f in figures),
                skipped_units=self._usage.skipped,
                seconds=time.monotonic() - self._began,
                stages=figures,
                running=now,
                names=tuple(self._names.get(segment.item_id, "") for segment in now),
                confinement=next((b.confined for b in local if b.confined), ""),
                pids=tuple(pid for b in local for pid in b.pids),
            )
        )
