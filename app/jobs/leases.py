"""Who computes which unit now, and what each attempt has cost.

A lease is a row with a number that is never given twice. An outcome is taken only while its lease is there:
one that comes late, after its unit was given to somebody else or its job has ended, changes nothing.

Rows of back ends that end with this process are written with the next outcome, in its transaction, since a
transaction more for each unit would cost more than a small unit does. Those of others are durable before
they hear of the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, text

from app.cases.case import Case
from app.store.clock import now
from app.store.schema import leases, ledger
from engine.units import UnitOutcome
from gpu_backends.backend import Backend, Price

RESERVED = 1000
"""Numbers that are set aside at once."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt of one unit at one back end."""

    token: int
    unit_key: str
    stage: str
    backend: str
    price: Price | None
    book: Leases

    def settle(self, connection: Connection, outcome: UnitOutcome) -> bool:
        """End the lease and write down its cost, in the transaction of what the outcome changes. False, and
        nothing else may be changed, where the lease had ended before.
        """
        return self.book.settle(self, connection, outcome)


class Leases:
    """The leases of one job."""

    def __init__(self, case: Case, job: str) -> None:
        self._case, self._job = case, job
        self._unwritten: dict[int, dict[str, Any]] = {}
        self._tokens: Iterator[int] = iter(())

    def take(self, unit_key: str, stage: str, backend: Backend, attempt: int) -> Lease:
        """A new attempt, from 1 on, of a unit."""
        token, until = self._next_token(), None
        if backend.lease_seconds is not None:
            until = (datetime.now(UTC) + timedelta(seconds=backend.lease_seconds)).isoformat()
        self._unwritten[token] = {
            "token": token,
            "unit_key": unit_key,
            "job": self._job,
            "backend": backend.name,
            "attempt": attempt,
            "given_at": now(),
            "until": until,
        }
        if until is not None:
            with self._case.writing() as connection:
                self._write(connection)
        return Lease(token, unit_key, stage, backend.name, backend.price, self)

    def give_back(self, lease: Lease, outcome: UnitOutcome) -> None:
        """The attempt came to nothing that could be stored."""
        with self._case.writing() as connection:
            self.settle(lease, connection, outcome)

    def settle(self, lease: Lease, connection: Connection, outcome: UnitOutcome) -> bool:
        """As `Lease.settle`."""
        if self._unwritten.pop(lease.token, None) is None:
            ended = connection.execute(delete(leases).where(leases.c.token == lease.token))
            if ended.rowcount != 1:
                return False
        self._write(connection)
        price = lease.price
        row = {
            "token": lease.token,
            "job": self._job,
            "unit_key": lease.unit_key,
            "stage": lease.stage,
            "verdict": outcome.verdict.value,
            "error": outcome.error,
            "backend": lease.backend,
            "device": outcome.device,
            "cpu_seconds": outcome.cpu_seconds,
            "wall_seconds": outcome.wall_seconds,
            "cost": price.per_second * outcome.wall_seconds if price else None,
            "currency": price.currency if price else "",
            "at": now(),
        }
        connection.execute(insert(ledger), row)
        return True

    def _write(self, connection: Connection) -> None:
        if self._unwritten:
            connection.execute(insert(leases), list(self._unwritten.values()))
            self._unwritten.clear()

    def _next_token(self) -> int:
        token = next(self._tokens, 0)
        if not token:
            self._tokens = iter(self._reserve())
            token = next(self._tokens)
        return token

    def _reserve(self) -> range:
        """Numbers nobody has had: SQLite's sequence is set past them, durably."""
        with self._case.writing() as connection:
            known = text("SELECT seq FROM sqlite_sequence WHERE name = 'leases'")
            first = int(connection.execute(known).scalar() or 0) + 1
            last = {
                "token": first + RESERVED - 1, "unit_key": "", "job": self._job, "backend": "", "attempt": 0,
                "given_at": now(), "until": None,
            }  # fmt: skip
            connection.execute(insert(leases), last)
            connection.execute(delete(leases).where(leases.c.token == last["token"]))
        return range(first, first + RESERVED)
