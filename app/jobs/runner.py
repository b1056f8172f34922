"""Runs the missing units of a case on a back end, each durable before its successor begins.

Order: every item is probed and scouted first (keyframes only), pictures at once; then the backfill,
stretches with the most scouted faces first; the stages over a whole item when its stretches are
settled. Cancelling is a question asked between outcomes; it ends in the state `cancelled`.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.cases.case import Case
from app.jobs.checkpoints import DONE, FAILED, Checkpoint, Checkpoints
from app.jobs.events import End, Ended, ItemPlanned, JobEvent, Progress, UnitDone, UnitSkipped, UnitStarted
from app.jobs.pace import Pace
from app.jobs.work import Cursor, ItemWork, Requests
from engine.errors import Cancelled
from engine.models.errors import PackDamaged, PackMissing
from engine.models.packs import PackStore
from engine.plan import PROBE, PROBE_PLACE, Place, plan
from engine.records import unpack
from engine.stage import stages
from engine.units import SECOND, Kind, UnitOutcome, UnitRequest
from gpu_backends.backend import Backend

POLL_SECONDS = 0.2
FACES = "faces"
FIRST, BACKFILL = 0, 1
PACK_AT_FAULT = frozenset({PackDamaged.code, PackMissing.code})
TRANSIENT = PACK_AT_FAULT | {Cancelled.code}
"""Outcomes that say nothing about the evidence and are not stored."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a person asked for. `wanted` None means all stages; `overrides` replace stage defaults by name."""

    wanted: Sequence[str] | None = None
    scout: bool = True
    backfill: bool = True
    retry_failed: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Counts:
    done: int = 0
    failed: int = 0
    skipped: int = 0


