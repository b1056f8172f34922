"""Searches that people keep in a case, encrypted with it: appended, and forgotten by another entry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from app.store.clock import now
from app.store.schema import searches


@dataclass(frozen=True, slots=True)
class Saved:
    """What somebody typed, and what they call it."""

    id: str
    name: str = field(repr=False)
    typed: str = field(repr=False)


def keep(connection: Connection, actor: str, name: str, typed: str) -> str:
    """Keep a search in the caller's transaction, in the place of one with the same name; returns its id."""
    known = {saved.name: saved.id for saved in listed(connection)}
    key = known.get(name) or secrets.token_hex(8)
    _append(connection, key, actor, name, typed)
    return key


def forget(connection: Connection, actor: str, key: str) -> None:
    """List it no longer."""
    _append(connection, key, actor, "", "")


def listed(connection: Connection) -> list[Saved]:
    """What is kept, the oldest first."""
    s = searches.c
    last = {row.id: Saved(row.id, row.name, row.typed)
            for row in connection.execute(select(s.id, s.name, s.typed).order_by(s.seq))}  # fmt: skip
    return [saved for saved in last.values() if saved.typed]


def _append(connection: Connection, key: str, actor: str, name: str, typed: str) -> None:
    values = {"id": key, "at": now(), "actor": actor, "name": name, "typed": typed}
    connection.execute(insert(searches), values)
