"""What a person decides about lines and clocks: each action once, for window, command line and gateway.

Statements are judged in `app/dossier/statement_actions.py`, searches kept in `app/cases/saved_searches.py`.
"""

from __future__ import annotations

from app.cases import log as decision_log
from app.operations.decisions import CLOCK, EDIT, NAME, Decision
from app.operations.moments import Moment
from app.review.review import Review


def reword(review: Review, line: Moment, text: str) -> Decision:
    """Say what is really said in a line; the machine's words stay beside it. Raises DecisionUnsound."""
    return review.decide(EDIT, [line], text=" ".join(text.split()))


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
