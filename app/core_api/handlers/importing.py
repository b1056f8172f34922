"""Answers that bring files in: one import at a time, with at most ten progress events a second."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import unquote_to_bytes, urlsplit

from sqlalchemy import func, select

from app.cases.case import Case
from app.cases.intake import Imported, Intake, Progress
from app.core_api.core_session import CoreSession, handles
from app.core_api.evidence import (
    MOST_ROWS,
    AddFiles,
    ContinueImport,
    ImportEnded,
    ImportProgress,
    NotAdded,
    OpenImport,
    OpenImports,
    StopImport,
)
from app.core_api.failures import by_code, failed
from app.core_api.protocol import Failed
from app.store.schema import batches, imports
from engine.errors import AimaError, Cancelled

EVERY_SECONDS = 0.1
ITEMS_EVERY_SECONDS = 2.0
WAIT_SECONDS = 0.2


class NoSuchImport(AimaError):
    """This import is no longer open. Add the files again; files that are already in the case are not
    read twice.
    """

    code = "no-such-import"
    exit_code = 4


@handles(AddFiles)
def add_files(session: CoreSession, question: AddFiles) -> ImportEnded:
    with session.holding() as case:
        paths = [*question.paths, *dropped_paths(question.uri_list)]
        return _run(session, case, paths, question.number)


@handles(StopImport)
def stop_import(session: CoreSession, question: StopImport) -> None:
    _stopped(session).add(question.number)


def _stopped(session: CoreSession) -> set[int]:
    """Numbers of imports that were asked to stop."""
    return session.kept("stopped imports", None, set[int])


@handles(ContinueImport)
def continue_import(session: CoreSession, question: ContinueImport) -> ImportEnded:
    with session.holding() as case:
        with case.database.connect() as connection:
            wanted = select(batches.c.roots).where(
                batches.c.id == question.batch, batches.c.finished_at.is_(None)
            )
            roots = connection.execute(wanted).scalar()
        if roots is None:
            raise NoSuchImport
        return _run(session, case, roots, question.number)


@handles(OpenImports)
def open_imports(session: CoreSession, _: OpenImports) -> tuple[OpenImport, ...]:
    wanted = select(batches).where(batches.c.finished_at.is_(None)).order_by(batches.c.started_at.desc())
    states = select(imports.c.batch, imports.c.state, func.count()).group_by(imports.c.batch, imports.c.state)
    with session.case.database.connect() as connection:
        counts = {(batch, state): n for batch, state, n in connection.execute(states)}
        rows = connection.execute(wanted).all()

    def count(batch: str, *kinds: str) -> int:
        return sum(counts.get((batch, kind), 0) for kind in kinds)

    return tuple(
        OpenImport(
            r.id, r.started_at, count(r.id, "pending"), count(r.id, "failed"),
            count(r.id, "done", "duplicate"),
        )
        for r in rows
    )  # fmt: skip


def dropped_paths(untrusted: bytes) -> list[str]:
    """Paths of a `text/uri-list`; what is no file of this machine is passed over. Names stay exact bytes."""
    paths = []
    for line in untrusted.replace(b"\0", b"").splitlines():
        parts = urlsplit(line.strip())
        if parts.scheme != b"file" or parts.netloc not in (b"", b"localhost"):
            continue
        path = os.fsdecode(unquote_to_bytes(parts.path))
        if os.name == "nt":
            path = path.lstrip("/")  # file:///C:/folder
        if path:
            paths.append(path)
    return paths


def _run(session: CoreSession, case: Case, paths: Sequence[str], number: int) -> ImportEnded:
    """Runs one import; how it ended is the answer."""
    teller, numbers = _Teller(session), _stopped(session)
    resumed, stopped = False, None

    def ending() -> bool:
        return session.dropped() or number in numbers

    try:
        with _turn(session, ending):
            intake = Intake(case, teller.told, teller.progress, ending, teller.scanned)
            resumed = intake.add(paths).resumed
    except Exception as error:
        stopped = failed(error)
    session.changed("items")
    return teller.ended(resumed, stopped)


@contextmanager
def _turn(session: CoreSession, ending: Callable[[], bool]) -> Iterator[None]:
    """One import after another: each sweeps away what an interrupted one has left. Raises Cancelled."""
    turn = session.kept("import turn", None, threading.Lock)
    while not turn.acquire(timeout=WAIT_SECONDS):
        if ending():
            raise Cancelled
    try:
        yield
    finally:
        turn.release()


class _Teller:
    """Counts files and tells the window, now and then."""

    def __init__(self, session: CoreSession) -> None:
        self._room = session
        self._counts = {"done": 0, "duplicate": 0, "failed": 0}
        self._not_added: list[NotAdded] = []
        self._due, self._items_due = Every(EVERY_SECONDS), Every(ITEMS_EVERY_SECONDS)

    def told(self, imported: Imported) -> None:
        self._counts[imported.state] += 1
        if imported.state == "failed" and len(self._not_added) < MOST_ROWS:
            self._not_added.append(NotAdded(imported.path, by_code(imported.error)))
        if imported.state == "done" and self._items_due():
            self._room.changed("items")

    def progress(self, progress: Progress) -> None:
        if self._due():
            p = progress
            self._room.tell(ImportProgress(p.files, p.of_files, p.bytes, p.of_bytes))

    def scanned(self, files: int) -> None:
        """`files` were found so far."""
        if self._due():
            self._room.tell(ImportProgress(0, 0, 0, 0, files))

    def ended(self, resumed: bool, stopped: Failed | None) -> ImportEnded:
        done, known, refused = (self._counts[state] for state in ("done", "duplicate", "failed"))
        return ImportEnded(done, known, refused, tuple(self._not_added), resumed, stopped)


class Every:
    """True at most once per so many seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock, self._next = seconds, clock, 0.0

    def __call__(self) -> bool:
        now = self._clock()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
