"""The dossier shown in the window: written once for what is known; its logs again with every decision."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, func, select

from app.cases import log as decision_log
from app.cases.case import Case
from app.cases.findings import Item
from app.cases.running_jobs import ANALYSIS, running
from app.core_api.core_session import CoreSession
from app.core_api.folded_text import folded
from app.dossier import process
from app.dossier.catalogue import Catalogue
from app.dossier.claims import Claim, Section
from app.dossier.document import Dossier
from app.dossier.judging import Verdict, lost, verdicts
from app.dossier.material import gather, verifiers
from app.operations.decisions import ITEM_FACT, JUDGE, KINDS, LISTENED, NOTE, UNDO, Decision, Identity, State
from app.review.names_withheld import withheld
from app.store import schema

LOGS = ("decisions", "custody")


class Gone(Exception):
    """The dossier of this version is no longer in memory."""


class Wordings:
    """Claims and what they say, worded once per language."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.claims = [claim for section in sections for claim in section.claims]
        self._texts: dict[str, list[str]] = {}
        self._folded: dict[str, list[bytes]] = {}

    def texts(self, language: str) -> list[str]:
        """What the claims say, each on one line."""
        if language not in self._texts:
            say = Catalogue(language).say
            self._texts[language] = [" ".join(say(c.key, c.values).split()) for c in self.claims]
        return self._texts[language]

    def folded(self, language: str) -> list[bytes]:
        """The same as it is looked through."""
        if language not in self._folded:
            self._folded[language] = [folded(text) for text in self.texts(language)]
        return self._folded[language]


@dataclass
class Known:
    """What follows from findings and from decisions about them; judgements change nothing of it."""

    version: str
    words: Wordings
    items: Sequence[Item]
    named: Sequence[Identity]


@dataclass
class Shown:
    """Statements in the order in which they are read: those about the evidence, then those about the logs."""

    version: str
    known: Known
    logs: Wordings
    claims: list[Claim] = field(init=False)

    def __post_init__(self) -> None:
        self.claims = [*self.known.words.claims, *self.logs.claims]

    @property
    def sections(self) -> list[Section]:
        """In the order of the dossier."""
        return [*self.known.words.sections, *self.logs.sections]

    def texts(self, language: str) -> list[str]:
        return self.known.words.texts(language) + self.logs.texts(language)

    def folded(self, language: str) -> list[bytes]:
        return self.known.words.folded(language) + self.logs.folded(language)


@dataclass(frozen=True)
class DecisionsSeen:
    """What people decided, as far as it is about findings and statements."""

    log: Sequence[Decision]
    state: State
    version: str
    """Of what statements follow from."""

    @classmethod
    def of(cls, connection: Connection) -> DecisionsSeen:
        log = decision_log.decisions(connection, KINDS - {LISTENED})
        state = decision_log.state(connection)
        return cls(log, state, _version(connection, log, state.undone))

    @property
    def whole_version(self) -> str:
        """Of the logs too."""
        return f"{self.version}.{len(self.log)}"


def shown(session: CoreSession, version: str = "") -> Shown:
    """What a window sees of this version; of the newest where none is named. Raises Gone."""

    def absent() -> Shown:
        raise Gone

    if version:
        return session.kept("dossier shown", version, absent)
    with session.case.database.connect() as connection:
        decisions_seen = DecisionsSeen.of(connection)
        known = session.kept(
            "dossier known", decisions_seen.version, lambda: _known(session.case, connection, decisions_seen)
        )
        return session.kept(
            "dossier shown",
            decisions_seen.whole_version,
            lambda: _with_logs(session.case, known, decisions_seen),
        )


def judged(
    session: CoreSession, seen: Shown, decisions_seen: DecisionsSeen
) -> tuple[dict[str, Verdict], int]:
    """What people said about the statements shown, by id; and how often about what is not stated any more."""
    hidden = _withheld(session.case, seen.known, decisions_seen)
    return verdicts(seen.claims, decisions_seen.state, hidden), len(lost(seen.claims, decisions_seen.state))


def _known(case: Case, connection: Connection, decisions_seen: DecisionsSeen) -> Known:
    material = gather(case, connection)
    written = Dossier.write(material, "", "").sections
    named = [c.identity for c in (*material.faces.clusters, *material.speakers.clusters) if c.identity]
    sections = [
        Section(s.key, tuple(_without_crops(c) for c in s.claims)) for s in written if s.key not in LOGS
    ]
    return Known(decisions_seen.version, Wordings(sections), material.items, named)


def _without_crops(claim: Claim) -> Claim:
    """A window shows the moment itself; thousands of crops need not stay in memory."""
    if not any(c.crop for c in claim.citations):
        return claim
    return replace(claim, citations=tuple(replace(c, crop=b"") for c in claim.citations))


def _with_logs(case: Case, known: Known, decisions_seen: DecisionsSeen) -> Shown:
    hidden = _withheld(case, known, decisions_seen)
    decided = tuple(process.in_order(decisions_seen.log, decisions_seen.state.undone, hidden))
    entries = tuple(process.logged(list(case.custody.entries())))
    logs = [Section("decisions", decided), Section("custody", entries)]
    return Shown(decisions_seen.whole_version, known, Wordings(logs))


def _withheld(case: Case, known: Known, decisions_seen: DecisionsSeen) -> Collection[str]:
    return withheld(decisions_seen.log, known.named, case.account.identity.id, verifiers(case))


def _version(connection: Connection, log: Sequence[Decision], undone: Collection[str]) -> str:
    u, i = schema.units, schema.items
    units = connection.execute(select(func.count(), func.max(u.c.finished_at)).select_from(u)).one()
    items = connection.execute(select(func.count(), func.max(i.c.added_at)).select_from(i)).one()
    findings = sorted(d.id for d in log if d.kind not in (JUDGE, NOTE, UNDO) and d.id not in undone)
    jobs = [job.id for job in running(connection, ANALYSIS)]
    told = repr((tuple(units), tuple(items), findings, decision_log.last(connection, {ITEM_FACT}), jobs))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
