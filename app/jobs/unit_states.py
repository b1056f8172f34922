"""Where each unit of an item stands within one job: the only place where that changes.

    waiting ─submitted─► running ─stored─► done | failed
       ▲                    │
       └──── sent back ◄────┤  (a passing failure, or lost capacity; a bounded number of times, ever later)
                            └─► missing

`done` and `failed` are durable in the case. `missing` is not: the job ends without the unit, says so, and the
next job does it. A unit that reads a missing one is missing with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.plan import UnitSlot
from engine.units import Verdict


class State(StrEnum):
    """Of one unit."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    MISSING = "missing"


FINAL = frozenset({State.DONE, State.FAILED, State.MISSING})
_ALLOWED: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, *FINAL}),
    State.RUNNING: frozenset({State.WAITING, *FINAL}),
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a unit may be sent back, and after how many seconds it is tried again at first; the pause
    doubles each time.
    """

    retries: int = 2
    losses: int = 5
    first_pause: float = 0.5
    longest_pause: float = 30.0


@dataclass(slots=True)
class UnitStanding:
    """One unit. `key` is known once it was submitted or found durable."""

    slot: UnitSlot
    state: State = State.WAITING
    key: str = ""
    error: str = ""
    """Why it failed, is missing, or was sent back last."""
    retries: int = 0
    losses: int = 0


class UnitStates:
    """The units of one item, by slot. Every method raises ValueError for a step that cannot be."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._units: dict[UnitSlot, UnitStanding] = {}

    def __getitem__(self, slot: UnitSlot) -> UnitStanding:
        return self._units[slot]

    def expect(self, slots: Iterable[UnitSlot]) -> None:
        """These units belong to the job."""
        for slot in slots:
            self._units.setdefault(slot, UnitStanding(slot))

    def submitted(self, slot: UnitSlot, key: str) -> int:
        """A back end has the unit; the number of this attempt, from 1 on."""
        unit = self._step(slot, State.RUNNING)
        unit.key = key
        return unit.retries + unit.losses + 1

    def stored(self, slot: UnitSlot, key: str, error: str = "") -> None:
        """The unit is durable, from this job or from an earlier one."""
        unit = self._step(slot, State.FAILED if error else State.DONE)
        unit.key, unit.error = key, error

    def sent_back(self, slot: UnitSlot, verdict: Verdict, error: str) -> float | None:
        """A running unit came back without a final outcome: the seconds until it may be tried again, or None
        where it was tried often enough and is missing now.
        """
        unit = self._step(slot, State.WAITING)
        unit.error = error
        lost = verdict is Verdict.LOST
        unit.losses += lost
        unit.retries += not lost
        if unit.losses > self._patience.losses or unit.retries > self._patience.retries:
            self.missing(slot, error)
            return None
        return min(
            self._patience.longest_pause, self._patience.first_pause * 2.0 ** (unit.retries + unit.losses - 1)
        )

    def missing(self, slot: UnitSlot, error: str) -> None:
        """The job ends without it."""
        self._step(slot, State.MISSING).error = error

    def key_read(self, slot: UnitSlot) -> str | None:
        """Key under which others read the unit; None for one that failed. It must have been settled."""
        unit = self._units.get(slot)
        return unit.key if unit is not None and unit.state is State.DONE else None

    def missing_among(self, slots: Iterable[UnitSlot]) -> str:
        """Error of the first missing unit among some; empty if none is."""
        found = (self._units[slot] for slot in slots if slot in self._units)
        return next((unit.error for unit in found if unit.state is State.MISSING), "")

    def all(self, *states: State) -> list[UnitStanding]:
        """Units in one of the states."""
        return [unit for unit in self._units.values() if unit.state in states]

    def _step(self, slot: UnitSlot, to: State) -> UnitStanding:
        unit = self._units.get(slot)
        if unit is None or to not in _ALLOWED.get(unit.state, frozenset()):
            raise ValueError(f"{slot.stage} cannot be {to.value}, it is {unit.state.value if unit else 'no'}")
        unit.state = to
        return unit
