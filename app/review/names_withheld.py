"""Which words of others may not be shown yet: those with a name this account may still be asked for."""

from __future__ import annotations

from collections.abc import Iterable

from app.cases import log as decision_log
from app.operations.decisions import IDENTIFY, ITEM_FACT, JUDGE, KINDS, NAME, NOTE, Decision, Identity
from app.review.review import Review

WITHHELD = "(withheld: you may still be asked for a name in it)"
MAY_MENTION = frozenset({JUDGE, NOTE, ITEM_FACT})


def withheld(
    log: Iterable[Decision], named: Iterable[Identity], viewer: str, verifiers: int
) -> frozenset[str]:
    """Operations of others that hold a name which `viewer` may not read yet, since they may yet be asked."""
    shown = {v.decision for i in named if i.shown_to(viewer, verifiers) for v in i.votes}
    others = [d for d in log if d.author != viewer]
    hidden = [d for d in others if d.kind in (NAME, IDENTIFY) and d.id not in shown]
    names = {str(d.body["name"]).casefold() for d in hidden}
    told = [d for d in others if d.kind in MAY_MENTION and _mentions(d, names)]
    return frozenset(d.id for d in (*hidden, *told))


def withheld_from(found: Review) -> frozenset[str]:
    """The same of all that was ever said in a case, for those who list it."""
    log = decision_log.decisions(found.connection, KINDS | {ITEM_FACT})
    viewer, verifiers = found.case.account.identity.id, int(found.case.profile.verifiers)
    return withheld(log, found.state.identities, viewer, verifiers)


def _mentions(decision: Decision, names: Iterable[str]) -> bool:
    told = [decision.body.get("said", ""), decision.body.get("text", "")]
    told += [word for fact in decision.body.get("facts", {}).items() for word in fact]
    told += decision.body.get("tags", [])
    said = " ".join(map(str, told)).casefold()
    return any(name in said for name in names)
