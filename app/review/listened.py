"""What people have listened to: segments of sound, by person, folded from decisions.

Kept apart from the state of all other decisions, of which each asks anew: playing for a day leaves hundreds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, func, select

from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.units_current import joined, uncovered
from app.operations.decisions import LISTENED, UNDO, Decision, taken_back
from app.operations.moments import Moment
from app.store import schema
from engine.units import Span

Heard = dict[str, dict[str, list[Span]]]
"""By hash of the item, then by person: segments in order, not touching."""


def listen(
    case: Case, connection: Connection, moments: Sequence[Moment], heard: bool, by_playing: bool
) -> Decision:
    """Record that the account's owner heard these segments, or (`heard` False) did not after all.

    `by_playing` tells a segment that was played from a mark set by hand.
    """
    body = {"moments": [m.to_json() for m in moments], "heard": heard, "by_playing": by_playing}
    return decision_log.decide(case, connection, LISTENED, body)


def heard(connection: Connection) -> Heard:
    """What everybody has listened to."""
    return fold(decision_log.decisions(connection, {LISTENED, UNDO}))


def fold(decisions: Iterable[Decision]) -> Heard:
    """The same for any set of decisions, in whatever order they are given."""
    ordered = sorted({d.id: d for d in decisions}.values(), key=lambda d: (d.at, d.id))
    without = taken_back(ordered)
    out: Heard = {}
    for decision in ordered:
        if decision.kind != LISTENED or decision.id in without:
            continue
        for moment in decision.moments:
            spans = out.setdefault(moment.sha256, {}).setdefault(decision.author, [])
            spans[:] = _with(spans, Span(moment.start_ns, moment.end_ns), decision.body["heard"])
    return out


def _with(spans: Sequence[Span], span: Span, heard: bool) -> list[Span]:
    return joined([*spans, span]) if heard else [part for s in spans for part in uncovered(s, [span])]


def fingerprint(connection: Connection, kinds: Collection[str] = (LISTENED, UNDO)) -> int:
    """Number of the last decision of some kinds: what follows from them is as it was while this is."""
    t = schema.decisions
    return (
        connection.execute(select(func.max(t.c.seq)).where(t.c.action.in_(sorted(kinds)))).scalar_one() or 0
    )
