"""Every export leaves the case in one way: whole or not at all, known to the log before it can be seen."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from app.cases.case import Case
from app.cases.clusters import FACES
from app.exports import export
from app.exports.aside import ENDING
from app.exports.dossier_files import DossierOptions
from app.exports.export import (
    FAILED,
    MOST_HASHED,
    Content,
    Export,
    TargetFull,
    TargetTaken,
    TargetUnusable,
    exports,
)
from app.exports.face_crops import CropsOptions
from app.exports.place import Folder, NameUnsafe, Place
from app.exports.search_results import ResultRow, ResultsOptions
from app.exports.still import StillOptions
from app.exports.transcript import TranscriptOptions
from app.review.review import Review, review
from resources.languages import languages, own_texts
from tests.investigator import ROOT
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.vault import new_account, new_case
from ui.evidence.words import act_word

NASTY = "../../<script>.mp4"
HOW_MANY = {"dossier_files": 2, "transcript": 1, "search_results": 1, "still": 2, "face_crops": 3}
PNG = b"\x89PNG made"


@dataclass
class Made:
    """A case, what each export makes of it, and what happened in which order."""

    case: Case
    found: Review
    order: list[str] = field(default_factory=list)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    with new_case(new_account(tmp_path / "home")) as case:
        fill(case)
        with review(case, write=True) as found:
            found.groups(FACES)
        with review(case) as found:
            yield Made(case, found)


def fill(case: Case) -> None:
    item = put_item(case, NASTY)
    put_unit(case, NASTY, item, "probe", probed(), span=(0, (1 << 62) / 10**9))
    put_faces(case, NASTY, item, [(face(1), 1, 5, 10), (face(2), 1, 5, 200)])
    put_unit(case, NASTY, item, "transcription", said((1, 3, "der Ausgang ist dort")), stream=1)


def options(name: str, made: Made) -> Any:
    """Something to export; an export without a line here fails the test of them all."""
    (item,) = made.found.items.values()
    row = ResultRow(NASTY, "speech", 0, 10**9, "", "=Ausgang", "", "aima:item/x")
    chosen: Mapping[str, Callable[[], Any]] = {
        "dossier_files": lambda: DossierOptions("de"),
        "transcript": lambda: TranscriptOptions(made.found, [item], "srt"),
        "search_results": lambda: ResultsOptions([row]),
        "still": lambda: StillOptions(item, 0, 10**9, 25, PNG, hashlib.sha256(PNG).hexdigest()),
        "face_crops": lambda: CropsOptions(made.found, made.found.groups(FACES).clusters),
    }
    return chosen[name]()


def place_of(export: Export[Any], folder: Path) -> Place:
    return export.place(folder / "chosen") if export.suffixes else Folder(folder)


def lying_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def entries(case: Case) -> list[str]:
    return [entry.action for entry in case.custody.entries()]


each = pytest.mark.parametrize("name", list(exports()))


def test_the_exports_of_today_are_found_by_their_files() -> None:
    assert set(exports()) == {"dossier_files", "transcript", "search_results", "still", "face_crops"}
    for name, found in exports().items():
        assert type(found).__module__ == f"app.exports.{name}"
        for language in languages():
            assert f"action.{found.action}" in own_texts(language, "dossier"), (
                "the log says it in every language"
            )
    assert all(f"action.{FAILED}" in own_texts(language, "dossier") for language in languages())


@each
def test_the_window_says_what_left_in_its_own_language(name: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    said = act_word(exports()[name].action)
    QLocale.setDefault(before)
    assert said == own_texts("de", "dossier")[f"action.{exports()[name].action}"]


@each
def test_an_export_is_logged_with_the_hashes_of_what_left(name: str, made: Made, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    written = export.write(exports()[name], made.case, place_of(exports()[name], out), options(name, made))
    last = list(made.case.custody.entries())[-1]
    assert (last.action, last.hash) == (exports()[name].action, written.entry.hash)
    assert sorted(last.details["files"].values()) == sorted(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in written.paths
    )
    assert len(written.paths) == HOW_MANY[name]
    assert {path.name for path in written.paths} == set(lying_in(out)), "nothing else lies there"
    assert "<script" not in json.dumps(sorted(last.details["files"])), "no name out of the evidence"
    assert made.case.custody.faults() == []


@each
def test_nothing_is_to_be_seen_before_the_log_knows(
    name: str, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, seen = tmp_path / "out", list[list[str]]()
    out.mkdir()
    record = made.case.custody.record

    def recording(action: str, *rest: Any) -> Any:
        if action == exports()[name].action:
            seen.append([found for found in lying_in(out) if not found.endswith(ENDING)])
        return record(action, *rest)

    monkeypatch.setattr(made.case.custody, "record", recording)
    export.write(exports()[name], made.case, place_of(exports()[name], out), options(name, made))
    assert seen == [[]]


@each
def test_what_cannot_be_logged_does_not_leave(
    name: str, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    record = made.case.custody.record

    def refusing(action: str, *rest: Any) -> Any:
        if action == exports()[name].action:
            raise PermissionError
        return record(action, *rest)

    monkeypatch.setattr(made.case.custody, "record", refusing)
    with pytest.raises(PermissionError):
        export.write(exports()[name], made.case, place_of(exports()[name], out), options(name, made))
    assert lying_in(out) == []


@each
def test_a_file_that_is_there_is_replaced_only_where_a_person_said_so(
    name: str, made: Made, tmp_path: Path
) -> None:
    out, found = tmp_path / "out", exports()[name]
    out.mkdir()
    first = export.write(found, made.case, place_of(found, out), options(name, made))
    before, logged = lying_in(out), entries(made.case).count(found.action)
    first.paths[-1].write_bytes(b"mine")
    with pytest.raises(TargetTaken):
        export.write(found, made.case, place_of(found, out), options(name, made))
    assert first.paths[-1].read_bytes() == b"mine"
    assert entries(made.case).count(found.action) == logged
    export.write(found, made.case, place_of(found, out), options(name, made), replace=True)
    assert first.paths[-1].read_bytes() != b"mine"
    assert lying_in(out) == before


@each
def test_several_files_are_all_there_or_none(name: str, made: Made, tmp_path: Path) -> None:
    """Something in the way of the last file: the others are taken back, and the log says that it failed."""
    out, found = tmp_path / "out", exports()[name]
    out.mkdir()
    first = export.write(found, made.case, place_of(found, out), options(name, made))
    for path in first.paths[:-1]:
        path.write_bytes(b"before")
    first.paths[-1].unlink()
    (first.paths[-1] / "in the way").mkdir(parents=True)
    before = lying_in(out)
    with pytest.raises(TargetUnusable):
        export.write(found, made.case, place_of(found, out), options(name, made), replace=True)
    assert lying_in(out) == before
    assert {path.read_bytes() for path in first.paths[:-1]} <= {b"before"}
    assert entries(made.case)[-2:] == [found.action, FAILED]


@each
def test_a_place_that_cannot_be_written_is_reported_and_not_logged(
    name: str, made: Made, tmp_path: Path
) -> None:
    found, blocked = exports()[name], tmp_path / "a file"
    blocked.write_bytes(b"")
    with pytest.raises(TargetUnusable):
        export.write(found, made.case, place_of(found, blocked / "below"), options(name, made))
    assert found.action not in entries(made.case)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from app.cases.case import Case
from app.cases.clusters import FACES
from app.exports import export
from app.exports.export import TargetFull, exports
from app.keys.account import Account
from app.review.review import review
from tests.contracts import test_exports as t
from tests.vault import PASSPHRASE
home, name, out, how = sys.argv[1:]
with Case.find(Account.unlock(Path(home), PASSPHRASE)) as case, review(case) as found:
    made = t.Made(case, found)
    chosen = t.exports()[name]
    options = t.options(name, made)
    place = t.place_of(chosen, Path(out))
    if how == "full":
        from app.exports import aside
        write = aside.os.write
        def limited(descriptor, data):
            resource.setrlimit(resource.RLIMIT_FSIZE, (4, resource.RLIM_INFINITY))
            try:
                return write(descriptor, data)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        aside.os.write = limited
        try:
            export.write(chosen, case, place, options)
        except TargetFull:
            sys.exit(7)
    else:
        import os
        record = case.custody.record
        def dying(action, *rest):
            if action == chosen.action:
                if how == "after":
                    record(action, *rest)
                os.kill(os.getpid(), signal.SIGKILL)
            return record(action, *rest)
        case.custody.record = dying
        export.write(chosen, case, place, options)
"""


