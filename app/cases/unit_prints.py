"""Whether what stages found in an item is still what it was, without reading any of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Integer, column, func, select

from app.store import schema

Prints = Mapping[str, tuple[int, int]]
"""By item: how many units, and which came last."""


def prints(connection: Connection, stages: Collection[str]) -> Prints:
    """For each item that has units of these stages, what changes when one is added or replaced."""
    u, last = schema.units, func.max(column("rowid", Integer))
    query = select(u.c.item_id, func.count(), last).where(u.c.stage.in_(stages)).group_by(u.c.item_id)
    return {item: (count, newest) for item, count, newest in connection.execute(query)}
