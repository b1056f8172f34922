"""Encrypted databases: schema, wrong key, damage, newer and older schema, full disk, read-only media."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import MetaData, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from app.cases import folding
from app.store import schema
from app.store.account_schema import account_tables
from app.store.database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DiskFull,
    NewerSchema,
    OlderSchema,
    copy_database,
    create_database,
    newest_schema,
    open_database,
)
from app.store.lock import CaseInUse
from app.store.schema import EvidenceName, case_tables

KEY = bytes(range(32))


@pytest.mark.parametrize(("kind", "tables"), [("case", case_tables), ("account", account_tables)])
def test_migrations_make_the_tables_the_program_names(tmp_path: Path, kind: str, tables: MetaData) -> None:
    engine = create_database(tmp_path / "db", KEY, kind)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = [d for d in compare_metadata(context, tables) if "passages_" not in str(d)]
    engine.dispose()
    assert differences == []


def test_nothing_in_the_file_is_in_clear(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "db", KEY, "case")
    with engine.begin() as connection:
        connection.execute(insert(schema.facts), {"key": "name", "value": "kanarienvogel"})
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        for word in (b"kanarienvogel", b"SQLite format", b"CREATE TABLE", b"alembic"):
            assert word not in content, path.name
    engine.dispose()


def test_a_wrong_key_and_a_missing_file_are_named(tmp_path: Path) -> None:
    create_database(tmp_path / "db", KEY, "case").dispose()
    with pytest.raises(DatabaseDamaged):
        open_database(tmp_path / "db", bytes(32), "case")
    with pytest.raises(DatabaseMissing):
        open_database(tmp_path / "gone", KEY, "case")
    assert not (tmp_path / "gone").exists()


def test_a_damaged_page_is_named_and_the_rest_still_reads(tmp_path: Path) -> None:
    path = tmp_path / "db"
    engine = create_database(path, KEY, "case")
    with engine.begin() as connection:
        connection.execute(insert(schema.facts), {"key": "name", "value": "a"})
        rows = [{"key": f"{n:05}", "value": "x" * 900} for n in range(2000)]
        connection.execute(insert(schema.facts), rows)
    engine.dispose()
    damaged = bytearray(path.read_bytes())
    damaged[301 * 4096 + 100] ^= 1
    path.write_bytes(damaged)
    engine = open_database(path, KEY, "case")
    with pytest.raises(DatabaseDamaged), engine.connect() as connection:
        connection.execute(select(schema.facts)).all()
    with engine.connect() as connection:
        name = select(schema.facts.c.value).where(schema.facts.c.key == "name")
        assert connection.execute(name).scalar() == "a"
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    engine.dispose()


def test_a_newer_schema_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "db"
    engine = create_database(path, KEY, "case")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    engine.dispose()
    before = path.read_bytes()
    for write in (True, False):
        with pytest.raises(NewerSchema):
            open_database(path, KEY, "case", write=write)
    assert path.read_bytes() == before


def test_an_older_schema_is_not_migrated_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.touch()
    with pytest.raises(OlderSchema):
        open_database(path, KEY, "account", write=False)
    engine = open_database(path, KEY, "account")
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    assert version == newest_schema("account")


def test_a_failed_migration_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.touch()
    engine = open_database(path, KEY, "account")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()
    with pytest.raises(Exception, match="already exists"):
        open_database(path, KEY, "account")
    # the tables are all there still, and no version was written over them
    with pytest.raises(OlderSchema):
        open_database(path, KEY, "account", write=False)


def test_readers_see_what_was_committed_while_somebody_writes(tmp_path: Path) -> None:
    path = tmp_path / "db"
    writer = create_database(path, KEY, "case")
    with writer.begin() as connection:
        connection.execute(insert(schema.facts), {"key": "a", "value": 1})
    reader = open_database(path, KEY, "case", write=False)
    with writer.begin() as writing:
        writing.execute(insert(schema.facts), {"key": "b", "value": 2})
        with reader.connect() as reading:
            assert reading.execute(select(schema.facts.c.key)).scalars().all() == ["a"]
    with pytest.raises(CaseInUse), reader.begin() as reading:
        reading.execute(insert(schema.facts), {"key": "c", "value": 3})
    reader.dispose()
    writer.dispose()


_READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from app.store.database import open_database, FolderReadOnly
from app.cases import folding
from app.store import schema
from sqlalchemy import select
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
engine = open_database(path, bytes(range(32)), "case", write=False)
with engine.connect() as connection:
    print(connection.execute(select(schema.facts.c.value)).scalar())
try:
    open_database(path, bytes(range(32)), "case", write=True)
except FolderReadOnly:
    print("refused")
"""


def test_a_read_only_folder_reads_and_refuses_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    engine = create_database(folder / "db", KEY, "case")
    with engine.begin() as connection:
        connection.execute(insert(schema.facts), {"key": "name", "value": "there"})
    engine.dispose()
    (folder / "db").chmod(0o444)
    folder.chmod(0o555)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
    tmp_path.chmod(0o755)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _READ_AS_NOBODY, str(folder / "db")], capture_output=True, text=True
        )
    finally:
        folder.chmod(0o755)
    assert done.stdout.split() == ["there", "refused"], done.stderr


def test_a_copy_made_while_somebody_writes_is_whole_and_under_the_same_key(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "db", KEY, "case")
    with engine.begin() as connection:
        rows = [{"key": f"{n:05}", "value": "x" * 900} for n in range(3000)]
        connection.execute(insert(schema.facts), rows)
    copy_database(engine, tmp_path / "copy", KEY)
    engine.dispose()
    copy = open_database(tmp_path / "copy", KEY, "case", write=False)
    with copy.connect() as connection:
        assert len(connection.execute(select(schema.facts)).all()) == 3000
    copy.dispose()
    assert b"xxxxxxxx" not in (tmp_path / "copy").read_bytes()


