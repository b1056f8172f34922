"""Intake: originals are read once and become sealed items, each with an entry in the custody log.

Order of one file: sealed under a temporary name and flushed, renamed, folder flushed; then one transaction
with item, sighting, journal and custody entry. Killed before the transaction, the file is read again and
the sealed copy, whose key was in memory only, is swept away; killed after it, the file is done.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select

from app.cases.case import MEDIA_KIND, Case
from app.cases.import_journal import Journal, Task, anything_unfinished
from app.cases.one_pass import Copied, OnePass
from app.cases.originals import Found, Original, OriginalRefused, scan
from app.store.clock import now
from app.store.database import DiskFull
from app.store.files import flush_folder
from app.store.schema import items, source_paths
from engine.errors import Cancelled
from engine.sealing.wrapping import new_key


@dataclass(frozen=True, slots=True)
class Imported:
    """How one file ended: `state` is done, duplicate or failed; `error` a code."""

    path: str
    state: str
    item_id: str = ""
    error: str = ""
    bytes: int = 0


@dataclass(slots=True)
class Summary:
    """All of one import. `finished` is False where another attempt with the same paths may bring more."""

    files: list[Imported] = field(default_factory=list)
    finished: bool = False
    resumed: bool = False

    def count(self, state: str) -> int:
        return sum(f.state == state for f in self.files)


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes and files read so far in this run, and how many there are."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A sealed copy in its place, not yet in the database."""

    item_id: str
    sealed: str
    key: bytes
    copied: Copied
    mtime_ns: int


class Intake:
    """Brings files into a case opened for writing; `told` is called with each file, `progress` with each
    piece, `scanned` with how many files were found while they are looked for.
    """

    def __init__(
        self,
        case: Case,
        told: Callable[[Imported], None] = lambda _: None,
        progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        scanned: Callable[[int], None] = lambda _: None,
    ) -> None:
        if not case.writable:
            raise case.refusal()
        self._case = case
        self._told, self._progress, self._cancelled, self._scanned = told, progress, cancelled, scanned

    def add(self, paths: Sequence[str | Path], new_only: bool = False) -> Summary:
        """Import files and folders. What fails is named in the summary; the rest continues.

        `new_only` passes over files whose path, size and time were seen before, unread. Raises Cancelled, and
        DiskFull where not even the database can be written: run the same again, it goes on where it stopped.
        """
        if anything_unfinished(self._case):
            sweep(self._case)
        roots = [os.path.abspath(p) for p in paths]  # noqa: PTH100 (resolve would follow links)
        journal = Journal(self._case, roots)
        summary = Summary(resumed=journal.resumed)
        for refused in journal.note(self._found(scan(roots, self._case.account.home)), new_only):
            self._tell(summary, Imported(refused.path, "failed", error=refused.error))
        with OnePass() as one_pass:
            meter = _Meter(*journal.totals(), self._progress)
            for task in journal.tasks():
                self._tell(summary, self._one(one_pass, journal, task, meter))
                meter.file()
        summary.finished = journal.finish()
        return summary

    def _found(self, scanned: Iterable[Found]) -> Iterator[Found]:
        for count, one in enumerate(scanned, 1):
            if self._cancelled():
                raise Cancelled
            self._scanned(count)
            yield one

    def _tell(self, summary: Summary, imported: Imported) -> None:
        summary.files.append(imported)
        self._told(imported)

    def _one(self, one_pass: OnePass, journal: Journal, task: Task, meter: _Meter) -> Imported:
        try:
            arrived = self._arrive(one_pass, task, meter)
        except (OriginalRefused, DiskFull) as error:
            with self._case.writing() as connection:
                journal.settle(connection, task, "failed", None, error.code)
                journal.note_refusal(connection, task.path, error.code)
            return Imported(task.path, "failed", error=error.code)
        return self._write_down(journal, task, arrived)

    def _arrive(self, one_pass: OnePass, task: Task, meter: _Meter) -> _Arrived:
        item_id, sealed, key = secrets.token_hex(16), secrets.token_hex(16), new_key()
        temporary = self._case.folder / "incoming" / sealed
        with Original(task.path) as original:
            if shutil.disk_usage(self._case.folder).free < original.bytes:
                raise DiskFull
            copied = one_pass.copy(
                original, temporary, key, self._case.media_associated(item_id),
                cancelled=self._cancelled, progress=meter.piece,
            )  # fmt: skip
            mtime_ns = original.mtime_ns
        place = self._case.media_path(sealed)
        if not place.parent.exists():
            place.parent.mkdir(mode=0o700)
            flush_folder(place.parent.parent)
        temporary.rename(place)
        flush_folder(place.parent)
        return _Arrived(item_id, sealed, key, copied, mtime_ns)

    def _write_down(self, journal: Journal, task: Task, arrived: _Arrived) -> Imported:
        copied, name = arrived.copied, os.path.basename(task.path)  # noqa: PTH119 (any bytes)
        with self._case.writing() as connection:
            known = connection.execute(select(items.c.id).where(items.c.sha256 == copied.sha256)).scalar()
            item_id = known or arrived.item_id
            if not known:
                connection.execute(insert(items), self._item(arrived, name))
            seen = {"item_id": item_id, "path": task.path, "name": name, "bytes": copied.bytes}
            seen |= {"mtime_ns": arrived.mtime_ns, "seen_at": now()}
            connection.execute(insert(source_paths), seen)
            state = "duplicate" if known else "done"
            journal.settle(connection, task, state, item_id)
            details = {
                "sha256": copied.sha256, "blake3": copied.blake3, "bytes": copied.bytes, "name": name,
                "path": task.path, "mtime_ns": arrived.mtime_ns, "batch": journal.batch,
            }  # fmt: skip
            action = "item seen again" if known else "item added"
            self._case.custody.append(connection, action, item_id, details)
        if known:
            self._case.media_path(arrived.sealed).unlink()
        return Imported(task.path, state, item_id, bytes=copied.bytes)

    def _item(self, arrived: _Arrived, name: str) -> dict[str, object]:
        case = self._case
        return {
            "id": arrived.item_id, "sha256": arrived.copied.sha256, "blake3": arrived.copied.blake3, "name":
            name, "bytes": arrived.copied.bytes, "sealed": arrived.sealed, "wrapped_key":
            case.keys.wrap_item_key(arrived.item_id, MEDIA_KIND, arrived.key), "epoch": case.keys.epoch,
            "added_at": now(), "added_by": case.account.identity.id,
        }  # fmt: skip


class _Meter:
    """Counts what was read."""

    def __init__(self, of_files: int, of_bytes: int, progress: Callable[[Progress], None]) -> None:
        self._of_files, self._of_bytes, self._progress = of_files, of_bytes, progress
        self._files = self._bytes = 0

    def piece(self, count: int) -> None:
        self._bytes += count
        self._progress(Progress(self._files, self._of_files, self._bytes, self._of_bytes))

    def file(self) -> None:
        self._files += 1
        self._progress(Progress(self._files, self._of_files, self._bytes, self._of_bytes))


def sweep(case: Case) -> int:
    """Remove what an interrupted import left: files no row of the database names, whose keys are lost.
    Their number.
    """
    with case.database.connect() as connection:
        known = set(connection.execute(select(items.c.sealed)).scalars())
    left = list((case.folder / "incoming").iterdir())
    left += [p for p in (case.folder / "media").glob("*/*") if p.name not in known]
    for path in left:
        path.unlink()
    return len(left)
