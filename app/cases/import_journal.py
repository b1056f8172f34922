"""The journal of imports: which files of a batch are pending, done, duplicate or failed.

A batch is what one request asked for. It stays open while anything is pending or failed in a way that may
pass (a full disk, an unplugged one); asking for the same again goes on with it and reads nothing twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from app.cases.case import Case
from app.cases.originals import Found, LinkNotFollowed, NotAFile, OwnFile
from app.store.clock import now
from app.store.schema import batches, imports, source_paths

FINAL_ERRORS = (NotAFile.code, LinkNotFollowed.code, OwnFile.code)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Task:
    """A file of a batch that is still to be read."""

    id: int
    path: str
    bytes: int


class Journal:
    """The journal of one batch."""

    def __init__(self, case: Case, roots: Sequence[str]) -> None:
        self._case = case
        self.batch, self.resumed = self._open(list(roots))

    def _open(self, roots: list[str]) -> tuple[str, bool]:
        with self._case.writing() as connection:
            unfinished = connection.execute(select(batches).where(batches.c.finished_at.is_(None)))
            for row in unfinished:
                if row.roots == roots:
                    return row.id, True
            batch = secrets.token_hex(8)
            actor = self._case.account.identity.id
            fields = {"id": batch, "roots": roots, "started_at": now(), "actor": actor}
            connection.execute(insert(batches), fields)
            self._case.custody.append(connection, "import started", batch, {"roots": roots})
        return batch, False

    def note(self, found: Iterable[Found], new_only: bool = False) -> list[Found]:
        """Write down what a scan found; returns what can not be read. Finished files that look the same stay
        finished.
        """
        refused: list[Found] = []
        stream = iter(found)
        while some := list(islice(stream, _AT_ONCE)):
            refused += [f for f in some if f.error]
            with self._case.writing() as connection:
                for one in some:
                    if self._noted(connection, one, new_only) and one.error:
                        self.note_refusal(connection, one.path, one.error)
        return refused

    def note_refusal(self, connection: Connection, path: str, error: str) -> None:
        """An entry of the custody log for a file that was not added."""
        details = {"path": path, "reason": error}
        self._case.custody.append(connection, "item not added", self.batch, details)

    def _noted(self, connection: Connection, found: Found, new_only: bool) -> bool:
        """Whether anything is new about it."""
        here = (imports.c.batch == self.batch) & (imports.c.path == found.path)
        known = connection.execute(select(imports).where(here)).first()
        state = "failed" if found.error else "pending"
        if new_only and state == "pending" and _seen(connection, found):
            state = "duplicate"
        values = {"bytes": found.bytes, "mtime_ns": found.mtime_ns, "state": state, "error": found.error}
        if known is None:
            connection.execute(insert(imports), {"batch": self.batch, "path": found.path, **values})
            return True
        unchanged = (known.bytes, known.mtime_ns) == (found.bytes, found.mtime_ns)
        finished = known.state in ("done", "duplicate")
        if unchanged and (finished or (known.state, known.error) == (state, found.error)):
            return False
        connection.execute(update(imports).where(imports.c.id == known.id).values(**values))
        return True

    def totals(self) -> tuple[int, int]:
        """Files and bytes still to be read."""
        with self._case.database.connect() as connection:
            count, size = connection.execute(
                select(func.count(), func.coalesce(func.sum(imports.c.bytes), 0)).where(self._pending())
            ).one()
        return int(count), int(size)

    def tasks(self) -> Iterator[Task]:
        """Pending files, in the order in which they were found."""
        after = 0
        while True:
            with self._case.database.connect() as connection:
                rows = connection.execute(
                    select(imports.c.id, imports.c.path, imports.c.bytes)
                    .where(self._pending(), imports.c.id > after)
                    .order_by(imports.c.id)
                    .limit(_AT_ONCE)
                ).all()
            if not rows:
                return
            for row in rows:
                yield Task(row.id, row.path, row.bytes)
            after = rows[-1].id

    def settle(
        self, connection: Connection, task: Task, state: str, item_id: str | None, error: str = ""
    ) -> None:
        """Write down how a file ended, in the transaction of its item."""
        values: dict[str, Any] = {"state": state, "item_id": item_id, "error": error}
        connection.execute(update(imports).where(imports.c.id == task.id).values(**values))

    def finish(self) -> bool:
        """Close the batch if nothing is left that another attempt could bring. Returns whether it is
        closed.
        """
        with self._case.writing() as connection:
            again = connection.execute(
                select(func.count()).where(
                    imports.c.batch == self.batch,
                    imports.c.state.in_(("pending", "failed")),
                    imports.c.error.not_in(FINAL_ERRORS),
                )
            ).scalar_one()
            if again:
                return False
            connection.execute(update(batches).where(batches.c.id == self.batch).values(finished_at=now()))
            self._case.custody.append(connection, "import finished", self.batch)
        return True

    def _pending(self) -> Any:
        return (imports.c.batch == self.batch) & (imports.c.state == "pending")


def anything_unfinished(case: Case) -> bool:
    """Whether some import was interrupted, and may have left files behind."""
    with case.database.connect() as connection:
        unfinished = select(batches.c.id).where(batches.c.finished_at.is_(None)).limit(1)
        return connection.execute(unfinished).first() is not None


def _seen(connection: Connection, found: Found) -> bool:
    same = (
        (source_paths.c.path == found.path)
        & (source_paths.c.bytes == found.bytes)
        & (source_paths.c.mtime_ns == found.mtime_ns)
    )
    return connection.execute(select(source_paths.c.id).where(same).limit(1)).first() is not None
