"""What a person says about items, lines and clocks: each action once, for window, command line and gateway.

Statements are judged in `app/dossier/statement_actions.py`, searches kept in `app/cases/saved_searches.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.cases import log as decision_log
from app.cases.findings import Item
from app.operations.decisions import CLOCK, EDIT, ITEM_FACT, NAME, NOTE, TIME, Decision
from app.operations.moments import PLACE, Moment
from app.review.review import Review


def reword(review: Review, line: Moment, text: str) -> Decision:
    """Say what is really said in a line; the machine's words stay beside it. Raises DecisionUnsound."""
    return review.decide(EDIT, [line], text=one_line(text))


def name_speaker(review: Review, turn: Moment, name: str) -> Decision:
    """Say whose voice is heard in a turn, and so in all of that voice. Raises DecisionUnsound."""
    return review.decide(NAME, [turn], name=name)


def set_clock(
    review: Review, source: str, offset_ns: int, uncertainty_ns: int = 0, reason: str = ""
) -> Decision:
    """Say how far the clock of a source (`app/cases/clocks.py`) was off: true time = stated time + offset,
    give or take the uncertainty. Raises DecisionUnsound.
    """
    body = {"source": source, "offset_ns": offset_ns, "uncertainty_ns": uncertainty_ns, "reason": reason}
    return decision_log.decide(review.case, review.connection, CLOCK, body)


def set_time(review: Review, sha256: str, at_ns: int, uncertainty_ns: int = 0, reason: str = "") -> Decision:
    """Say when the item of these bytes began, in ns since 1970 (UTC). Raises DecisionUnsound."""
    body = {"sha256": sha256, "at_ns": at_ns, "uncertainty_ns": uncertainty_ns, "reason": reason}
    return decision_log.decide(review.case, review.connection, TIME, body)


def note(
    review: Review, text: str, item: Item | None = None, t_ns: int | None = None, tags: Sequence[str] = ()
) -> Decision:
    """Write a note about an item, at a time in it if one is given, or about the case; `tags` are words to
    find it by. Raises DecisionUnsound, such as for a note without words.
    """
    places = [] if item is None else [_place(item, t_ns)]
    return review.decide(NOTE, places, text=text.strip(), tags=[one_line(tag) for tag in tags])


def state_fact(review: Review, item: Item, name: str, value: str) -> Decision:
    """State a fact about an item; an empty value withdraws what was stated. Raises DecisionUnsound."""
    body = {"sha256": item.sha256, "facts": {one_line(name): one_line(value)}}
    return decision_log.decide(review.case, review.connection, ITEM_FACT, body)


def one_line(text: str) -> str:
    """What was typed, without line breaks and doubled spaces."""
    return " ".join(text.split())


def _place(item: Item, t_ns: int | None) -> Moment:
    """The whole item, or a time in it."""
    if t_ns is None:
        return Moment(PLACE, item.sha256, -1, 0, item.duration_ns, -1)
    return Moment(PLACE, item.sha256, -1, t_ns, t_ns, t_ns)
