"""What holds after all operations: one field per view, each a function of the set of operations.

The lists and mappings are shared between states and are not to be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from app.operations.moments import Moment

Pairs = Sequence[tuple[Moment, Moment]]
Stretches = list[tuple[int, int]]
"""`[start, end)` in nanoseconds, in order, not touching."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's answer to “who is this?”; `blind` if neither first answer nor score was shown."""

    author: str
    name: str
    blind: bool
    decision: str


@dataclass(slots=True)
class Identity:
    """A name for the person at `moment`, and who said so."""

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
        """The name; empty for an account that may still be asked and must answer without having seen it."""
        asked = self.status(verifiers) == "candidate" and viewer not in {v.author for v in self.votes}
        return "" if asked else self.name


class Edit(NamedTuple):
    """A person's wording of an utterance; a tuple, since there may be tens of thousands."""

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


@dataclass(frozen=True, slots=True)
class GivenTime:
    """When the item of these bytes began, as a person says: `at_ns` since 1970 in UTC, ± uncertainty."""

    sha256: str
    at_ns: int
    uncertainty_ns: int
    reason: str
    author: str
    at: str
    decision: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about places of the evidence, or about the case where it points at none."""

    moments: tuple[Moment, ...]
    text: str
    tags: tuple[str, ...]
    author: str
    at: str
    decision: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What was typed, and its name."""

    id: str
    name: str = field(repr=False)
    typed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """When a draft was first written, for whom, by rule or by a model; `operation` holds what it says."""

    id: str
    at: str
    actor: str
    kind: str
    language: str
    operation: str


@dataclass
class State:
    """What holds after all operations. Names later in the list are later."""

    identities: list[Identity] = field(default_factory=list)
    must: list[tuple[Moment, Moment]] = field(default_factory=list)
    cannot: list[tuple[Moment, Moment]] = field(default_factory=list)
    detached: list[Moment] = field(default_factory=list)
    no_faces: list[Moment] = field(default_factory=list)
    """What the machine took for faces and people say is none."""
    drawn: list[Moment] = field(default_factory=list)
    """Faces that people drew, since the machine missed them."""
    edits: list[Edit] = field(default_factory=list)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    """By the id of the claim; the latest wins."""
    clocks: dict[str, Clock] = field(default_factory=dict)
    """By their source; the latest wins."""
    times: dict[str, GivenTime] = field(default_factory=dict)
    """By the hash of the item; the latest wins."""
    undone: frozenset[str] = frozenset()
    released: list[Moment] = field(default_factory=list)
    """What decisions pointed at that were taken back: groups formed under them are formed again."""
    notes: list[Note] = field(default_factory=list)
    searches: list[SavedSearch] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    case_facts: dict[str, Any] = field(default_factory=dict)
    item_facts: dict[tuple[str, str], Any] = field(default_factory=dict)
    """By hash of the item and name of the fact."""
    heard: Mapping[tuple[str, str], Stretches] = field(default_factory=dict)
    """What was listened to, by hash of the item and person."""

    def moments(self, kind: str) -> set[Moment]:
        """Every moment of a kind that a decision in force points at."""
        pairs = [m for pair in [*self.must, *self.cannot] for m in pair]
        every = {*pairs, *self.detached, *self.drawn, *self.released, *(i.moment for i in self.identities)}
        return {m for m in every if m.kind == kind}

    @property
    def contradictions(self) -> list[tuple[Moment, Moment]]:
        """Pairs that are both asked to be one and asked to be two."""
        together = {frozenset(p) for p in self.must}
        return [p for p in self.cannot if frozenset(p) in together]

    def edits_of(self, sha256: str) -> Sequence[Edit]:
        """The wordings of one item's utterances."""
        return self._edits_by_item.get(sha256, ())

    @cached_property
    def _edits_by_item(self) -> Mapping[str, Sequence[Edit]]:
        return by_item(self.edits)


def by_item(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Edits by the hash of the item they are about, in their order."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.moment.sha256, []).append(edit)
    return found


def same_name(a: str, b: str) -> bool:
    """Whether two people typed the same name: case and spacing aside."""
    return " ".join(a.casefold().split()) == " ".join(b.casefold().split())
