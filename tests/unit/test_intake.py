"""Intake: hashed and sealed in one pass, originals untouched, failures named, the rest goes on."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import socket
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3
from sqlalchemy import select

from app.cases.case import Case
from app.cases.check import check
from app.cases.intake import Intake, Progress, Summary, sweep
from app.cases.items import AmbiguousItem, held, item_named
from app.cases.originals import Original, OriginalChanged
from app.store.schema import imports, items, source_paths
from engine.errors import Cancelled
from engine.sealing.sealed import open_sealed
from tests.vault import PASSPHRASE, new_account, new_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        yield opened


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def _by_name(summary: Summary) -> dict[str, tuple[str, str]]:
    return {Path(f.path).name: (f.state, f.error) for f in summary.files}


def _plain(case: Case, item_id: str) -> bytes:
    media = case.media(item_id)
    with open_sealed(media.path, media.key, media.associated) as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, 262_087, 262_088, 1 << 20, (1 << 20) + 1, 5_000_000])
def test_hashes_and_sealed_copy_come_from_the_same_bytes(case: Case, source: Path, size: int) -> None:
    content = random.Random(size).randbytes(size)
    (source / "a.bin").write_bytes(content)
    (imported,) = Intake(case).add([source]).files
    (item,) = held(case)
    assert (imported.state, imported.bytes) == ("done", size)
    assert item.sha256 == hashlib.sha256(content).hexdigest()
    assert item.blake3 == blake3(content).hexdigest()
    assert _plain(case, item.id) == content


def test_originals_keep_their_bytes_times_and_rights(case: Case, source: Path) -> None:
    path = source / "a.bin"
    path.write_bytes(b"evidence" * 1000)
    path.chmod(0o400)
    os.utime(path, ns=(1_000_000_000_000_000_000, 1_100_000_000_000_000_000))
    before = path.stat()
    Intake(case).add([path])
    after = path.stat()
    if hasattr(os, "O_NOATIME"):
        assert after.st_atime_ns == before.st_atime_ns
    assert path.read_bytes() == b"evidence" * 1000
    assert (after.st_mtime_ns, after.st_mode, after.st_ino) == (
        before.st_mtime_ns,
        before.st_mode,
        before.st_ino,
    )


_TRACE = """
import os, sys
from pathlib import Path
from app.cases.case import Case
from app.cases.intake import Intake
from app.keys.account import Account
case = Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2]))
seen = []
def watch(event, args):
    if event == "open" and str(args[0]).startswith(sys.argv[3]):
        seen.append(args[2])