def limited(name: str, tmp_path: Path, how: str) -> int:
    (tmp_path / "out").mkdir(exist_ok=True)
    with new_case(new_account(tmp_path / "own")) as case:
        fill(case)
        with review(case, write=True) as found:
            found.groups(FACES)
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "own"), name, str(tmp_path / "out"), how]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=120, check=False).returncode


@each
def test_a_full_disk_leaves_nothing_and_is_reported(name: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk; the kernel answers both where the file is written."""
    assert limited(name, tmp_path, "full") == 7
    assert lying_in(tmp_path / "out") == []


@each
@pytest.mark.parametrize("how", ["before", "after"])
def test_killed_in_between_nothing_lies_there(name: str, how: str, tmp_path: Path) -> None:
    """Before the log knew of it, and after: in both no file had been shown, nor lies there half."""
    assert limited(name, tmp_path, how) == -9
    assert lying_in(tmp_path / "out") == []


def test_what_a_killed_export_left_on_another_system_is_cleared_away(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exports.aside._nameless", lambda folder: None)
    out, found = tmp_path / "out", exports()["transcript"]
    out.mkdir()
    dead, alive = out / f".a.srt.{2**22 + 1}-0a1b{ENDING}", out / f".b.srt.{os.getppid()}-0a1b{ENDING}"
    dead.write_bytes(b"half of it")
    alive.write_bytes(b"somebody else's")
    export.write(found, made.case, place_of(found, out), options("transcript", made))
    assert lying_in(out) == [alive.name, "chosen.txt"]


def test_a_name_that_leads_elsewhere_is_refused(made: Made, tmp_path: Path) -> None:
    class Leading(Export[str]):
        name, action, needs = "leading", "transcript written", export.Needs.CASE

        def gather(self, case: Case, options: str) -> Content:
            return Content({options: b"x"})

    for name in ("../x", "/etc/x", "a/b", "", ".hidden", "c:x", "x" * 200, "a\x00b"):
        with pytest.raises(NameUnsafe):
            export.write(Leading(), made.case, Folder(tmp_path / "out"), name)
    assert not (tmp_path / "out").exists()


def test_of_very_many_files_the_log_has_the_hash_of_their_list(made: Made, tmp_path: Path) -> None:
    class Many(Export[int]):
        name, action, needs = "many", "face crops written", export.Needs.CASE

        def gather(self, case: Case, options: int) -> Content:
            files = {f"{n}.jpg": b"x" for n in range(options)}
            return Content({**files, "list.json": b"[]"})

    written = export.write(Many(), made.case, Folder(tmp_path / "out"), MOST_HASHED)
    assert list(written.entry.details["files"]) == ["list.json"]


def test_the_disk_being_full_is_an_error_of_its_own() -> None:
    assert TargetFull.code == "disk-full"
