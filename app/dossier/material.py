"""Everything a dossier is written from, read from the case once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection, select

from app.cases import log as decision_log
from app.cases import voice_groups
from app.cases.appearances import Voice, voices
from app.cases.case import Case
from app.cases.chain import Entry
from app.cases.clusters import Cluster
from app.cases.face_groups import FaceGroups, SeenFace
from app.cases.findings import Findings, Item
from app.cases.running_jobs import ANALYSIS, RunningJob, running
from app.cases.stated_facts import StatedFact, stated
from app.cases.transcript import Utterance, transcript
from app.cases.voice_groups import VoiceGroups
from app.operations.decisions import (
    CANNOT,
    DETACH,
    ITEM_FACT,
    SPLIT,
    UNDO,
    Decision,
    Identity,
    State,
)
from app.review.coverage import ItemCoverage, coverage
from app.review.names_withheld import withheld
from app.review.people_index import PeopleIndex
from app.store import schema
from app.store.clock import now

T = TypeVar("T")


class Each(Mapping[str, T]):
    """What `read` gives of every item, by its id. Read when asked for, only the last is kept: of a large case
    there is more than memory holds.
    """

    def __init__(self, items: Iterable[Item], read: Callable[[Item], T]) -> None:
        self._items, self._read = {item.id: item for item in items}, read
        self._last: tuple[str, T] | None = None

    def __getitem__(self, item_id: str) -> T:
        if self._last is None or self._last[0] != item_id:
            self._last = item_id, self._read(self._items[item_id])
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


@dataclass
class Material:
    """What is known of a case at one moment. `paths` are where the originals were found, for links.

    Of people, voices and copies it holds columns; what was said and analysed is read item by item.
    """

    facts: Mapping[str, str]
    findings: Findings
    items: Sequence[Item]
    log: Sequence[Decision]
    state: State
    faces: FaceGroups
    voices: Mapping[str, Sequence[Voice]]
    speakers: VoiceGroups
    stacks: Sequence[Cluster]
    transcripts: Mapping[str, Sequence[Utterance]]
    coverage_of: Mapping[str, ItemCoverage]
    custody: Sequence[Entry]
    paths: Mapping[str, str]
    homes: Mapping[tuple[str, int], Cluster]
    """Group of each speaker, by item and number within it."""
    case: Case
    connection: Connection
    viewer: str
    """Account that has the dossier written."""
    stands_at: str
    """When findings and decisions were as this says; what came later is in none of it. UTC, ISO 8601."""
    running: Sequence[RunningJob]
    """Analyses that had not ended then."""
    verifiers: int = 2
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of an item by its hash."""

    @cached_property
    def parted_at(self) -> Sequence[str]:
        """When somebody was parted from others, or something was taken back: groups may have changed."""
        return [d.at for d in self.log if d.kind in (SPLIT, DETACH, CANNOT, UNDO)]

    def status(self, identity: Identity) -> str:
        return identity.status(self.verifiers)

    def name_of(self, cluster: Cluster) -> str:
        """The name people gave; empty if the account that exports may still be asked who it is."""
        return cluster.identity.shown_to(self.viewer, self.verifiers) if cluster.identity else ""

    def speaker_of(self, item: Item, number: int) -> Cluster | None:
        """The group, across files, that a speaker of an item belongs to."""
        return self.homes.get((item.id, number))

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Operations with a name that the exporting account may not read yet."""
        named = [c.identity for c in (*self.faces.clusters, *self.speakers.clusters) if c.identity]
        log = [*self.log, *decision_log.decisions(self.connection, {ITEM_FACT})]
        return withheld(log, named, self.viewer, self.verifiers)

    @cached_property
    def stated(self) -> Mapping[str, Sequence[StatedFact]]:
        """What people stated about items, by the item's hash."""
        found: dict[str, list[StatedFact]] = {}
        for fact in stated(self.connection):
            found.setdefault(fact.sha256, []).append(fact)
        return found

    @property
    def coverage(self) -> Iterator[ItemCoverage]:
        """What was analysed of each item, one after the other."""
        return (self.coverage_of[item.id] for item in self.items)

    def tracks(self, cluster: Cluster) -> list[SeenFace]:
        """A person's faces in order of the items' names and time."""
        return sorted(self.faces.of(cluster), key=lambda t: (self.names[t.moment.sha256], t.moment))


def gather(case: Case, connection: Connection, people_index: PeopleIndex | None = None) -> Material:
    """Read the case. Groups are computed again if findings have changed since they were stored.

    Others may go on writing: of `Case.at_one_moment()`'s connection all of it is of one moment.
    """
    index = people_index or PeopleIndex()
    findings = Findings(connection, case.open_result)
    items = findings.items()
    stands_at = now()  # from the first look on, this connection sees the case as it was then
    log = decision_log.decisions(connection)
    state = decision_log.state(connection)
    heard = index.voices(connection, findings)
    return Material(
        facts={k: str(v) for k, v in case.facts.items()},
        findings=findings,
        items=items,
        log=log,
        state=state,
        faces=index.people(connection, findings),
        voices=Each(items, lambda item: list(voices(findings, item))),
        speakers=heard,
        homes=voice_groups.homes(heard),
        case=case,
        connection=connection,
        viewer=case.account.identity.id,
        stacks=index.stacks(connection, findings),
        transcripts=Each(items, lambda item: transcript(findings, item, state.edits_of(item.sha256))),
        coverage_of=Each(items, lambda item: coverage(findings, item)),
        custody=case.custody.found(connection),
        stands_at=stands_at,
        running=running(connection, ANALYSIS),
        paths=_paths(connection),
        verifiers=verifiers(case),
        names={item.sha256: item.untrusted_name for item in items},
    )


def verifiers(case: Case) -> int:
    """How many people must agree on an identity under the profile of the case."""
    return int(case.profile.verifiers)


def _paths(connection: Connection) -> dict[str, str]:
    s, i = schema.source_paths, schema.items
    rows = connection.execute(select(i.c.sha256, s.c.path).join(i, i.c.id == s.c.item_id).order_by(s.c.id))
    return {row.sha256: row.path for row in rows}
