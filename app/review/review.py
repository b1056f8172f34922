"""A case opened for looking at its findings and deciding about them: what every command and window shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from app.cases import log as decision_log
from app.cases import voice_groups
from app.cases.case import Case
from app.cases.clusters import FACES, Cluster, Groups
from app.cases.face_groups import FaceGroups
from app.cases.findings import Findings, Item
from app.cases.spoken_columns import Spoken, spoken
from app.cases.transcript import Utterance, transcript
from app.cases.voice_groups import VoiceGroups
from app.operations.decisions import ABOUT_NO_GROUP, GROUPING, Decision, Identity, State
from app.operations.moments import Moment
from app.review.people_index import PeopleIndex
from engine.errors import AimaError

SHOWN_STATUS = {"candidate": "unconfirmed"}
"""How a status is called where people read it; its own name is in records and stored."""


class NoSuchGroup(AimaError):
    """There is no such person or voice. `faces list` and `voices list` show the numbers."""

    code = "no-such-group"
    exit_code = 4


class OwnAnswer(AimaError):
    """You were the first to name this person; someone else has to verify the name without seeing your
    answer.
    """

    code = "own-answer"
    exit_code = 4


class NotNamedYet(AimaError):
    """Nobody has named this person or voice yet, so there is nothing to verify. Use `faces name` or
    `voices name`.
    """

    code = "not-named"
    exit_code = 4


@dataclass
class Review:
    """Findings, decisions and groups of a case under one connection."""

    case: Case
    connection: Connection
    people_index: PeopleIndex = field(default_factory=PeopleIndex)
    """Groups, which a window keeps from one review to the next."""
    _said: dict[str, list[Utterance]] = field(default_factory=dict, repr=False)

    @cached_property
    def findings(self) -> Findings:
        return Findings(self.connection, self.case.open_result)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.findings.items()}

    @property
    def state(self) -> State:
        return decision_log.state(self.connection)

    @cached_property
    def faces(self) -> FaceGroups:
        return self.people_index.people(self.connection, self.findings)

    @cached_property
    def voices(self) -> VoiceGroups:
        return self.people_index.voices(self.connection, self.findings)

    @property
    def stacks(self) -> list[Cluster]:
        """Items that show the same."""
        return self.people_index.stacks(self.connection, self.findings)

    @cached_property
    def speakers(self) -> dict[tuple[str, int], Cluster]:
        """Group of each speaker, by item and number within the item."""
        return voice_groups.homes(self.voices)

    def groups(self, kind: str) -> Groups[Any]:
        """People (`clusters.FACES`) or voices (`clusters.VOICES`)."""
        return self.faces if kind == FACES else self.voices

    def person(self, number: int, kind: str = FACES) -> Cluster:
        """The person, or the voice, of this number. Raises NoSuchGroup."""
        for cluster in self.groups(kind).clusters:
            if cluster.number == number:
                return cluster
        raise NoSuchGroup(str(number))

    def number_of(self, subject: str, kind: str = FACES) -> int:
        """The number that the person, or the voice, of this lasting id bears now.

        Raises NoSuchGroup, also where they are counted with another since: what is said of one of them is
        not said of both.
        """
        if kind == FACES:
            faces = self.people_index.faces(self.connection, self.findings).faces
            number = faces.number_of(subject)
            if number >= 0 and faces.subject(number) == subject:
                return number
        elif found := [c.number for c in self.voices.clusters if c.subject == subject]:
            return found[0]
        raise NoSuchGroup(subject)

    def appearance(self, named: str, kind: str = FACES) -> tuple[Cluster, Any]:
        """`3` is the clearest appearance of person 3, `3.2` the second one. Raises NoSuchGroup.

        Faces that were set aside or are said to be none have numbers too, which no list of people shows.
        """
        number, _, which = named.partition(".")
        if not number.isdecimal() or (which and not which.isdecimal()):
            raise NoSuchGroup(named)
        hidden = self.faces.hidden(int(number)) if kind == FACES else None
        cluster = hidden or self.person(int(number), kind)
        seen = self.appearances(cluster)
        if not which:
            return cluster, max(seen, key=lambda s: s.clarity)
        if not 1 <= int(which) <= len(seen):
            raise NoSuchGroup(named)
        return cluster, seen[int(which) - 1]

    def appearances(self, cluster: Cluster) -> list[Any]:
        """Tracklets of a person, or speakers that are one voice, in order of item and time."""
        return self.groups(cluster.kind).of(cluster)

    def decide(self, kind: str, moments: list[Moment], **body: Any) -> Decision:
        """Record a decision and regroup if it is about people. Raises DecisionUnsound."""
        whole = {"moments": [m.to_json() for m in moments], **body}
        decision = decision_log.decide(self.case, self.connection, kind, whole)
        self._said.clear()
        if kind not in ABOUT_NO_GROUP:
            self.regroup()
        return decision

    def status(self, identity: Identity) -> str:
        return identity.status(self.case.profile.verifiers)

    def shown_name(self, identity: Identity | None) -> str:
        """The name, unless this account may still answer: then it must not see the first answer."""
        if identity is None:
            return ""
        return identity.shown_to(self.case.account.identity.id, self.case.profile.verifiers)

    def label(self, cluster: Cluster) -> str:
        """How a group is called where it is only mentioned: `Ada`, `Ada (unconfirmed)`, `voice 3`."""
        name = self.shown_name(cluster.identity)
        if not name or cluster.identity is None:
            return f"{'person' if cluster.kind == FACES else 'voice'} {cluster.number}"
        status = self.status(cluster.identity)
        return name if status == "verified" else f"{name} ({SHOWN_STATUS.get(status, status)})"

    def speaker(self, item_id: str, number: int) -> str:
        """The same for a speaker of an item; empty where nobody's turn fits."""
        cluster = self.speakers.get((item_id, number))
        return self.label(cluster) if cluster else ""

    def transcript(self, item: Item) -> list[Utterance]:
        """What is said in an item, read once."""
        if item.id not in self._said:
            self._said[item.id] = transcript(self.findings, item, self.state.edits_of(item.sha256))
        return self._said[item.id]

    def spoken(self, item: Item) -> Spoken:
        """The same as columns, for who draws it."""
        return spoken(self.findings, item, self.state.edits_of(item.sha256))

    def delete(self, decisions: Sequence[str], reason: str) -> Decision:
        """Take away for good what these decisions say; groups follow as if they were taken back. Raises
        NoSuchDecision.
        """
        undone = self.state.undone
        meant = [d for d in (decision_log.named(self.connection, one) for one in decisions) if d is not None]
        about_groups = [d for d in meant if d.kind in GROUPING and d.id not in undone]
        for decision in reversed(about_groups):
            decision_log.undo(self.case, self.connection, decision.id)
        if about_groups:
            self.regroup()
        self._said.clear()
        return decision_log.delete(self.case, self.connection, [d.id for d in meant], reason)

    def regroup(self) -> None:
        """Bring all groups up to date and store them; the connection must be a writing one."""
        self._forget()
        self.people_index.settle(self.connection, self.findings)

    def _forget(self) -> None:
        for stale in ("faces", "voices", "speakers"):
            self.__dict__.pop(stale, None)
        self._said.clear()


@contextmanager
def review(case: Case, write: bool = False, people_index: PeopleIndex | None = None) -> Iterator[Review]:
    """A review in one transaction; with `write` what is decided is stored together. Raises CaseInUse.

    What was grouped is stored when the review ends, where the case can be written: grouping a large case
    takes long and is done once, and the next reader of the case shows the same people. With a `people_index`
    that is kept this is done only where it is little; `KeepGroups` does the rest.
    """
    index = people_index or PeopleIndex()
    if write:
        with index.storing(), case.writing() as connection:
            yield Review(case, connection, index)
    else:
        with case.database.connect() as connection:
            yield Review(case, connection, index)
    if case.writable and (people_index is None or index.nearly_stored):
        index.store(case)
