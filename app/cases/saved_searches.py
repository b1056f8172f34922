"""Searches that people keep in a case: said as operations, and forgotten by another one."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from app.cases.operation_log import of
from app.operations.decisions import SEARCH
from app.operations.state import SavedSearch


def keep(connection: Connection, name: str, typed: str) -> str:
    """Keep a search in the caller's transaction, in the place of one with the same name; returns its id."""
    known = {saved.name: saved.id for saved in listed(connection)}
    key = known.get(name) or secrets.token_hex(8)
    _say(connection, key, name, typed)
    return key


def forget(connection: Connection, key: str) -> None:
    """List it no longer."""
    _say(connection, key, "", "")


def listed(connection: Connection) -> list[SavedSearch]:
    """What is kept, the oldest first."""
    return of(connection).state(connection).searches


def _say(connection: Connection, key: str, name: str, typed: str) -> None:
    of(connection).append(connection, SEARCH, {"search": key, "name": name, "typed": typed})