class Runner:
    """One job over some items of a case."""

    def __init__(
        self,
        case: Case,
        backend: Backend,
        packs: PackStore,
        settings: JobSettings,
        pace: Pace,
        tell: Callable[[JobEvent], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._case, self._backend, self._settings = case, backend, settings
        self._tell, self._cancelled, self._pace = tell, cancelled, pace
        self._checkpoints = Checkpoints(case)
        self._requests = Requests(self._checkpoints, packs, settings.overrides)
        self._queue: list[tuple[tuple[int, ...], int, Cursor]] = []
        self._tickets = itertools.count()
        self._running: dict[str, tuple[Cursor, Place, UnitRequest]] = {}
        self._counts = _Counts()

    def run(self, item_ids: Sequence[str]) -> Ended:
        """Analyse the items; returns when all is settled or the job was cancelled.

        Raises what the database raises (a full disk, say), and PackError for a model pack that was damaged or
        removed, after ending the back end's work; the units stored so far stay, and the next run goes on.
        """
        began = time.monotonic()
        state = End.FAILED
        try:
            for order, item_id in enumerate(item_ids):
                work = self._work(order, item_id)
                self._pace.expected(work.bytes)
                self._tell(ItemPlanned(item_id, {PROBE: 1}))
                self._push((FIRST, order, 0), Cursor.of_probe(work))
            state = self._loop()
        finally:
            if state is not End.DONE:
                self._backend.cancel()
            ended = Ended(
                state,
                self._counts.done,
                self._counts.failed,
                self._counts.skipped,
                time.monotonic() - began,
            )
            self._tell(ended)
        return ended

    def _loop(self) -> End:
        while True:
            if self._cancelled():
                return End.CANCELLED
            while self._backend.free() > 0 and self._queue:
                _, _, cursor = heapq.heappop(self._queue)
                self._advance(cursor)
            if not self._running:
                if not self._queue:
                    return End.DONE
                continue
            for outcome in self._backend.poll(POLL_SECONDS):
                self._settle(outcome)

    def _work(self, order: int, item_id: str) -> ItemWork:
        media = self._case.media(item_id)
        sha256, size = self._checkpoints.identity(item_id)
        return ItemWork(item_id, sha256, size, media, order, self._checkpoints.of_item(item_id))

    def _push(self, priority: tuple[int, ...], cursor: Cursor) -> None:
        heapq.heappush(self._queue, (priority, next(self._tickets), cursor))

    def _advance(self, cursor: Cursor) -> None:
        """Submit the cursor's next missing unit; finish the cursor when there is none."""
        work = cursor.work
        for place in cursor.places:
            request = self._requests.bare(work, place)
            known = work.known.get(place)
            if known is not None and known.key == request.key and self._is_final(known):
                work.settled[place] = known.key if known.state == DONE else None
                self._counts.skipped += known.state == DONE
                self._counts.failed += known.state == FAILED
                self._pace.skipped(place, work.plan)
                self._note(cursor, place, known)
                self._tell(UnitSkipped(work.item_id, place.stage, known.error))
                continue
            self._running[request.key] = (cursor, place, request)
            self._tell(
                UnitStarted(work.item_id, place.stage, request.key, place.span.start_ns, place.span.end_ns)
            )
            self._backend.submit(self._requests.full(work, request))
            return
        self._finish(cursor)

    def _is_final(self, known: Checkpoint) -> bool:
        return known.state == DONE or (known.state == FAILED and not self._settings.retry_failed)

    def _settle(self, outcome: UnitOutcome) -> None:
        cursor, place, request = self._running.pop(outcome.key)
        if outcome.error in PACK_AT_FAULT:
            self._requests.check_packs(place.stage)
        if outcome.error in TRANSIENT:
            return
        work = cursor.work
        outcome = self._checkpoints.store(work.item_id, request, outcome)
        failed = outcome.result is None
        work.settled[place] = None if failed else outcome.key
        state = FAILED if failed else DONE
        work.known[place] = Checkpoint(outcome.key, place, state, outcome.error, request.version)
        self._counts.failed += failed
        self._counts.done += not failed
        self._pace.measured(place, work.plan, outcome)
        self._note(cursor, place, work.known[place])
        self._tell(self._done(work, place, outcome))
        self._tell(self._progress(place.stage))
        self._advance(cursor)

    def _done(self, work: ItemWork, place: Place, outcome: UnitOutcome) -> UnitDone:
        moving = work.plan is not None and work.plan.kind is not Kind.IMAGE and place.stream >= 0
        seconds = (place.span.end_ns - place.span.start_ns) / SECOND if moving else 0.0
        return UnitDone(work.item_id, place.stage, outcome.error, outcome.key, outcome.wall_seconds, seconds)

    def _progress(self, stage: str) -> Progress:
        done = self._counts.done + self._counts.skipped
        pace = self._pace
        return Progress(done, self._counts.failed, pace.share(), pace.rate(), pace.remaining_seconds(), stage)

    def _note(self, cursor: Cursor, place: Place, ended: Checkpoint) -> None:
        """Remember where the scout found faces."""
        if place.stage == FACES and cursor.group and cursor.group.scouting and ended.state == DONE:
            (packed,) = self._checkpoints.results(cursor.work.item_id, [ended.key])
            table = unpack(packed, stages()[FACES].tables)[FACES]
            cursor.work.interesting += [int(t) for t in table["t_ns"]]

    def _finish(self, cursor: Cursor) -> None:
        """A cursor has run out: open what waited for it."""
        work = cursor.work
        if cursor.probing:
            self._open(work)
            return
        if cursor.group is None:
            self._close(work)
            return
        work.open_groups -= 1
        if cursor.group.scouting:
            work.scouting -= 1
            if work.scouting == 0:
                self._push_backfill(work)
        else:
            self._pace.covered(cursor.group.span)
        if work.open_groups == 0:
            self._push((FIRST, work.order, 2), Cursor.of_whole(work))

    def _open(self, work: ItemWork) -> None:
        """The probe is settled: plan the item, and queue its scout."""
        key = work.settled.get(PROBE_PLACE)
        if key is None:
            self._pace.planned(None, work.bytes)
            return
        (packed,) = self._checkpoints.results(work.item_id, [key])
        work.probe = unpack(packed, stages()[PROBE].tables)
        if self._settings.wanted is not None and not self._settings.wanted:
            return
        settings = self._settings
        work.plan = plan(work.probe, settings.wanted, settings.scout, settings.backfill)
        self._pace.planned(work.plan, work.bytes)
        self._tell(ItemPlanned(work.item_id, Counter(p.stage for p in work.plan.places())))
        scouts = [g for g in work.plan.groups if g.scouting]
        work.open_groups = len(work.plan.groups)
        work.scouting = len(scouts)
        for group in scouts:
            self._push((FIRST, work.order, 1, group.span.start_ns), Cursor.of_group(work, group))
        if not scouts:
            self._push_backfill(work)
        if not work.plan.groups:
            self._push((FIRST, work.order, 2), Cursor.of_whole(work))

    def _close(self, work: ItemWork) -> None:
        """All asked for is settled: forget units no plan has any more, and say how far the item has come."""
        assert work.probe is not None
        every = {PROBE_PLACE, *plan(work.probe).places()}
        self._checkpoints.drop_unplanned(work.item_id, every)
        self._checkpoints.mark_item(work.item_id, "analysed" if every <= work.known.keys() else "partly")

    def _push_backfill(self, work: ItemWork) -> None:
        assert work.plan is not None
        times = np.sort(np.asarray(work.interesting, dtype=np.int64))
        for group in work.plan.groups:
            if group.scouting:
                continue
            low, high = np.searchsorted(times, [group.span.start_ns, group.span.end_ns])
            # a picture costs what a scout of a video costs, so it does not wait for any backfill
            phase = FIRST if work.plan.kind is Kind.IMAGE else BACKFILL
            self._push(
                (phase, int(low - high), work.order, group.span.start_ns), Cursor.of_group(work, group)
            )
