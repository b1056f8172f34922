"""Epochs of a case: a member who leaves keeps only keys that open nothing made or wrapped afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.cases.case import MEDIA_KIND, Case
from app.store.schema import items
from engine.sealing.identity import PublicIdentity


def advance(case: Case, members: Iterable[PublicIdentity]) -> int:
    """Seal a new epoch key to `members`, wrap every item key under it again, forget older epochs.

    In this order, so that a crash in between leaves a case that opens: keys of both epochs are in the key
    file until the database holds only the new one. Returns the epoch. Raises CaseInUse.
    """
    with case.writing() as connection:
        rows = connection.execute(select(items.c.id, items.c.epoch, items.c.wrapped_key)).all()
        keys = [(r.id, case.keys.unwrap_item_key(r.id, MEDIA_KIND, r.epoch, r.wrapped_key)) for r in rows]
        who = list(members)
        epoch = case.keys.add_epoch(case.account.identity, who)
        wrapped = [(case.keys.wrap_item_key(i, MEDIA_KIND, key), epoch, i) for i, key in keys]
        if wrapped:
            # by the driver, since a hundred thousand rows are in question
            connection.exec_driver_sql("UPDATE items SET wrapped_key = ?, epoch = ? WHERE id = ?", wrapped)
        details = {"epoch": epoch, "members": [m.id for m in who]}
        case.custody.append(connection, "epoch started", case.id, details)
    case.keys.drop_before(epoch)
    return epoch
