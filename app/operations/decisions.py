"""What people said about findings: frozen values, appended and never changed, folded into a state.

The state is a pure function of the *set* of decisions: they are ordered by time, then by id, so two
copies of a case that hold the same decisions agree, whatever order they arrived in. A decision
points at moments (`app/operations/moments.py`), not at rows or cluster numbers, and so outlives a re-run.
Taking something back is a decision too (`undo`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.operations.moments import Moment
from engine.errors import AimaError

NAME, MUST, CANNOT, DETACH, MERGE, SPLIT = "name", "must", "cannot", "detach", "merge", "split"
"""A detach may carry `alone`: how many of its moments stand for themselves; the rest is where they were."""
IDENTIFY, EDIT, JUDGE, UNDO = "identify", "edit-transcript", "judge-claim", "undo"
LISTENED = "listened"
"""There may be thousands of them, and they say nothing of findings: see `app/review/listened.py`."""
CLOCK = "clock"
"""How far the clock of a source was off; what files state stays as it is. See `app/cases/clocks.py`."""
KINDS = frozenset({NAME, MUST, CANNOT, DETACH, MERGE, SPLIT, IDENTIFY, EDIT, JUDGE, UNDO, LISTENED, CLOCK})
ABOUT_NO_GROUP = frozenset({EDIT, JUDGE, LISTENED, CLOCK})
"""After these no face and no voice belongs elsewhere."""
_FEWEST = {MUST: 2, CANNOT: 2, MERGE: 2, SPLIT: 2, JUDGE: 0, UNDO: 0, CLOCK: 0}
"""How many moments a decision of this kind must point at; one where not listed."""
_FLAG_OF = {JUDGE: "accepted", LISTENED: "heard"}
_TEXT_OF = {IDENTIFY: "name", NAME: "name", EDIT: "text", JUDGE: "claim", UNDO: "decision", CLOCK: "source"}


class DecisionUnsound(AimaError):
    """This decision does not have the form its kind needs; nothing was recorded. Check what it points at."""

    code = "decision-unsound"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing one person said. `body` holds only JSON; `at` is UTC in ISO 8601."""

    id: str
    author: str
    at: str
    kind: str
    body: Mapping[str, Any] = field(hash=False)

    @classmethod
    def now(cls, author: str, kind: str, body: Mapping[str, Any], at: datetime | None = None) -> Decision:
        """A new decision whose id is the hash of what it says, when and by whom. Raises DecisionUnsound."""
        stamp = (at or datetime.now(UTC)).isoformat(timespec="microseconds")
        text = json.dumps([author, stamp, kind, body], sort_keys=True, separators=(",", ":"))
        decision = cls(
            hashlib.sha256(text.encode()).hexdigest()[:32], author, stamp, kind, json.loads(text)[3]
        )
        check(decision)
        return decision

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(Moment.from_json(m) for m in self.body.get("moments", ()))


def check(decision: Decision) -> None:
    """Refuse a decision that a later reader could not fold. Raises DecisionUnsound."""
    body = decision.body
    if decision.kind not in KINDS or not decision.author:
        raise DecisionUnsound(decision.kind)
    wanted = _TEXT_OF.get(decision.kind)
    if wanted and not isinstance(body.get(wanted), str):
        raise DecisionUnsound(decision.kind)
    if decision.kind == NAME and not body["name"].strip():
        raise DecisionUnsound("a name without a letter")
    try:
        count = len(set(decision.moments))
    except (KeyError, TypeError, ValueError) as error:
        raise DecisionUnsound(decision.kind) from error
    if decision.kind == CLOCK and not _times_sound(body.get("offset_ns"), body.get("uncertainty_ns")):
        raise DecisionUnsound(decision.kind)
    alone = body.get("alone", 1)
    if decision.kind == DETACH and not (type(alone) is int and 1 <= alone <= count):
        raise DecisionUnsound(decision.kind)
    flag = _FLAG_OF.get(decision.kind)
    if count < _FEWEST.get(decision.kind, 1) or (flag and not isinstance(body.get(flag), bool)):
        raise DecisionUnsound(decision.kind)


def _times_sound(offset_ns: object, uncertainty_ns: object) -> bool:
    return type(offset_ns) is int and type(uncertainty_ns) is int and uncertainty_ns >= 0


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's answer to “who is this?”; `blind` if neither first answer nor score was shown."""

    author: str
    name: str
    blind: bool
    decision: str


