"""The groups of a case, kept in memory between the questions of one window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection, select

from app.cases import clusters, operation_log, stacks, subjects, voice_groups
from app.cases import log as decision_log
from app.cases.appearances import Voice, all_voices
from app.cases.case import Case
from app.cases.change_tokens import ChangeTokens, change_tokens, latest_change
from app.cases.clusters import VOICES, Cluster
from app.cases.face_columns import Rows
from app.cases.face_groups import FaceGroups, face_groups
from app.cases.findings import Findings
from app.cases.voice_groups import VoiceGroups
from app.operations.decisions import DRAW_FACE, GROUPING, UNDO, Decision, State
from app.operations.moments import FACE, PICTURE, VOICE
from app.review.face_index import FaceIndex
from app.store import schema
from engine.errors import AimaError

HEARD_BY = ("speaker_embeddings", "speakers")
MANY = 1000
"""New memberships stored in one transaction; what is left is stored in later ones."""
FEW_UNITS = 200
"""Results with faces that are read and grouped at once, for any caller; it takes a fraction of a second."""


class StillGrouping(AimaError):
    """The people of this case are still being grouped; in a large case that takes minutes the first
    time. Nothing was changed. Decide this once the people are shown.
    """

    code = "still-grouping"
    exit_code = 4


@dataclass
class _Log:
    """Decisions about people so far, and what they amount to."""

    known: dict[str, Decision] = field(default_factory=dict)
    """By id, in the order in which they were recorded."""
    state: State = field(default_factory=State)
    last: int = 0
    seen: int = 0
    """The last operation of any kind that was there when decisions were read."""

    def read(self, connection: Connection) -> list[Decision]:
        """What was decided since the last time."""
        newest = operation_log.newest(connection)
        if newest == self.seen:
            return []
        self.seen = newest
        new = decision_log.decisions(connection, GROUPING, self.last)
        if new:
            self.last = decision_log.last(connection, GROUPING)
            for decision in new:
                self.known[decision.id] = decision
                if decision.alias:
                    self.known[decision.alias] = decision
            self.state = decision_log.state(connection)
        return new

    def meant(self, decision: Decision) -> Decision | None:
        """What an undo is about in the end; None for what is not about people."""
        meant: Decision | None = decision
        while meant is not None and meant.kind == UNDO:
            meant = self.known.get(meant.body["decision"])
        return meant


class PeopleIndex:
    """People and voices of one case. `lock` is held by every method; take it to use two of them together.

    Only while all faces are read and grouped for the first time nobody is kept waiting who can do without:
    what is decided meanwhile is followed afterwards. `late` is called then, in the thread that grouped, if
    somebody did without.
    """

    def __init__(self, late: Callable[[], None] = lambda: None) -> None:
        self.lock = threading.RLock()
        self._formed = threading.Condition(self.lock)
        self._late, self._missed = late, False
        self._forming, self._storing = False, False
        self._unstored = False
        self._log = _Log()
        self._faces: FaceIndex | None = None
        self._voices: dict[str, list[Voice]] = {}
        self._change_tokens: ChangeTokens = {}
        self._latest_change: int | None = None
        self._groups: VoiceGroups | None = None
        self._stored_groups: VoiceGroups | None = None
        self._stacks: stacks.Stacks | None = None
        self._stored_stacks: stacks.Stacks | None = None
        self._pictures = False
        """Whether a decision about whole pictures is not followed yet."""

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Around a writing transaction, so that memory and database change together.

        Taken before the database's own lock: who groups a large case for the first time keeps nobody from
        writing units. If the transaction fails, everything is read again.
        """
        with self.lock:
            self._unstored, done = False, False
            self._storing = True
            try:
                yield
                done = True
            finally:
                self._storing = False
                if not done:
                    self._log.seen = 0
                if self._unstored and not done:
                    self._log, self._faces, self._groups = _Log(), None, None

    @property
    def state(self) -> State:
        """What people said about faces and voices, as far as it was read."""
        return self._log.state

    def faces(self, connection: Connection, findings: Findings) -> FaceIndex:
        """All faces, up to date with what was analysed and decided. Waits while others group the first time;
        but raises StillGrouping within `storing`, which keeps others from writing.
        """
        with self.lock:
            if self._forming and self._storing:
                raise StillGrouping
            waited = self._forming
            self._formed.wait_for(lambda: not self._forming)
            if waited and self._faces is not None:
                return self._faces  # newer than what this connection sees
            self._follow(connection, findings)
            if self._faces is not None or self._storing:
                faces = self._faces or FaceIndex()
                faces.refresh(connection, findings, self._log.state)
                self._faces = faces
                return faces
            log, seen, state = self._log, set(self._log.known), self._log.state
            self._forming = True
        try:
            faces = FaceIndex()
            faces.refresh(connection, findings, state)
        finally:
            with self.lock:
                self._forming = False
                self._formed.notify_all()
        with self.lock:
            if log is not self._log or self._faces is not None:
                return self.faces(connection, findings)  # what it followed was not stored in the end
            self._faces = faces
            for decision in [d for d in log.known.values() if d.id not in seen]:
                self._follow_faces(faces, findings, decision)
            missed, self._missed = self._missed, False
        if missed:
            self._late()
        return faces

    def grouped(self, connection: Connection, findings: Findings) -> FaceIndex:
        """The same for those who compare or decide: with the vectors of all faces."""
        held = self.faces(connection, findings)
        with self.lock:
            held.grouped(findings)
            return held

    def faces_at_once(self, connection: Connection, findings: Findings) -> FaceIndex | None:
        """The same for those who can do without; None where it would take long."""
        with self.lock:
            if self._faces is None and (self._forming or _many(connection)):
                self._missed = True
                return None
            return self.faces(connection, findings)

    def voices(self, connection: Connection, findings: Findings) -> VoiceGroups:
        """All voices, up to date with what was analysed and decided."""
        with self.lock:
            self._follow(connection, findings)
            last = latest_change(connection)
            if self._groups is not None and last == self._latest_change:
                return self._groups
            seen, self._latest_change = change_tokens(findings, HEARD_BY), last
            if self._groups is None or seen != self._change_tokens:
                before = self._groups.clusters if self._groups else clusters.stored(connection, VOICES)
                followed = clusters.followed(connection, VOICES)
                released = [] if self._groups else decision_log.released(connection, followed)
                self._read_voices(findings, seen)
                who = self._groups.subjects if self._groups else subjects.stored(connection, VOICES)
                self._groups = voice_groups.grouped(self._heard, before, self._log.state, released, who)
                new = decision_log.last(connection, GROUPING) > followed
                if not new and clusters.same_members(self._groups.clusters, before):
                    self._stored_groups = self._groups
            return self._groups

    def people(self, connection: Connection, findings: Findings) -> FaceGroups:
        """Everybody who is seen, as lists and dossiers read them. Waits as `faces` does."""
        held = self.faces(connection, findings)
        with self.lock:
            scores = held.fitted(np.arange(len(held.faces.ids)))
            none = held.hidden(findings, self._log.state)
            return face_groups(findings, held.faces, scores, held.contradictions(findings), none)

    def no_faces(self, connection: Connection, findings: Findings) -> Rows:
        """Rows that people say show no face, or drew and took back. Waits as `faces` does."""
        held = self.faces(connection, findings)
        with self.lock:
            return held.hidden(findings, self._log.state)

    def stacks(self, connection: Connection, findings: Findings) -> list[Cluster]:
        """Items that show the same, up to date with what was analysed and decided."""
        with self.lock:
            self._follow(connection, findings)
            known = self._stacks
            if known is None or known.compared != change_tokens(findings, (stacks.HASHES,)) or self._pictures:
                self._stacks = known = stacks.current(connection, findings, self._log.state)
                self._stored_stacks = known if known.stored else self._stored_stacks
            return known.clusters

    @property
    def nearly_stored(self) -> bool:
        """Whether little is grouped otherwise than it is stored, or nothing."""
        with self.lock:
            return self._faces is None or self._faces.unsaved_faces <= MANY

    def store(self, case: Case) -> None:
        """Store what was grouped and is not stored yet, a little at a time."""
        with suppress(AimaError):  # who only looks is not bothered: it is grouped again the next time
            while self._stale:
                with self.storing(), case.writing() as connection:
                    self.save(connection)

    def settle(self, connection: Connection, findings: Findings) -> None:
        """Follow what was decided, and store it; in the writing transaction that recorded it.

        Where faces are not in memory and would take long, the next reader that asks for them has them follow.
        """
        with self.lock:
            self._unstored = True
            self._follow(connection, findings)
            groups = self._groups or self.voices(connection, findings)
            if (faces := self.faces_at_once(connection, findings)) is not None:
                faces.save(connection, MANY)
            if groups is not self._stored_groups:
                clusters.replace(connection, VOICES, groups.clusters, groups.subjects.values())
                self._stored_groups = groups
            if self._pictures:
                self._stacks = self._stored_stacks = stacks.current(connection, findings, self._log.state)
                stacks.replace(connection, self._stacks)
                self._pictures = False

    def _follow(self, connection: Connection, findings: Findings) -> None:
        """Change the groups that are in memory as decisions since the last time ask for."""
        for decision in self._log.read(connection):
            if self._faces:
                self._follow_faces(self._faces, findings, decision)
            meant = self._log.meant(decision)
            touched = meant.moments if meant else ()
            kinds = {m.kind for m in touched}
            if VOICE in kinds and self._groups:
                released = touched if self._gone(meant) else ()
                before, who = self._groups.clusters, self._groups.subjects
                self._groups = voice_groups.grouped(self._heard, before, self._log.state, released, who)
            self._pictures |= PICTURE in kinds

    def _follow_faces(self, faces: FaceIndex, findings: Findings, decision: Decision) -> None:
        meant = self._log.meant(decision)
        touched = meant.moments if meant else ()
        if any(m.kind == FACE for m in touched):
            undone = str(decision.body["decision"]) if decision.kind == UNDO else ""
            drawn = meant is not None and meant.kind == DRAW_FACE  # it stood apart until then, or will
            faces.settle(findings, self._log.state, decision.id, touched, undone, drawn or self._gone(meant))

    def _gone(self, meant: Decision | None) -> bool:
        return meant is not None and meant.id in self._log.state.undone

    @property
    def _heard(self) -> list[Voice]:
        return [voice for heard in self._voices.values() for voice in heard]

    def save(self, connection: Connection) -> bool:
        """Store some of what is not stored yet; whether more is left. Within `storing`."""
        self._unstored = True
        if self._groups is not None and self._groups is not self._stored_groups:
            clusters.replace(connection, VOICES, self._groups.clusters, self._groups.subjects.values())
            self._stored_groups = self._groups
        if self._stacks is not None and self._stacks is not self._stored_stacks:
            stacks.replace(connection, self._stacks)
            self._stored_stacks = self._stacks
        return self._faces is not None and self._faces.save(connection, MANY) > 0

    @property
    def _stale(self) -> bool:
        """Whether something that was grouped is not stored."""
        return (
            (self._faces is not None and self._faces.unsaved)
            or (self._groups is not None and self._groups is not self._stored_groups)
            or (self._stacks is not None and self._stacks is not self._stored_stacks)
        )

    def _read_voices(self, findings: Findings, seen: ChangeTokens) -> None:
        known, items = self._voices, {item.id: item for item in findings.items() if item.id in seen}
        changed = {i: items[i] for i in items if i not in known or self._change_tokens.get(i) != seen[i]}
        found = {item.id: heard for item, heard in all_voices(findings, changed)}
        self._voices = {i: found[i] if i in found else known.get(i, []) for i in items}
        self._change_tokens = seen


def _many(connection: Connection) -> bool:
    """Whether reading and grouping all faces may take long."""
    u = schema.units.c
    found = select(u.key).where(u.stage == "face_embeddings", u.state == "done").limit(FEW_UNITS + 1)
    return len(connection.execute(found).all()) > FEW_UNITS
