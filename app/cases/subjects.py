"""Who a group is about: an id that never changes, and the number people read, for every group there ever was.

A subject is *founded* on the clearest face (or longest-heard speaker, or first picture) its group holds then,
its anchor; the id is a hash of that place in the evidence. The rule by which groups keep, rest and take back
their subjects is that of `engine/across/numbering.py`: of the subjects whose anchors a group holds, it is the
oldest; the others are names for the same person until their anchors leave. Rows are never deleted, so that no
number is given twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from app.operations.moments import Moment
from app.store import schema
from app.store.clock import now

LETTER = {"face": "p", "voice": "v", "stack": "d"}
"""With which an id begins: a person, a voice, duplicates."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody, or some duplicates. `moment` is the anchor; `place` the unit and row that show it now."""

    id: str
    kind: str
    number: int
    moment: Moment
    item_id: str
    place: tuple[str, int]
    since: str = ""
    """From when on the number has meant this group, in ISO 8601: before the id where an earlier version made
    the group."""
    founded_at: str = ""


def founded(kind: str, moment: Moment, taken: Callable[[str], bool]) -> str:
    """Id of a subject that stands for what is at `moment`; another if that one is taken."""
    place = [kind, moment.sha256, moment.stream, moment.t_ns, [round(float(v), 1) for v in moment.box]]
    for again in range(1 << 16):
        text = json.dumps([*place, again], separators=(",", ":"))
        found = f"{LETTER[kind]}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
        if not taken(found):
            return found
    raise AssertionError("unreachable: one face cannot found so many subjects")


def rows(connection: Connection, kind: str) -> Sequence[Row[Any]]:
    """All subjects of a kind as they are stored, those of an item together."""
    t = schema.subjects
    return connection.execute(select(t).where(t.c.kind == kind).order_by(t.c.item_id, t.c.number)).all()


def anchor_of(row: Row[Any]) -> Moment:
    """Where a stored subject was seen that it stands for."""
    return Moment.from_json(json.loads(row.moment))


def stored(connection: Connection, kind: str) -> dict[int, Subject]:
    """All subjects of a kind by number."""
    found = {}
    for row in rows(connection, kind):
        place = (row.unit_key, row.row)
        found[row.number] = Subject(
            row.id, kind, row.number, anchor_of(row), row.item_id, place, row.since, row.founded_at
        )
    return dict(sorted(found.items()))


def highest(connection: Connection, kind: str) -> int:
    """The highest number ever given; 0 where none was."""
    t, c = schema.subjects, schema.clusters
    given = connection.execute(select(func.max(t.c.number)).where(t.c.kind == kind)).scalar() or 0
    if given:
        return int(given)
    earlier = connection.execute(select(c.c.id).where(c.c.kind == kind)).scalars()
    return max((int(i.rpartition(":")[2]) for i in earlier), default=0)


def save(connection: Connection, subjects: Iterable[Subject]) -> None:
    """Store these subjects: new ones, and new anchors of known ones. Ids and numbers never change."""
    t, c = schema.subjects, schema.clusters
    rows = {(s.kind, s.number): _row(s) for s in subjects}
    kinds = {kind for kind, _ in rows}
    if not rows:
        return
    known: set[tuple[str, int]] = set()
    since: dict[str, str] = {}
    for kind in kinds:
        numbers = connection.execute(select(t.c.number).where(t.c.kind == kind)).scalars()
        known |= {(kind, n) for n in numbers}
        made = connection.execute(select(c.c.id, c.c.made_at).where(c.c.kind == kind))
        since |= {row.id: row.made_at for row in made}
    at = now()
    new = [
        row | {"since": since.get(f"{kind}:{number}", at), "founded_at": at}
        for (kind, number), row in rows.items()
        if (kind, number) not in known
    ]
    if new:
        connection.execute(insert(t), new)
    moved = [
        {"k": kind, "n": number, **{f"new_{name}": row[name] for name in _ANCHOR}}
        for (kind, number), row in rows.items()
        if (kind, number) in known
    ]
    if moved:
        same = (t.c.kind == bindparam("k")) & (t.c.number == bindparam("n"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _ANCHOR}
        connection.execute(update(t).where(same).values(values), moved)


_ANCHOR = ("moment", "item_id", "unit_key", "row")


def _row(subject: Subject) -> dict[str, object]:
    return {
        "kind": subject.kind,
        "number": subject.number,
        "id": subject.id,
        "moment": json.dumps(subject.moment.to_json(), separators=(",", ":")),
        "item_id": subject.item_id,
        "unit_key": subject.place[0],
        "row": subject.place[1],
    }


def renewed(
    kind: str,
    known: Mapping[int, Subject],
    anchors: Mapping[int, tuple[Moment, str, tuple[str, int]]],
) -> dict[int, Subject]:
    """All subjects now: those known, with the anchors found (moment, item, place), and new ones."""
    ids = {subject.id for subject in known.values()}
    found = dict(known)
    for number, (moment, item_id, place) in sorted(anchors.items()):
        old = known.get(number)
        if old is None:
            id_ = founded(kind, moment, ids.__contains__)
            ids.add(id_)
            found[number] = Subject(id_, kind, number, moment, item_id, place)
        elif old.place != place:
            found[number] = Subject(old.id, kind, number, moment, item_id, place, old.since, old.founded_at)
    return found


def changed(known: Mapping[int, Subject], subjects: Mapping[int, Subject]) -> list[Subject]:
    """Those to be stored."""
    return [s for number, s in subjects.items() if known.get(number) != s]
