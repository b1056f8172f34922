"""The front door of what people said: decisions, their form, and the state they amount to.

The state is a pure function of the *set* of decisions. Each has its place in a causal order (`order.py`):
what its author had seen comes before it, whatever the clocks say. A decision points at moments
(`moments.py`), not at rows or cluster numbers, and so outlives a re-run. Taking something back is a decision
too (`undo`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.operations.decision import Decision, DecisionUnsound, earlier_id, microseconds
from app.operations.fold import Fold
from app.operations.kind import PEOPLE, check, kinds
from app.operations.state import Clock, Edit, GivenTime, Identity, Judgement, State, Vote, same_name

NAME, MUST, CANNOT, DETACH, MERGE, SPLIT = "name", "must", "cannot", "detach", "merge", "split"
IDENTIFY, EDIT, JUDGE, UNDO = "identify", "edit-transcript", "judge-claim", "undo"
LISTENED, CLOCK, TIME, NOTE, DELETE = "listened", "clock", "time", "note", "delete"
NO_FACE, DRAW_FACE = "no-face", "draw-face"
RECORD, SEARCH, DRAFT, CASE_FACT, ITEM_FACT = "record", "search", "draft", "case-fact", "item-fact"

KINDS = frozenset(kind.name for kind in kinds().values() if kind.decision)
"""What people say about the evidence; lists of decisions show these."""
GROUPING = frozenset(kind.name for kind in kinds().values() if kind.groups) | {UNDO, DELETE}
"""After these a face or a voice may belong elsewhere."""
ABOUT_NO_GROUP = KINDS - GROUPING


def made(author: str, kind: str, body: Mapping[str, Any], at: datetime | None = None) -> Decision:
    """A decision outside of any log, such as one of an earlier version. Raises DecisionUnsound."""
    stamp = (at or datetime.now(UTC)).isoformat(timespec="microseconds")
    plain = json.loads(json.dumps(body))
    said = Decision(earlier_id(author, stamp, kind, plain), author, stamp, kind, plain, microseconds(stamp))
    check(said)
    return said


def fold(decisions: Iterable[Decision]) -> State:
    """The state that a set of decisions amounts to, in whatever order they are given."""
    folded = Fold()
    for decision in decisions:
        folded.add(decision)
    return folded.state


def changes(said: Decision) -> frozenset[str]:
    """What an operation changes (words of `Changed`); of an undo or a deletion ask what it is about."""
    kind = kinds().get(said.kind)
    return kind.changes if kind else frozenset()


__all__ = [
    "ABOUT_NO_GROUP", "CANNOT", "CASE_FACT", "CLOCK", "DELETE", "DETACH", "DRAFT", "DRAW_FACE", "EDIT",
    "GROUPING", "IDENTIFY", "ITEM_FACT", "JUDGE", "KINDS", "LISTENED", "MERGE", "MUST", "NAME",
    "NOTE", "NO_FACE", "PEOPLE", "RECORD", "SEARCH", "SPLIT", "TIME", "UNDO", "Clock", "Decision",
    "DecisionUnsound", "Edit",
    "Fold", "GivenTime", "Identity", "Judgement", "State", "Vote", "changes", "check", "fold", "made",
    "same_name",
]  # fmt: skip