@given(st.text(alphabet=st.characters(exclude_categories=())) | st.binary().map(os.fsdecode))
def test_any_file_name_is_stored_without_loss(name: str) -> None:
    kind = EvidenceName()
    stored = kind.process_bind_param(name, None)  # type: ignore[arg-type]
    assert isinstance(stored, bytes) or stored.encode().decode() == name
    assert kind.process_result_value(stored, None) == name  # type: ignore[arg-type]


def _found(connection: Connection, index: str, query: str) -> list[str]:
    joined = f"{index} f JOIN passages p ON p.id = f.rowid"
    sql = text(f"SELECT p.shown FROM {joined} WHERE {index} MATCH :q ORDER BY 1")
    return list(connection.execute(sql, {"q": query}).scalars())


def test_words_keep_umlauts_apart_and_fragments_do_not(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "db", KEY, "case")
    texts = ["Das ist schön", "Das ist schon so", "Müller fährt B-KL 4711", "MÜLLER"]
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.execute(
            insert(schema.items),
            {"id": "i", "sha256": "s", "blake3": "b", "name": "n", "bytes": 1, "sealed": "x",
             "wrapped_key": b"", "epoch": 1, "added_at": "", "added_by": ""},
        )  # fmt: skip
        connection.execute(
            insert(schema.units),
            {"key": "u", "item_id": "i", "stage": "s", "version": 1, "stream": 0, "start_ns": 0, "end_ns": 1,
             "sampling": "grid", "state": "done", "finished_at": "", "settings": {}, "digests": {},
             "upstream_keys": {}},
        )  # fmt: skip
        for at, words in enumerate(texts):
            passage = {"unit_key": "u", "item_id": "i", "stream": 0, "origin": "speech", "shown": words}
            folded = {"text": folding.indexed(words), "fold": folding.VERSION}
            connection.execute(insert(schema.passages), passage | folded | {"start_ns": at, "end_ns": at + 1})
        assert _found(connection, "passages_words", "schoen") == ["Das ist schön"]
        assert _found(connection, "passages_words", "SCHON") == ["Das ist schon so"]
        assert _found(connection, "passages_words", "mueller") == ["MÜLLER", "Müller fährt B-KL 4711"]
        assert _found(connection, "passages_parts", "muelle") == ["MÜLLER", "Müller fährt B-KL 4711"]
        assert _found(connection, "passages_parts", '"l 47"') == ["Müller fährt B-KL 4711"]
        connection.execute(text("UPDATE passages SET text = 'anders' WHERE shown = 'MÜLLER'"))
        assert _found(connection, "passages_words", "mueller") == ["Müller fährt B-KL 4711"]
        connection.execute(text("DELETE FROM units"))
        for index in ("passages_words", "passages_parts"):
            assert _found(connection, index, "mueller OR anders OR schoen") == []
            connection.execute(text(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"))
    engine.dispose()


_FILL = """
import resource, signal, sys
from pathlib import Path
from sqlalchemy import insert, select, func
from app.cases import folding
from app.store import schema
from app.store.database import DiskRefused, open_database, create_database
path = Path(sys.argv[1])
engine = create_database(path, bytes(range(32)), "case")
with engine.begin() as connection:
    connection.execute(insert(schema.facts), {"key": "kept", "value": 1})
engine.dispose()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = open_database(path, bytes(range(32)), "case")
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
try:
    with engine.begin() as connection:
        for n in range(4000):
            connection.execute(insert(schema.facts), {"key": str(n), "value": "x" * 900})
except DiskRefused:
    print("refused")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_disk_that_refuses_to_write_is_named_and_what_was_committed_is_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(tmp_path / "db")], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "refused", done.stderr
    engine = open_database(tmp_path / "db", KEY, "case")
    with engine.connect() as connection:
        assert connection.execute(select(schema.facts.c.key)).scalars().all() == ["kept"]
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()


def test_a_full_disk_is_named_and_what_was_committed_is_kept(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "db", KEY, "case")
    with engine.begin() as connection:
        connection.execute(insert(schema.facts), {"key": "kept", "value": 1})
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
        with pytest.raises(DiskFull), connection.begin():
            connection.execute(insert(schema.facts), {"key": "large", "value": "x" * 100_000})
        assert connection.execute(select(schema.facts.c.key)).scalars().all() == ["kept"]
    engine.dispose()


def test_a_database_another_process_holds_is_named_as_busy(tmp_path: Path) -> None:
    holder = create_database(tmp_path / "db", KEY, "case")
    other = open_database(tmp_path / "db", KEY, "case")
    with holder.execution_options(immediate=True).begin(), other.connect() as waiting:
        waiting.exec_driver_sql("PRAGMA busy_timeout = 50")
        waiting.rollback()
        with pytest.raises(DatabaseBusy):
            waiting.execute(insert(schema.facts), {"key": "a", "value": 1})
    holder.dispose()
    other.dispose()


def test_error_texts_of_the_database_quote_no_evidence(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "db", KEY, "case")
    row = {"key": "k", "value": "Kanarienvogel"}
    with pytest.raises(IntegrityError) as error, engine.begin() as connection:
        connection.execute(insert(schema.facts), [row, row])
    engine.dispose()
    assert "Kanarienvogel" not in str(error.value)
