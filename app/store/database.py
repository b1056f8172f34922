"""Encrypted databases: SQLCipher under SQLAlchemy, brought to the newest schema when opened for writing.

Keys are raw 32 bytes, so SQLCipher derives nothing; every page carries an HMAC. Writing is in WAL mode with
`synchronous=FULL`: what a transaction wrote is there after a power cut.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ExceptionContext

from app.store.lock import CaseInUse
from engine.errors import AimaError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 30_000
LEAST_FREE = 1 << 20


class DatabaseMissing(AimaError):
    """The database file is missing. If the folder was moved, move it back; otherwise restore a backup."""

    code = "database-missing"
    exit_code = 6


class DatabaseDamaged(AimaError):
    """A page of the database is damaged or was written with another key. Nothing was changed. Copy
    the folder, run `verify` to see what is affected, and restore the last backup.
    """

    code = "database-damaged"
    exit_code = 6


class NewerSchema(AimaError):
    """The database was written by a newer version of AIMA. Nothing was changed; open it with that version."""

    code = "newer-schema"
    exit_code = 6


class OlderSchema(AimaError):
    """The database was written by an older version of AIMA and is open read-only. Open it once for
    writing (for example with `add` or `analyze`) to update it.
    """

    code = "older-schema"
    exit_code = 6


class DatabaseBusy(AimaError):
    """Another process is using the database and did not release it in time. Close it there and try again."""

    code = "database-busy"
    exit_code = 4


class DiskFull(AimaError):
    """There is no space left on the disk of the case. Finished work is kept. Free some space and run
    the same again.
    """

    code = "disk-full"
    exit_code = 4


class DiskRefused(AimaError):
    """The disk of the case refused to read or write: it is failing, was unplugged, or a quota is used
    up. Finished work is kept. Check the disk, then run the same again; `verify` tells whether
    anything is damaged.
    """

    code = "disk-refused"
    exit_code = 4


class FolderReadOnly(AimaError):
    """The case cannot be changed: its folder or disk is read-only. Reading still works."""

    code = "read-only"
    exit_code = 4


_MEANINGS: tuple[tuple[str, type[AimaError]], ...] = (
    ("file is not a database", DatabaseDamaged),
    ("disk image is malformed", DatabaseDamaged),
    ("disk i/o error", DiskRefused),
    ("database or disk is full", DiskFull),
    ("readonly database", FolderReadOnly),
    ("unable to open database", FolderReadOnly),
    ("is locked", DatabaseBusy),
)


def _meaning(error: BaseException, path: Path, write: bool = True) -> AimaError | None:
    """What an error of the database library means to a person; None where it is a fault of the program."""
    said = str(error).lower()
    known = next((known for words, known in _MEANINGS if words in said), None)
    if known is DiskRefused and shutil.disk_usage(path.parent).free < LEAST_FREE:
        known = DiskFull  # what the library says where there is no room for its log
    if known is FolderReadOnly and not write and os.access(path, os.W_OK):
        known = CaseInUse  # opened to read, because somebody else writes
    return known() if known else None


def open_database(path: Path, key: bytes, kind: str, write: bool = True, migrate: bool = True) -> Engine:
    """The engine of the `kind` ("case" or "account") of database at `path`, at the newest schema; `migrate`
    False: it must have that already, as others have it open.

    A case without tables is damaged: nothing tells what it held. An account's is filled again from the cases.
    Every transaction is explicit: BEGIN on the first statement, BEGIN IMMEDIATE for connections with the
    execution option `immediate`. Raises DatabaseMissing, DatabaseDamaged, NewerSchema, OlderSchema,
    DatabaseBusy, FolderReadOnly, DiskFull, DiskRefused; also later, from any statement.
    """
    return _opened(path, key, kind, write, kind != "case", migrate)


def _opened(
    path: Path, key: bytes, kind: str, write: bool, may_be_empty: bool, migrate: bool = True
) -> Engine:
    if not path.is_file():
        raise DatabaseMissing
    engine = _engine(path, key, write)
    try:
        _bring_up_to_date(engine, kind, write and migrate, may_be_empty)
    except BaseException:
        engine.dispose()
        raise
    return engine


def create_database(path: Path, key: bytes, kind: str) -> Engine:
    """A new database at `path`, which must not exist."""
    path.touch(mode=0o600, exist_ok=False)
    return _opened(path, key, kind, write=True, may_be_empty=True)


def copy_database(engine: Engine, target: Path, key: bytes) -> None:
    """A consistent copy in the new file `target` under the same key, while others read and write.

    SQLite's backup interface; the copy is one file without a log beside it. Raises DiskFull and the like.
    """
    copy = sqlcipher3.connect(str(target), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        source = engine.raw_connection()
        try:
            source.driver_connection.backup(copy, pages=4096)  # type: ignore[union-attr]
        finally:
            source.close()
        copy.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher3.DatabaseError as error:
        known = _meaning(error, target)
        if known is None:
            raise
        raise known from error
    finally:
        copy.close()


def newest_schema(kind: str) -> str:
    """Revision this version of AIMA writes: the last file of the migrations folder, by name."""
    return max(p.stem.split("_")[0] for p in (MIGRATIONS / kind).glob("v[0-9]*_*.py"))


def _engine(path: Path, key: bytes, write: bool) -> Engine:
    def connect() -> Any:
        connection = sqlcipher3.connect(
            _address(path, write), uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path, key, write)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite:///aima",
        module=sqlcipher3,
        creator=connect,
        hide_parameters=True,  # error texts would quote evidence
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        known = _meaning(context.original_exception, path, write)
        if isinstance(known, DatabaseDamaged):
            # after a page that fails its HMAC, SQLCipher refuses everything on that connection
            context.is_disconnect = True
        if known is not None:
            raise known from context.original_exception

    return engine


def _address(path: Path, write: bool) -> str:
    address = path.absolute().as_uri() + ("?mode=rw" if write else "?mode=ro")
    log = path.with_name(path.name + "-wal")
    if not write and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
        # on a medium nobody writes to, the library must not want a lock file beside the database
        address += "&immutable=1"
    return address


def _prepare(connection: Any, path: Path, key: bytes, write: bool) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA cipher_log_level = NONE")
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        # INSERT OR REPLACE would otherwise delete rows without asking the triggers that forbid it
        cursor.execute("PRAGMA recursive_triggers = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA secure_delete = ON")
        if write:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master")
    except sqlcipher3.DatabaseError as error:
        known = _meaning(error, path)
        if known is not None:
            raise known from error
        raise
    finally:
        cursor.close()


def _bring_up_to_date(engine: Engine, kind: str, write: bool, may_be_empty: bool) -> None:
    newest = newest_schema(kind)
    with engine.connect() as connection:
        found = _schema_of(connection)
    if found == newest:
        return
    if not found and not may_be_empty:
        raise DatabaseDamaged
    if found and (not re.fullmatch(r"v\d{4}", found) or found > newest):
        raise NewerSchema
    if not write:
        raise OlderSchema
    _migrate(engine, kind)


def _schema_of(connection: Connection) -> str:
    """Revision of the database; empty where it is new."""
    known = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(text(known)).first() is None:
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _migrate(engine: Engine, kind: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.set_main_option("version_locations", (MIGRATIONS / kind).as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    with engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
