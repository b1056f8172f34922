"""Finished units in the case database: what is done, writing one more, reading results back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert

from app.cases.case import Case
from app.cases.passages import index_unit
from app.jobs.leases import Lease
from app.review import kept_views
from app.store.clock import now
from app.store.schema import items, units
from engine.plan import PROBE, UnitSlot
from engine.records import DamagedResult, Result, unpack
from engine.stage import stages
from engine.units import Sampling, Span, UnitOutcome, UnitRequest

DONE, FAILED = "done", "failed"
_PLACE = ("item_id", "stage", "stream", "start_ns", "end_ns", "sampling")
_RANK = ("key", "version", "state")


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A unit that ended, at its place."""

    key: str
    slot: UnitSlot
    state: str
    error: str
    version: int
    digests: Mapping[str, str] = field(default_factory=dict)
    upstream: tuple[str, ...] = ()
    """Keys of the units it read."""


class Checkpoints:
    """The `units` table of one case. One transaction per finished unit; nothing is held back in memory."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def of_item(self, item_id: str) -> dict[UnitSlot, StoredUnit]:
        """What is known of an item, without the results themselves: of units at one place the newest."""
        u = units.c
        wanted = select(
            u.key,
            u.stage,
            u.version,
            u.stream,
            u.start_ns,
            u.end_ns,
            u.sampling,
            u.state,
            u.error,
            u.digests,
            u.upstream_keys,
        ).where(u.item_id == item_id)
        wanted = wanted.order_by(u.finished_at, u.key)
        with self._case.database.connect() as connection:
            rows = connection.execute(wanted).all()
        found: dict[UnitSlot, StoredUnit] = {}
        for r in rows:
            slot = UnitSlot(r.stage, r.stream, Span(r.start_ns, r.end_ns), Sampling(r.sampling))
            read = tuple(key for keys in r.upstream_keys.values() for key in keys)
            found[slot] = StoredUnit(r.key, slot, r.state, r.error, r.version, r.digests, read)
        return found

    def identities(self) -> dict[str, tuple[str, int]]:
        """SHA-256 in hex and size in bytes of every item."""
        with self._case.database.connect() as connection:
            rows = connection.execute(select(items.c.id, items.c.sha256, items.c.bytes)).all()
        return {row.id: (row.sha256, row.bytes) for row in rows}

    def begun(self) -> set[str]:
        """Items of which any unit has ended; of the others nothing has to be asked one by one."""
        any_unit = exists().where(units.c.item_id == items.c.id)
        with self._case.database.connect() as connection:
            return set(connection.execute(select(items.c.id).where(any_unit)).scalars())

    def store(
        self, item_id: str, request: UnitRequest, outcome: UnitOutcome, lease: Lease | None = None
    ) -> UnitOutcome | None:
        """Make one outcome durable; returns it as it was stored.

        A result takes the place of all units of other keys there, such as another model's. A failure does not
        take that of a result of its stage's version, so that a model that fails loses nothing. A result is
        stored once: where the key has one, nothing changes. A failure gives way to any outcome of a later
        lease. With a `lease` that has ended nothing changes either, and None is returned.
        """
        result, outcome = _checked(request, outcome)
        sealed = (
            self._case.seal_result(item_id, outcome.key, outcome.result)
            if outcome.result is not None
            else None
        )
        row = {
            "key": outcome.key,
            "item_id": item_id,
            "stage": request.stage,
            "version": request.version,
            "stream": request.stream,
            "start_ns": request.span.start_ns,
            "end_ns": request.span.end_ns,
            "sampling": request.sampling.value,
            "state": DONE if sealed is not None else FAILED,
            "error": outcome.error,
            "device": outcome.device,
            "arithmetic": outcome.arithmetic,
            "cpu_seconds": outcome.cpu_seconds,
            "wall_seconds": outcome.wall_seconds,
            "attempts": outcome.attempts,
            "finished_at": now(),
            "settings": dict(request.settings),
            "digests": dict(request.digests),
            "upstream_keys": {name: list(keys) for name, keys in request.upstream_keys.items()},
            "result": sealed,
            "lease": lease.token if lease else 0,
        }
        with self._case.writing() as connection:
            if lease is not None and not lease.settle(connection, outcome):
                return None
            connection.execute(_make_room(), {f"b_{name}": row[name] for name in (*_PLACE, *_RANK)})
            if not _inserted(connection, row):
                return outcome
            if request.stage == PROBE:
                _describe_item(connection, item_id, result, outcome.error)
            if result is not None:
                index_unit(connection, item_id, outcome.key, request.stage, result, request.stream)
        return outcome

    def results(self, item_id: str, keys: Sequence[str]) -> list[bytes]:
        """Packed results by key, in the order asked for. Raises DamagedCase for one that does not open."""
        wanted = select(units.c.key, units.c.result).where(units.c.key.in_(keys))
        with self._case.database.connect() as connection:
            found = {row.key: row.result for row in connection.execute(wanted)}
        return [self._case.open_result(item_id, key, found[key]) for key in keys]

    def drop_unplanned(self, item_id: str, planned: Iterable[UnitSlot]) -> int:
        """Remove units at places the current plan does not have (an older version of the planner's); faces
        that people drew stay.
        """
        keep = set(planned)
        known = self.of_item(item_id)
        stale = [slot for slot in known if slot not in keep and slot.sampling is not Sampling.DRAWN]
        with self._case.writing() as connection:
            for slot in stale:
                connection.execute(delete(units).where(_at(item_id, slot)))
        return len(stale)

    def mark_item(self, item_id: str, state: str) -> None:
        """Say how far an item has come, and keep what its units amount to."""
        with self._case.writing() as connection:
            connection.execute(update(items).where(items.c.id == item_id).values(state=state))
        kept_views.keep(self._case, item_id)


def _inserted(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Insert the unit if its key is absent, or holds a failure of an earlier lease. Whether it was."""
    return bool(connection.execute(_upsert(), row).rowcount)


@cache
def _upsert() -> Insert:
    """Made once: making it costs more than the database's work of inserting a small result."""
    new = insert(units)
    later = new.excluded
    changed = {c.name: later[c.name] for c in units.c if c.name not in ("key", "item_id")}
    failed_before = and_(units.c.state == FAILED, units.c.lease <= later.lease)
    return new.on_conflict_do_update(["key"], set_=changed, where=failed_before)


@cache
def _make_room() -> Delete:
    """Remove what gives way to the unit of the row given; see `store`."""
    row: dict[str, BindParameter[Any]] = {name: bindparam(f"b_{name}") for name in (*_PLACE, *_RANK)}
    others = and_(*(units.c[name] == row[name] for name in _PLACE), units.c.key != row["key"])
    lesser = or_(row["state"] == DONE, units.c.state == FAILED, units.c.version != row["version"])
    return delete(units).where(others, lesser)


def _checked(request: UnitRequest, untrusted: UnitOutcome) -> tuple[Result | None, UnitOutcome]:
    """Tables checked against what the stage declares, since the worker parsed hostile media.

    A result of another form is a failed unit.
    """
    if untrusted.result is None:
        return None, untrusted
    try:
        return unpack(untrusted.result, stages()[request.stage].tables), untrusted
    except DamagedResult as error:
        return None, replace(untrusted, result=None, error=error.code)


def _at(item_id: str, slot: UnitSlot) -> ColumnElement[bool]:
    return and_(
        units.c.item_id == item_id,
        units.c.stage == slot.stage,
        units.c.stream == slot.stream,
        units.c.start_ns == slot.span.start_ns,
        units.c.end_ns == slot.span.end_ns,
        units.c.sampling == slot.sampling.value,
    )


def _describe_item(connection: Connection, item_id: str, probe: Result | None, error: str) -> None:
    values: dict[str, object] = {"state": "unreadable", "error": error}
    if probe is not None:
        container = probe["container"]
        values = {
            "state": "probed",
            "error": "",
            "kind": str(container["kind"][0]),
            "format": str(container["format"][0]),
            "duration_ns": int(container["duration_ns"][0]),
        }
    connection.execute(update(items).where(items.c.id == item_id).values(values))
