"""What people decide: recorded as operations of the case, read back in order or as a state."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.cases.case import Case
from app.cases.operation_log import of
from app.operations.decisions import DELETE, DRAW_FACE, GROUPING, KINDS, UNDO, Decision, State, check
from app.operations.moments import Moment
from app.store.schema import operations
from engine.errors import AimaError


class NoSuchDecision(AimaError):
    """No decision has this id, or several ids begin like this. `faces log` lists all decisions with
    their ids.
    """

    code = "no-such-decision"
    exit_code = 4


def decide(case: Case, connection: Connection, kind: str, body: Mapping[str, Any]) -> Decision:
    """Record a decision of the account's owner. Raises DecisionUnsound."""
    return case.operations.append(connection, kind, body)


def append(case: Case, connection: Connection, decision: Decision) -> Decision:
    """Take over what somebody said elsewhere, with its author, time and id; this user vouches for it.

    Raises DecisionUnsound.
    """
    check(decision)
    return case.operations.append(connection, decision.kind, decision.body, earlier=decision)


def decisions(connection: Connection, kinds: Collection[str] = KINDS, after: int = 0) -> list[Decision]:
    """Decisions of some kinds in the order in which they came here; those behind operation `after`."""
    t = operations.c
    columns = (t.id, t.author, t.at, t.kind, t.body, t.time, t.device, t.version, t.alias)
    query = select(*columns).where(t.kind.in_(sorted(kinds)), t.seq > after, t.body.is_not(None))
    return [_decision(row) for row in connection.execute(query.order_by(t.seq))]


def _decision(row: Any) -> Decision:
    one, author, at, kind, body, *rest = row
    return Decision(one, author, at, kind, json.loads(body), *rest)


def last(connection: Connection, kinds: Collection[str] = KINDS) -> int:
    """Number of the last operation of some kinds: what follows from them is as it was while this is."""
    t = operations.c
    return connection.execute(select(func.max(t.seq)).where(t.kind.in_(sorted(kinds)))).scalar_one() or 0


def state(connection: Connection) -> State:
    """What holds, kept up to date in memory from one look to the next."""
    return of(connection).state(connection)


def named(connection: Connection, decision: str) -> Decision | None:
    """The decision of this id, or that had it in a case of an earlier version."""
    return of(connection).fold(connection).named(decision)


def meant(connection: Connection, decision: Decision) -> Decision | None:
    """What a decision is about in the end: of an undo, or an undo of one, what was said at first."""
    found: Decision | None = decision
    while found is not None and found.kind == UNDO:
        found = named(connection, str(found.body["decision"]))
    return found


def released(connection: Connection, after: int) -> list[Moment]:
    """What decisions pointed at that were taken back behind operation `after`; and faces drawn or taken back
    since, which stand apart while nobody vouches for them.
    """
    undone = state(connection).undone
    found = (meant(connection, d) for d in decisions(connection, {UNDO, DRAW_FACE}, after))
    about = {d.id: d for d in found if d is not None and d.kind in GROUPING}
    gone = [d for d in about.values() if d.id in undone or d.kind == DRAW_FACE]
    return [moment for decision in gone for moment in decision.moments]


def delete(case: Case, connection: Connection, decisions: Collection[str], reason: str) -> Decision:
    """Take away for good what these operations say, here and in every other copy that this operation reaches.

    `Review.delete` has groups follow first. Raises NoSuchDecision.
    """
    t = operations.c
    rows = connection.execute(select(t.id, t.alias).where(t.id.in_(decisions))).all()
    if not rows or len(rows) != len(set(decisions)):
        raise NoSuchDecision
    named = sorted({one for row in rows for one in (row.id, row.alias) if one})
    return decide(case, connection, DELETE, {"operations": named, "reason": reason})


def beginning(connection: Connection, begins: str) -> str:
    """Id of the decision whose id, today or in an earlier version, begins so. Raises NoSuchDecision."""
    t = operations.c
    starts = [(c >= begins) & (c < begins + "g") for c in (t.id, t.alias)]
    query = select(t.id).where(or_(*starts), t.kind.in_(sorted(KINDS))).limit(2)
    fits = connection.execute(query).scalars().all() if begins else ()
    if len(fits) != 1:
        raise NoSuchDecision
    return str(fits[0])


def undo(case: Case, connection: Connection, begins: str) -> Decision:
    """Take back the decision whose id, today or in an earlier version, begins so. Raises NoSuchDecision."""
    return decide(case, connection, UNDO, {"decision": beginning(connection, begins)})
