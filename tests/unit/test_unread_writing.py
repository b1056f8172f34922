"""Rules for writing that is seen and not read: it is told from noise, and named as unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.material import gather
from app.review.coverage import coverage
from app.review.review import review
from engine.records import Result
from engine.units import Kind
from tests.made_case import probed, put_item, put_unit
from tests.vault import new_account, new_case

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
UNKNOWN = ("СЕВЕР склад 33", "Продукты и напитки", "Οδός Αθηνών", "مكتب البريد", "רחוב הרצל", "Երևան փողոց")
KNOWN = ("Main Street 14", "Straße der Jugend", "LAGER 47 NORD", "Größe: 50 % weiß")


def _unread(run_stages: Run, path: Path) -> int:
    return sum(len(part["unread"]) for part in run_stages(path, ["screen_text"])["screen_text"])


def _drawn(text: str, path: Path) -> Path:
    picture = Image.new("RGB", (900, 240), "white")
    font = ImageFont.truetype("DejaVuSans-Bold.ttf", 64)
    ImageDraw.Draw(picture).text((40, 80), text, font=font, fill="black")
    picture.save(path)
    return path


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_script_that_is_not_read_is_named_as_unread(run_stages: Run, tmp_path: Path, text: str) -> None:
    assert _unread(run_stages, _drawn(text, tmp_path / "sign.png")) == 1


@pytest.mark.parametrize(
    "lines", [("Улица Жуковского", "Двор"), ("רחוב הרצל", "חדר"), ("شارع الملك فيصل", "باب")]
)
def test_a_short_line_beside_writing_that_is_not_read_is_named_too(
    run_stages: Run, tmp_path: Path, lines: tuple[str, str]
) -> None:
    picture = Image.new("RGB", (900, 300), "white")
    for row, line in enumerate(lines):
        font = ImageFont.truetype("DejaVuSans-Bold.ttf", 64)
        ImageDraw.Draw(picture).text((40, 40 + 110 * row), line, font=font, fill="black")
    picture.save(tmp_path / "sign.png")
    assert _unread(run_stages, tmp_path / "sign.png") == 2


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_read_is_not_called_unread(run_stages: Run, tmp_path: Path, text: str) -> None:
    assert _unread(run_stages, _drawn(text, tmp_path / "sign.png")) == 0


@pytest.mark.parametrize("name", ["obama.jpg", "person_b_1.jpg", "multi_face.jpg", "apple.jpg"])
def test_chance_patterns_are_no_writing(run_stages: Run, media: Find, name: str) -> None:
    assert _unread(run_stages, media(name)) == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "sign.jpg shows a line of writing that was not read"),
        ("de", "In sign.jpg ist eine Zeile Schrift"),
    ],
)
def test_coverage_and_dossier_say_what_was_not_read(tmp_path: Path, language: str, said: str) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        photo = put_item(case, "sign.jpg", Kind.IMAGE, 0)
        put_unit(case, "sign.jpg", photo, "probe", probed(Kind.IMAGE, 0), span=(0, 1e-9), stream=-1)
        line = {"start_ns": 0, "end_ns": 1, "quad": [[0, 0], [90, 0], [90, 20], [0, 20]]}
        put_unit(case, "sign.jpg", photo, "screen_text", {"texts": [], "unread": [line]}, span=(0, 1e-9))
        with review(case) as found:
            (item,) = found.items.values()
            assert [(e.code, e.count) for e in coverage(found.findings, item).left] == [("unread-writing", 1)]
            dossier = Dossier.write(gather(case, found.connection), "", "")
        say = Catalogue(language).say
        gaps = next(s for s in dossier.sections if s.key == "left")
    assert any(say(c.key, c.values).startswith(said) for c in gaps.claims)
