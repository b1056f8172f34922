"""The groups of a case, kept in memory between the questions of one window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from app.cases import clusters, decision_log, stacks, voice_groups
from app.cases.appearances import Voice, voices
from app.cases.clusters import STACKS, VOICES
from app.cases.decisions import ABOUT_NO_GROUP, KINDS, UNDO, Decision, State, fold
from app.cases.findings import Findings
from app.cases.moments import FACE, PICTURE, VOICE
from app.cases.standing_faces import StandingFaces
from app.cases.unit_prints import Newest, Prints, newest, prints
from app.cases.voice_groups import VoiceGroups
from app.store import schema

HEARD_BY = ("speaker_embeddings", "speakers")
MANY = 1000
"""New memberships stored in one transaction; what is left is stored by and by."""


@dataclass
class _Log:
    """Decisions about people so far, and what they amount to."""

    decisions: list[Decision] = field(default_factory=list)
    state: State = field(default_factory=State)
    last: int = 0

    def read(self, connection: Connection) -> list[Decision]:
        """What was decided since the last time."""
        kinds = KINDS - ABOUT_NO_GROUP
        new = decision_log.decisions(connection, kinds, self.last)
        if new:
            d = schema.decisions
            self.last = connection.execute(
                select(func.max(d.c.seq)).where(d.c.action.in_(kinds))
            ).scalar_one()
            self.decisions += new
            self.state = fold(self.decisions)
        return new

    def meant(self, decision: Decision) -> Decision | None:
        """What an undo is about in the end; None for what is not about people."""
        known = {d.id: d for d in self.decisions}
        meant: Decision | None = decision
        while meant is not None and meant.kind == UNDO:
            meant = known.get(meant.body["decision"])
        return meant


class Standing:
    """People and voices of one case. `lock` is held by every method; take it to use two of them together."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._unstored = False
        self._log = _Log()
        self._faces: StandingFaces | None = None
        self._voices: dict[str, list[Voice]] = {}
        self._prints: Prints = {}
        self._newest: Newest | None = None
        self._groups: VoiceGroups | None = None
        self._stored_groups: VoiceGroups | None = None
        self._pictures = False
        """Whether a decision about whole pictures is not followed yet."""

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Around a writing transaction, so that memory and database change together.

        Taken before the database's own lock: who groups a large case for the first time keeps nobody from
        writing units. If the transaction fails, everything is read anew.
        """
        with self.lock:
            self._unstored, done = False, False
            try:
                yield
                done = True
            finally:
                if self._unstored and not done:
                    self._log, self._faces, self._groups = _Log(), None, None

    @property
    def state(self) -> State:
        """What people said about faces and voices, as far as it was read."""
        return self._log.state

    def faces(self, connection: Connection, findings: Findings) -> StandingFaces:
        """All faces, up to date with what was analysed and decided."""
        with self.lock:
            self._follow(connection, findings)
            if self._faces is None:
                self._faces = StandingFaces()
            self._faces.refresh(connection, findings, self._log.state)
            return self._faces

    def voices(self, connection: Connection, findings: Findings) -> VoiceGroups:
        """All voices, up to date with what was analysed and decided."""
        with self.lock:
            self._follow(connection, findings)
            last = newest(connection)
            if self._groups is not None and last == self._newest:
                return self._groups
            seen, self._newest = prints(connection, HEARD_BY), last
            if self._groups is None or seen != self._prints:
                before = self._groups.clusters if self._groups else clusters.stored(connection, VOICES)
                followed = clusters.followed(connection, VOICES)
                released = [] if self._groups else decision_log.released(connection, followed)
                self._read_voices(findings, seen)
                self._groups = voice_groups.grouped(self._heard, before, self._log.state, released)
            return self._groups

    def settle(self, connection: Connection, findings: Findings) -> None:
        """Follow what was decided, and store it; in the writing transaction that recorded it."""
        with self.lock:
            self._unstored = True
            self._follow(connection, findings)
            faces = self._faces or self.faces(connection, findings)
            groups = self._groups or self.voices(connection, findings)
            faces.save(connection, MANY)
            if groups is not self._stored_groups:
                clusters.replace(connection, VOICES, groups.clusters)
                self._stored_groups = groups
            if self._pictures:
                clusters.replace(connection, STACKS, stacks.group(connection, findings, self._log.state))
                self._pictures = False

    def _follow(self, connection: Connection, findings: Findings) -> None:
        """Change the groups that are in memory as decisions since the last time ask for."""
        for decision in self._log.read(connection):
            meant = self._log.meant(decision)
            touched = meant.moments if meant else ()
            kinds = {m.kind for m in touched}
            undone = str(decision.body["decision"]) if decision.kind == UNDO else ""
            gone = meant is not None and meant.id in self._log.state.undone
            if FACE in kinds and self._faces:
                self._faces.settle(findings, self._log.state, decision.id, touched, undone, gone)
            if VOICE in kinds and self._groups:
                released = touched if gone else ()
                before = self._groups.clusters
                self._groups = voice_groups.grouped(self._heard, before, self._log.state, released)
            self._pictures |= PICTURE in kinds

    @property
    def _heard(self) -> list[Voice]:
        return [voice for heard in self._voices.values() for voice in heard]

    def save(self, connection: Connection) -> bool:
        """Store some of what is not stored yet; whether more is left. Within `storing`."""
        self._unstored = True
        return self._faces is not None and self._faces.save(connection, MANY) > 0

    def _read_voices(self, findings: Findings, seen: Prints) -> None:
        known, self._voices = self._voices, {}
        for item in findings.items():
            if item.id in seen:
                same = item.id in known and self._prints.get(item.id) == seen[item.id]
                self._voices[item.id] = known[item.id] if same else list(voices(findings, item))
        self._prints = seen