sys.addaudithook(watch)
Intake(case).add([sys.argv[3]])
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
print(len(seen), any(flags & writing for flags in seen))
case.close()
"""


def test_originals_are_never_opened_for_writing(tmp_path: Path, source: Path) -> None:
    new_case(new_account(tmp_path / "home")).close()
    for name in ("a", "b"):
        (source / name).write_bytes(name.encode())
    command = [sys.executable, "-c", _TRACE, str(tmp_path / "home"), PASSPHRASE, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]


def test_the_same_bytes_are_one_item_seen_in_several_places(case: Case, source: Path) -> None:
    (source / "sub").mkdir()
    for path in (source / "a.mp4", source / "b.mp4", source / "sub" / "a.mp4"):
        path.write_bytes(b"same")
    summary = Intake(case).add([source])
    assert (summary.count("done"), summary.count("duplicate")) == (1, 2)
    (item,) = held(case)
    assert item.places == 3
    assert len(list((case.folder / "media").glob("*/*"))) == 1
    assert list((case.folder / "incoming").iterdir()) == []
    with case.database.connect() as connection:
        assert len(connection.execute(select(source_paths.c.path)).all()) == 3


NAMES = [
    "Käse.mp4".encode(), "Ka\u0308se.mp4".encode(), "\U0001f600.mp4".encode(), b"new\nline.mp4", b"tab\t.mp4",
    b" leading and trailing ", b"\xff\xfe.mp4", b"-rf", "日本語.mp4".encode(), b"x" * 250, b"quote'\".mp4",
]  # fmt: skip


def test_names_of_every_kind_are_kept_without_loss(case: Case, source: Path) -> None:
    for number, name in enumerate(NAMES):
        Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_bytes(str(number).encode())
    assert Intake(case).add([source]).count("done") == len(NAMES)
    assert {os.fsencode(item.name) for item in held(case)} == set(NAMES)
    with case.database.connect() as connection:
        paths = connection.execute(select(source_paths.c.path)).scalars().all()
    assert all(Path(path).is_file() for path in paths)
    assert case.custody.faults() == []
    assert case.custody.export(case.folder / "log") == 2 + len(NAMES) + 1


def test_what_is_no_file_is_refused_by_name_and_the_rest_continues(case: Case, source: Path) -> None:
    (source / "good.bin").write_bytes(b"good")
    os.mkfifo(source / "pipe")
    (source / "link").symlink_to(source / "good.bin")
    (source / "loop").symlink_to(source)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(source / "sock"))
        summary = Intake(case).add([source, "/dev/null", source / "nowhere"])
    assert _by_name(summary) == {
        "good.bin": ("done", ""),
        "pipe": ("failed", "not-a-file"),
        "sock": ("failed", "not-a-file"),
        "link": ("failed", "link-not-followed"),
        "loop": ("failed", "link-not-followed"),
        "null": ("failed", "not-a-file"),
        "nowhere": ("failed", "source-vanished"),
    }


def test_a_link_somebody_names_is_followed(case: Case, source: Path) -> None:
    (source / "good.bin").write_bytes(b"good")
    (source / "link").symlink_to(source / "good.bin")
    assert _by_name(Intake(case).add([source / "link"])) == {"link": ("done", "")}


def test_the_own_folder_is_never_evidence(case: Case, tmp_path: Path, source: Path) -> None:
    (source / "a").write_bytes(b"a")
    summary = Intake(case).add([tmp_path])
    assert _by_name(summary) == {"a": ("done", ""), "home": ("failed", "own-file")}


def test_a_file_that_vanishes_after_the_scan_is_named(case: Case, source: Path) -> None:
    for name in "abc":
        (source / name).write_bytes(name.encode())

    def remove(progress: Progress) -> None:
        (source / "b").unlink(missing_ok=True)

    summary = Intake(case, progress=remove).add([source])
    assert _by_name(summary) == {"a": ("done", ""), "b": ("failed", "source-vanished"), "c": ("done", "")}
    assert not summary.finished


def test_a_folder_that_disappears_during_the_import_is_named_file_by_file(case: Case, source: Path) -> None:
    (source / "sub").mkdir()
    for path in (source / "a", source / "sub" / "b", source / "sub" / "c", source / "z"):
        path.write_bytes(path.name.encode())

    def remove(progress: Progress) -> None:
        shutil.rmtree(source / "sub", ignore_errors=True)

    summary = Intake(case, progress=remove).add([source])
    gone = ("failed", "source-vanished")
    assert _by_name(summary) == {"a": ("done", ""), "z": ("done", ""), "b": gone, "c": gone}
    assert Intake(case).add([source / "nowhere"]).files[0].error == "source-vanished"


def test_a_file_written_to_while_it_is_read_is_not_taken(case: Case, source: Path) -> None:
    (source / "a").write_bytes(b"a" * (3 << 20))
    (source / "b").write_bytes(b"b")
    appended: list[bool] = []

    def append(progress: Progress) -> None:
        if not appended:
            appended.append(True)
            with (source / "a").open("ab") as file:
                file.write(b"more")

    summary = Intake(case, progress=append).add([source])
    assert _by_name(summary) == {"a": ("failed", "source-changed"), "b": ("done", "")}
    assert _by_name(Intake(case).add([source])) == {"a": ("done", "")}
    assert list((case.folder / "incoming").iterdir()) == []


def test_a_change_of_the_same_length_and_a_replacement_are_noticed(source: Path) -> None:
    path = source / "a"
    path.write_bytes(b"12345")
    with Original(str(path)) as original:
        os.utime(path, ns=(1, 1))
        with pytest.raises(OriginalChanged):
            original.check_unchanged(5)
    with Original(str(path)) as original:
        (source / "new").write_bytes(b"54321")
        (source / "new").rename(path)
        with pytest.raises(OriginalChanged):
            original.check_unchanged(5)
    with Original(str(path)) as original:
        path.unlink()
        original.check_unchanged(5)  # it was read whole, and may be all that is left


_AS_NOBODY = """
import os, sys
from pathlib import Path
from app.cases.originals import Original, OriginalRefused, scan
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for found in scan([sys.argv[1]], Path("/")):
    try:
        Original(found.path).close()
        print(Path(found.path).name, found.error or "read")
    except OriginalRefused as error:
        print(Path(found.path).name, found.error or error.code)
"""


def test_what_may_not_be_read_is_named(source: Path, tmp_path: Path) -> None:
    """In a process without the rights of the superuser, who may read anything."""
    (source / "open").write_bytes(b"a")
    (source / "shut").write_bytes(b"b")
    (source / "folder").mkdir()
    (source / "shut").chmod(0)
    (source / "folder").chmod(0)
    for parent in (source, *source.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(source)], capture_output=True, text=True, check=True
        )
    finally:
        (source / "folder").chmod(0o700)
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said == {"open": "read", "shut": "source-unreadable", "folder": "source-unreadable"}


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from app.cases.case import Case
from app.cases.intake import Intake
from app.keys.account import Account
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
case = Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
for file in Intake(case).add([sys.argv[3]]).files:
    print(Path(file.path).name, file.state, file.error or "-")
"""


