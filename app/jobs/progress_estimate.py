"""What units cost: the estimate before a job, progress and remaining time during it, rates after it.

Cost of a unit = its work × the seconds its stage takes for that (`unit_costs`). While a job runs, what its
own units took replaces what earlier runs did, stage by stage; stages it has not come to yet are taken to be
as much slower or faster than expected as those it has.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.jobs.rates import Cost, RateKey, add_costs, known_rates
from app.jobs.unit_costs import UnitCosts
from app.jobs.unplanned import Unplanned
from app.keys.account import Account
from engine.plan import Plan, UnitSlot
from engine.units import SECOND, Span, UnitOutcome

WORKER_START = 0.8
"""Seconds until a worker is there."""
TRUST_UNITS = 3
"""Expectation counts as much as so many units of a job that were measured: one is not like the next."""
SETTLING_SECONDS = 5.0
"""Time after the first unit from which waiting between units counts as a cost."""
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


class ProgressEstimate:
    """Costs of one job. Knows no evidence: stages, spans and seconds only."""

    def __init__(self, account: Account, device: str, workers: int) -> None:
        self._account, self._workers = account, max(1, workers)
        self._unit = UnitCosts(device, known_rates(account, device))
        self._costs: dict[RateKey, Cost] = {}
        """Of the units of this job that succeeded; media seconds stand for work."""
        self._by_device: dict[RateKey, Cost] = {}
        """The same by the device that ran, which may be another than was asked for."""
        self._ahead: dict[RateKey, float] = {}
        self._behind: dict[RateKey, float] = {}
        """Work to do and done."""
        self._unplanned = Unplanned()
        self._spent = self._first = 0.0
        """Seconds of units so far; when the first one came back."""
        self._media_seconds = 0.0
        self._began = time.monotonic()

    def estimate(self, items: Iterable[tuple[int, Plan | None, Collection[UnitSlot]]]) -> Estimate:
        """Estimate over (bytes, plan, places that are durable) of each item; plan None: not probed yet."""
        stages: dict[str, tuple[int, float]] = {}
        known, durable, unprobed = True, 0, 0
        for size, plan, done in items:
            self.expected(size)
            if plan is None:
                unprobed += size > 0
                continue
            self.planned(plan, size)
            for slot in plan.slots():
                if slot in done:
                    durable += 1
                    continue
                count, seconds = stages.get(slot.stage, (0, 0.0))
                stages[slot.stage] = count + 1, seconds + self._unit.seconds(slot, plan) / self._workers
                known = known and self._unit.is_measured(self._unit.key(slot, plan))
        stages = {
            name: (count, seconds + self._start(name, count)) for name, (count, seconds) in stages.items()
        }
        units = sum(count for count, _ in stages.values())
        likely = sum(seconds for _, seconds in stages.values()) + self._unplanned.seconds() / self._workers
        likely += WORKER_START if likely else 0.0
        return Estimate(
            likely * LOW, likely, likely * HIGH, units, known and units > 0, durable, unprobed, stages
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

    def skipped(self, slot: UnitSlot, plan: Plan | None) -> None:
        """A unit was durable already: it is neither ahead nor behind."""
        if plan is not None:
            self._move(self._ahead, slot, plan, -1)

    def measured(self, slot: UnitSlot, plan: Plan | None, outcome: UnitOutcome) -> None:
        """A unit came back; its cost counts towards rates if it succeeded."""
        if plan is None:
            return
        self._first = self._first or time.monotonic()
        self._move(self._ahead, slot, plan, -1)
        self._move(self._behind, slot, plan)
        self._spent += outcome.wall_seconds
        if outcome.result is not None:
            key = self._unit.key(slot, plan)
            add = Cost(outcome.cpu_seconds, outcome.wall_seconds, self._unit.work(slot, plan), 1)
            self._costs[key] = self._costs.get(key, Cost()) + add
            ran = replace(key, device=outcome.device)
            self._by_device[ran] = self._by_device.get(ran, Cost()) + add

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
        """Expected cost of what is left, corrected by how reality has gone so far; None at the beginning."""
        behind, left = self._seconds()
        if self._spent < 1.0 or behind <= 0:
            return None
        return left * self._waiting() / self._workers

    def remember(self) -> None:
        """Add what was measured to the account's rates."""
        add_costs(self._account, self._by_device)
        self._costs, self._by_device = {}, {}

    def _move(self, where: dict[RateKey, float], slot: UnitSlot, plan: Plan, sign: int = 1) -> None:
        key = self._unit.key(slot, plan)
        where[key] = where.get(key, 0.0) + sign * self._unit.work(slot, plan)

    def _seconds(self) -> tuple[float, float]:
        """Seconds of one worker that are behind and left, by what is known by now."""
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

    def _waiting(self) -> float:
        """How many times longer the workers were there than they worked: storing and handing out cost too."""
        there = time.monotonic() - self._first
        return max(1.0, there * self._workers / self._spent) if there > SETTLING_SECONDS else 1.0

    def _start(self, stage: str, units: int) -> float:
        """Seconds until the workers have loaded what the stage needs, all at the same time."""
        return self._unit.start(stage) * min(self._workers, units) / self._workers
