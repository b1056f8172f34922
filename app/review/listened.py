"""What people have listened to: segments of sound, by item and person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from app.cases import log as decision_log
from app.cases.case import Case
from app.operations.decisions import LISTENED, Decision, State
from app.operations.moments import Moment
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
    return by_item(decision_log.state(connection))


def by_item(state: State) -> Heard:
    """The same of any state."""
    out: Heard = {}
    for (sha256, person), segments in state.heard.items():
        out.setdefault(sha256, {})[person] = [Span(start, end) for start, end in segments]
    return out
