"""Views of items as the case keeps them: packed tables that hold while the units they follow from do.

What lists, timelines and dossiers read of an item lies in thousands of results. A *view* is what they amount
to, in one packed result, sealed as those are. It bears a token of the units it was made from; the database
counts every unit that comes and goes by item and stage (`unit_revisions`), so whether a view still holds is
told without looking at any unit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from app.store import schema
from engine.records import Result, Schemas, Table, pack, unpack
from engine.stage import Stage

FORM = 2
"""Raise it where a view is made otherwise or has another form: all are built again then."""
Opener = Callable[[str, str, bytes], bytes]
"""(item id, what it is sealed for, sealed bytes) → packed tables."""
NEVER = ""
"""Token of a view that no unit has anything to do with: it is empty."""


class StoredViews:
    """Views of the items of one case, as one transaction sees them."""

    def __init__(self, connection: Connection, open_result: Opener, stages: Mapping[str, Stage]) -> None:
        self._connection, self._open, self._stages = connection, open_result, stages
        self._revisions: dict[str, dict[str, int]] | None = None
        self._of_items: dict[str, dict[str, int]] = {}
        self._closures: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def revisions(self) -> Mapping[str, Mapping[str, int]]:
        """By item and stage: how many units have come and gone."""
        if self._revisions is None:
            found: dict[str, dict[str, int]] = {}
            r = schema.unit_revisions.c
            for item_id, stage, revision in self._connection.execute(select(r.item_id, r.stage, r.revision)):
                found.setdefault(item_id, {})[stage] = revision
            self._revisions = found
        return self._revisions

    def counted(self, item_id: str) -> Mapping[str, int]:
        """The same of one item: a case of ten thousand photos is not read for one of them."""
        if self._revisions is not None:
            return self._revisions.get(item_id, {})
        if item_id not in self._of_items:
            r = schema.unit_revisions.c
            found = self._connection.execute(select(r.stage, r.revision).where(r.item_id == item_id))
            self._of_items[item_id] = {row.stage: row.revision for row in found}
        return self._of_items[item_id]

    def token(self, item_id: str, stages: Sequence[str]) -> str:
        """Differs as soon as a unit of these stages (none: of any), or of one they read, comes or goes, or a
        stage changes. NEVER where none of them has a unit.
        """
        known, stages = self.counted(item_id), stages or tuple(self._stages)
        if not any(stage in known for stage in stages):
            return NEVER
        names = self.closure(tuple(stages))
        told = "|".join(f"{n}={self._stages[n].version}.{known.get(n, 0)}" for n in names)
        return hashlib.blake2b(f"{FORM}|{told}".encode(), digest_size=16).hexdigest()

    def read(self, item_id: str, name: str, token: str, schemas: Schemas) -> Result | None:
        """A view as it was kept; None where it was not, or no longer holds. Raises DamagedResult."""
        v = schema.item_views.c
        here = (v.item_id == item_id) & (v.view == name) & (v.token == token)
        packed = self._connection.execute(select(v.packed).where(here)).scalar()
        return None if packed is None else self._opened(item_id, name, token, packed, schemas)

    def tokens(self, item_id: str) -> dict[str, str]:
        """Token by name of the views that are kept of an item, holding or not."""
        v = schema.item_views.c
        found = self._connection.execute(select(v.view, v.token).where(v.item_id == item_id))
        return {row.view: row.token for row in found}

    def each(
        self, name: str, stages: Sequence[str], schemas: Schemas, only: Collection[str]
    ) -> Iterator[tuple[str, Result]]:
        """Item and view for those of these items of which it still holds, one after the other."""
        v = schema.item_views.c
        for item_id, token, packed in self._connection.execute(
            select(v.item_id, v.token, v.packed).where(v.view == name)
        ):
            if item_id in only and token == self.token(item_id, stages):
                yield item_id, self._opened(item_id, name, token, packed, schemas)

    def _opened(self, item_id: str, name: str, token: str, packed: bytes, schemas: Schemas) -> Result:
        return unpack(self._open(item_id, sealed_for(name, token), packed), schemas)

    def closure(self, stages: tuple[str, ...]) -> tuple[str, ...]:
        """These stages and all they read."""
        if stages not in self._closures:
            found: set[str] = set()
            left = [s for s in stages if s in self._stages]
            while left:
                name = left.pop()
                if name not in found:
                    found.add(name)
                    left += self._stages[name].after
            self._closures[stages] = tuple(sorted(found))
        return self._closures[stages]


def sealed_for(name: str, token: str) -> str:
    """What the bytes of a view are bound to."""
    return f"view {name} {token}"


def empty(schemas: Schemas) -> Result:
    """A view without a row."""
    return {name: Table.empty(columns) for name, columns in schemas.items()}


def store(
    connection: Connection, item_id: str, seal: Opener, made: Iterable[tuple[str, str, Result]]
) -> None:
    """Keep views (name, token, tables) of an item in place of earlier ones, in the caller's transaction."""
    v = schema.item_views
    rows = [
        {
            "item_id": item_id, "view": name, "token": token,
            "packed": seal(item_id, sealed_for(name, token), pack(tables)),
        }
        for name, token, tables in made
    ]  # fmt: skip
    for row in rows:
        connection.execute(delete(v).where((v.c.item_id == item_id) & (v.c.view == row["view"])))
    if rows:
        connection.execute(insert(v), rows)
