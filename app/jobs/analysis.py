"""Analysing a case: which items, on which back end, and what it will cost."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import PurePath
from typing import Any

from sqlalchemy import select

from app.cases.case import Case, NoSuchItem
from app.cases.model_choice import packs_for
from app.cases.running_jobs import ANALYSIS
from app.cases.spaces import facts_of
from app.jobs.backends import Machine, backends_for, cores
from app.jobs.checkpoints import DONE, Checkpoints
from app.jobs.events import Ended, JobEvent
from app.jobs.job_log import PROBE_ONLY, JobLog
from app.jobs.known_units import is_settled, still_known
from app.jobs.load import held_up
from app.jobs.machine import check_device
from app.jobs.progress_estimate import Estimate, ProgressEstimate
from app.jobs.rates import CPU
from app.jobs.runner import JobSettings, Runner
from app.keys.account import Account
from app.store.schema import items
from engine.models.tasks import Task
from engine.plan import PROBE, PROBE_SLOT, Plan, UnitSlot, plan, with_upstream
from engine.records import unpack
from engine.stage import stages
from engine.units import Kind
from gpu_backends.backend import Backend

SAMPLE = 48
"""Items probed before an estimate: about a second, however large the case is."""


TURN = {Kind.IMAGE: 0, Kind.VIDEO: 1, Kind.AUDIO: 2, Kind.OTHER: 3}
"""Which kind of item comes first."""
NEWER_PICTURES = frozenset({".heic", ".heif", ".avif", ".webp"})
"""Of which some systems do not know what they are."""


class Analysis:
    """One person's request to analyse a case. Raises DeviceMissing for a device that is not there."""

    def __init__(self, account: Account, case: Case, machine: Machine, settings: JobSettings) -> None:
        check_device(machine.device)
        self._account, self._case, self._machine, self._settings = account, case, machine, settings
        self._checkpoints, self._held_up = Checkpoints(case), 0.0
        self.packs = packs_for(case, machine.models, settings.models)
        self.packs.check(task for task in _tasks(settings) if self.packs.overrides(task))

    def items(self, named: Sequence[str] = ()) -> list[str]:
        """Ids of the items asked for, all by default: photos, films, sound, each smallest first, so that
        findings come early. Raises NoSuchItem if one of the names means nothing.
        """
        i = items.c
        wanted = select(i.id, i.name, i.sha256, i.kind).order_by(i.bytes, i.id)
        with self._case.database.connect() as connection:
            rows = sorted(connection.execute(wanted), key=lambda r: TURN[r.kind or _likely_kind(r.name)])
        if not named:
            return [r.id for r in rows]
        meant = {n: {r.id for r in rows if _means(n, r.id, r.name, r.sha256)} for n in named}
        if unknown := [n for n, ids in meant.items() if not ids]:
            raise NoSuchItem(unknown[0])
        return [r.id for r in rows if any(r.id in ids for ids in meant.values())]

    def backends(self) -> AbstractContextManager[list[Backend]]:
        """The places where units of this analysis run; they end with the context."""
        return backends_for(self._case, self._machine)

    def estimate(self, item_ids: Sequence[str]) -> Estimate:
        """Cost of what is missing; items not probed yet are taken to be like the probed ones."""
        return self._progress().estimate(self._outlooks(item_ids))

    def _outlooks(self, item_ids: Sequence[str]) -> Iterator[tuple[int, Plan | None, Collection[UnitSlot]]]:
        """Bytes, plan and durable places of items."""
        begun, identities = self._checkpoints.begun(), self._checkpoints.identities()
        for item_id in item_ids:
            _, size = identities[item_id]
            yield self._outlook(item_id, size) if item_id in begun else (size, None, ())

    def _outlook(self, item_id: str, size: int) -> tuple[int, Plan | None, Collection[UnitSlot]]:
        # what an older version of a stage left is as good as missing, and may not even open any more
        known = still_known(self._checkpoints.of_item(item_id), self.packs)
        known = {p: c for p, c in known.items() if is_settled(c, self._settings.retry_failed)}
        probe = known.get(PROBE_SLOT)
        if probe is None or probe.state != DONE:
            return (size if probe is None else 0), None, known
        (packed,) = self._checkpoints.results(item_id, [probe.key])
        probed = unpack(packed, stages()[PROBE].tables)
        settings = self._settings
        return size, plan(probed, settings.wanted, settings.preview, settings.full_pass), known

    def probe_some(
        self, backends: Sequence[Backend], item_ids: Sequence[str], cancelled: Callable[[], bool]
    ) -> None:
        """Probe a sample of the items, so that an estimate has something to go by."""
        step = max(1, len(item_ids) // SAMPLE)
        settings = JobSettings(wanted=(), preview=False, full_pass=False)
        self._job(
            PROBE_ONLY, backends, item_ids[::step], settings, self._progress(), lambda _: None, cancelled
        )

    def run(
        self,
        backends: Sequence[Backend],
        item_ids: Sequence[str],
        tell: Callable[[JobEvent], None],
        cancelled: Callable[[], bool],
        quote: Estimate | None = None,
    ) -> Ended:
        """Analyse, logged as a job and in the chain of custody with its settings, models, `quote` and end."""
        progress = self._progress()
        self._seed(progress, item_ids)
        spaces = facts_of(self.packs, _tasks(self._settings))
        if new := {key: space for key, space in spaces.items() if key not in self._case.facts}:
            self._case.tell(new)
        ended = self._job(ANALYSIS, backends, item_ids, self._settings, progress, tell, cancelled, quote)
        progress.remember()
        return ended

    def _seed(self, progress: ProgressEstimate, item_ids: Sequence[str]) -> None:
        """Tell `progress` of a spread of items that were probed before: they open smallest first, and what
        small ones cost says little of large ones."""
        for size, planned, _ in self._outlooks(item_ids[:: max(1, len(item_ids) // SAMPLE)]):
            if planned is not None:
                progress.like(planned, size)

    def _job(
        self,
        kind: str,
        backends: Sequence[Backend],
        item_ids: Sequence[str],
        settings: JobSettings,
        progress: ProgressEstimate,
        tell: Callable[[JobEvent], None],
        cancelled: Callable[[], bool],
        quote: Estimate | None = None,
    ) -> Ended:
        """Run it as a row of the case, whose end is written however it ends."""
        log = JobLog(self._case)
        facts: dict[str, Any] = {"stages": list(settings.wanted or stages())}
        facts |= {"backfill": settings.full_pass, "retry_failed": settings.retry_failed}
        facts |= {"device": self._machine.device, "workers": self._machine.workers}
        facts |= {"models": self._models(settings)}
        spread = {"low": quote.low, "likely": quote.likely, "high": quote.high} if quote else {}
        job = log.begin(kind, item_ids, facts, [backend.name for backend in backends], spread)
        leases = log.leases(job)
        runner = Runner(self._case, backends, self.packs, settings, progress, tell, cancelled, leases=leases)
        try:
            ended = runner.run(item_ids)
        except BaseException as error:
            log.fail(job, kind, error)
            raise
        log.end(job, kind, ended)
        return ended

    def _models(self, settings: JobSettings) -> dict[str, str]:
        """Pack and digest by task, as the log keeps them."""
        chosen = {task: self.packs.chosen(task) for task in sorted(_tasks(settings))}
        return {task.value: f"{pack.name} {pack.digest}" for task, pack in chosen.items()}

    def _progress(self) -> ProgressEstimate:
        machine = self._machine
        if not self._held_up:  # measured once, before this analysis adds to it
            self._held_up = held_up() if machine.device == CPU else 1.0
        return ProgressEstimate(self._account, machine.device, machine.count(), self._held_up, cores())


def _tasks(settings: JobSettings) -> set[Task]:
    """Tasks of the stages asked for and of those they read."""
    return {task for stage in with_upstream(settings.wanted) for task in stage.needs}


def _likely_kind(name: str) -> Kind:
    """What an item is that nobody has looked into, by its name alone: it decides nothing but who is first."""
    guessed = (mimetypes.guess_type(name.lower())[0] or "").partition("/")[0]
    if guessed == "image" or PurePath(name).suffix.lower() in NEWER_PICTURES:
        return Kind.IMAGE
    return Kind.AUDIO if guessed == "audio" else Kind.VIDEO


def _means(named: str, item_id: str, name: str, sha256: str) -> bool:
    return bool(named) and (
        named == name or item_id.startswith(named) or (len(named) >= 8 and sha256.startswith(named.lower()))
    )
