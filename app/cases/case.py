"""A case: one investigation in one folder under an opaque name.

`case.keys` (envelopes), `case.db` (SQLCipher), `media/` (sealed evidence), `incoming/` (files being sealed),
`case.lock`. The first who opens a case may write; who comes second reads, adds to the log beside them, and is
told when they try to write anything else.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.engine import Connection

from app.cases.custody import OLDER_COPY, Custody
from app.cases.operation_log import OPTION, OperationLog
from app.cases.passages import fold_again, folded_earlier
from app.cases.profile import Profile, profile
from app.cases.recordings import recordings
from app.cases.taking_over import pending, take_over
from app.keys.account import Account
from app.keys.case_keys import CaseKeys
from app.operations.decisions import CASE_FACT
from app.store import schema
from app.store.account_schema import cases as known_cases
from app.store.clock import now
from app.store.database import FolderReadOnly, OlderSchema, create_database, open_database
from app.store.lock import CaseInUse, WriterLock
from engine.errors import AimaError
from engine.sealing.wrapping import derive, seal, unseal
from engine.units import MediaPath

MEDIA_KIND = "media"


class NoSuchCase(AimaError):
    """No case has this name or id. `case list` shows all cases; `case new` creates one."""

    code = "no-such-case"
    exit_code = 4


class AmbiguousCase(AimaError):
    """Several cases match. Give the id (`case list` shows it) with --case."""

    code = "ambiguous-case"
    exit_code = 4


class NoSuchItem(AimaError):
    """The case contains no such item. `status` lists all items."""

    code = "no-such-item"
    exit_code = 4


class Case:
    """An open case. Close it, or use it in a `with`."""

    def __init__(
        self,
        account: Account,
        case_id: str,
        keys: CaseKeys,
        database: Engine,
        lock: WriterLock | None,
        beside: bool = False,
    ):
        self.account = account
        self.id = case_id
        self.folder = keys.folder
        self.keys = keys
        self.operations = OperationLog(case_id, keys, account)
        self.database = database.execution_options(**{OPTION: self.operations})
        self.writable = lock is not None
        self._adds = self.writable or beside
        self.custody = Custody(self.database, account, self.operations)
        self._lock = lock
        self._item_keys: dict[str, bytes] = {}
        self._elsewhere = keys.folder.parent != cases_folder(account.home)

    @classmethod
    def create(
        cls,
        account: Account,
        name: str,
        *,
        purpose: str,
        legal_basis: str,
        retention: str,
        profile: str = "police",
    ) -> Case:
        """A new case, open for writing. `retention` is the ISO date after which it must be gone."""
        case_id = secrets.token_hex(16)
        folder = cases_folder(account.home) / case_id
        facts = {
            "case_id": case_id, "name": name, "purpose": purpose, "legal_basis": legal_basis,
            "retention": retention, "profile": profile, "created_at": now(),
        }  # fmt: skip
        try:
            return cls._created(account, folder, facts)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # half a case would be in the way of every list
            raise

    @classmethod
    def _created(cls, account: Account, folder: Path, facts: dict[str, str]) -> Case:
        (folder / "media").mkdir(parents=True, mode=0o700)
        (folder / "incoming").mkdir(mode=0o700)
        with ExitStack() as undo:
            lock = WriterLock(folder / "case.lock")
            lock.take()
            undo.callback(lock.release)
            keys = CaseKeys.create(folder, facts["case_id"], account.identity)
            database = create_database(folder / "case.db", keys.database_key, "case")
            undo.callback(database.dispose)
            case = cls(account, facts["case_id"], keys, database, lock)
            with case.writing() as connection:
                take_over(connection, case.operations)
                case.state_facts(connection, facts)
            case._note()
            undo.pop_all()
        return case

    @classmethod
    def open(
        cls, account: Account, case_id: str, write: bool | None = None, folder: Path | None = None
    ) -> Case:
        """Open by full id. `write` None: for writing if nobody else does and the folder allows it; beside
        somebody who does, `adding` still works. `folder` is where it lies if not among the account's cases,
        such as in a backup.

        Raises NoSuchCase, CaseInUse (only if `write`), NotAMember and what `open_database` raises.
        """
        folder = folder or cases_folder(account.home) / case_id
        if not folder.is_dir():
            raise NoSuchCase
        lock, beside = (None, False) if write is False else _lock(folder, must=bool(write))
        try:
            keys = CaseKeys.load(folder, case_id, account.identity)
            writes, path = lock is not None or beside, folder / "case.db"
            database = open_database(path, keys.database_key, "case", writes, migrate=not beside)
        except BaseException:
            if lock:
                lock.release()
            raise
        case = cls(account, case_id, keys, database, lock, beside)
        try:
            case._ready()
        except BaseException:
            case._release()
            raise
        return case

    def _ready(self) -> None:
        """Take over what an earlier version kept; trust what this account checked before."""
        with self.database.connect() as connection:
            older, refold = pending(connection), folded_earlier(connection)
        if (older or refold) and not self.writable:
            raise OlderSchema
        if older:
            with self.writing() as connection:
                take_over(connection, self.operations)
        if refold:
            with self.writing() as connection:
                fold_again(connection)
        with self.account.database.connect() as connection:
            row = connection.execute(select(known_cases).where(known_cases.c.id == self.id)).first()
        if row is None or self.custody.trust(row.custody_seq, row.custody_hash) or not self.writable:
            return
        if not self.custody.goes_on(row.custody_seq, row.custody_hash):
            # an older copy of the case: going on in this device's chain would say two things under one number
            self.account.renew_device()
            self.custody.record(OLDER_COPY, self.id, {"entries": row.custody_seq, "head": row.custody_hash})

    @classmethod
    def find(cls, account: Account, named: str = "", write: bool | None = None) -> Case:
        """Open by id, beginning of an id, or name; the only case where `named` is empty.

        Raises NoSuchCase, AmbiguousCase and what `open` raises.
        """
        everything = listed(account)
        exact = [i for i, name in everything.items() if named and named in (i, name)]
        sound = [i for i, name in everything.items() if name]
        fits = exact or (sound if not named and sound else [i for i in everything if i.startswith(named)])
        if not fits:
            raise NoSuchCase
        if len(fits) > 1:
            raise AmbiguousCase
        return cls.open(account, fits[0], write)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its first moment. Raises CaseInUse on a case
        opened to read, FolderReadOnly on one that nobody can write.
        """
        if not self.writable:
            raise self.refusal()
        with self.adding() as connection:
            yield connection

    def refusal(self) -> AimaError:
        """Why a case that is open to read cannot be written: somebody else writes, or nobody can."""
        return CaseInUse() if os.access(self.folder, os.W_OK) else FolderReadOnly()

    @contextmanager
    def adding(self) -> Iterator[Connection]:
        """The same for what only adds to the log, such as entries, judgements and drafts: also beside
        somebody who has the case open for writing. Raises CaseInUse, FolderReadOnly, DatabaseBusy.
        """
        if not self._adds:
            raise self.refusal()
        try:
            with self.database.execution_options(immediate=True).begin() as connection:
                yield connection
        except BaseException:
            self.operations.failed()
            raise
        self.operations.done()

    @contextmanager
    def at_one_moment(self) -> Iterator[Connection]:
        """A connection that sees the case as it is now until it ends, decisions too, whatever others add."""
        with self.database.connect() as connection:
            yield connection.execution_options(**{OPTION: self.operations.apart()})

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Record facts about the case, in a transaction of their own; the latest word about each holds."""
        with self.writing() as connection:
            self.state_facts(connection, facts)

    def state_facts(self, connection: Connection, facts: Mapping[str, Any]) -> None:
        """The same in the caller's writing transaction."""
        connection.execute(delete(schema.facts).where(schema.facts.c.key.in_(list(facts))))
        connection.execute(insert(schema.facts), [{"key": k, "value": v} for k, v in facts.items()])
        self.operations.append(connection, CASE_FACT, {"facts": dict(facts)})
        self.__dict__.pop("facts", None)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """name, purpose, legal_basis, retention, profile, created_at, case_id, and what was told since."""
        with self.database.connect() as connection:
            return {row.key: row.value for row in connection.execute(select(schema.facts))}

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def profile(self) -> Profile:
        """Defaults of the deployment this case belongs to."""
        return profile(str(self.facts["profile"]))

    def item_key(self, item_id: str) -> bytes:
        """32-byte key of an item, unwrapped. Raises NoSuchItem, NotOpened, NotAMember."""
        if item_id not in self._item_keys:
            with self.database.connect() as connection:
                row = connection.execute(
                    select(schema.items.c.wrapped_key, schema.items.c.epoch).where(
                        schema.items.c.id == item_id
                    )
                ).first()
            if row is None:
                raise NoSuchItem
            self._item_keys[item_id] = self.keys.unwrap_item_key(
                item_id, MEDIA_KIND, row.epoch, row.wrapped_key
            )
        return self._item_keys[item_id]

    def media(self, item_id: str) -> MediaPath:
        """Where the sealed file of an item is and how it opens."""
        key = self.item_key(item_id)
        with self.database.connect() as connection:
            name = connection.execute(
                select(schema.items.c.sealed).where(schema.items.c.id == item_id)
            ).scalar_one()
            parts = recordings(connection, self.open_result, item_id)
        return MediaPath(str(self.media_path(name)), key, self.media_associated(item_id), parts)

    def media_path(self, sealed: str) -> Path:
        """Path of a sealed file by its name in `items.sealed`."""
        return self.folder / "media" / sealed[:2] / sealed

    def media_associated(self, item_id: str) -> bytes:
        """What the sealed file of an item is bound to."""
        return f"{self.id}|{item_id}|{MEDIA_KIND}".encode()

    def seal_result(self, item_id: str, unit_key: str, result: bytes) -> bytes:
        """The packed tables of a unit, sealed under the item's key and bound to the unit."""
        return seal(derive(self.item_key(item_id), "aima results v1"), result, unit_key.encode())

    def open_result(self, item_id: str, unit_key: str, untrusted: bytes) -> bytes:
        """Raises NotOpened if the result was changed or belongs to another unit."""
        return unseal(derive(self.item_key(item_id), "aima results v1"), untrusted, unit_key.encode())

    def close(self) -> None:
        """Let go of database and lock. Idempotent."""
        if (self.writable or self.operations.appended) and not self._elsewhere:
            self._note()
        self._release()

    def _release(self) -> None:
        self.database.dispose()
        if self._lock:
            self._lock.release()
            self._lock, self.writable = None, False

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _note(self) -> None:
        """Tell the account of this case, and how far its log has come and was checked."""
        seq, digest = self.custody.checked_head()
        with self.account.database.execution_options(immediate=True).begin() as connection:
            row = connection.execute(select(known_cases).where(known_cases.c.id == self.id)).first()
            if row is None:
                fields = {"id": self.id, "name": self.name, "created_at": self.facts["created_at"]}
                connection.execute(insert(known_cases), fields | {"custody_seq": seq, "custody_hash": digest})
            elif seq > row.custody_seq:
                connection.execute(
                    update(known_cases)
                    .where(known_cases.c.id == self.id)
                    .values(custody_seq=seq, custody_hash=digest)
                )


