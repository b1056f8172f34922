"""Rules for what a dossier states: what is worth reading stands in front, noise stays in the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cases.case import Case
from app.dossier import statement_actions
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.material import gather
from app.exports.dossier_files import Choices, write
from engine.models.nanodet import LABELS
from engine.units import Kind, Sampling
from resources.languages import languages, own_texts
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.made_photos import put_photos
from tests.vault import new_account, new_case

PHOTOS = 120


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with new_case(new_account(tmp_path_factory.mktemp("photos") / "home")) as opened:
        put_photos(opened, PHOTOS)
        yield opened


def _texts(case: Case, language: str = "en") -> Mapping[str, list[str]]:
    with case.database.connect() as connection:
        dossier = Dossier.write(gather(case, connection), "", "")
    say = Catalogue(language).say
    return {s.key: [say(c.key, c.values) for c in s.claims] for s in dossier.sections}


def test_tags_and_chance_readings_are_never_stated(photos: Case) -> None:
    texts = _texts(photos)
    for noise in ("suit", "neck brace", "nipple", "A tie", "品"):
        assert not [t for key, told in texts.items() for t in told if noise in t], noise


def test_what_is_seen_on_photos_is_one_statement_that_names_them(photos: Case) -> None:
    (car,) = [t for t in _texts(photos)["seen"] if t.startswith("A car")]
    assert car.startswith("A car is seen in 17 pictures: IMG_0002.jpg, IMG_0009.jpg")
    assert car.endswith("and 9 more.")


def test_a_person_on_photos_is_named_with_the_pictures(photos: Case) -> None:
    texts = [t for t in _texts(photos)["people"] if "4 pictures" in t]
    assert texts
    assert all(t.count("IMG_") == 4 for t in texts)


def test_every_label_has_words_in_every_language() -> None:
    for code in languages():
        known = {**own_texts(code, "labels"), **own_texts(code, "dossier")}
        assert {f"object.{label}" for label in LABELS} <= set(known), code


def test_sounds_are_named_in_german(models: Path) -> None:
    import csv

    text = (models / "sound-events-yamnet" / "classes.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert {f"sound.{row[-1]}" for row in rows} <= set(own_texts("de", "labels"))


def test_what_is_open_is_called_open(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        put_item(case, "later.mp4")
        (text,) = _texts(case)["items"]
    assert "has not been analysed yet" in text
    assert "unknown" not in text


def test_a_scouted_film_is_described_as_such(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "film.mp4", seconds=20)
        put_unit(case, "film.mp4", film, "probe", probed(Kind.VIDEO, 20), stream=-1)
        put_faces(case, "film.mp4", film, [(face(1), 2, 18, 9)], sampling=Sampling.KEYFRAMES)
        texts = _texts(case)
    (person,) = texts["people"]
    assert "only keyframes have been looked at" in person
    (gap,) = [t for t in texts["gaps"] if t.startswith("Face detection")]
    assert "looked at keyframes only in film.mp4" in gap
    assert any("looked at keyframes only" in t for t in texts["coverage"])


def test_no_stage_covers_what_has_no_sound(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "film.mp4")
        silent: dict[str, Any] = {**probed()}
        silent["streams"] = [s for s in silent["streams"] if s["kind"] != "audio"]
        put_unit(case, "film.mp4", film, "probe", silent, stream=-1)
        put_unit(case, "film.mp4", film, "speakers", {"turns": [], "voices": []}, stream=-1)
        assert not [t for t in _texts(case)["coverage"] if t.startswith("Speakers")]


def test_only_what_was_accepted_is_written_on_request_and_the_rest_is_marked(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        film = put_item(case, "film.mp4")
        put_unit(case, "film.mp4", film, "transcription", said((1, 2, "eins"), (3, 4, "zwei")), stream=1)
        with case.database.connect() as connection:
            claims = list(Dossier.write(gather(case, connection), "", "").claims())
        (one,) = [c for c in claims if c.values.get("untrusted_text") == "eins"]
        statement_actions.judge(case, one, "accept", "", "en")
        whole, some = (
            write(case, tmp_path / str(only), "en", choices=Choices(accepted_only=only)).page.read_text()
            for only in (False, True)
        )
    assert "zwei" in whole
    assert whole.count('<span class="badge unreviewed"') == whole.count("not reviewed</span>") > 0
    assert "eins" in some
    assert "zwei" not in some
    assert 'class="badge unreviewed"' not in some[: some.index('class="annexed"')]
