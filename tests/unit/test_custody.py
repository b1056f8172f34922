"""The custody log: what its verifier accepts, and that it can not be rewritten."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.cases.chain import NO_ENTRY, Entry, canonical, faults
from app.operations import chain
from engine.sealing.identity import Identity
from tests.vault import new_account, new_case

WHO = Identity.new()
SIGNER = WHO.public.signing.hex()


def _log(count: int = 6) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    previous = NO_ENTRY
    for seq in range(1, count + 1):
        details = {"name": f"Käse {seq}\udcff", "bytes": seq}
        entry = Entry(
            seq, "2026-11-22T14:00:00Z", WHO.id, "item added", f"item{seq}", details, previous, SIGNER
        )
        signed = entry.signed(WHO.sign)
        entries.append(signed.to_dict())
        previous = signed.hash
    return entries


def _problems(entries: list[dict[str, Any]]) -> set[str]:
    return {fault.problem for fault in faults(entries, [SIGNER])}


def test_an_untouched_log_is_sound_also_after_a_trip_through_a_file() -> None:
    assert faults(_log(), [SIGNER]) == []
    assert faults([json.loads(canonical(entry)) for entry in _log()], [SIGNER]) == []


@pytest.mark.parametrize("field", ["at", "actor", "action", "subject", "previous", "hash", "signature"])
def test_any_changed_field_is_found(field: str) -> None:
    entries = _log()
    changed = entries[2][field]
    entries[2][field] = ("0" if changed[0] != "0" else "1") + changed[1:]
    assert faults(entries, [SIGNER])


def test_a_changed_detail_is_found_in_its_entry() -> None:
    entries = _log()
    entries[3]["details"]["bytes"] = 99
    assert [(f.seq, f.problem) for f in faults(entries, [SIGNER])] == [(4, "hash")]


def test_an_entry_removed_moved_or_repeated_is_found() -> None:
    entries = _log()
    assert "chain" in _problems(entries[:2] + entries[3:])
    assert "chain" in _problems([entries[1], entries[0], *entries[2:]])
    assert "order" in _problems([*entries[:3], entries[2], *entries[3:]])
    assert "chain" in _problems(entries[1:])


def test_rewriting_the_log_with_another_key_is_found() -> None:
    other = Identity.new()
    previous, forged = NO_ENTRY, []
    for entry in _log():
        fields = entry | {
            "previous": previous,
            "signer": other.public.signing.hex(),
            "hash": "",
            "signature": "",
        }
        signed = Entry(**fields).signed(other.sign)
        forged.append(signed.to_dict())
        previous = signed.hash
    assert _problems(forged) == {"signer"}
    assert faults(forged) == []


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=3))
def test_the_verifier_survives_any_nonsense(nonsense: Any) -> None:
    assert faults([{"seq": nonsense}, {}])
    for field in ("hash", "signature", "signer", "previous", "details", "seq"):
        wrong = f"{nonsense}" if field == "details" else nonsense
        assert faults([_log(1)[0] | {field: wrong}], [SIGNER]) or nonsense == 1
    assert faults([_log(1)[0] | {"details": {"x": nonsense, "y": 1}}], [SIGNER])


def test_the_verifier_loads_nothing_of_the_rest_of_the_program() -> None:
    script = (
        "import sys, app.cases.chain; "
        "print([m for m in sys.modules if m.split('.')[0] in ('engine', 'gpu_backends', 'sqlalchemy') "
        "or m.startswith(('app.keys', 'app.store', 'app.jobs'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations SET author = 'x'",
        "UPDATE operations SET body = '{}'",
        "UPDATE operations SET subject = 'x'",
        "UPDATE operations SET time = 1",
        "UPDATE seals SET header = '{}'",
        "UPDATE seals SET sealed = x'00'",
        "UPDATE custody SET actor = 'x'",
        *(
            form.format(t=table)
            for table in ("custody", "operations", "seals")
            for form in (
                "DELETE FROM {t}",
                "INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
                "REPLACE INTO {t} SELECT * FROM {t}",
            )
        ),
    ],
)
def test_the_database_refuses_to_change_what_was_said(tmp_path: Path, statement: str) -> None:
    with new_case(new_account(tmp_path)) as case:
        with case.writing() as connection:
            entry = "'', '', '', '', '{}', '', '', '', ''"
            connection.execute(text(f"INSERT INTO custody VALUES (1, {entry})"))
        with pytest.raises(IntegrityError, match="append only"), case.writing() as connection:
            connection.execute(text(statement))


def test_content_can_be_taken_away_and_the_rest_stays(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path)) as case:
        case.custody.record("face search", "item", {"purpose": "a name"})
        with case.writing() as connection:
            connection.execute(text("UPDATE operations SET body = NULL, subject = '' WHERE seq = 2"))
            connection.execute(text("UPDATE seals SET sealed = NULL WHERE seq = 2"))
        assert case.custody.faults() == []
        assert [e.details for e in case.custody.entries()][-1] == {"erased": True}


def test_every_entry_of_a_case_is_signed_by_its_device_and_exports(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        for number in range(20):
            case.custody.record("face search", "item", {"purpose": "Ünique", "n": number})
        assert case.custody.faults() == []
        assert case.custody.head()[0] == 21
        assert case.custody.export(tmp_path / "log") == 21
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    certificates = [line["certificate"] for line in lines if "certificate" in line]
    entries = [line for line in lines if "header" in line]
    assert [c["user"] for c in certificates] == [account.identity.id]
    assert len(entries) == 21
    assert chain.faults(entries, certificates, case.id) == []
    assert entries[4]["content"]["details"] == {"purpose": "Ünique", "n": 3}
    entries[4]["header"]["author"] = "f" * 32
    assert chain.faults(entries, certificates, case.id) == [chain.Fault(4, "author")]


def test_a_log_that_lost_its_end_is_noticed(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path)) as case:
        case.custody.record("a", "b")
        seq, digest = case.custody.head()
        assert case.custody.faults(seq, digest) == []
        assert [f.problem for f in case.custody.faults(seq + 1, "0" * 64)] == ["end"]
