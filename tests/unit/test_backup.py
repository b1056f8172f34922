"""Verifying a case, backing it up, taking it back."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from app.cases.backup import BackupDamaged, BackupInTheWay, NoBackup, OtherAccount, back_up, restore
from app.cases.case import Case
from app.cases.check import Checked, check
from app.cases.intake import Intake
from app.cases.items import held
from app.command_line import run
from app.keys.account import Account
from app.keys.passphrase import Cost
from app.store.clock import now
from app.store.schema import facts, items, units
from tests.vault import CHEAP, PASSPHRASE, new_account, new_case


def _account_with_files(tmp_path: Path, count: int = 3) -> Account:
    source = tmp_path / "source"
    source.mkdir(exist_ok=True)
    for number in range(count):
        (source / f"{number}.bin").write_bytes(random.Random(number).randbytes(300_000 + number))
    account = new_account(tmp_path / "home")
    with new_case(account) as case:
        Intake(case).add([source])
        (first, *_) = held(case)
        result = case.seal_result(first.id, "unit", b"tables")
        with case.writing() as connection:
            connection.execute(
                insert(units),
                {
                    "key": "unit", "item_id": first.id, "stage": "faces", "version": 1, "stream": 0,
                    "start_ns": 0, "end_ns": 1, "sampling": "grid", "state": "done", "finished_at": now(),
                    "settings": {}, "digests": {}, "upstream_keys": {}, "result": result,
                },
            )  # fmt: skip
    return account


def _problems(case: Case) -> list[Checked]:
    return [c for c in check(case) if not c.sound]


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_a_sound_case_is_sound_and_checking_changes_nothing(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account, write=False) as case:
        files = [p for p in case.folder.rglob("*") if p.is_file() and p.suffix != ".db-shm"]
        before = {p: p.read_bytes() for p in files}
        checked = list(check(case))
        assert all(c.sound for c in checked)
        assert [c.part for c in checked] == ["database"] * 3 + ["custody", "database"] + [
            "item",
            "results",
        ] * 3
        assert before == {p: p.read_bytes() for p in before}


def test_each_kind_of_damage_is_named_with_its_item_and_the_rest_is_checked(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        one, two, three = held(case)
        _flip(Path(case.media(one.id).path), 1000)
        Path(case.media(two.id).path).unlink()
        with case.writing() as connection:
            connection.execute(update(items).where(items.c.id == three.id).values(sha256="0" * 64))
            connection.execute(update(units).values(result=b"x" * 40))
        found = {(c.part, c.subject, c.problem) for c in _problems(case)}
    assert found == {
        ("item", one.id, "media-damaged"),
        ("item", two.id, "media-missing"),
        ("item", three.id, "hash-differs"),
        ("results", one.id, "damaged-result"),
    }


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        path = case.folder / "case.db"
        with case.writing() as connection:
            rows = [{"key": f"{n}", "value": "x" * 2000} for n in range(500)]
            connection.execute(insert(facts), rows)
    _flip(path, path.stat().st_size // 2)
    with Case.find(account, write=False) as case:
        checked = list(check(case))
        wrong = {(c.part, c.subject) for c in checked if not c.sound}
        assert ("database", "cipher_integrity_check") in wrong
        assert {c.sound for c in checked if c.part in ("item", "custody")} == {True}


def test_custody_rewritten_behind_the_triggers_is_found(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        with case.writing() as connection:
            for table in ("operations", "seals"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_delete")
            connection.exec_driver_sql("UPDATE operations SET body = '{}' WHERE seq = 3")
            connection.exec_driver_sql("UPDATE seals SET signature = zeroblob(64) WHERE seq = 4")
        (problem,) = _problems(case)
        assert (problem.problem, problem.detail) == ("custody-broken", "entry 3 content, entry 4 signature")
        with case.writing() as connection:
            for table in ("seals", "operations"):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE seq > 2")
        (problem,) = _problems(case)
        assert problem.detail.endswith("end")


def test_a_backup_restores_on_a_machine_that_has_nothing(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        done = back_up(case, tmp_path / "stick")
        assert (done.copied, done.already_there) == (3, 0)
        assert all(c.sound for c in done.checked)
        originals = {item.sha256 for item in held(case)}
    (case_id,) = restore(tmp_path / "other", tmp_path / "stick")
    with Case.open(Account.unlock(tmp_path / "other", PASSPHRASE), case_id) as back:
        assert back.writable
        assert not _problems(back)
        assert {item.sha256 for item in held(back)} == originals
        (tmp_path / "source" / "new").write_bytes(b"new")
        assert Intake(back).add([tmp_path / "source" / "new"]).count("done") == 1


def test_a_backup_opens_with_the_recovery_key_when_the_passphrase_is_lost(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    key = account.recovery_key
    with Case.find(account) as case:
        back_up(case, tmp_path / "stick")
    restore(tmp_path / "other", tmp_path / "stick")
    recovered = Account.recover(tmp_path / "other", key, "neu", cost=CHEAP, use_keyring=False)
    with Case.find(recovered) as back:
        assert not _problems(back)


def test_a_second_backup_copies_only_what_is_new_and_mends_what_rotted(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        back_up(case, tmp_path / "stick")
        (tmp_path / "source" / "new").write_bytes(b"new")
        Intake(case).add([tmp_path / "source" / "new"])
        rotten = next((tmp_path / "stick").glob("cases/*/media/*/*"))
        _flip(rotten, rotten.stat().st_size // 2)
        done = back_up(case, tmp_path / "stick")
        assert (done.copied, done.already_there) == (1, 3)
        assert all(c.sound for c in done.checked)


def test_a_backup_of_a_damaged_case_says_so(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        _flip(Path(case.media(held(case)[0].id).path), 1000)
        with pytest.raises(BackupDamaged, match="media-damaged"):
            back_up(case, tmp_path / "stick")


def test_a_backup_that_failed_leaves_the_earlier_one(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        folder = back_up(case, tmp_path / "stick").folder
        before = (folder / "case.db").read_bytes()
        (tmp_path / "source" / "new").write_bytes(b"new")
        Intake(case).add([tmp_path / "source" / "new"])
        with pytest.raises(KeyboardInterrupt):
            back_up(case, tmp_path / "stick", cancelled=_interrupt)
        assert (folder / "case.db").read_bytes() == before
        with Case.open(account, case.id, write=False, folder=folder) as copy:
            assert not _problems(copy)


def _interrupt() -> bool:
    raise KeyboardInterrupt


def test_nothing_is_overwritten_by_a_backup_or_a_restore(tmp_path: Path) -> None:
    account = _account_with_files(tmp_path)
    with Case.find(account) as case:
        with pytest.raises(BackupInTheWay):
            back_up(case, account.home / "inside")
        back_up(case, tmp_path / "stick")
    with pytest.raises(BackupInTheWay):
        restore(account.home, tmp_path / "stick")
    new_account(tmp_path / "stranger")
    with pytest.raises(OtherAccount):
        restore(tmp_path / "stranger", tmp_path / "stick")
    with pytest.raises(NoBackup):
        restore(tmp_path / "other", tmp_path / "source")


def test_nothing_in_a_backup_is_in_clear(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    (tmp_path / "Kanarienvogel.txt").write_bytes(b"Kanarienvogel im Beweis " * 1000)
    with new_case(account, "Fall Kanarienvogel") as case:
        Intake(case).add([tmp_path / "Kanarienvogel.txt"])
        back_up(case, tmp_path / "stick")
    for path in (tmp_path / "stick").rglob("*"):
        assert "anarien" not in path.name
        assert not path.is_file() or b"anarien" not in path.read_bytes()


def test_the_commands_speak_json_and_end_with_their_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account = _account_with_files(tmp_path)
    monkeypatch.setenv("AIMA_HOME", str(account.home))
    monkeypatch.setenv("AIMA_PASSPHRASE", PASSPHRASE)

    def said(*arguments: str) -> tuple[int, list[dict[str, object]]]:
        status = run([*arguments, "--json"])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert said("verify", "--export-custody", str(tmp_path / "log"))[1][-1] == {"sound": True, "problems": 0}
    assert (tmp_path / "log").is_file()
    status, records = said("case", "show")
    assert (status, len(records)) == (0, 4)
    status, records = said("add", str(tmp_path / "source"), "/dev/null")
    assert (status, records[-1]["duplicates"], records[-1]["failed"]) == (8, 3, 1)
    assert said("backup", str(tmp_path / "stick"))[0] == 0
    with Case.find(account, write=False) as case, case.database.connect() as connection:
        sealed = connection.execute(select(items.c.sealed)).scalars().first()
        assert sealed
        _flip(case.media_path(sealed), 500)
    status, records = said("verify")
    assert status == 6
    assert [r["problem"] for r in records if r.get("sound") is False and "part" in r] == ["media-damaged"]
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "other"))
    assert said("backup", "restore", str(tmp_path / "stick"))[0] == 0
    assert said("case", "list")[1][0]["name"] == "Nachtfalter"
    monkeypatch.setenv("AIMA_PASSPHRASE", "wrong")
    assert said("verify")[0] == 3
    assert os.environ["AIMA_PASSPHRASE"] == "wrong"


def test_the_first_case_makes_the_account_and_shows_a_recovery_key_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIMA_PASSPHRASE", PASSPHRASE)
    facts = ["--name", "Fall", "--purpose", "p", "--legal-basis", "l", "--no-keyring", "--json"]
    assert run(["case", "new", *facts[2:]]) == 2
    assert not Account.exists(tmp_path / "home")
    capsys.readouterr()
    assert run(["case", "new", *facts]) == 0
    key = json.loads(capsys.readouterr().out.splitlines()[0])["recovery_key"]
    (tmp_path / "key").write_text(key + "\n")
    (tmp_path / "new").write_text("neues Pferd\n")
    files = ["--recovery-key-file", str(tmp_path / "key"), "--new-passphrase-file", str(tmp_path / "new")]
    assert run(["passphrase", "recover", "--no-keyring", *files]) == 0
    monkeypatch.setenv("AIMA_PASSPHRASE", "neues Pferd")
    assert run(["case", "list"]) == 0


def test_the_passphrase_is_changed_with_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_account(tmp_path / "home")
    (tmp_path / "new").write_text("drittes Pferd")
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    change = ["passphrase", "change", "--new-passphrase-file", str(tmp_path / "new")]
    monkeypatch.setenv("AIMA_PASSPHRASE", "wrong")
    assert run(change) == 3
    monkeypatch.setenv("AIMA_PASSPHRASE", PASSPHRASE)
    assert run(change) == 0
    assert Account.unlock(tmp_path / "home", "drittes Pferd").file.cost.at_least(Cost())
