"""What units cost: the estimate before a job, progress and remaining time during it, rates after it.

Cost of a unit = its work × the seconds its stage takes for that (`unit_costs`): seconds of one processor,
which do not depend on what else the machine does, or of the clock on an accelerator. How long that takes
depends on the workers and on how busy the machine is: before the job on what was measured for a moment
(`load`), during it on how much got done lately (`speed`). While a job runs, what its own units took replaces
what earlier runs did, stage by stage; stages it has not come to yet are taken to be as much slower or faster
than expected as those it has.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.jobs.rates import CPU, Cost, RateKey, add_costs, known_rates
from app.jobs.speed import Speed
from app.jobs.unit_costs import UnitCosts
from app.jobs.unplanned import Unplanned
from app.keys.account import Account
from engine.plan import Plan, UnitSlot
from engine.units import SECOND, Span, UnitOutcome

WORKER_START = 0.8
"""Seconds until a worker is there."""
TRUST_UNITS = 3
"""Expectation counts as much as so many units of a job that were measured: one is not like the next."""
HANDLING = 0.006
"""Seconds that giving out a unit and storing its result cost, beside the workers."""
LOADING_LEAST = 0.1
"""Part of the first unit of a stage in a process that is its own work at least, not loading of models."""
LOW, HIGH = 0.6, 1.8
"""Spread of the estimate around its likely value, as measured between files of one kind."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Wall-clock seconds a job will take, before it starts. `measured` false: no run on this device yet."""

    low: float
    likely: float
    high: float
    units: int
    measured: bool
    done_units: int = 0
    """Units that are durable already."""
    unprobed: int = 0
    """Items nobody has looked into yet, taken to be like the others."""
    stages: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    """Units to do and likely wall-clock seconds by stage, without those of unprobed items."""
    work_seconds: float = 0.0
    """Likely seconds of work, all workers together: of the processor, where that is what works."""
    held_up: float = 1.0
    """How many times longer it takes as other programs are at work too."""


