"""Checking a case from end to end: database, key file, every sealed file, every result, the chain of
custody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cases.case import Case
from app.store.account_schema import cases as known_cases
from app.store.schema import items, units
from engine.errors import AimaError, Cancelled
from engine.sealing.sealed import open_sealed

PIECE = 1 << 20
MOST_CLOCKS = 50


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked: `part` is database, item, results, custody, clock or leftovers; `problem` a
    code or empty. What is sound may still have a `warning`, a code too.
    """

    part: str
    subject: str
    problem: str = ""
    detail: str = ""
    warning: str = ""

    @property
    def sound(self) -> bool:
        return not self.problem


def check(case: Case, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Checked]:
    """Everything, one result after another; nothing is changed. Reads every byte of media. Raises
    Cancelled.
    """
    for name, sound in (("cipher_integrity_check", ""), ("integrity_check", "ok"), ("foreign_key_check", "")):
        yield _guarded("database", name, partial(_pragma, case, name, sound))
    yield _guarded("custody", case.id, partial(_custody, case))
    yield from _clocks(case)
    listed: list[Any] = []
    yield _guarded("database", "list of items", partial(_list, case, listed))
    for row in listed:
        yield _guarded("item", row.id, partial(item_problem, case, row.id, row.sha256, row.bytes, cancelled))
        yield _guarded("results", row.id, partial(_results, case, row.id, cancelled))
    yield from _leftovers(case, {row.sealed for row in listed})


def _guarded(part: str, subject: str, look: Callable[[], str]) -> Checked:
    """`look` returns a problem or nothing; an error of ours is the problem."""
    try:
        problem = look()
    except Cancelled:
        raise
    except AimaError as error:
        return Checked(part, subject, error.code, error.detail)
    code, _, detail = problem.partition(":")
    return Checked(part, subject, code, detail)


def _pragma(case: Case, name: str, sound: str) -> str:
    with case.database.connect() as connection:
        said = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {name}") if str(row[0]) != sound]
    return f"database-damaged:{len(said)} problems" if said else ""


def _list(case: Case, into: list[Any]) -> str:
    wanted = (items.c.id, items.c.sha256, items.c.bytes, items.c.sealed)
    with case.database.connect() as connection:
        into += connection.execute(select(*wanted).order_by(items.c.added_at, items.c.id)).all()
    return ""


def _custody(case: Case) -> str:
    with case.account.database.connect() as connection:
        noted = connection.execute(select(known_cases).where(known_cases.c.id == case.id)).first()
    found = case.custody.faults(*((noted.custody_seq, noted.custody_hash) if noted else (0, "")))
    if not found:
        return ""
    return "custody-broken:" + ", ".join(f"entry {f.seq} {f.problem}" for f in found[:10])


def _clocks(case: Case) -> Iterator[Checked]:
    """Clocks that were off when something was said: nothing follows from them, but people read times."""
    try:
        found = case.custody.warnings()
    except (AimaError, ValueError):
        return  # what is damaged was already reported
    for told in found[:MOST_CLOCKS]:
        detail = f"operation {told.operation[:12]} at {told.wall}"
        yield Checked("clock", told.device, detail=detail, warning=f"clock-{told.problem}")


def item_problem(case: Case, item_id: str, sha256: str, size: int, cancelled: Callable[[], bool]) -> str:
    """`hash-differs` where the sealed bytes are not those that were added; empty where they are.

    Reads the whole file. Raises Cancelled, and what opening sealed media raises.
    """
    media = case.media(item_id)
    digest, buffer, read = hashlib.sha256(), memoryview(bytearray(PIECE)), 0
    with open_sealed(media.path, media.key, media.associated) as file:
        while count := file.readinto(buffer):  # type: ignore[attr-defined]
            if cancelled():
                raise Cancelled
            digest.update(buffer[:count])
            read += count
    return "" if (digest.hexdigest(), read) == (sha256, size) else "hash-differs"


def _results(case: Case, item_id: str, cancelled: Callable[[], bool]) -> str:
    """Damaged results can be computed again, so they are counted, and the rest still checked."""
    damaged = 0
    with case.database.connect() as connection:
        query = select(units.c.key, units.c.result).where(
            units.c.item_id == item_id, units.c.result.is_not(None)
        )
        for row in connection.execute(query):
            if cancelled():
                raise Cancelled
            try:
                case.open_result(item_id, row.key, row.result)
            except AimaError:
                damaged += 1
    return f"damaged-result:{damaged} units" if damaged else ""


def _leftovers(case: Case, known: set[str]) -> Iterator[Checked]:
    """Sealed files no item names: harmless, their keys are lost; the next import removes them."""
    if not known:
        return
    for path in sorted((case.folder / "media").glob("*/*")):
        if path.name not in known:
            yield Checked("leftovers", path.name, "", "left by an interrupted import")
