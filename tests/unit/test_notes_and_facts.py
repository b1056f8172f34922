"""Rules of notes and of facts stated about items: written at the command line, found in log and dossier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cases.log import append
from app.core_api.core_session import CoreSession
from app.core_api.evidence import ItemFacts
from app.core_api.handlers.evidence import item_facts
from app.dossier.check_citations import check
from app.exports.dossier_files import write
from app.operations.decisions import made
from app.review import evidence_actions
from app.review.names_withheld import withheld_from
from app.review.review import review
from engine.units import SECOND
from tests.investigator import Investigator
from tests.made_case import face, put_faces, put_item, put_unit, said, sha256_of


@pytest.fixture
def investigator(tmp_path: Path) -> Investigator:
    """At a case with two items; somebody is seen in one of them."""
    found = Investigator.set_up(tmp_path / "home", tmp_path / "models")
    found.new_case()
    with found.open_case() as case:
        item = put_item(case, "film.mp4")
        put_faces(case, "film.mp4", item, [(face(1), 1, 5, 10)])
        put_unit(case, "film.mp4", item, "transcription", said((1, 3, "Guten Tag")))
        put_item(case, "other.mp4")
        with review(case, write=True) as now:
            now.regroup()
    return found


def document(found: Investigator, folder: Path, language: str = "en") -> Any:
    with found.open_case() as case:
        return json.loads(write(case, folder, language).document.read_text(encoding="utf-8"))


def texts(said: Any, section: str) -> list[str]:
    return [c["text"] for s in said["sections"] if s["id"] == section for c in s["claims"]]


def test_a_note_is_written_listed_shown_in_the_dossier_and_taken_back(
    investigator: Investigator, tmp_path: Path
) -> None:
    run, records = investigator.run, investigator.records
    run("note", "film.mp4", "a red", "car", "--at", "00:03.5", "--tag", "vehicle")
    run("note", "other.mp4", "lent by a neighbour")
    run("note", "-", "ask the neighbour again")
    every = records("note")
    assert [n["text"] for n in every] == ["a red car", "lent by a neighbour", "ask the neighbour again"]
    assert [len(n["items"]) for n in every] == [1, 1, 0]
    assert every[0]["tags"] == ["vehicle"]
    assert every[0]["places"] == [
        f"aima:item/{sha256_of('film.mp4')}?stream=-1&ns=3500000000-3500000000#t=3.500,3.500"
    ]
    assert [n["text"] for n in records("note", "film.mp4")] == ["a red car"]
    assert [n["text"] for n in records("note", "-")] == ["ask the neighbour again"]
    shown = run("note", "film.mp4").stdout
    assert "film.mp4 00:03.5: a red car  [vehicle]" in shown
    told = document(investigator, tmp_path / "en")
    assert any("write a note “a red car”" in text for text in texts(told, "decisions"))
    assert any("Decision: write a note: 3 times" in text for text in texts(told, "custody"))
    assert check(told) == []
    german = document(investigator, tmp_path / "de", "de")
    assert any("eine Notiz schreiben „a red car“" in text for text in texts(german, "decisions"))
    run("faces", "undo", every[0]["decision"])
    assert [n["text"] for n in records("note", "film.mp4")] == []


def test_a_note_without_a_place_it_could_be_about_is_refused(investigator: Investigator) -> None:
    for wrong in (
        ("film.mp4", "--at", "00:03"),
        ("film.mp4", "words", "--at", "soon"),
        ("film.mp4", "words", "--at", "99:00:00"),
        ("-", "words", "--at", "00:03"),
        ("--tag", "x"),
    ):
        investigator.run("note", *wrong, expect=2)
    investigator.run("note", "unknown.mp4", "words", expect=4)
    assert investigator.records("note") == []


def test_a_fact_is_stated_corrected_withdrawn_and_all_of_it_logged(
    investigator: Investigator, tmp_path: Path
) -> None:
    run, records = investigator.run, investigator.records
    run("fact", "film.mp4", "seized at", "Main Street 5")
    run("fact", "film.mp4", "camera", "hers")
    run("fact", "film.mp4", "seized  at", "Main Street 7")
    assert [(f["name"], f["value"]) for f in records("fact")] == [
        ("camera", "hers"),
        ("seized at", "Main Street 7"),
    ]
    assert [f["value"] for f in records("fact", "film.mp4", "camera")] == ["hers"]
    assert records("fact", "other.mp4") == []
    told = document(investigator, tmp_path / "en")
    (line,) = [text for text in texts(told, "items") if "seized at" in text]
    assert line.endswith("stated about film.mp4: seized at “Main Street 7”.")
    assert any("Facts about an item: 3 times" in text for text in texts(told, "custody"))
    assert check(told) == []
    german = document(investigator, tmp_path / "de", "de")
    assert any("zu film.mp4 an: camera „hers“." in text for text in texts(german, "items"))
    run("fact", "film.mp4", "camera", "")
    assert [f["name"] for f in records("fact")] == ["seized at"]
    assert not any("camera" in text for text in texts(document(investigator, tmp_path / "3"), "items"))
    for wrong in (" ", "sha256"):
        run("fact", "film.mp4", wrong, "words", expect=2)
    with investigator.open_case() as case:
        stated = [e.details for e in case.custody.entries() if e.action == "item described"]
        assert [d.get("seized at") for d in stated] == ["Main Street 5", None, "Main Street 7", None]
        assert {d["sha256"] for d in stated} == {sha256_of("film.mp4")}
        session = CoreSession(lambda _: None)
        session.enter(case.account)
        session.take(case)
        with review(case) as found:
            ids = {item.untrusted_name: item.id for item in found.items.values()}
        for name, count in (("film.mp4", 4), ("other.mp4", 0)):
            shown = item_facts(session, ItemFacts(ids[name])).custody
            assert sum(entry.action == "item described" for entry in shown) == count


def test_a_name_that_may_still_be_asked_for_is_not_read_in_notes_and_facts(
    investigator: Investigator, tmp_path: Path
) -> None:
    with investigator.open_case() as case, review(case, write=True) as found:
        seen = [found.appearance("1")[1].moment.to_json()]
        (film,) = [i for i in found.items.values() if i.untrusted_name == "film.mp4"]
        facts = {"who": "Rumpelstilz"}
        for kind, body in (
            ("name", {"moments": seen, "name": "Rumpelstilz"}),
            ("note", {"moments": [], "text": "this is RUMPELSTILZ"}),
            ("item-fact", {"sha256": film.sha256, "facts": facts}),
        ):
            append(case, found.connection, made("somebody else", kind, body))
        evidence_actions.note(found, "nobody in particular", film, 2 * SECOND)
        assert len(withheld_from(found)) == 3
    lists = investigator.run("note").stdout + investigator.run("fact").stdout
    assert lists.count("withheld") == 2
    assert "nobody in particular" in lists
    records = json.dumps(investigator.records("note") + investigator.records("fact"))
    told = document(investigator, tmp_path / "out")
    page = (tmp_path / "out" / "dossier.html").read_text(encoding="utf-8")
    for text in (lists, records, json.dumps(told), page):
        assert "rumpelstilz" not in text.casefold()
    assert check(told) == []