def test_a_file_there_is_no_room_for_is_named_and_smaller_ones_are_added(
    tmp_path: Path, source: Path
) -> None:
    """The system refuses to write past 2 MB, as a full disk would."""
    account = new_account(tmp_path / "home")
    new_case(account).close()
    for name, size in (("a", 1000), ("large", 5_000_000), ("z", 1_000_000)):
        (source / name).write_bytes(random.Random(size).randbytes(size))
    command = [sys.executable, "-c", _LIMITED, str(tmp_path / "home"), PASSPHRASE, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["a done -", "large failed disk-full", "z done -"]
    with Case.find(account) as case:
        assert list((case.folder / "incoming").iterdir()) == []
        summary = Intake(case).add([source])
        assert _by_name(summary) == {"large": ("done", "")}
        assert summary.resumed
        assert summary.finished


def test_an_import_that_was_stopped_continues_without_reading_finished_files_again(
    case: Case, source: Path
) -> None:
    for name in "abcdef":
        (source / name).write_bytes(name.encode() * 1000)
    stop_after = 3
    finished: list[str] = []
    intake = Intake(
        case, told=lambda f: finished.append(f.path), cancelled=lambda: len(finished) >= stop_after
    )
    with pytest.raises(Cancelled):
        intake.add([source])
    for name in "abc":
        # reading them once more would be seen: they are not what they were, though they look it
        status = (source / name).stat()
        (source / name).write_bytes(b"X" * 1000)
        os.utime(source / name, ns=(status.st_atime_ns, status.st_mtime_ns))
    summary = Intake(case).add([source])
    assert summary.resumed
    assert _by_name(summary) == dict.fromkeys("def", ("done", ""))
    assert {item.sha256 for item in held(case)} == {
        hashlib.sha256(n.encode() * 1000).hexdigest() for n in "abcdef"
    }


def test_adding_the_same_folder_again_reads_it_again_unless_told_not_to(case: Case, source: Path) -> None:
    (source / "a").write_bytes(b"a")
    Intake(case).add([source])
    (source / "b").write_bytes(b"b")
    assert _by_name(Intake(case).add([source], new_only=True)) == {"b": ("done", "")}
    assert _by_name(Intake(case).add([source])) == dict.fromkeys("ab", ("duplicate", ""))


def test_leftovers_of_an_interrupted_import_are_swept_and_items_are_not(case: Case, source: Path) -> None:
    (source / "a").write_bytes(b"a")
    Intake(case).add([source])
    (case.folder / "incoming" / "part").write_bytes(b"half")
    (case.folder / "media" / "ff").mkdir(exist_ok=True)
    (case.folder / "media" / "ff" / "orphan").write_bytes(b"no row")
    assert [c.part for c in check(case) if c.part == "leftovers"] == ["leftovers"]
    assert sweep(case) == 2
    assert all(c.sound for c in check(case))
    with case.database.connect() as connection:
        assert connection.execute(select(items.c.id)).all()
        assert connection.execute(select(imports.c.state)).scalars().all() == ["done"]


def test_every_item_has_its_entry_in_the_custody_log(case: Case, source: Path) -> None:
    (source / "a").write_bytes(b"a")
    (source / "b").write_bytes(b"a")
    os.mkfifo(source / "pipe")
    Intake(case).add([source])
    actions = [entry.action for entry in case.custody.entries()]
    assert actions == [
        "case created", "import started", "item not added", "item added", "item seen again",
        "import finished",
    ]  # fmt: skip
    added = next(e for e in case.custody.entries() if e.action == "item added")
    assert added.details["sha256"] == hashlib.sha256(b"a").hexdigest()
    assert added.details["path"] == str(source / "a")


def test_items_are_found_by_name_and_hash(case: Case, source: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (source / name).write_bytes(name.encode())
    (source / "sub").mkdir()
    (source / "sub" / "a.mp4").write_bytes(b"other")
    Intake(case).add([source])
    item = next(i for i in held(case) if i.name == "b.mp4")
    for asked in ("b.mp4", item.id, item.id[:8], item.sha256[:12]):
        assert item_named(case, asked) == item.id
    with pytest.raises(AmbiguousItem):
        item_named(case, "a.mp4")


@pytest.mark.parametrize("apart", [True, False], ids=["accents apart", "composed"])
def test_a_name_is_found_however_its_accents_are_written(case: Case, source: Path, apart: bool) -> None:
    composed = unicodedata.normalize("NFC", "Café Łódź.mp4")
    decomposed = unicodedata.normalize("NFD", composed)
    (source / (decomposed if apart else composed)).write_bytes(b"a")
    (source / "Cafe.mp4").write_bytes(b"b")
    Intake(case).add([source])
    item = next(i for i in held(case) if i.name != "Cafe.mp4")
    assert item_named(case, composed) == item_named(case, decomposed) == item.id
