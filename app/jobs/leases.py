"""Who computes which unit now, and what each attempt has cost.

A lease is a row with a number that is never given twice. An outcome is taken only while its lease is there:
one that comes late, after its unit was given to somebody else or its job has ended, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert

from app.cases.case import Case
from app.store.clock import now
from app.store.schema import leases, ledger
from engine.units import UnitOutcome
from gpu_backends.backend import Backend, Price


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt of one unit at one back end."""

    token: int
    unit_key: str
    job: str
    stage: str
    backend: str
    price: Price | None

    def settle(self, connection: Connection, outcome: UnitOutcome) -> bool:
        """End the lease and write down its cost, in the transaction of what the outcome changes. False, and
        nothing else may be changed, where the lease had ended before.
        """
        ended = connection.execute(delete(leases).where(leases.c.token == self.token))
        if ended.rowcount != 1:
            return False
        price = self.price
        row = {
            "token": self.token,
            "job": self.job,
            "unit_key": self.unit_key,
            "stage": self.stage,
            "verdict": outcome.verdict.value,
            "error": outcome.error,
            "backend": self.backend,
            "device": outcome.device,
            "cpu_seconds": outcome.cpu_seconds,
            "wall_seconds": outcome.wall_seconds,
            "cost": price.per_second * outcome.wall_seconds if price else None,
            "currency": price.currency if price else "",
            "at": now(),
        }
        connection.execute(insert(ledger), row)
        return True


class Leases:
    """The leases of one job."""

    def __init__(self, case: Case, job: str) -> None:
        self._case, self._job = case, job

    def take(self, unit_key: str, stage: str, backend: Backend, attempt: int) -> Lease:
        """A new attempt, from 1 on, of a unit; durable before the back end hears of it."""
        until = None
        if backend.lease_seconds is not None:
            until = (datetime.now(UTC) + timedelta(seconds=backend.lease_seconds)).isoformat()
        row = {
            "unit_key": unit_key,
            "job": self._job,
            "backend": backend.name,
            "attempt": attempt,
            "given_at": now(),
            "until": until,
        }
        with self._case.writing() as connection:
            token = connection.execute(insert(leases), row).lastrowid
        return Lease(token, unit_key, self._job, stage, backend.name, backend.price)

    def give_back(self, lease: Lease, outcome: UnitOutcome) -> None:
        """The attempt came to nothing that could be stored."""
        with self._case.writing() as connection:
            lease.settle(connection, outcome)
