"""A face that the detector missed: drawn on the command line, compared, stated, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.investigator import Investigator

Find = Callable[[str], Path]
BOX = "200,170,320,410"
"""Around the face in person_a_2.jpg."""


@pytest.fixture(scope="module")
def investigator(tmp_path_factory: pytest.TempPathFactory, models: Path, media: Find) -> Investigator:
    """Two photos of one person and a film; faces were looked for in the first photo alone."""
    set_up = Investigator.set_up(tmp_path_factory.mktemp("home"), models)
    set_up.new_case()
    set_up.run("add", *(str(media(name)) for name in ("person_a_1.jpg", "person_a_2.jpg", "face_noface.mov")))
    set_up.run("faces", "draw", "person_a_2.jpg", BOX, expect=4)  # its streams are not known yet
    set_up.run("analyze", "--stage", "probe")
    set_up.run("analyze", "person_a_1.jpg", "--stage", "face_embeddings")
    return set_up


def seen(told: list[dict[str, object]]) -> list[int]:
    """Sightings of each person."""
    return sorted(len(one["sightings"]) for one in told if "person" in one)  # type: ignore[arg-type]


def test_a_drawn_face_joins_its_person_and_is_said_to_be_drawn_until_it_is_taken_back(
    investigator: Investigator, tmp_path: Path
) -> None:
    (made,) = investigator.records("faces", "draw", "person_a_2.jpg", BOX)
    assert made["comparable"]
    assert "xywh=pixel:200,170,320,410" in str(made["uri"])
    assert seen(investigator.records("faces", "list")) == [2]
    investigator.run("faces", "draw", "person_a_2.jpg", BOX, expect=4)  # it is there already
    investigator.run("dossier", "--out", str(tmp_path))
    document = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    told = [claim["text"] for section in document["sections"] for claim in section["claims"]]
    assert "One face was not found by the face detector: a person drew it by hand." in told
    assert any("draw a face that the detector missed" in text for text in told)
    (undone,) = investigator.records("faces", "undo", str(made["decision"]))
    assert seen(investigator.records("faces", "list")) == [1]
    investigator.run("faces", "undo", str(undone["decision"]))
    assert seen(investigator.records("faces", "list")) == [2]
    investigator.run("analyze", "person_a_2.jpg", "--stage", "shot_changes")
    assert seen(investigator.records("faces", "list")) == [2]  # what people drew outlives an analysis


def test_a_drawn_face_without_eyes_and_mouth_is_set_aside_and_can_be_named(
    investigator: Investigator,
) -> None:
    before = seen(investigator.records("faces", "list"))
    (made,) = investigator.records("faces", "draw", "person_a_2.jpg", "5,5,60,60")
    assert not made["comparable"]
    told = investigator.records("faces", "list")
    assert seen(told) == before
    (aside,) = [one for one in told if "set_aside" in one]
    assert aside["set_aside"] == 1
    (face,) = investigator.records("faces", "aside")
    assert face["uri"] == made["uri"]
    investigator.run("faces", "name", str(face["face"]), "Ada")
    assert seen(investigator.records("faces", "list")) == [1, *before]


def test_what_is_drawn_in_a_film_is_drawn_in_the_picture_shown_then(investigator: Investigator) -> None:
    (made,) = investigator.records("faces", "draw", "face_noface.mov@00:01", "330,118,215,330")
    assert made["comparable"]
    assert "#t=1.0" in str(made["uri"]) or "#t=0.9" in str(made["uri"])
    investigator.run("faces", "draw", "face_noface.mov@01:00", "330,118,215,330", expect=5)
    investigator.run("faces", "draw", "face_noface.mov@00:01", "330,118,0,330", expect=2)
