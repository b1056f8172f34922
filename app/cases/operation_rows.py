"""Operations as rows of the case's database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.operations.decision import Decision, DecisionUnsound
from app.operations.kind import Kind, known
from app.operations.operation import Header, Operation, canonical
from app.store.schema import operations, seals

TAKEN_OVER = "taken over"
"""What the chain of custody says of words that were said in a case of an earlier version."""
_SEVERAL = 500
_OPENED = tuple(c for c in operations.c if c.name not in ("seq", "time"))
_SAID = "action = kind, id, author, at, kind, body, time, version, alias"


@dataclass(frozen=True, slots=True)
class Row:
    """An operation as it is stored: `values` are the columns that follow from the rest."""

    seq: int
    id: str
    header: str
    signature: bytes
    sealed: bytes | None
    values: Mapping[str, Any]

    def operation(self) -> Operation:
        """Raises ValueError where the header is none."""
        return Operation(Header.parsed(json.loads(self.header)), self.id, self.signature, self.sealed)

    def agrees(self, expected: Mapping[str, Any]) -> bool:
        """Whether what is stored opened is what it follows from. A kind that an earlier program did not know
        was stored without an action.
        """
        if self.values["action"] != self.values["kind"]:
            return expected == self.values
        told = ("author", "at", "alias", "kind", "device", "number", "version")
        return all(expected[name] == self.values[name] for name in told)


def columns(operation: Operation, said: Decision | None, case: str) -> dict[str, Any]:
    """What of an operation is stored opened; `said` is None where it was erased or cannot be read."""
    header = operation.header
    kind = _understood(said)
    row: dict[str, Any] = {
        "id": operation.id, "alias": "", "device": header.device, "number": header.number,
        "author": header.author, "at": header.wall, "kind": header.kind, "version": header.kind_version,
        "action": header.kind, "subject": case, "body": None,
    }  # fmt: skip
    if said is None:
        return row
    row |= {"alias": said.alias, "author": said.author, "at": said.at, "body": canonical(said.body)}
    if kind is not None:
        own = (said.author, said.at) == (header.author, header.wall)
        row["action"] = kind.action(said.body) if own else TAKEN_OVER
        row["subject"] = kind.subject(said.body) or case
        row["body"] = canonical(kind.kept(said.body))
    return row


def _understood(said: Decision | None) -> Kind | None:
    kind = known(said.kind, said.version) if said else None
    try:
        if kind and said:
            kind.check(said)
    except DecisionUnsound:
        return None
    return kind


def store(connection: Connection, operation: Operation, row: Mapping[str, Any], time: int | None) -> int:
    """Append an operation; its number in this copy of the case."""
    key = connection.execute(insert(operations), {**row, "time": time}).inserted_primary_key
    assert key is not None
    seal = {"seq": key[0], "header": operation.header.canonical, "signature": operation.signature}
    connection.execute(insert(seals), seal | {"sealed": operation.sealed})
    return int(key[0])


def erase(connection: Connection, named: str, sparing: str) -> None:
    """Take away the content of the operation of this id, or that had it in an earlier version, unless it is
    of the kind `sparing`.
    """
    o = operations.c
    here = ((o.id == named) | ((o.alias == named) & (o.alias != ""))) & (o.kind != sparing)
    gone = connection.execute(select(o.seq).where(here)).scalars().all()
    for seq in gone:
        empty = {"body": None, "alias": "", "subject": ""}
        connection.execute(update(operations).where(o.seq == seq).values(empty))
        connection.execute(update(seals).where(seals.c.seq == seq).values(sealed=None))


def decisions_of(connection: Connection, after: int) -> tuple[list[Decision], list[Decision]]:
    """What operations behind this number say that may fold into something: those whose form was checked, and
    those that were not understood when they came.
    """
    query = (
        f"SELECT {_SAID} FROM operations "  # noqa: S608
        "WHERE seq > ? AND kind <> 'record' AND body IS NOT NULL AND time IS NOT NULL"
    )
    cursor = connection.connection.cursor()  # by the driver, since there are thousands
    try:
        rows = cursor.execute(query, (after,)).fetchall()
    finally:
        cursor.close()
    bodies = json.loads("[" + ",".join([row[5] for row in rows]) + "]")
    said = [
        Decision(one, author, at, kind, body, time, "", version, alias)
        for (_, one, author, at, kind, _, time, version, alias), body in zip(rows, bodies, strict=True)
    ]
    if not any(strange for strange, *_ in rows):
        return said, []
    both = list(zip(rows, said, strict=True))
    return [d for row, d in both if not row[0]], [d for row, d in both if row[0]]


def read(connection: Connection, after: int) -> Iterator[Row]:
    """Operations behind this number, whole."""
    wanted = select(*seals.c, *_OPENED).join(seals, seals.c.seq == operations.c.seq)
    query = wanted.where(operations.c.seq > after).order_by(operations.c.seq)
    for row in connection.execute(query.execution_options(yield_per=_SEVERAL)):
        yield _row(row)


def read_one(connection: Connection, operation_id: str) -> Operation:
    """An operation that is here, whole."""
    query = select(*seals.c, *_OPENED).join(seals, seals.c.seq == operations.c.seq)
    return _row(connection.execute(query.where(operations.c.id == operation_id)).one()).operation()


def _row(row: Any) -> Row:
    seq, header, signature, sealed, *opened = row
    values = dict(zip((c.name for c in _OPENED), opened, strict=True))
    return Row(seq, values["id"], header, signature, sealed, values)
