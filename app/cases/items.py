"""Items as people ask for them: listed, found by what they remember, with every place they were seen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from app.cases.case import Case, NoSuchItem
from app.store.schema import items, source_paths
from engine.errors import AimaError


class AmbiguousItem(AimaError):
    """Several items match. Give more of the id or of the hash; `case show` lists both."""

    code = "ambiguous-item"
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Held:
    """An item and where it came from. `places` is the number of times the same bytes were found."""

    id: str
    sha256: str
    blake3: str
    name: str
    bytes: int
    kind: str
    duration_ns: int
    added_at: str
    state: str
    places: int


def held(case: Case) -> list[Held]:
    """All items in the order in which they were added."""
    places = (
        select(source_paths.c.item_id, func.count().label("places"))
        .group_by(source_paths.c.item_id)
        .subquery()
    )
    query = (
        select(items, places.c.places)
        .outerjoin(places, places.c.item_id == items.c.id)
        .order_by(items.c.added_at, items.c.id)
    )
    with case.database.connect() as connection:
        rows = connection.execute(query).all()
    return [
        Held(
            r.id, r.sha256, r.blake3, r.name, r.bytes, r.kind or "", r.duration_ns or 0, r.added_at, r.state,
            r.places or 0,
        )
        for r in rows
    ]  # fmt: skip


def item_named(case: Case, asked: str) -> str:
    """Id of the one item with this name, id or hash, or the beginning of one of the latter two.

    Raises NoSuchItem, AmbiguousItem.
    """
    if not asked:
        raise NoSuchItem
    # the beginning of an id or a hash is letters and digits; a name may be bytes that are no text
    columns = (items.c.id, items.c.sha256, items.c.blake3) if asked.isalnum() else ()
    starts = [c.startswith(asked) for c in columns]
    with case.database.connect() as connection:
        found = (
            connection.execute(select(items.c.id).where(or_(items.c.name == asked, *starts))).scalars().all()
        ) or _named_alike(connection, asked)
    if not found:
        raise NoSuchItem
    if len(found) > 1:
        raise AmbiguousItem
    return str(found[0])


def _named_alike(connection: Connection, asked: str) -> list[str]:
    """Items whose name is the same text: sticks from a Mac hold letters and accents apart (NFD)."""
    wanted = unicodedata.normalize("NFC", asked)
    rows = connection.execute(select(items.c.id, items.c.name))
    return [row.id for row in rows if unicodedata.normalize("NFC", row.name) == wanted]