def cases_folder(home: Path) -> Path:
    return home / "cases"


def listed(account: Account) -> dict[str, str]:
    """Names of all cases by id: those the account knows, and those found in its folder after a restore.

    The name is empty where a case cannot be opened to ask for it: it must not be in the way of the others.
    """
    folder = cases_folder(account.home)
    present = {p.name for p in folder.iterdir() if _is_case(p)} if folder.is_dir() else set()
    with account.database.begin() as connection:
        known = {row.id: row.name for row in connection.execute(select(known_cases))}
        gone = set(known) - present
        if gone:
            connection.execute(delete(known_cases).where(known_cases.c.id.in_(gone)))
    for case_id in sorted(present - set(known)):
        try:
            with Case.open(account, case_id, write=False) as case:
                known[case_id] = case.name
        except AimaError:
            known[case_id] = ""
    return {case_id: known[case_id] for case_id in sorted(present)}


def _is_case(folder: Path) -> bool:
    """Also one of which a part is missing: its damage has to be reported, not its absence."""
    return any((folder / name).is_file() for name in ("case.keys", "case.db"))


def _lock(folder: Path, must: bool) -> tuple[WriterLock | None, bool]:
    """The lock of who writes, if it is free; else whether that is because somebody else has it."""
    lock = WriterLock(folder / "case.lock")
    try:
        lock.take()
    except CaseInUse:
        if must:
            raise
        return None, True
    except OSError:
        return None, False
    return lock, False
