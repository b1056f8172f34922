"""The recordings of an item that holds several behind each other, as its probe found them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.cases.stored_views import Opener
from app.store import schema
from engine.media.recordings import parts_of
from engine.plan import PROBE
from engine.records import unpack
from engine.stage import stages
from engine.units import MediaPart


def recordings(connection: Connection, opener: Opener, item_id: str) -> tuple[MediaPart, ...]:
    """None where the item is one recording, or has not been probed by this version."""
    u, stage = schema.units.c, stages()[PROBE]
    wanted = select(u.key, u.result).where(
        u.item_id == item_id, u.stage == PROBE, u.version == stage.version, u.state == "done"
    )
    row = connection.execute(wanted).first()
    if row is None or row.result is None:
        return ()
    return parts_of(unpack(opener(item_id, row.key, row.result), stage.tables))
