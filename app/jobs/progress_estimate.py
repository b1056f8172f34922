"""What units cost: the estimate before a job, progress and remaining time during it, rates after it.

Cost of a unit = seconds of media (1 for an image) × measured seconds per second of media of its
stage. Rates come from the account's earlier runs on the same device, else from
`resources/rates.toml`, measured on a two-core laptop-class machine.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources

from app.jobs.rates import Cost, RateKey, add_costs, known_rates
from app.keys.account import Account
from engine.plan import Plan, UnitSlot
from engine.units import SECOND, Kind, Span, UnitOutcome

UNKNOWN_RATE = 0.1
WORKER_START = 0.8
"""Seconds until a worker is there."""
START = "start"
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
        self._account, self._device, self._workers = account, device, max(1, workers)
        self._rates = known_rates(account, device)
        self._defaults = _shipped()
        self._costs: dict[RateKey, Cost] = {}
        self._ahead = self._behind = self._spent = 0.0
        self._planned_cost = 0.0
        self._planned_bytes = self._unplanned_bytes = 0
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
                stages[slot.stage] = count + 1, seconds + self._cost(slot, plan) / self._workers
                known = known and self._key(slot, plan) in self._rates
        stages = {
            name: (count, seconds + self._start(name, count)) for name, (count, seconds) in stages.items()
        }
        units = sum(count for count, _ in stages.values())
        likely = sum(seconds for _, seconds in stages.values()) + self._unplanned() / self._workers
        likely += WORKER_START if likely else 0.0
        return Estimate(
            likely * LOW, likely, likely * HIGH, units, known and units > 0, durable, unprobed, stages
        )

    def expected(self, size: int) -> None:
        """An item of `size` bytes is part of the job; what it costs is known once it is planned."""
        self._unplanned_bytes += size

    def planned(self, plan: Plan | None, size: int) -> None:
        """An item's plan is known (None: it cannot be read): its units join what is ahead."""
        self._unplanned_bytes -= size
        if plan is None:
            return
        cost = sum(self._cost(slot, plan) for slot in plan.slots())
        self._ahead += cost
        self._planned_cost += cost
        self._planned_bytes += size

    def skipped(self, slot: UnitSlot, plan: Plan | None) -> None:
        """A unit was durable already: it is neither ahead nor behind."""
        if plan is not None:
            self._ahead -= self._cost(slot, plan)

    def measured(self, slot: UnitSlot, plan: Plan | None, outcome: UnitOutcome) -> None:
        """A unit came back; its cost counts towards rates if it succeeded."""
        if plan is None:
            return
        cost = self._cost(slot, plan)
        self._ahead -= cost
        self._behind += cost
        self._spent += outcome.wall_seconds
        if outcome.result is not None:
            key = self._key(slot, plan)
            add = Cost(outcome.cpu_seconds, outcome.wall_seconds, _media_seconds(slot, plan), 1)
            self._costs[key] = self._costs.get(key, Cost()) + add

    def covered(self, span: Span) -> None:
        """All stages of a segment are settled."""
        self._media_seconds += (span.end_ns - span.start_ns) / SECOND

    def rate(self) -> float:
        """Seconds of media per second of wall clock so far."""
        return self._media_seconds / max(time.monotonic() - self._began, 1e-3)

    def share(self) -> float:
        """Part of the job that is behind, 0 to 1."""
        whole = self._behind + self._left()
        return self._behind / whole if whole > 0 else 1.0

    def remaining_seconds(self) -> float | None:
        """Expected cost of what is left, corrected by how reality has gone so far; None at the beginning."""
        if self._spent < 1.0 or self._behind <= 0:
            return None
        return self._left() * (self._spent / self._behind) / self._workers

    def remember(self) -> None:
        """Add what was measured to the account's rates."""
        add_costs(self._account, self._costs)
        self._costs = {}

    def _left(self) -> float:
        return max(0.0, self._ahead) + self._unplanned()

    def _unplanned(self) -> float:
        """Items not probed yet are taken to cost per byte what the probed ones cost."""
        if not self._planned_bytes:
            return 0.0
        return self._planned_cost / self._planned_bytes * max(0, self._unplanned_bytes)

    def _key(self, slot: UnitSlot, plan: Plan) -> RateKey:
        return RateKey(slot.stage, self._device, plan.kind.value, slot.sampling.value)

    def _start(self, stage: str, units: int) -> float:
        """Seconds until the workers have loaded what the stage needs, all at the same time."""
        return self._defaults.get((stage, START), 0.0) * min(self._workers, units) / self._workers

    def _cost(self, slot: UnitSlot, plan: Plan) -> float:
        key = self._key(slot, plan)
        shipped = self._defaults.get((slot.stage, _heading(slot, plan)), UNKNOWN_RATE)
        rate = self._rates.get(key) or shipped
        return rate * _media_seconds(slot, plan)


def _heading(slot: UnitSlot, plan: Plan) -> str:
    """Where `rates.toml` keeps the rate of such a unit."""
    return Kind.IMAGE.value if plan.kind is Kind.IMAGE else slot.sampling.value


def _media_seconds(slot: UnitSlot, plan: Plan) -> float:
    if plan.kind is Kind.IMAGE:
        return 1.0
    return (min(slot.span.end_ns, max(plan.duration_ns, 1)) - slot.span.start_ns) / SECOND


def _shipped() -> dict[tuple[str, str], float]:
    raw = tomllib.loads(resources.files("resources").joinpath("rates.toml").read_text(encoding="utf-8"))
    return {(stage, heading): rate for heading, by_stage in raw.items() for stage, rate in by_stage.items()}
