"""Every text of the window is translated, and the file the program loads is the one the translations make."""

from __future__ import annotations

import importlib.util
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "resources" / "translations" / "de"


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(file: Path) -> set[tuple[str, str]]:
    tree = ElementTree.parse(file)
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in tree.iter("context")
        for message in context.iter("message")
    }


def test_every_text_of_the_window_has_its_german(translate: ModuleType, tmp_path: Path) -> None:
    """`python packaging/translate.py` brings them up to date and names what is missing."""
    missing = {}
    for area in translate.areas():
        file = tmp_path / f"{area}.ts"
        kept = GERMAN / file.name
        if kept.exists():
            shutil.copy(kept, file)
        translate.update(area, file, "de")
        left = translate.unfinished(file) if file.exists() else []
        stale = texts(kept) - texts(file) if kept.exists() else set()
        if left or stale:
            missing[area] = (left, stale)
    assert missing == {}


def test_every_text_belongs_to_the_class_that_asks_for_it() -> None:
    """The tool files texts under no name where it does not know the function; they are then never found."""
    nameless = {text for file in GERMAN.glob("*.ts") for name, text in texts(file) if not name}
    assert nameless == set()


def test_the_binary_file_is_made_from_the_translations_as_they_are(
    translate: ModuleType, tmp_path: Path
) -> None:
    made = tmp_path / "aima.qm"
    translate.release(sorted(GERMAN.glob("*.ts")), made)
    assert made.read_bytes() == (GERMAN / "aima.qm").read_bytes()
