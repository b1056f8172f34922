"""Runs the missing units of a case on a back end, each durable before its successor begins.

Order: every item is probed and previewed first (keyframes only), pictures at once; then the full pass,
segments with the most previewed faces first; the stages over a whole item when its segments are
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
from engine.plan import PROBE, PROBE_SLOT, UnitSlot, plan
from engine.records import unpack
from engine.stage import stages
from engine.units import SECOND, Kind, UnitOutcome, UnitRequest
from gpu_backends.backend import Backend

POLL_SECONDS = 0.2
FACES = "faces"
FIRST, FULL_PASS = 0, 1
PACK_AT_FAULT = frozenset({PackDamaged.code, PackMissing.code})
TRANSIENT = PACK_AT_FAULT | {Cancelled.code}
"""Outcomes that say nothing about the evidence and are not stored."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a person asked for. `wanted` None means all stages; `overrides` replace stage defaults by name."""

    wanted: Sequence[str] | None = None
    preview: bool = True
    full_pass: bool = True
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
        self._running: dict[str, tuple[Cursor, UnitSlot, UnitRequest]] = {}
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
        for slot in cursor.slots:
            request = self._requests.bare(work, slot)
            known = work.known.get(slot)
            if known is not None and known.key == request.key and self._is_final(known):
                work.settled[slot] = known.key if known.state == DONE else None
                self._counts.skipped += known.state == DONE
                self._counts.failed += known.state == FAILED
                self._pace.skipped(slot, work.plan)
                self._note(cursor, slot, known)
                self._tell(UnitSkipped(work.item_id, slot.stage, known.error))
                continue
            self._running[request.key] = (cursor, slot, request)
            self._tell(
                UnitStarted(work.item_id, slot.stage, request.key, slot.span.start_ns, slot.span.end_ns)
            )
            self._backend.submit(self._requests.full(work, request))
            return
        self._finish(cursor)

    def _is_final(self, known: Checkpoint) -> bool:
        return known.state == DONE or (known.state == FAILED and not self._settings.retry_failed)

    def _settle(self, outcome: UnitOutcome) -> None:
        cursor, slot, request = self._running.pop(outcome.key)
        if outcome.error in PACK_AT_FAULT:
            self._requests.check_packs(slot.stage)
        if outcome.error in TRANSIENT:
            return
        work = cursor.work
        outcome = self._checkpoints.store(work.item_id, request, outcome)
        failed = outcome.result is None
        work.settled[slot] = None if failed else outcome.key
        state = FAILED if failed else DONE
        work.known[slot] = Checkpoint(outcome.key, slot, state, outcome.error, request.version)
        self._counts.failed += failed
        self._counts.done += not failed
        self._pace.measured(slot, work.plan, outcome)
        self._note(cursor, slot, work.known[slot])
        self._tell(self._done(work, slot, outcome))
        self._tell(self._progress(slot.stage))
        self._advance(cursor)

    def _done(self, work: ItemWork, slot: UnitSlot, outcome: UnitOutcome) -> UnitDone:
        moving = work.plan is not None and work.plan.kind is not Kind.IMAGE and slot.stream >= 0
        seconds = (slot.span.end_ns - slot.span.start_ns) / SECOND if moving else 0.0
        return UnitDone(work.item_id, slot.stage, outcome.error, outcome.key, outcome.wall_seconds, seconds)

    def _progress(self, stage: str) -> Progress:
        done = self._counts.done + self._counts.skipped
        pace = self._pace
        return Progress(done, self._counts.failed, pace.share(), pace.rate(), pace.remaining_seconds(), stage)

    def _note(self, cursor: Cursor, slot: UnitSlot, ended: Checkpoint) -> None:
        """Remember where the preview pass found faces."""
        if slot.stage == FACES and cursor.group and cursor.group.is_preview and ended.state == DONE:
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
        if cursor.group.is_preview:
            work.open_previews -= 1
            if work.open_previews == 0:
                self._push_full_pass(work)
        else:
            self._pace.covered(cursor.group.span)
        if work.open_groups == 0:
            self._push((FIRST, work.order, 2), Cursor.of_whole(work))

    def _open(self, work: ItemWork) -> None:
        """The probe is settled: plan the item, and queue its preview pass."""
        key = work.settled.get(PROBE_SLOT)
        if key is None:
            self._pace.planned(None, work.bytes)
            return
        (packed,) = self._checkpoints.results(work.item_id, [key])
        work.probe = unpack(packed, stages()[PROBE].tables)
        if self._settings.wanted is not None and not self._settings.wanted:
            return
        settings = self._settings
        work.plan = plan(work.probe, settings.wanted, settings.preview, settings.full_pass)
        self._pace.planned(work.plan, work.bytes)
        self._tell(ItemPlanned(work.item_id, Counter(p.stage for p in work.plan.slots())))
        previews = [g for g in work.plan.groups if g.is_preview]
        work.open_groups = len(work.plan.groups)
        work.open_previews = len(previews)
        for group in previews:
            self._push((FIRST, work.order, 1, group.span.start_ns), Cursor.of_group(work, group))
        if not previews:
            self._push_full_pass(work)
        if not work.plan.groups:
            self._push((FIRST, work.order, 2), Cursor.of_whole(work))

    def _close(self, work: ItemWork) -> None:
        """All asked for is settled: forget units no plan has any more, and say how far the item has come."""
        assert work.probe is not None
        every = {PROBE_SLOT, *plan(work.probe).slots()}
        self._checkpoints.drop_unplanned(work.item_id, every)
        self._checkpoints.mark_item(work.item_id, "analysed" if every <= work.known.keys() else "partly")

    def _push_full_pass(self, work: ItemWork) -> None:
        assert work.plan is not None
        times = np.sort(np.asarray(work.interesting, dtype=np.int64))
        for group in work.plan.groups:
            if group.is_preview:
                continue
            low, high = np.searchsorted(times, [group.span.start_ns, group.span.end_ns])
            # a picture costs what a preview of a video costs, so it does not wait for any full pass
            phase = FIRST if work.plan.kind is Kind.IMAGE else FULL_PASS
            self._push(
                (phase, int(low - high), work.order, group.span.start_ns), Cursor.of_group(work, group)
            )
