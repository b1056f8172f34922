"""Converts what people said in a case of an earlier version into operations, on the first device to open it.

Authors, times and ids are kept: an operation holds them as `earlier`, and the user of the device signs for
them. The earlier custody log stays unchanged; the first operation names its last entry. All of it is one
transaction, so that an interrupted conversion starts again from the beginning.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select, update

from app.cases.custody import CONTINUED
from app.cases.operation_log import OperationLog
from app.operations.decision import Decision, DecisionUnsound
from app.operations.decisions import CASE_FACT, DRAFT, RECORD, SEARCH
from app.store.schema import (
    custody,
    earlier_decisions,
    earlier_drafts,
    earlier_searches,
    earlier_words,
    facts,
    groupings,
    operations,
)


def pending(connection: Connection) -> bool:
    """Whether the case still has the tables of an earlier version."""
    return inspect(connection).has_table(earlier_decisions.name)


def take_over(connection: Connection, log: OperationLog) -> None:
    """Convert everything and drop the earlier tables, in the caller's writing transaction."""
    head = connection.execute(
        select(custody.c.seq, custody.c.hash).order_by(custody.c.seq.desc()).limit(1)
    ).first()
    if head is not None:
        details = {"entries": head.seq, "head": head.hash}
        log.append(connection, RECORD, {"action": CONTINUED, "subject": log.case, "details": details})
        _take_facts(connection, log)
    _take_decisions(connection, log)
    for row in _rows(connection, earlier_drafts):
        body = json.loads(zlib.decompress(row["body"]))[2]
        said = {"draft": row["id"], "by": row["kind"], "language": row["language"], "body": body}
        log.append(connection, DRAFT, said, _by(row))
    for row in _rows(connection, earlier_searches):
        said = {"search": row["id"], "name": row["name"], "typed": row["typed"]}
        log.append(connection, SEARCH, said, _by(row))
    for table in earlier_words:
        table.drop(connection)


def _rows(connection: Connection, table: Table) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(table.c.seq)).mappings()]


def _by(row: Mapping[str, Any]) -> Decision:
    return Decision("", str(row["actor"]), str(row["at"]), "", {})


def _take_facts(connection: Connection, log: OperationLog) -> None:
    first = connection.execute(select(custody.c.actor, custody.c.at).order_by(custody.c.seq).limit(1)).one()
    known = {row.key: row.value for row in connection.execute(select(facts))}
    log.append(connection, CASE_FACT, {"facts": known}, Decision("", first.actor, first.at, "", {}))


def _take_decisions(connection: Connection, log: OperationLog) -> None:
    """In the order that decided which of them held, so that the result is the same as before."""
    number: dict[int, int] = {}
    rows = _rows(connection, earlier_decisions)
    for row in sorted(rows, key=lambda r: (r["at"], r["id"])):
        body = row["payload"]
        earlier = Decision(row["id"], row["actor"], row["at"], row["action"], body)
        try:
            log.append(connection, row["action"], body, earlier)
        except DecisionUnsound:  # had no effect then and has none now, but is kept
            details = {"kind": row["action"], "body": body, "id": row["id"]}
            whole = {"action": "decision not understood", "subject": log.case, "details": details}
            log.append(connection, RECORD, whole, Decision("", row["actor"], row["at"], "", {}))
        number[row["seq"]] = connection.execute(select(func.max(operations.c.seq))).scalar_one()
    _follow(connection, number)


def _follow(connection: Connection, number: Mapping[int, int]) -> None:
    """Stored groups take into account the same decisions as before; `number`: operation by decision."""
    for kind, followed in connection.execute(select(groupings.c.kind, groupings.c.decisions)).all():
        later = [new for old, new in number.items() if old > followed]
        last = min(later) - 1 if later else max(number.values(), default=0)
        connection.execute(update(groupings).where(groupings.c.kind == kind).values(decisions=last))
