"""A case opened for looking at its findings and deciding about them: what every command and window shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from app.cases import clusters, decision_log, face_groups, stacks, voice_groups
from app.cases.appearances import FaceTrack
from app.cases.case import Case
from app.cases.clusters import STACKS, Cluster
from app.cases.decisions import Decision, Identity, State
from app.cases.face_groups import FaceGroups
from app.cases.findings import Findings, Item
from app.cases.moments import Moment
from engine.errors import AimaError

HIDDEN = ""


class NoSuchGroup(AimaError):
    """There is no such person or voice. `faces list` shows the numbers."""

    code = "no-such-group"
    exit_code = 4


class OwnAnswer(AimaError):
    """You were the first to name this person; somebody else has to verify it, without seeing your answer."""

    code = "own-answer"
    exit_code = 4


class NotNamedYet(AimaError):
    """Nobody has named this person yet, so there is nothing to verify. Use `faces name`."""

    code = "not-named"
    exit_code = 4


@dataclass
class Review:
    """Findings, decisions and groups of a case under one connection."""

    case: Case
    connection: Connection

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
        return face_groups.group(self.connection, self.findings, self.state)

    def person(self, number: int) -> Cluster:
        """Raises NoSuchGroup."""
        for cluster in self.faces.clusters:
            if cluster.number == number:
                return cluster
        raise NoSuchGroup(str(number))

    def sighting(self, named: str) -> tuple[Cluster, FaceTrack]:
        """`3` is the clearest sighting of person 3, `3.2` the second sighting. Raises NoSuchGroup."""
        number, _, which = named.partition(".")
        if not number.isdecimal() or (which and not which.isdecimal()):
            raise NoSuchGroup(named)
        cluster = self.person(int(number))
        tracks = self.sightings(cluster)
        if not which:
            return cluster, max(tracks, key=lambda t: float(t.qualities.max()))
        if not 1 <= int(which) <= len(tracks):
            raise NoSuchGroup(named)
        return cluster, tracks[int(which) - 1]

    def sightings(self, cluster: Cluster) -> list[FaceTrack]:
        """In order of item and time."""
        return self.faces.of(cluster)

    def decide(self, kind: str, moments: list[Moment], **body: Any) -> Decision:
        """Record a decision and group anew. Raises DecisionUnsound."""
        whole = {"moments": [m.to_json() for m in moments], **body}
        decision = decision_log.decide(self.case, self.connection, kind, whole)
        self.regroup()
        return decision

    def verify(self, number: int, name: str) -> Identity:
        """A second person's blind answer to who this is. Raises NoSuchGroup, NotNamedYet, OwnAnswer."""
        cluster = self.person(number)
        if cluster.identity is None:
            raise NotNamedYet
        if cluster.identity.votes[0].author == self.case.account.identity.id:
            raise OwnAnswer
        self.decide("identify", [cluster.identity.moment], name=name, blind=True)
        identity = self.person(number).identity
        assert identity is not None
        return identity

    def status(self, identity: Identity) -> str:
        return identity.status(self.case.profile.verifiers)

    def shown_name(self, identity: Identity | None) -> str:
        """The name, unless it waits for the answer of whoever is looking: they must not see the first one."""
        if identity is None:
            return ""
        mine = self.case.account.identity.id
        waits = self.status(identity) == "candidate" and mine not in {v.author for v in identity.votes}
        return HIDDEN if waits else identity.name

    def regroup(self) -> None:
        """Bring all groups up to date and store them; the connection must be a writing one."""
        self.__dict__.pop("faces", None)
        clusters.replace(self.connection, clusters.FACES, self.faces.clusters)
        heard = voice_groups.group(self.connection, self.findings, self.state)
        clusters.replace(self.connection, clusters.VOICES, heard)
        found = stacks.group(self.connection, self.findings, self.state)
        clusters.replace(self.connection, STACKS, found)


@contextmanager
def review(case: Case, write: bool = False) -> Iterator[Review]:
    """A review in one transaction; with `write` what is decided is stored together. Raises CaseInUse."""
    with case.writing() if write else case.database.connect() as connection:
        yield Review(case, connection)
