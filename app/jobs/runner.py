"""Runs the missing units of a case on back ends, each durable before its successor begins.

Order: every item is probed and previewed first (keyframes of films, faces of pictures); then the rest of
the pictures, then the full pass, segments with the most previewed faces first; the stages over a whole item
when its segments are settled. Where a unit stands is `ItemWork`'s; here is the loop that gives units out and
takes outcomes in.
Cancelling is a question asked between outcomes; it ends in the state `cancelled`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.cases.case import Case
from app.jobs.backends import NoPlace, placed
from app.jobs.chain_queue import ChainQueue
from app.jobs.checkpoints import DONE, FAILED, Checkpoints, StoredUnit
from app.jobs.events import (
    End,
    Ended,
    ItemPlanned,
    JobEvent,
    MissingUnit,
    Progress,
    UnitDone,
    UnitSentBack,
    UnitSkipped,
    UnitStarted,
)
from app.jobs.known_units import is_settled
from app.jobs.leases import Lease, Leases
from app.jobs.progress_estimate import ProgressEstimate
from app.jobs.unit_states import Patience, State, UnitStates
from app.jobs.work import ItemWork, Requests, TaskChain
from engine.media.recordings import parts_of
from engine.models.errors import PackDamaged, PackMissing
from engine.models.packs import PackStore
from engine.plan import PROBE, PROBE_SLOT, UnitSlot, plan
from engine.records import unpack
from engine.stage import stages
from engine.units import SECOND, Kind, UnitOutcome, UnitRequest, Verdict
from gpu_backends.backend import Backend
from gpu_backends.wire import WireBroken

POLL_SECONDS = 0.2
MOST_PASSED_OVER = 64
"""Chains that are looked at for a back end with a free slot, when it does not take the first."""
FACES = "faces"
PACK_AT_FAULT = frozenset({PackDamaged.code, PackMissing.code})
"""Errors after which the packs of this machine are looked at."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a person asked for. `wanted` None means all stages; `overrides` replace stage defaults by name."""

    wanted: Sequence[str] | None = None
    preview: bool = True
    full_pass: bool = True
    retry_failed: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    """Task → model pack, where it is another than the case's."""


@dataclass(slots=True)
class _Counts:
    done: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Running:
    """A unit that a back end has; `until` is when its lease ends, on the monotonic clock."""

    chain: TaskChain
    slot: UnitSlot
    request: UnitRequest
    lease: Lease
    until: float | None


