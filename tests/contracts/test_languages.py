"""A language is one folder: a third one is offered, loaded and written in without any other file changed."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

from resources.languages import FOLDER, SOURCE, languages, own_texts
from tests.investigator import ROOT

DUTCH = {
    "name": "Nederlands", "english": "Dutch", "decimal": ",", "group": ".", "date": "{day}-{month}-{year}",
    "months": [f"{n:02d}" for n in range(1, 13)],
}  # fmt: skip
MARK = "⟦{}⟧"
PROGRAM = """
import sys
from pathlib import Path
import resources.languages
resources.languages.FOLDER = Path(sys.argv[1])
"""
WINDOW = """
from PySide6.QtCore import QCoreApplication
from ui import figures
from ui.error_texts import texts
from ui.search import words
from ui.translation import Language, own_names
window = QCoreApplication([])
language = Language()
language.use("nl")
print(own_names()["nl"], language.name, QCoreApplication.translate("Figures", "under 1 s"), sep="|")
print(texts("nl")["disk-full"][:1], words.keys()["sound"], figures.number(1234.5, 1), sep="|")
print(figures.day(__import__("datetime").date(2026, 11, 30)))
"""
DOSSIER = """
from app.command_line import run
sys.exit(run(["dossier", "--language", "nl", "--out", sys.argv[2]]))
"""


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, translate: ModuleType) -> Path:
    """All languages, and a made third one: German texts between marks."""
    copy = tmp_path_factory.mktemp("translations")
    shutil.copytree(FOLDER, copy, dirs_exist_ok=True)
    made = copy / "nl"
    made.mkdir()
    (made / "language.json").write_text(json.dumps(DUTCH), encoding="utf-8")
    for file in (FOLDER / "de").glob("*.json"):
        if file.name not in ("language.json", "search.json"):
            told = json.loads(file.read_text(encoding="utf-8"))
            marked = json.dumps({key: MARK.format(text) for key, text in told.items()})
            (made / file.name).write_text(marked, encoding="utf-8")
    (made / "stages.json").write_text(json.dumps({"faces": "Gezichten"}), encoding="utf-8")
    (made / "search.json").write_text(json.dumps({"geluid": "sound"}), encoding="utf-8")
    for file in (FOLDER / "de").glob("*.ts"):
        tree = ElementTree.parse(file)
        tree.getroot().set("language", "nl")
        for translation in tree.iter("translation"):
            for form in list(translation) or [translation]:
                form.text = MARK.format(form.text)
        tree.write(made / file.name, encoding="utf-8", xml_declaration=True)
    translate.release(sorted(made.glob("*.ts")), made / "aima.qm")
    return copy


def told(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", PROGRAM + program, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_third_language_is_offered_and_spoken_by_the_window(folder: Path) -> None:
    first, second, third = told(WINDOW, str(folder)).splitlines()
    assert first == "Nederlands|nl|" + MARK.format("unter 1 s")
    assert second == "⟦|geluid|1.234,5"
    assert third == "30-11-2026"


def test_a_dossier_is_written_in_a_third_language(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.made_case import face, put_faces, put_item
    from tests.vault import PASSPHRASE, new_account, new_case

    with new_case(new_account(tmp_path / "home")) as case:
        put_faces(case, "film.mp4", put_item(case, "film.mp4"), [(face(1), 0, 2, 10)])
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIMA_PASSPHRASE", PASSPHRASE)
    told(DOSSIER, str(folder), str(tmp_path / "out"))
    document = json.loads((tmp_path / "out" / "dossier.json").read_text(encoding="utf-8"))
    assert document["language"] == "nl"
    assert {s["title"][:1] + s["title"][-1:] for s in document["sections"]} == {"⟦⟧"}
    page = (tmp_path / "out" / "dossier.html").read_text(encoding="utf-8")
    assert '<html lang="nl"' in page
    assert re.search(r"\d\d-\d\d-20\d\d, \d\d:\d\d UTC", page)


def test_stages_have_their_names_in_the_folder_of_a_third_language(folder: Path) -> None:
    """What it lacks is said in English."""
    named = (
        "from resources.displays import display\nprint(*(display(n).name('nl') for n in ('faces', 'shots')))"
    )
    assert told(named, str(folder)) == "Gezichten Shots\n"


def test_a_language_model_is_asked_for_the_language_by_its_english_name(folder: Path) -> None:
    asked = "from app.dossier.narrative import _prompt\nprint(_prompt('join', 'nl', 3))"
    assert "plain sentences in Dutch" in told(asked, str(folder))


def test_every_language_has_every_text() -> None:
    for kind in ("dossier",):
        keys = {code: set(own_texts(code, kind)) for code in languages()}
        assert all(found == keys[SOURCE] for found in keys.values()), kind
    assert all(
        language.name and language.english and len(language.months) == 12 for language in languages().values()
    )


def test_no_code_asks_which_language_it_is() -> None:
    """A form of one language belongs into its folder."""
    asking = re.compile(r"""[=!]= ?["'](?:de|en)["']|QLocale\.Language\.(?:German|English)|["']de["']: """)
    found = [
        str(path.relative_to(ROOT))
        for room in ("app", "ui", "resources", "packaging")
        for path in (ROOT / room).rglob("*.py")
        if asking.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
