"""Where people's decisions are kept: appended with a custody entry, read back as a state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from app.cases.case import Case
from app.operations.decisions import KINDS, LISTENED, UNDO, Decision, State, check, fold, taken_back
from app.operations.moments import Moment
from app.store import schema
from engine.errors import AimaError


class NoSuchDecision(AimaError):
    """No decision has this id, or several begin so. `faces log` lists all with their ids."""

    code = "no-such-decision"
    exit_code = 4


def decide(case: Case, connection: Connection, kind: str, body: Mapping[str, Any]) -> Decision:
    """Record a decision of the account's owner. Raises DecisionUnsound."""
    decision = Decision.now(case.account.identity.id, kind, body)
    append(case, connection, decision)
    return decision


def append(case: Case, connection: Connection, decision: Decision) -> None:
    """Record a decision, and in custody that it was made and its hash, which is its id."""
    check(decision)
    row = {"id": decision.id, "at": decision.at, "actor": decision.author, "action": decision.kind}
    connection.execute(insert(schema.decisions), row | {"payload": dict(decision.body)})
    case.custody.append(connection, f"decision {decision.kind}", case.id, {"decision": decision.id})


def decisions(connection: Connection, kinds: Collection[str] = KINDS, after: int = 0) -> list[Decision]:
    """Decisions of some kinds in the order in which they were recorded; those behind number `after`."""
    t = schema.decisions
    query = select(t).where(t.c.action.in_(sorted(kinds)), t.c.seq > after).order_by(t.c.seq)
    rows = connection.execute(query).mappings()
    return [Decision(r["id"], r["actor"], r["at"], r["action"], r["payload"]) for r in rows]


def state(connection: Connection) -> State:
    """What holds about findings. What was listened to is left out: it is much, and changes none of them."""
    return fold(decisions(connection, KINDS - {LISTENED}))


def released(connection: Connection, after: int) -> list[Moment]:
    """What decisions pointed at that were taken back behind number `after`."""
    targets = {d.body["decision"] for d in decisions(connection, {UNDO}, after)}
    if not targets:
        return []
    log = decisions(connection, KINDS - {LISTENED})
    targets &= taken_back(sorted(log, key=lambda d: (d.at, d.id)))
    return [m for d in log if d.id in targets for m in d.moments]


def undo(case: Case, connection: Connection, beginning: str) -> Decision:
    """Take back the decision whose id begins so. Raises NoSuchDecision."""
    fits = [d.id for d in decisions(connection) if beginning and d.id.startswith(beginning)]
    if len(fits) != 1:
        raise NoSuchDecision
    return decide(case, connection, UNDO, {"decision": fits[0]})
