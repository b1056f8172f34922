"""Rules for what a dossier states: what is worth reading stands in front, noise stays in the search."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import app
from app.cases.case import Case
from app.cases.custody import CONTINUED, OLDER_COPY
from app.cases.transcript import DOUBTS
from app.dossier import statement_actions
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.material import gather
from app.exports.dossier_files import Choices, write
from app.exports.export import FAILED, exports
from app.operations.decisions import KINDS, RECORD
from app.review.search_rows import KINDS as SEARCHED
from engine.media.account import SAID, UNREAD
from engine.models.nanodet import LABELS
from engine.units import Kind, Sampling
from resources.languages import languages, own_texts
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.made_photos import put_photos
from tests.vault import new_account, new_case

PHOTOS = 120
WORKERS_SAY = (
    "unreadable", "out-of-memory", "timed-out", "worker-died", "stage-failed", "damaged-result", "empty",
    "pack-missing", "pack-damaged", "device-missing", "not-opened", "worker-not-started", "too-large",
    "codec-missing",
)  # fmt: skip
"""Errors of units and items."""


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


def _called(function: str) -> Iterator[str]:
    """What the program passes as the first constant to `….function(…)`, anywhere."""
    for path in Path(app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func)
                if called.endswith(f"custody.{function}"):
                    yield from [str(a.value) for a in node.args if isinstance(a, ast.Constant)][:1]


def test_everything_the_log_can_hold_has_words_in_every_language() -> None:
    actions = {*_called("append"), *_called("record"), *(e.action for e in exports().values())}
    actions |= {CONTINUED, OLDER_COPY, FAILED, "dossier started", "import finished"}
    actions |= {f"decision {kind}" for kind in KINDS if kind != RECORD}
    assert len(actions) > 30
    for code in languages():
        assert {f"action.{action}" for action in actions} <= set(own_texts(code, "dossier")), code


def test_every_reason_and_doubt_has_words_in_every_language() -> None:
    reasons = {*UNREAD, *WORKERS_SAY, "not-yet", "cancelled", ""}
    for code in languages():
        known = set(own_texts(code, "dossier"))
        assert {f"reason.{reason}" for reason in reasons} <= known, code
        assert {f"left.{said}" for said in SAID} <= known, code
        assert {f"doubt.{word}" for word in DOUBTS.values()} <= known, code
        assert {f"looked-for.{kind}" for kind in SEARCHED} <= known, code


def test_no_statement_holds_a_word_that_only_the_program_knows(photos: Case, tmp_path: Path) -> None:
    """A word without text would be shown as its key: the part behind the dot."""
    with photos.database.connect() as connection:
        claims = list(Dossier.write(gather(photos, connection), "", "").claims())
    words = {str(v["word"]) for c in claims for v in c.values.values() if isinstance(v, Mapping)}
    assert len(words) > 10
    for code in languages():
        known = {**own_texts(code, "labels"), **own_texts(code, "dossier")}
        lost = [w for w in words if w not in known and not w.startswith(("stage.", "format."))]
        assert not lost, code


def test_the_day_of_import_is_never_called_the_day_of_recording(photos: Case) -> None:
    for code, added in (("de", "hinzugefügt"), ("en", "added")):
        words = own_texts(code, "dossier")
        dated = [text for key, text in words.items() if "{added_at}" in text and key != "cell.added.at"]
        assert len(dated) >= 4
        assert all(added in text for text in dated), code
        assert not [key for key, text in words.items() if "aufgenommen" in text or "recorded on" in text]
        logged = [text for key, text in words.items() if key.startswith(("action.import", "action.item"))]
        assert not [text for text in logged if "Aufnahme" in text]
    assert all("hinzugefügt am" in text for text in _texts(photos, "de")["items"])


def test_what_is_open_is_called_open(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        put_item(case, "later.mp4")
        texts = _texts(case)
        german = _texts(case, "de")
    (text,) = texts["items"]
    assert "has not been analysed yet" in text
    assert texts["open"][0] == "later.mp4 waits for its analysis."
    assert german["open"][0] == "later.mp4 wartet noch auf die Analyse."
    assert "unknown" not in " ".join([text, *texts["open"]])


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
    assert texts["open"][0] == "Of film.mp4 only keyframes have been looked at in part or throughout."


def test_work_is_told_in_front_in_few_sentences_and_by_file_in_tables(tmp_path: Path) -> None:
    with new_case(new_account(tmp_path / "home")) as case:
        for n in range(30):
            name = f"film {n}.mp4"
            film = put_item(case, name, seconds=20)
            left = [{"code": "appended", "stream": -1, "start_ns": 0, "end_ns": 0, "bytes": 99, "count": 0}]
            put_unit(case, name, film, "probe", {**probed(Kind.VIDEO, 20), "account": left}, stream=-1)
            put_faces(case, name, film, [(face(n), 2, 18, 9)])
        texts = _texts(case)
        page = write(case, tmp_path / "out", "de").page.read_text(encoding="utf-8")
    assert len(texts["open"]) <= 4
    assert texts["open"][0].startswith("Parts of 30 files were not read: film 0.mp4, ")
    assert "% of the footage was not searched for voices" in " ".join(texts["open"])
    assert len(texts["left"]) == 30
    assert len(texts["gaps"]) > 100
    before, annexes = page.split('class="annexed"', 1)
    assert before.count("film 29.mp4") < annexes.count("film 29.mp4")
    assert "99 Bytes" not in before
    for heading in (
        "Analyseschritt",
        "Anteil",
        "Bilder pro Sekunde",
        "Von",
        "Bis",
        "Grund",
        "Gerät",
        "Befund",
        "Bytes",
    ):
        assert f'<th scope="col">{heading}</th>' in annexes, heading


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
