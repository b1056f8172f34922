"""What people say about statements: accepted, rejected or reworded; decisions of the case.

A statement is found again by what it is about (`Claim.id`): a person by their lasting id. What earlier
versions recorded about a person's number is carried over where the number surely meant them, and is lost
otherwise. What was said is found again by its time as well, since a re-run may move the edges of an
utterance. A judgement remembers what the statement said then: where it says something else now, the
judgement is shown as one of an earlier wording.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.dossier.catalogue import Catalogue
from app.dossier.claims import EVIDENCE, Claim
from app.operations.decisions import Judgement, State
from app.operations.moments import UTTERANCE, Moment, shared_ns
from engine.errors import AimaError

SHORTEST = 6
"""Letters of an id that must be given, so that a slip does not judge another statement."""
VERDICTS = ("accept", "reject", "edit")


class NoSuchStatement(AimaError):
    """No statement has this id, or several ids begin like this. Give six letters; `dossier claims`
    lists all statements.
    """

    code = "no-such-statement"
    exit_code = 4


class WordingMissing(AimaError):
    """To reword a statement, give the new wording with --text. --text is only used with `edit`."""

    code = "wording-missing"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement and whether the statement says something else since."""

    judgement: Judgement
    stale: bool
    withheld: bool = False
    """Whether its wording holds a name that this account may not read yet."""

    @property
    def text(self) -> str:
        """A person's wording; empty where there is none, or none to be shown."""
        return "" if self.withheld else self.judgement.text

    @property
    def word(self) -> str:
        """`accepted`, `rejected` or `edited`."""
        if self.judgement.text:
            return "edited"
        return "accepted" if self.judgement.accepted else "rejected"

    def to_json(self) -> dict[str, Any]:
        made = self.judgement
        record = {
            "verdict": self.word,
            "accepted": made.accepted,
            "by": made.author,
            "at": made.at,
            "decision": made.decision,
            "stale": self.stale,
        }
        return record | ({"text": self.text} if self.text else {})


def verdicts(claims: Iterable[Claim], state: State, withheld: Collection[str] = ()) -> dict[str, Verdict]:
    """What people said about these statements, by the statement's id."""
    every = list(claims)
    known = {claim.id for claim in every}
    moved = [j for key, j in state.judgements.items() if key not in known and j.moment is not None]
    found = {}
    for claim in every:
        judged = state.judgements.get(claim.id) or _formerly(claim, state) or _at_its_time(claim, moved)
        if judged is not None:
            stale = judged.wording not in ("", claim.wording)
            found[claim.id] = Verdict(judged, stale, judged.decision in withheld)
    return found


def _formerly(claim: Claim, state: State) -> Judgement | None:
    """What was said of this person under an earlier version, which knew them by a number."""
    judged = state.judgements.get(claim.former.id) if claim.former else None
    if judged is None or claim.former is None:
        return None
    return judged if claim.former.means(judged.at, judged.wording == claim.wording) else None


def lost(claims: Iterable[Claim], state: State) -> list[Judgement]:
    """Judgements of what no statement is about any more."""
    kept = {v.judgement.decision for v in verdicts(claims, state).values()}
    return [j for j in state.judgements.values() if j.decision not in kept]


def _at_its_time(claim: Claim, moved: Iterable[Judgement]) -> Judgement | None:
    place = _place(claim)
    if place is None or place.kind != UTTERANCE:
        return None
    return next((judged for judged in moved if judged.moment and _same(place, judged.moment)), None)


def _same(here: Moment, there: Moment) -> bool:
    if (here.kind, here.sha256, here.stream) != (there.kind, there.sha256, there.stream):
        return False
    longest = max(here.end_ns - here.start_ns, there.end_ns - there.start_ns)
    return shared_ns(here, there) * 2 >= longest > 0


def _place(claim: Claim) -> Moment | None:
    """Where a statement is looked for again."""
    first = next((c for c in claim.citations if c.kind == EVIDENCE), None)
    if first is None or claim.topic[:1] != ("said",):
        return None
    return Moment(UTTERANCE, first.sha256, first.stream, first.start_ns, first.end_ns, first.start_ns)


def called(claims: Iterable[Claim], beginning: str) -> Claim:
    """The one statement whose id begins so. Raises NoSuchStatement."""
    fits = [c for c in claims if len(beginning) >= SHORTEST and c.id.startswith(beginning)]
    if len({c.id for c in fits}) != 1:
        raise NoSuchStatement
    return fits[0]


def judgement(claim: Claim, verdict: str, text: str, catalogue: Catalogue) -> dict[str, Any]:
    """Body of the decision that says this about a statement. Raises WordingMissing."""
    text = " ".join(text.split())
    if (verdict == "edit") != bool(text):
        raise WordingMissing
    place = _place(claim)
    body: dict[str, Any] = {
        "moments": [place.to_json()] if place else [],
        "claim": claim.id,
        "accepted": verdict != "reject",
        "wording": claim.wording,
        "said": catalogue.say(claim.key, claim.values),
    }
    return body | ({"text": text} if text else {})


def worded(claim: Claim, catalogue: Catalogue, found: Mapping[str, Verdict]) -> str:
    """A statement as it counts: in a person's wording where there is one."""
    verdict = found.get(claim.id)
    return (verdict.text if verdict else "") or catalogue.say(claim.key, claim.values)