class Runner:
    """One job over some items of a case. `backends` stay the caller's to close."""

    def __init__(
        self,
        case: Case,
        backends: Sequence[Backend],
        packs: PackStore,
        settings: JobSettings,
        progress: ProgressEstimate,
        tell: Callable[[JobEvent], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        patience: Patience | None = None,
        *,
        leases: Leases,
    ) -> None:
        self._case, self._backends, self._settings = case, list(backends), settings
        self._tell, self._cancelled, self._progress = tell, cancelled, progress
        self._patience = patience or Patience()
        self._checkpoints = Checkpoints(case)
        self._requests = Requests(self._checkpoints, packs, settings.overrides)
        self._queue, self._leases = ChainQueue(), leases
        self._running: dict[int, _Running] = {}
        self._items: list[ItemWork] = []
        self._counts, self._devices = _Counts(), set[str]()
        self._bell = threading.Event()
        for backend in self._backends:
            backend.on_news(self._bell.set)

    def run(self, item_ids: Sequence[str]) -> Ended:
        """Analyse the items; returns when all is settled or the job was cancelled.

        Raises what the database raises (a full disk, say), the `fault` of the back ends when none is left,
        and PackError for a model pack that was damaged or removed, after ending the back ends' work; the
        units stored so far stay, and the next run goes on.
        """
        began = time.monotonic()
        state = End.FAILED
        try:
            begun, identities = self._checkpoints.begun(), self._checkpoints.identities()
            for order, item_id in enumerate(item_ids):
                work = self._work(order, item_id, identities[item_id], item_id in begun)
                self._progress.expected(work.bytes)
                self._tell(ItemPlanned(item_id, {PROBE: 1}))
                self._queue.push(work.begin())
            state = self._loop()
        finally:
            if state in (End.CANCELLED, End.FAILED):
                for backend in self._backends:
                    backend.cancel()
            ended = Ended(
                state,
                self._counts.done,
                self._counts.failed,
                self._counts.skipped,
                time.monotonic() - began,
                self._missing(),
                tuple(sorted(self._devices)),
            )
            self._tell(ended)
        return ended

    def _loop(self) -> End:
        while not self._cancelled():
            self._bell.clear()
            self._dispatch()
            outcomes = [outcome for backend in self._backends for outcome in backend.poll(0.0)]
            for outcome in [*outcomes, *self._expired()]:
                self._settle(outcome)
            if not (self._running or self._queue):
                return End.PARTLY if self._missing() else End.DONE
            if not outcomes:
                self._wait()
        return End.CANCELLED

    def _wait(self) -> None:
        """Until a back end has news, or a unit is to be tried again. Raises the fault where all have one."""
        if not self._running and all(backend.fault for backend in self._backends):
            raise next(b.fault for b in self._backends if b.fault)
        self._bell.wait(self._queue.seconds_left(POLL_SECONDS))

    def _dispatch(self) -> None:
        """Give out units while a back end has a slot for one that it takes."""
        passed: list[TaskChain] = []
        while len(passed) < MOST_PASSED_OVER and any(b.free() > 0 for b in self._backends):
            if (chain := self._queue.next()) is None:
                break
            if (request := self._next_unit(chain)) is None:
                continue
            try:
                place = placed(self._backends, request, chain.place, chain.avoided)
            except NoPlace as error:
                self._miss(chain, error.code)
                self._queue.go_on(chain)
                continue
            if place is None:
                passed.append(chain)
            else:
                self._submit(chain, request, place)
        self._queue.push(*passed)

    def _work(self, order: int, item_id: str, identity: tuple[str, int], begun: bool) -> ItemWork:
        known = self._checkpoints.of_item(item_id) if begun else {}
        find_media = partial(self._case.media, item_id)
        work = ItemWork(item_id, *identity, find_media, order, known, UnitStates(self._patience))
        self._items.append(work)
        return work

    def _next_unit(self, chain: TaskChain) -> UnitRequest | None:
        """The chain's next unit to be computed; None where there is none, and the chain is finished."""
        work = chain.work
        while (slot := chain.slot) is not None:
            if lack := work.lacks(slot):
                self._miss(chain, lack)
                continue
            request = self._requests.bare(work, slot)
            known = work.known.get(slot)
            if (
                known is None
                or known.key != request.key
                or not is_settled(known, self._settings.retry_failed)
            ):
                return request
            self._skip(chain, slot, known)
        self._finish(chain)
        return None

    def _skip(self, chain: TaskChain, slot: UnitSlot, known: StoredUnit) -> None:
        """The unit was durable before the job began."""
        work = chain.work
        work.units.stored(slot, known.key, known.error if known.state == FAILED else "")
        self._counts.skipped += known.state == DONE
        self._counts.failed += known.state == FAILED
        self._progress.skipped(slot, work.plan)
        self._note(chain, slot, known)
        self._tell(UnitSkipped(work.item_id, slot.stage, known.error))
        chain.at += 1

    def _miss(self, chain: TaskChain, error: str) -> None:
        slot = chain.slot
        assert slot is not None
        chain.work.units.missing(slot, error)
        self._progress.skipped(slot, chain.work.plan)
        chain.at += 1

    def _submit(self, chain: TaskChain, request: UnitRequest, place: int) -> None:
        work, slot, backend = chain.work, chain.slot, self._backends[place]
        assert slot is not None
        full = self._requests.full(work, request)
        attempt = work.units.submitted(slot, request.key)
        lease = self._leases.take(request.key, slot.stage, backend, attempt)
        until = time.monotonic() + backend.lease_seconds if backend.lease_seconds else None
        chain.place = place
        self._running[lease.token] = _Running(chain, slot, request, lease, until)
        self._progress.given()
        self._tell(UnitStarted(work.item_id, slot.stage, request.key, slot.span.start_ns, slot.span.end_ns))
        backend.submit(replace(full, lease=lease.token))

    def _expired(self) -> list[UnitOutcome]:
        """Units whose lease has ended: what computes them is taken to be gone."""
        now = time.monotonic()
        return [
            UnitOutcome(r.request.key, None, WireBroken.code, verdict=Verdict.LOST, lease=token)
            for token, r in self._running.items()
            if r.until is not None and now > r.until
        ]

    def _settle(self, outcome: UnitOutcome) -> None:
        """Take an outcome in; one without a lease that runs, such as a late one, changes nothing."""
        running = self._running.get(outcome.lease)
        if running is None or running.request.key != outcome.key:
            return
        del self._running[outcome.lease]
        if outcome.verdict is Verdict.FINAL:
            self._store(running, outcome)
        else:
            self._send_back(running, outcome)

    def _store(self, running: _Running, outcome: UnitOutcome) -> None:
        chain, slot, request = running.chain, running.slot, running.request
        work = chain.work
        stored = self._checkpoints.store(work.item_id, request, outcome, running.lease)
        if stored is None:  # another process has ended the lease: what is durable is looked up when it is due
            self._again_later(chain, work.units.sent_back(slot, Verdict.LOST, WireBroken.code))
            return
        outcome = stored
        failed = outcome.result is None
        work.units.stored(slot, outcome.key, outcome.error if failed else "")
        state = FAILED if failed else DONE
        work.known[slot] = StoredUnit(outcome.key, slot, state, outcome.error, request.version)
        self._counts.failed += failed
        self._counts.done += not failed
        if not failed:
            self._devices.add(outcome.device)
        self._progress.measured(slot, work.plan, outcome)
        self._note(chain, slot, work.known[slot])
        self._tell(self._done(work, slot, outcome))
        self._tell(self._so_far(slot.stage))
        self._advance(chain)

    def _send_back(self, running: _Running, outcome: UnitOutcome) -> None:
        """The unit is tried again later, best elsewhere, or is missing for good."""
        chain, slot = running.chain, running.slot
        if outcome.error in PACK_AT_FAULT:
            self._requests.check_packs(slot.stage)
        self._leases.give_back(running.lease, outcome)
        pause = chain.work.units.sent_back(slot, outcome.verdict, outcome.error)
        self._tell(
            UnitSentBack(chain.work.item_id, slot.stage, outcome.key, outcome.error, pause is not None)
        )
        self._again_later(chain, pause)

    def _again_later(self, chain: TaskChain, pause: float | None) -> None:
        """In so many seconds, or, for None, never in this job."""
        slot = chain.slot
        assert slot is not None
        if pause is None:
            self._progress.skipped(slot, chain.work.plan)
            self._advance(chain)
            return
        chain.work.known = self._checkpoints.of_item(chain.work.item_id)
        chain.avoided = chain.place
        self._queue.later(chain, pause)

    def _advance(self, chain: TaskChain) -> None:
        """The chain's unit is settled: its next one comes before those of other chains."""
        chain.at, chain.avoided = chain.at + 1, -1
        self._queue.go_on(chain)

    def _done(self, work: ItemWork, slot: UnitSlot, outcome: UnitOutcome) -> UnitDone:
        moving = work.plan is not None and work.plan.kind is not Kind.IMAGE and slot.stream >= 0
        seconds = (slot.span.end_ns - slot.span.start_ns) / SECOND if moving else 0.0
        return UnitDone(work.item_id, slot.stage, outcome.error, outcome.key, outcome.wall_seconds, seconds)

    def _so_far(self, stage: str) -> Progress:
        done = self._counts.done + self._counts.skipped
        estimate = self._progress
        return Progress(
            done,
            self._counts.failed,
            estimate.share(),
            estimate.rate(),
            estimate.remaining_seconds(),
            stage,
            estimate.remaining_work(),
        )

    def _note(self, chain: TaskChain, slot: UnitSlot, ended: StoredUnit) -> None:
        """Remember where the preview pass found faces."""
        if slot.stage == FACES and chain.group and chain.group.is_preview and ended.state == DONE:
            (packed,) = self._checkpoints.results(chain.work.item_id, [ended.key])
            table = unpack(packed, stages()[FACES].tables)[FACES]
            chain.work.interesting += [int(t) for t in table["t_ns"]]

    def _finish(self, chain: TaskChain) -> None:
        """A chain has run out: open what waited for it."""
        if chain.is_probe:
            self._open(chain.work)
        elif chain.group is None:
            self._close(chain.work)
        else:
            if not chain.group.is_preview:
                self._progress.covered(chain.group.span)
            self._queue.push(*chain.work.ended(chain))

    def _open(self, work: ItemWork) -> None:
        """The probe is settled: plan the item, and queue its preview pass."""
        key = work.units.key_read(PROBE_SLOT)
        if key is None:
            self._progress.planned(None, work.bytes)
            return
        (packed,) = self._checkpoints.results(work.item_id, [key])
        probe = unpack(packed, stages()[PROBE].tables)
        work.consists_of(parts_of(probe))
        settings = self._settings
        if settings.wanted is not None and not settings.wanted:
            return
        planned = plan(probe, settings.wanted, settings.preview, settings.full_pass)
        self._progress.planned(planned, work.bytes)
        self._tell(ItemPlanned(work.item_id, Counter(p.stage for p in planned.slots())))
        self._queue.push(*work.planned(probe, planned))

    def _close(self, work: ItemWork) -> None:
        """All asked for is settled: forget units no plan has any more, and say how far the item has come."""
        assert work.probe is not None
        every = {PROBE_SLOT, *plan(work.probe).slots()}
        self._checkpoints.drop_unplanned(work.item_id, every)
        whole = work.complete and every <= work.known.keys()
        self._checkpoints.mark_item(work.item_id, "analysed" if whole else "partly")

    def _missing(self) -> tuple[MissingUnit, ...]:
        return tuple(
            MissingUnit(work.item_id, u.slot.stage, u.slot.stream, u.slot.span, u.error)
            for work in self._items
            for u in work.units.all(State.MISSING)
        )
