"""Cases: opened by one writer, named only inside the encrypted database, keys by epoch."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import StatementError

from app.cases.case import AmbiguousCase, Case, NoSuchCase, NoSuchItem, listed
from app.cases.epochs import advance
from app.cases.intake import Intake
from app.cases.profile import BadRetention, UnknownProfile, profile, profiles
from app.keys.account import Account
from app.keys.case_keys import CaseKeysDamaged, NotAMember
from app.store.account_schema import cases as known_cases
from app.store.database import DatabaseDamaged
from app.store.lock import CaseInUse
from app.store.schema import items
from engine.sealing.identity import Identity
from engine.sealing.sealed import open_sealed
from engine.sealing.wrapping import NotOpened
from tests.vault import PASSPHRASE, new_account, new_case


def _file(folder: Path, content: bytes, name: str = "a.bin") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_a_case_is_found_by_name_id_or_its_beginning(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with pytest.raises(NoSuchCase):
        Case.find(account)
    with new_case(account, "Nachtfalter") as case:
        case_id = case.id
    for named in ("", "Nachtfalter", case_id, case_id[:6]):
        with Case.find(account, named) as found:
            assert (found.id, found.name) == (case_id, "Nachtfalter")
    with pytest.raises(NoSuchCase):
        Case.find(account, "Tagfalter")
    new_case(account, "Zweiter").close()
    with pytest.raises(AmbiguousCase):
        Case.find(account)
    assert sorted(listed(account).values()) == ["Nachtfalter", "Zweiter"]


def test_names_of_folders_and_files_tell_nothing(tmp_path: Path) -> None:
    original = _file(tmp_path / "source", b"geheim" * 1000, "Zeugin Kanarienvogel.mp4")
    account = new_account(tmp_path / "home")
    with new_case(account, "Kanarienvogel") as case:
        Intake(case).add([original])
        sha256 = case.custody.head()
        with case.database.connect() as connection:
            sha256 = connection.execute(select(items.c.sha256)).scalar_one()
    for path in (tmp_path / "home").rglob("*"):
        assert "anarien" not in str(path.name)
        assert sha256[:16] not in str(path)
        if path.is_file():
            content = path.read_bytes()
            assert b"anarienvogel" not in content, path.name
            assert b"geheimgeheim" not in content, path.name


def test_the_second_to_open_a_case_reads_adds_to_the_log_and_is_refused_when_writing(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as first:
        with Case.open(account, first.id) as second:
            assert not second.writable
            assert second.name == first.name
            with pytest.raises(CaseInUse), second.writing():
                pass
            said = second.custody.record("face search", second.id)
            assert first.custody.head() == (said.seq, said.hash)
            with pytest.raises(CaseInUse):
                Intake(second)
        with pytest.raises(CaseInUse):
            Case.open(account, first.id, write=True)
    with Case.open(account, first.id, write=True) as again:
        assert again.writable


_HOLD = """
import sys, time
from pathlib import Path
from app.cases.case import Case
from app.keys.account import Account
case = Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2]), write=True)
print("held", flush=True)
time.sleep(60)
"""


def test_a_killed_process_does_not_keep_the_case_locked(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    new_case(account).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path), PASSPHRASE], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(CaseInUse):
        Case.find(account, write=True)
    holder.kill()
    holder.wait()
    holder.stdout.close()
    Case.find(account, write=True).close()


def test_results_open_only_as_the_unit_and_item_they_were_sealed_for(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        done = Intake(case).add([_file(tmp_path / "s", b"1"), _file(tmp_path / "s", b"2", "b.bin")]).files
        one, other = (f.item_id for f in done)
        sealed = case.seal_result(one, "unit", b"tables")
        assert case.open_result(one, "unit", sealed) == b"tables"
        for item, unit in ((one, "other"), (other, "unit")):
            with pytest.raises(NotOpened):
                case.open_result(item, unit, sealed)
        with pytest.raises(NoSuchItem):
            case.item_key("nothing")


def test_another_account_can_not_open_the_case(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "one")) as case:
        folder, case_id = case.folder, case.id
    stranger = new_account(tmp_path / "two")
    with pytest.raises(NotAMember):
        Case.open(stranger, case_id, folder=folder)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]"])
def test_a_damaged_or_missing_key_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        path, case_id = case.folder / "case.keys", case.id
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CaseKeysDamaged):
        Case.open(account, case_id)


def test_a_new_epoch_shuts_out_who_left_and_keeps_everything_readable(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    leaver = Identity.new().public
    with new_case(account) as case:
        item_id = Intake(case).add([_file(tmp_path / "s", b"evidence")]).files[0].item_id
        before = case.item_key(item_id)
        advance(case, [account.identity.public, leaver])
        assert leaver.id in (case.folder / "case.keys").read_text()
        advance(case, [account.identity.public])
        assert leaver.id not in (case.folder / "case.keys").read_text()
        assert case.keys.epoch == 3
    with Case.find(account) as again:
        assert again.item_key(item_id) == before
        media = again.media(item_id)
        with open_sealed(media.path, media.key, media.associated) as file:
            assert file.read() == b"evidence"
        assert again.custody.faults() == []


def test_a_crash_between_new_key_file_and_database_leaves_a_case_that_opens(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    with new_case(account) as case:
        item_id = Intake(case).add([_file(tmp_path / "s", b"evidence")]).files[0].item_id
        key = case.item_key(item_id)
        case.keys.add_epoch(account.identity, [account.identity.public])  # and nothing after it
    with Case.find(account) as again:
        assert again.keys.epoch == 2
        assert again.item_key(item_id) == key


def test_a_wrapped_key_moved_to_another_item_does_not_open(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        done = Intake(case).add([_file(tmp_path / "s", b"1"), _file(tmp_path / "s", b"2", "b.bin")]).files
        with case.writing() as connection:
            stolen = connection.execute(
                select(items.c.wrapped_key).where(items.c.id == done[0].item_id)
            ).scalar_one()
            connection.execute(update(items).where(items.c.id == done[1].item_id).values(wrapped_key=stolen))
        with pytest.raises(NotOpened):
            case.item_key(done[1].item_id)


def test_20_000_item_keys_are_wrapped_again_in_two_cpu_seconds(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        rows = [
            {
                "id": f"{n:032x}", "sha256": f"{n:064x}", "blake3": "", "name": "n", "bytes": 1,
                "sealed": f"{n:032x}", "epoch": 1, "added_at": "", "added_by": "",
                "wrapped_key": case.keys.wrap_item_key(f"{n:032x}", "media", bytes(32)),
            }
            for n in range(20_000)
        ]  # fmt: skip
        with case.writing() as connection:
            connection.execute(insert(items), rows)
        before = time.process_time()
        advance(case, [account.identity.public])
        taken = time.process_time() - before
        assert case.item_key(f"{17_777:032x}") == bytes(32)
    assert taken < 2


def test_an_account_forgets_cases_that_are_gone_and_finds_those_that_came(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        folder, case_id = case.folder, case.id
    away = tmp_path / "away"
    folder.rename(away)
    assert listed(account) == {}
    away.rename(folder)
    assert listed(account) == {case_id: "Nachtfalter"}
    account.close()
    (tmp_path / "account.db").unlink()
    assert listed(Account.unlock(tmp_path, PASSPHRASE)) == {case_id: "Nachtfalter"}


def test_the_account_notes_how_far_the_custody_log_has_come(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        case.custody.record("a", "b")
        head = case.custody.head()
    with account.database.connect() as connection:
        row = connection.execute(select(known_cases)).one()
    assert (row.custody_seq, row.custody_hash) == head


def test_profiles_choose_licences_face_search_and_retention() -> None:
    assert set(profiles) == {"police", "press", "human-rights", "corporate"}
    assert profile("police").uses == {"government"}
    assert profile("human-rights").uses == {"non-commercial"}
    assert not profile("press").face_search
    assert all(p.verifiers >= 2 for p in profiles.values())
    assert profile("police").retention("2999-12-31") == "2999-12-31"
    assert profile("press").retention() > "2026"
    for day in ("2020-01-01", "soon", "31.12.2999"):
        with pytest.raises(BadRetention):
            profile("police").retention(day)
    with pytest.raises(UnknownProfile):
        profile("secret-service")


_AS_NOBODY = """
import os, sys
from pathlib import Path
from app.cases.case import Case
from app.cases.check import check
from app.cases.intake import Intake
from app.keys.account import Account
from app.store.database import FolderReadOnly
from engine.stage import stages
stages()  # imported now: nobody may not read Python's own library
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2])) as case:
    print(case.name, case.writable, all(c.sound for c in check(case)))
    try:
        Intake(case)
    except FolderReadOnly:
        print("no-import")