@dataclass(slots=True)
class Identity:
    """A name for whoever is at `moment`, and who said so."""

    moment: Moment
    votes: list[Vote]

    @property
    def name(self) -> str:
        return self.votes[0].name

    def status(self, verifiers: int = 2) -> str:
        """`candidate` until enough agree, all but the first of them blind; `disputed` if one disagrees."""
        last = {v.author: v for v in self.votes}
        proposed = last.pop(self.votes[0].author)
        blind = [same_name(v.name, proposed.name) for v in last.values() if v.blind and v.name]
        if not all(blind):
            return "disputed"
        return "verified" if 1 + len(blind) >= verifiers else "candidate"

    def shown_to(self, viewer: str, verifiers: int) -> str:
        """The name; empty for whoever may yet be asked, since they must answer without having seen it."""
        asked = self.status(verifiers) == "candidate" and viewer not in {v.author for v in self.votes}
        return "" if asked else self.name


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's wording of an utterance."""

    moment: Moment
    text: str
    author: str
    decision: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said about a claim; `text` is their wording, `wording` a digest of what they judged."""

    accepted: bool
    author: str
    at: str
    decision: str
    text: str = ""
    wording: str = ""
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What a person said about a source's clock: the true time is the recorded one + offset ± uncertainty."""

    source: str
    offset_ns: int
    uncertainty_ns: int
    reason: str
    author: str
    at: str
    decision: str


@dataclass(slots=True)
class State:
    """What holds after all decisions. Names later in the list are later."""

    identities: list[Identity] = field(default_factory=list)
    must: list[tuple[Moment, Moment]] = field(default_factory=list)
    cannot: list[tuple[Moment, Moment]] = field(default_factory=list)
    detached: list[Moment] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    """By the id of the claim; the latest wins."""
    clocks: dict[str, Clock] = field(default_factory=dict)
    """By their source; the latest wins."""
    undone: frozenset[str] = frozenset()
    released: list[Moment] = field(default_factory=list)
    """What decisions pointed at that were taken back: groups formed under them are formed again."""

    def moments(self, kind: str) -> set[Moment]:
        """Every moment of a kind that a decision in force points at."""
        pairs = [m for pair in [*self.must, *self.cannot] for m in pair]
        every = {*pairs, *self.detached, *self.released, *(i.moment for i in self.identities)}
        return {m for m in every if m.kind == kind}

    @property
    def contradictions(self) -> list[tuple[Moment, Moment]]:
        """Pairs that are both asked to be one and asked to be two."""
        together = {frozenset(p) for p in self.must}
        return [p for p in self.cannot if frozenset(p) in together]


def fold(decisions: Iterable[Decision]) -> State:
    """The state that a set of decisions amounts to, in whatever order they are given."""
    ordered = sorted({d.id: d for d in decisions}.values(), key=lambda d: (d.at, d.id))
    undone = taken_back(ordered)
    state = State(undone=undone)
    for decision in ordered:
        if decision.id in undone:
            state.released += decision.moments
        elif decision.kind != UNDO:
            _apply(state, decision)
    return state


def taken_back(ordered: Sequence[Decision]) -> frozenset[str]:
    """Ids without effect. Read backwards, so that undoing an undo brings the decision back."""
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.kind == UNDO and decision.id not in undone:
            undone.add(decision.body["decision"])
    return frozenset(undone)


def _apply(state: State, decision: Decision) -> None:
    moments = decision.moments
    match decision.kind:
        case "name" | "identify":
            _vote(state, decision, moments[0])
        case "must" | "merge":
            state.must += [(moments[0], m) for m in moments[1:]]
        case "cannot":
            state.cannot += [(moments[0], m) for m in moments[1:]]
        case "split":
            kept, apart = moments[0], moments[1:]
            state.cannot += [(kept, m) for m in apart]
            state.must += [(apart[0], m) for m in apart[1:]]
        case "detach":
            alone = max(1, int(decision.body.get("alone", 1)))
            state.detached += moments[:alone]
            state.cannot += [(m, rest) for m in moments[:alone] for rest in moments[alone:]]
        case "edit-transcript":
            state.edits = [e for e in state.edits if e.moment != moments[0]]
            state.edits.append(Edit(moments[0], decision.body["text"], decision.author, decision.id))
        case "judge-claim":
            state.judgements[decision.body["claim"]] = _judgement(decision)
        case "clock":
            state.clocks[decision.body["source"]] = _clock(decision)


def _clock(decision: Decision) -> Clock:
    body = decision.body
    reason = str(body.get("reason", ""))
    return Clock(
        body["source"],
        body["offset_ns"],
        body["uncertainty_ns"],
        reason,
        decision.author,
        decision.at,
        decision.id,
    )


def _judgement(decision: Decision) -> Judgement:
    body, moments = decision.body, decision.moments
    return Judgement(
        body["accepted"],
        decision.author,
        decision.at,
        decision.id,
        str(body.get("text", "")),
        str(body.get("wording", "")),
        moments[0] if moments else None,
    )


def _vote(state: State, decision: Decision, moment: Moment) -> None:
    vote = Vote(decision.author, decision.body["name"].strip(), bool(decision.body.get("blind")), decision.id)
    for identity in state.identities:
        if identity.moment == moment:
            if decision.kind == NAME and vote.author == identity.votes[0].author:
                identity.votes = [
                    vote
                ]  # a person who names again means the new name, and asks for a new check
            else:
                identity.votes.append(vote)
            return
    state.identities.append(Identity(moment, [vote]))


def same_name(a: str, b: str) -> bool:
    """Whether two people typed the same name: case and spacing aside."""
    return " ".join(a.casefold().split()) == " ".join(b.casefold().split())
