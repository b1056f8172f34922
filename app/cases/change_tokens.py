"""Whether what stages found in an item is still what it was, without reading any of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Integer, column, func, select

from app.store import schema

LatestChange = tuple[int, str]
"""Row and key of the unit that was stored last."""
ChangeTokens = Mapping[str, tuple[int, int, str]]
"""By item: how many units, which came last, and its key if no other came later at all.

A unit that takes the place of the last one of all gets the row of that; only its key tells them apart.
"""


def latest_change(connection: Connection) -> LatestChange:
    """While this is the same no unit was stored; asked before anything dearer."""
    u, row = schema.units, column("rowid", Integer)
    found = connection.execute(select(row, u.c.key).order_by(row.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, "")


def change_tokens(connection: Connection, stages: Collection[str]) -> ChangeTokens:
    """For each item that has units of these stages, what changes when one is added or replaced."""
    u, last = schema.units, func.max(column("rowid", Integer))
    query = select(u.c.item_id, func.count(), last).where(u.c.stage.in_(stages)).group_by(u.c.item_id)
    of_all, key = latest_change(connection)
    found = connection.execute(query)
    return {item: (count, row, key if row == of_all else "") for item, count, row in found}