class ProgressEstimate:
    """Costs of one job. Knows no evidence: stages, spans and seconds only.

    `held_up` as `load.held_up` measures it; `cores` of this machine, on which more workers get no more done.
    """

    def __init__(
        self, account: Account, device: str, workers: int, held_up: float = 1.0, cores: int = 0
    ) -> None:
        self._account, self._held_up = account, held_up
        self._workers = max(1, min(workers, cores) if cores and device == CPU else workers)
        self._unit = UnitCosts(device, known_rates(account, device))
        self._costs: dict[RateKey, Cost] = {}
        """Of the units of this job that succeeded, less loading; media seconds stand for work."""
        self._by_device: dict[RateKey, Cost] = {}
        """The same by the device that ran, which may be another than was asked for."""
        self._ahead: dict[RateKey, float] = {}
        self._behind: dict[RateKey, float] = {}
        """Work to do and done."""
        self._units_of: Counter[str] = Counter()
        """Units of this job that came back, by stage."""
        self._unplanned = Unplanned()
        self._speed = Speed(self._workers, self._workers / held_up)
        self._spent = 0.0
        """Seconds of units so far."""
        self._media_seconds = 0.0
        self._began = time.monotonic()

    def estimate(self, items: Iterable[tuple[int, Plan | None, Collection[UnitSlot]]]) -> Estimate:
        """Estimate over (bytes, plan, places that are durable) of each item; plan None: not probed yet."""
        work: dict[str, tuple[int, float]] = {}
        known, durable, unprobed, longest = True, 0, 0, 0.0
        for size, plan, done in items:
            self.expected(size)
            if plan is None:
                unprobed += size > 0
                continue
            self.planned(plan, size)
            costs = {slot: self._unit.seconds(slot, plan) for slot in plan.slots() if slot not in done}
            durable += sum(1 for slot in plan.slots() if slot in done)
            longest = max(longest, _in_a_row(plan, costs))
            for slot, seconds in costs.items():
                count, before = work.get(slot.stage, (0, 0.0))
                work[slot.stage] = count + 1, before + seconds
                known = known and self._unit.is_measured(self._unit.key(slot, plan))
        units = sum(count for count, _ in work.values())
        work = {name: (n, cost + self._loading(name, n) + n * HANDLING) for name, (n, cost) in work.items()}
        planned = sum(seconds for _, seconds in work.values())
        total = planned + self._unplanned.seconds()
        likely = max(total / self._workers, longest) * self._held_up if total else 0.0
        each = max(planned / self._workers, longest) * self._held_up / planned if planned else 0.0
        likely += WORKER_START * self._held_up if likely else 0.0
        return Estimate(
            likely * LOW,
            likely,
            likely * HIGH,
            units,
            known and units > 0,
            durable,
            unprobed,
            {name: (count, seconds * each) for name, (count, seconds) in work.items()},
            total + (WORKER_START * self._workers if total else 0.0),
            self._held_up,
        )

    def expected(self, size: int) -> None:
        """An item of `size` bytes is part of the job; what it costs is known once it is planned."""
        self._unplanned.expect(size)

    def like(self, plan: Plan, size: int) -> None:
        """Items of such a size may have such a plan; it joins nothing by itself."""
        self._unplanned.learn(plan.kind, size, sum(self._unit.seconds(slot, plan) for slot in plan.slots()))

    def planned(self, plan: Plan | None, size: int) -> None:
        """An item's plan is known (None: it cannot be read): its units join what is ahead."""
        self._unplanned.resolve(size)
        if plan is None:
            return
        self.like(plan, size)
        for slot in plan.slots():
            self._move(self._ahead, slot, plan)

    def given(self) -> None:
        """A unit was given out."""
        self._speed.begin()

    def skipped(self, slot: UnitSlot, plan: Plan | None) -> None:
        """A unit was durable already: it is neither ahead nor behind."""
        if plan is not None:
            self._move(self._ahead, slot, plan, -1)

    def measured(self, slot: UnitSlot, plan: Plan | None, outcome: UnitOutcome) -> None:
        """A unit came back; its cost counts towards rates if it succeeded."""
        took = _seconds_of(outcome)
        self._speed.done(took)
        if plan is None:
            return
        self._move(self._ahead, slot, plan, -1)
        self._move(self._behind, slot, plan)
        self._spent += took
        self._units_of[slot.stage] += 1
        if outcome.result is not None and took > 0:
            key = self._unit.key(slot, plan)
            own = self._without_loading(slot.stage, took) / took
            work = self._unit.work(slot, plan)
            add = Cost(outcome.cpu_seconds * own, outcome.wall_seconds * own, work, 1)
            ran = replace(key, device=outcome.device)
            self._by_device[ran] = self._by_device.get(ran, Cost()) + add
            self._costs[key] = self._costs.get(key, Cost()) + Cost(took * own, took * own, work, 1)

    def covered(self, span: Span) -> None:
        """All stages of a segment are settled."""
        self._media_seconds += (span.end_ns - span.start_ns) / SECOND

    def rate(self) -> float:
        """Seconds of media per second of wall clock so far."""
        return self._media_seconds / max(time.monotonic() - self._began, 1e-3)

    def share(self) -> float:
        """Part of the job that is behind, 0 to 1."""
        behind, left = self._seconds()
        return behind / (behind + left) if behind + left > 0 else 1.0

    def remaining_seconds(self) -> float | None:
        """Expected cost of what is left, at the speed of the last minute; None at the beginning."""
        behind, left = self._seconds()
        if self._spent < 1.0 or behind <= 0:
            return None
        return left / self._speed()

    def remaining_work(self) -> float:
        """The same in seconds of work, all workers together."""
        return self._seconds()[1]

    def remember(self) -> None:
        """Add what was measured to the account's rates."""
        add_costs(self._account, self._by_device)
        self._costs, self._by_device = {}, {}

    def _move(self, where: dict[RateKey, float], slot: UnitSlot, plan: Plan, sign: int = 1) -> None:
        key = self._unit.key(slot, plan)
        where[key] = where.get(key, 0.0) + sign * self._unit.work(slot, plan)

    def _seconds(self) -> tuple[float, float]:
        """Seconds of work that are behind and left, by what is known by now."""
        off = self._off()
        rates = {key: self._rate(key, off) for key in self._ahead.keys() | self._behind.keys()}
        behind = sum(work * rates[key] for key, work in self._behind.items())
        left = sum(max(0.0, work) * rates[key] for key, work in self._ahead.items())
        plain = sum((self._ahead.get(k, 0.0) + self._behind.get(k, 0.0)) * self._unit.rate(k) for k in rates)
        correction = (behind + left) / plain if plain > 0 else off
        return behind, left + self._unplanned.seconds() * correction

    def _off(self) -> float:
        """How many times longer than expected the measured units took."""
        expected = sum(cost.media_seconds * self._unit.rate(key) for key, cost in self._costs.items())
        took = sum(cost.wall_seconds for cost in self._costs.values())
        return took / expected if expected > 0 else 1.0

    def _rate(self, key: RateKey, off: float) -> float:
        expected, cost = self._unit.rate(key) * off, self._costs.get(key)
        if cost is None or not cost.media_seconds:
            return expected
        trust = TRUST_UNITS * cost.media_seconds / cost.units
        return (cost.wall_seconds + trust * expected) / (cost.media_seconds + trust)

    def _loading(self, stage: str, units: int) -> float:
        """Seconds in which the workers load what the stage needs, each for itself."""
        return self._unit.start(stage) * min(self._workers, units)

    def _without_loading(self, stage: str, took: float) -> float:
        """Seconds of a unit that has just come back, less the loading of models in the first ones."""
        if self._units_of[stage] > self._workers:
            return took
        return max(took - self._unit.start(stage), took * LOADING_LEAST)


def _seconds_of(outcome: UnitOutcome) -> float:
    """What a unit took: of the processor, if that ran it; of the clock elsewhere."""
    return outcome.cpu_seconds if outcome.device == CPU else outcome.wall_seconds


def _in_a_row(plan: Plan, costs: Mapping[UnitSlot, float]) -> float:
    """Seconds of an item that no two workers share: of its largest segment, then of what is over it all."""
    segments = (sum(costs.get(slot, 0.0) for slot in group.slots) for group in plan.groups)
    return max(segments, default=0.0) + sum(costs.get(slot, 0.0) for slot in plan.whole)
