"""Who is with whom, as one author's document: sealed, signed, taken over by other copies of a case.

Groups depend on the order in which evidence arrived, so two copies of a case form different ones. One copy's
groups, with their ids and numbers, are therefore written down and taken over elsewhere: what both hold is
then grouped, named and numbered the same, and both go on alike. What only the other copy holds is grouped on
top.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, select, update

from app.cases import clusters, subjects
from app.cases.case import Case
from app.cases.clusters import FACES, VOICES, Cluster
from app.cases.subjects import Subject
from app.operations.decisions import GROUPING
from app.operations.moments import Moment
from app.store import schema
from engine.errors import AimaError
from engine.sealing.wrapping import NotOpened, derive, seal, unseal

FORM, VERSION = "aima-grouping", 1
KINDS = (FACES, VOICES)


class NoGroupingDocument(AimaError):
    """This is no list of people of this case that can be read: it is of another case, damaged, or not signed
    by you. Nothing was changed. Ask for it again where it was written.
    """

    code = "no-grouping-document"
    exit_code = 4


def written(case: Case, connection: Connection) -> bytes:
    """The stored groups of people and voices, who they are, and what they follow; sealed and signed."""
    decisions = _followed(connection)
    body = {
        "form": FORM,
        "version": VERSION,
        "case": case.id,
        "author": case.account.identity.id,
        "decisions": decisions,
        "inputs": hashlib.sha256(json.dumps([_units(connection), decisions]).encode()).hexdigest(),
        "kinds": {kind: _of_kind(connection, kind) for kind in KINDS},
    }
    epoch = case.keys.epoch
    plain = zlib.compress(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    sealed = epoch.to_bytes(4, "big") + seal(_key(case, epoch), plain, case.id.encode())
    return case.account.identity.sign(_message(sealed)) + sealed


def _message(sealed: bytes) -> bytes:
    return b"aima grouping v1\0" + hashlib.sha256(sealed).digest()


def _key(case: Case, epoch: int) -> bytes:
    return derive(case.keys.operations_key(epoch), "aima grouping v1")


def _units(connection: Connection) -> list[str]:
    m = schema.memberships.c
    return sorted(connection.execute(select(m.unit_key).distinct()).scalars())


def _followed(connection: Connection) -> list[str]:
    """Ids of the decisions that the stored groups follow."""
    o, until = schema.operations.c, min(clusters.followed(connection, kind) for kind in KINDS)
    query = select(o.id).where(o.kind.in_(sorted(GROUPING)), o.seq <= until).order_by(o.id)
    return list(connection.execute(query).scalars())


def _of_kind(connection: Connection, kind: str) -> dict[str, Any]:
    who = subjects.stored(connection, kind)
    places = {
        str(c.number): [[m.unit_key, m.row] for m in c.members] for c in clusters.stored(connection, kind)
    }
    people = [{"id": s.id, "number": s.number, "moment": s.moment.to_json()} for s in who.values()]
    return {"people": people, "members": places}


def read(case: Case, untrusted: bytes) -> dict[str, Any]:
    """What a document says. Raises NoGroupingDocument."""
    signature, sealed = untrusted[:64], untrusted[64:]
    try:
        if not case.account.identity.public.has_signed(_message(sealed), signature):
            raise NoGroupingDocument
        epoch = int.from_bytes(sealed[:4], "big")
        plain = unseal(_key(case, epoch), sealed[4:], case.id.encode())
        body = json.loads(zlib.decompress(plain))
        if (body["form"], body["version"], body["case"]) != (FORM, VERSION, case.id):
            raise NoGroupingDocument
    except (AimaError, NotOpened, ValueError, KeyError, TypeError, zlib.error) as error:
        raise NoGroupingDocument from error
    found: dict[str, Any] = body
    return found


def take_over(case: Case, connection: Connection, untrusted: bytes) -> None:
    """Make the stored groups those of the document, in the caller's writing transaction.

    Store the groups as they stand first. A person whom only this copy knew keeps the id and gets a number
    that the document does not use. Raises NoGroupingDocument.
    """
    body = read(case, untrusted)
    g, o = schema.groupings.c, schema.operations.c
    known = set(body["decisions"])
    query = select(o.seq, o.id).where(o.kind.in_(sorted(GROUPING))).order_by(o.seq)
    seqs = connection.execute(query).all()
    beyond = next((row.seq for row in seqs if row.id not in known), None)
    for kind in KINDS:
        _take_over_kind(connection, kind, body["kinds"][kind])
        if beyond is not None:
            connection.execute(update(schema.groupings).where(g.kind == kind).values(decisions=beyond - 1))


def _take_over_kind(connection: Connection, kind: str, told: Mapping[str, Any]) -> None:
    mine, here = subjects.stored(connection, kind), clusters.stored(connection, kind)
    number_at = {(u, r): int(n) for n, places in told["members"].items() for u, r in places}
    theirs = _theirs(connection, kind, told["people"])
    free = max([*theirs, *mine, 0]) + 1
    everybody = dict(theirs)
    taken = {s.id for s in theirs.values()}
    moved_to: dict[int, int] = {}
    for subject in mine.values():
        if subject.id not in taken:
            everybody[free] = replace(subject, number=free)
            moved_to[subject.number] = free
            free += 1
        else:
            moved_to[subject.number] = next(s.number for s in theirs.values() if s.id == subject.id)
    grouped: dict[int, Cluster] = {}
    for cluster in here:
        for member in cluster.members:
            number = number_at.get(member.place, moved_to.get(cluster.number, cluster.number))
            home = grouped.setdefault(number, Cluster(kind, number, [], who=everybody.get(number)))
            home.members = [*home.members, member]
    _forget(connection, kind)
    subjects.save(connection, everybody.values())
    clusters.replace(connection, kind, [grouped[n] for n in sorted(grouped)])


def _theirs(connection: Connection, kind: str, people: Iterable[Mapping[str, Any]]) -> dict[int, Subject]:
    """Subjects of the document, where they are here; the place is found when it is looked for."""
    i = schema.items.c
    items = {row.sha256: row.id for row in connection.execute(select(i.sha256, i.id))}
    found = {}
    for person in people:
        moment = Moment.from_json(person["moment"])
        number = int(person["number"])
        item = items.get(moment.sha256, "")
        found[number] = Subject(str(person["id"]), kind, number, moment, item, ("", -1))
    return found


def _forget(connection: Connection, kind: str) -> None:
    m, c, s = schema.memberships, schema.clusters, schema.subjects
    of_kind: Sequence[str] = connection.execute(select(c.c.id).where(c.c.kind == kind)).scalars().all()
    connection.execute(delete(m).where(m.c.cluster_id.in_(of_kind)))
    connection.execute(delete(c).where(c.c.kind == kind))
    connection.execute(delete(s).where(s.c.kind == kind))


__all__ = ["NoGroupingDocument", "read", "take_over", "written"]
