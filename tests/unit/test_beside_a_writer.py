"""Several who write to the log of one case at once, in processes and threads: one chain, nothing lost."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from app.cases.case import Case
from app.cases.custody import OLDER_COPY
from app.cases.operation_log import LogReplaced
from app.dossier.check_citations import check
from app.exports.dossier_files import write
from app.keys.account import Account
from app.store.lock import CaseInUse
from tests.made_case import put_item
from tests.vault import PASSPHRASE, new_account, new_case

PROCESSES, THREADS, EACH = 5, 2, 6
_WRITER = """
import sys, threading
from pathlib import Path
from app.cases.case import Case
from app.keys.account import Account
account = Account.unlock(Path(sys.argv[1]), sys.argv[2])
with Case.find(account) as case:
    assert not case.writable
    print("open", flush=True)
    sys.stdin.readline()
    def record(thread):
        for number in range(int(sys.argv[4])):
            case.custody.record("face search", case.id, {"by": f"{sys.argv[3]}.{thread}", "number": number})
            print("said", flush=True)
    threads = [threading.Thread(target=record, args=(n,)) for n in range(int(sys.argv[5]))]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""


def _writer(home: Path, name: str, each: int, threads: int = 1) -> subprocess.Popen[str]:
    arguments = [str(home), PASSPHRASE, name, str(each), str(threads)]
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _go(writer: subprocess.Popen[str]) -> None:
    assert writer.stdout is not None
    assert writer.stdin is not None
    assert writer.stdout.readline() == "open\n"
    writer.stdin.write("go\n")
    writer.stdin.flush()


def test_ten_writers_beside_a_job_make_one_chain_in_which_nothing_is_missing(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        writers = [_writer(tmp_path, str(n), EACH, THREADS) for n in range(PROCESSES)]
        for writer in writers:
            _go(writer)
        for number in range(EACH):
            with case.writing() as connection:
                case.custody.append(connection, "face search", case.id, {"by": "job", "number": number})
        assert [writer.wait(60) for writer in writers] == [0] * PROCESSES
        for writer in writers:
            writer.communicate()
        entries = [e for e in case.custody.entries() if e.action == "face search"]
        assert case.custody.faults() == []
        head = case.custody.head()
    assert Counter(e.details["by"] for e in entries) == {
        "job": EACH, **{f"{p}.{t}": EACH for p in range(PROCESSES) for t in range(THREADS)}
    }  # fmt: skip
    for by in {e.details["by"] for e in entries}:
        assert [e.details["number"] for e in entries if e.details["by"] == by] == list(range(EACH))
    with Case.find(account) as again:
        assert again.custody.checked_head() == head
        assert again.custody.faults(*head) == []


def test_who_is_killed_while_writing_leaves_a_sound_chain_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case:
        writer = _writer(tmp_path, "killed", 100_000)
        _go(writer)
        assert writer.stdout is not None
        for number in range(20):
            assert writer.stdout.readline() == "said\n"
            case.custody.record("face search", case.id, {"by": "other", "number": number})
        writer.send_signal(signal.SIGKILL)
        said = 20 + writer.stdout.read().count("said")
        writer.communicate()
        case.custody.record("face search", case.id, {"by": "other", "number": 20})
        entries = [e.details["by"] for e in case.custody.entries() if e.action == "face search"]
        assert case.custody.faults() == []
    assert entries.count("other") == 21
    assert said <= entries.count("killed.0") <= said + 1


def test_who_opened_to_read_alone_adds_nothing(tmp_path: Path) -> None:
    account = new_account(tmp_path)
    with new_case(account) as case, Case.open(account, case.id, write=False) as reader:
        with pytest.raises(CaseInUse):
            reader.custody.record("face search", reader.id)
        with pytest.raises(CaseInUse), reader.adding():
            pass


def _older_copy(account: Account, folder: Path) -> Path:
    """The folder of a new case whose database was copied to `older.db`."""
    with new_case(account) as case:
        made = case.folder
    shutil.copy(made / "case.db", folder / "older.db")
    return made


def _put_back(case_folder: Path, copy: Path) -> None:
    for name in ("case.db", "case.db-wal", "case.db-shm"):
        (case_folder / name).unlink(missing_ok=True)
    shutil.copy(copy, case_folder / "case.db")


@pytest.mark.parametrize("beside", [False, True])
def test_a_copy_that_is_put_back_is_found_also_where_the_lost_end_was_written_beside_a_job(
    tmp_path: Path, beside: bool
) -> None:
    account = new_account(tmp_path / "home")
    folder = _older_copy(account, tmp_path)
    if beside:
        holder = subprocess.Popen(
            [sys.executable, "-c", _WRITER.replace("assert not case", "assert case"), str(account.home),
             PASSPHRASE, "holder", "0", "0"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
    with Case.find(account) as case:
        assert case.writable is not beside
        case.custody.record("face search", case.id)
        lost = case.custody.head()
    if beside:
        holder.kill()  # it has noted nothing of what the other one wrote
        holder.communicate()
    _put_back(folder, tmp_path / "older.db")
    with Case.find(account) as case:
        (said,) = [e.details for e in case.custody.entries() if e.action == OLDER_COPY]
    assert said == {"entries": lost[0], "head": lost[1]}


def test_a_copy_that_is_put_under_an_open_case_is_found_in_the_transaction_that_would_go_on_from_it(
    tmp_path: Path,
) -> None:
    account = new_account(tmp_path / "home")
    folder = _older_copy(account, tmp_path)
    with Case.find(account) as case:
        case.custody.record("face search", case.id)
        case.database.dispose()
        _put_back(folder, tmp_path / "older.db")
        with pytest.raises(LogReplaced):
            case.custody.record("face search", case.id)
        with case.database.connect() as connection:
            assert not case.custody.found(connection, ["face search"])


def test_a_dossier_is_of_one_moment_while_others_go_on_writing(tmp_path: Path) -> None:
    account = new_account(tmp_path / "home")
    with new_case(account) as case:
        put_item(case, "film.mp4")
        note = {"moments": [], "text": "seen again"}
        stop = threading.Event()

        def write_on() -> None:
            while not stop.is_set():
                with case.writing() as connection:
                    case.operations.append(connection, "note", note)
                with case.database.connect() as connection:
                    case.operations.state(connection)

        thread = threading.Thread(target=write_on)
        thread.start()
        try:
            for n in range(3):
                written = write(case, tmp_path / str(n), "en")
                document = json.loads(written.document.read_text(encoding="utf-8"))
                assert check(document) == []
                last = max(e["header"]["wall"] for e in document["custody"])
                assert last <= document["stands_at"] < document["made_at"]
        finally:
            stop.set()
            thread.join()
