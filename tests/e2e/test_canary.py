"""What is in the evidence, in its transcript and in the case's name stands in no file in clear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from tests.investigator import PASSPHRASE, Investigator

CANARY = "KANARIENVOGEL"
SPOKEN = ("fellow americans", "fellow Americans")


@pytest.fixture
def evidence(tmp_path: Path, media: Callable[[str], Path]) -> Path:
    """A picture that shows the canary and carries it in name and metadata, and a known speech."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    picture = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(picture).text((40, 100), CANARY, "black", ImageFont.load_default(80))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY)
    picture.save(folder / f"{CANARY}.png", pnginfo=notes)
    (folder / "speech.wav").write_bytes(media("jfk.wav").read_bytes())
    return folder


def test_no_file_under_case_home_temporary_folder_or_log_holds_the_canary(
    tmp_path: Path, evidence: Path, models: Path
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    temporary.mkdir()
    investigator = Investigator.set_up(
        home, models, TMPDIR=str(temporary), XDG_CACHE_HOME=str(temporary / "cache")
    )
    investigator.new_case(CANARY)
    investigator.run("add", str(evidence))
    done = investigator.run("analyze")
    (temporary / "log").write_text(done.stderr, encoding="utf-8")

    found = investigator.run("search", CANARY, "--json").stdout
    assert CANARY in found, "the canary was not read from the picture, so this test would prove nothing"
    assert "mericans" in investigator.run("search", "Americans", "--json").stdout

    needles = [n for word in (CANARY, *SPOKEN, PASSPHRASE) for n in _forms(word)]
    files = [p for folder in (home, temporary) for p in folder.rglob("*") if p.is_file()]
    assert len(files) > 4
    for path in files:
        assert CANARY not in str(path)
        data = path.read_bytes()
        assert not any(needle in data for needle in needles), path


def _forms(word: str) -> list[bytes]:
    return [form.encode(encoding) for form in {word, word.lower()} for encoding in ("utf-8", "utf-16-le")]
