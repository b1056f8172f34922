"""What people said in a case of an earlier version becomes operations of the device that opens it first.

Authors, times and ids are kept: an operation tells them as `earlier`, and the user of the device vouches for
them. The log of custody stays as it was; the first operation names its end. All in one transaction: who is
interrupted begins again.
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
    """Whether there is something to take over, or tables for it."""
    return inspect(connection).has_table(earlier_decisions.name)


def take_over(connection: Connection, log: OperationLog) -> None:
    """Take over everything, in the caller's writing transaction."""
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
    """In the order in which they counted, so that what holds stays what it was."""
    number: dict[int, int] = {}
    rows = _rows(connection, earlier_decisions)
    for row in sorted(rows, key=lambda r: (r["at"], r["id"])):
        body = row["payload"]
        earlier = Decision(row["id"], row["actor"], row["at"], row["action"], body)
        try:
            log.append(connection, row["action"], body, earlier)
        except DecisionUnsound:  # counted for nothing then and counts for nothing now, but is not lost
            details = {"kind": row["action"], "body": body, "id": row["id"]}
            whole = {"action": "decision not understood", "subject": log.case, "details": details}
            log.append(connection, RECORD, whole, Decision("", row["actor"], row["at"], "", {}))
        number[row["seq"]] = connection.execute(select(func.max(operations.c.seq))).scalar_one()
    _follow(connection, number)


def _follow(connection: Connection, number: Mapping[int, int]) -> None:
    """Stored groups follow as much as before; `number` is the operation of each decision."""
    for kind, followed in connection.execute(select(groupings.c.kind, groupings.c.decisions)).all():
        later = [new for old, new in number.items() if old > followed]
        last = min(later) - 1 if later else max(number.values(), default=0)
        connection.execute(update(groupings).where(groupings.c.kind == kind).values(decisions=last))