try:
    with Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2]), write=True) as case, case.writing():
        print("written")
except FolderReadOnly:
    print("read-only")
"""


def test_a_case_in_a_read_only_folder_is_read_and_checked(tmp_path: Path) -> None:
    """Such as a backup on a disk with its write protection on."""
    account = new_account(tmp_path / "home")
    with new_case(account) as case:
        Intake(case).add([_file(tmp_path / "s", b"evidence")])
    account.close()
    everything = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
    try:
        command = [sys.executable, "-c", _AS_NOBODY, str(tmp_path / "home"), PASSPHRASE]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.stdout.split() == ["Nachtfalter", "False", "True", "no-import", "read-only"], done.stderr


def test_a_case_that_can_not_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    facts: dict[str, Any] = {"purpose": "p", "legal_basis": "l", "retention": "2099-01-01"}
    with pytest.raises(StatementError):
        Case.create(account, object(), **facts)  # type: ignore[arg-type]
    assert list((tmp_path / "cases").iterdir()) == []


def test_a_case_that_can_not_be_opened_is_not_in_the_way_of_others(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account, "Sound") as sound:
        pass
    half = sound.folder.with_name("0" * 32)
    half.mkdir()
    (half / "case.db").touch()  # what a process killed while making a case may leave
    assert listed(account) == {half.name: "", sound.id: "Sound"}
    with Case.find(account) as found:
        assert found.id == sound.id
    with pytest.raises(CaseKeysDamaged):
        Case.find(account, "0000")


def test_a_case_without_its_key_file_is_damaged_and_not_gone(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account, "Sound") as case:
        pass
    (case.folder / "case.keys").unlink()
    assert listed(account) == {case.id: "Sound"}
    with pytest.raises(CaseKeysDamaged):
        Case.find(account)


def test_a_case_whose_database_was_emptied_is_damaged_and_not_new(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        pass
    for log in case.folder.glob("case.db-*"):
        log.unlink()
    (case.folder / "case.db").write_bytes(b"")
    for write in (True, False):
        with pytest.raises(DatabaseDamaged):
            Case.open(account, case.id, write)
