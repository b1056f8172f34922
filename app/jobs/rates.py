"""Measured cost of units per stage, device, kind of item and sampling; kept in the account database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from app.keys.account import Account
from app.store.account_schema import rates
from app.store.clock import now

CPU = "cpu"


@dataclass(frozen=True, slots=True)
class RateKey:
    """What a rate belongs to."""

    stage: str
    device: str
    kind: str
    sampling: str


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums over units: seconds of CPU and of wall clock, work (`unit_costs`), and how many units."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    media_seconds: float = 0.0
    units: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.cpu_seconds + other.cpu_seconds,
            self.wall_seconds + other.wall_seconds,
            self.media_seconds + other.media_seconds,
            self.units + other.units,
        )


def known_rates(account: Account, device: str) -> dict[RateKey, float]:
    """Seconds per work, measured earlier by jobs on `device`: of the processor, which other programs do
    not change, and of the clock elsewhere.

    A job on an accelerator runs some stages on the processor: where anything is known of the former,
    the processor's rates stand for those.
    """
    with account.database.connect() as connection:
        rows = connection.execute(select(rates).where(rates.c.device.in_({device, CPU}))).all()
    measured: dict[str, dict[RateKey, float]] = {}
    for r in rows:
        if r.media_seconds > 0:
            rate = (r.cpu_seconds if r.device == CPU else r.wall_seconds) / r.media_seconds
            measured.setdefault(r.device, {})[RateKey(r.stage, device, r.kind, r.sampling)] = rate
    own = measured.get(device, {})
    return {**measured.get(CPU, {}), **own} if own else {}


def add_costs(account: Account, costs: Mapping[RateKey, Cost]) -> None:
    """Add newly measured costs to what is known."""
    with account.database.begin() as connection:
        for key, cost in costs.items():
            here = (
                (rates.c.stage == key.stage)
                & (rates.c.device == key.device)
                & (rates.c.kind == key.kind)
                & (rates.c.sampling == key.sampling)
            )
            old = connection.execute(select(rates).where(here)).one_or_none()
            known = Cost(old.cpu_seconds, old.wall_seconds, old.media_seconds, old.units) if old else Cost()
            total = known + cost
            values = {
                "cpu_seconds": total.cpu_seconds,
                "wall_seconds": total.wall_seconds,
                "media_seconds": total.media_seconds,
                "units": total.units,
                "measured_at": now(),
            }
            if old:
                connection.execute(update(rates).where(here).values(values))
            else:
                place = {"stage": key.stage, "device": key.device, "kind": key.kind, "sampling": key.sampling}
                connection.execute(insert(rates).values(place | values))
