"""Rules for what the core answers to a search: every kind, joined, filtered, paged, named as one may see."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from app.cases import log as decision_log
from app.cases.case import Case
from app.core_api.core_session import CoreSession, NoCaseOpen
from app.core_api.handlers.found_file import write_found
from app.core_api.handlers.likeness import faces_like
from app.core_api.handlers.saved_searches import forget, save, searches
from app.core_api.handlers.search import ask, crops, find
from app.core_api.likeness import FacesLike
from app.core_api.search import Ask, Crops, Find, ForgetSearch, Found, SavedSearches, SaveSearch, WriteFound
from app.exports.search_results import inert
from app.operations.decisions import made as made_decision
from app.operations.moments import timecode
from app.review.face_search import FaceSearchLocked, PurposeMissing
from app.review.review import review
from app.review.search_rows import COPY, ENTITY, IN_TIME, OBJECT, PERSON, SCREEN, SOUND, SPEECH, Row
from app.store import schema
from engine.units import SECOND, Kind
from tests.made_case import face, probed, put_faces, put_item, put_unit, said
from tests.vault import new_account, new_case

WHOLE = (0.0, (1 << 62) / SECOND)
HEAD = ("item", "kind", "from", "to", "who", "text", "together", "uri")


def _objects(*found: tuple[float, str]) -> dict[str, Any]:
    rows = [
        {"t_ns": round(t * SECOND), "label": label, "box": [1, 2, 3, 4], "score": 0.8} for t, label in found
    ]
    return {"objects": rows}


def _sounds(*found: tuple[float, float, str]) -> dict[str, Any]:
    return {
        "events": [
            {"start_ns": round(a * SECOND), "end_ns": round(b * SECOND), "label": label, "score": 0.7}
            for a, b, label in found
        ]
    }


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with new_case(new_account(tmp_path / "home")) as opened:
        film = put_item(opened, "film.mp4")
        put_unit(opened, "film.mp4", film, "probe", probed(), span=WHOLE, stream=-1)
        put_unit(
            opened, "film.mp4", film, "transcription",
            said((0, 2, "over the bridge"), (8, 9, "bridge again"), (15, 16, "nothing")), stream=1,
        )  # fmt: skip
        put_unit(
            opened, "film.mp4", film, "objects", _objects((1, "car"), (2, "car"), (12, "car"), (12, "dog"))
        )
        put_unit(opened, "film.mp4", film, "sound_events", _sounds((2.5, 3, "Siren")), stream=1)
        text = {"start_ns": 3 * SECOND, "end_ns": 4 * SECOND, "text": "K-AB 1234 bridge", "confidence": 0.9}
        put_unit(opened, "film.mp4", film, "screen_text", {"texts": [text]})
        plate = {
            "kind": "plate", "text": "K-AB 1234", "value": "KAB1234", "origin": "screen_text",
            "start_ns": 3 * SECOND, "end_ns": 4 * SECOND, "confidence": 0.9,
        }  # fmt: skip
        put_unit(opened, "film.mp4", film, "entities", {"entities": [plate]})
        put_faces(opened, "film.mp4", film, [(face(1), 1, 3, 10), (face(2), 14, 15, 10)])
        photo = put_item(opened, "photo.jpg", Kind.IMAGE, 0)
        still = probed(Kind.IMAGE, 0)
        put_unit(opened, "photo.jpg", photo, "probe", still, span=WHOLE, stream=-1)
        put_faces(opened, "photo.jpg", photo, [(face(1, 0.7), 0, 0.1, 10)], span=(0, 1))
        yield opened


@pytest.fixture
def session(case: Case, monkeypatch: pytest.MonkeyPatch) -> CoreSession:
    made = CoreSession(lambda event: None)
    made.enter(case.account)
    made.take(case)
    ask(made, Ask())
    return made


def _found(session: CoreSession, typed: str, **more: Any) -> Found:
    return find(session, Find(typed, **more))


def _told(rows: tuple[Row, ...]) -> list[tuple[str, float]]:
    return [(row.kind, row.moment.start_ns / SECOND) for row in rows]


def _name(session: CoreSession, number: int, name: str, author: str = "") -> None:
    with review(session.case, write=True) as opened:
        moment = opened.appearances(opened.person(number))[0].moment
        if author:
            body = {"moments": [moment.to_json()], "name": name}
            decision_log.append(session.case, opened.connection, made_decision(author, "name", body))
            opened.regroup()
        else:
            opened.decide("name", [moment], name=name)
    ask(session, Ask())


def test_words_are_found_in_speech_and_on_screen_and_a_mention_is_no_echo_of_its_line(
    session: CoreSession,
) -> None:
    found = _found(session, "bridge", order=IN_TIME)
    assert _told(found.rows) == [(SPEECH, 0), (SCREEN, 3), (SPEECH, 8)]
    assert [(c.kind, c.count, c.more) for c in found.counts] == [(SPEECH, 2, False), (SCREEN, 1, False)]
    assert [row.untrusted_text[slice(*row.marks[0])] for row in found.rows] == ["bridge"] * 3


def test_what_is_called_so_stands_beside_what_is_said(session: CoreSession) -> None:
    assert _told(_found(session, "car").rows) == [(OBJECT, 1), (OBJECT, 12)]
    assert _told(_found(session, "siren").rows) == [(SOUND, 2.5)]
    _name(session, 1, "Ada Brück")
    assert [row.kind for row in _found(session, "brueck").rows] == [PERSON, PERSON]


def test_detections_that_follow_each_other_are_one_occurrence(session: CoreSession) -> None:
    first, second = _found(session, "object:car", order=IN_TIME).rows
    assert (first.moment.start_ns, first.moment.end_ns) == (SECOND, 2 * SECOND + 1)
    assert second.moment.box == (1, 2, 3, 4)


@pytest.mark.parametrize(
    "typed", ["plate:kab1234", 'plate:"K-AB 1234"', "kennzeichen:AB", "plate:*", "plate:"]
)
def test_a_plate_is_found_in_any_spelling(session: CoreSession, typed: str) -> None:
    (row,) = _found(session, typed).rows
    assert (row.kind, row.untrusted_text, row.detail) == (ENTITY, "K-AB 1234", "plate")


def test_a_fragment_is_found_inside_words(session: CoreSession) -> None:
    assert {row.kind for row in _found(session, "part:ridg").rows} == {SPEECH, SCREEN}
    assert ENTITY in {row.kind for row in _found(session, "part:AB12").rows}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("object:car + siren within:1s", [1.0]),
        ("object:car siren within:400ms", []),
        ("bridge object:car within:1s", [0.0, 3.0]),
        ("bridge object:car within:3s", [0.0, 3.0, 8.0]),
        ("bridge object:dog within:3s", [8.0]),
        ("person: bridge within:0", [1.0]),
        ("siren object:car bridge within:2s", [2.5]),
    ],
)
def test_terms_are_joined_in_time_whatever_their_kinds(
    session: CoreSession, typed: str, wanted: list[float]
) -> None:
    found = _found(session, typed, order=IN_TIME)
    assert [row.moment.start_ns / SECOND for row in found.rows] == wanted
    assert all(len(row.beside) == typed.replace("+ ", "").count(" ") - 1 for row in found.rows)


def test_a_join_tells_what_it_was_found_with_and_how_far_away(session: CoreSession) -> None:
    (row,) = _found(session, "siren + bridge within:5s").rows
    (beside,) = row.beside
    assert (beside.kind, beside.after_ns, beside.untrusted_text) == (SCREEN, 0, "K-AB 1234 bridge")
    (row,) = _found(session, "object:dog + again within:5s").rows
    assert row.beside[0].after_ns == -3 * SECOND


def test_joins_of_random_findings_are_what_comparing_all_with_all_gives(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    with new_case(new_account(tmp_path / "home")) as case:
        cars: dict[str, list[float]] = {}
        sirens: dict[str, list[tuple[float, float]]] = {}
        for n in range(4):
            name = f"{n}.mp4"
            item = put_item(case, name, seconds=2000)
            cars[name] = sorted(float(t) for t in rng.choice(400, 25, replace=False) * 5)
            starts = [float(t) for t in rng.choice(1900, 20)]
            sirens[name] = [(t, t + float(rng.integers(1, 30))) for t in starts]
            where = (0.0, 2000.0)
            put_unit(case, name, item, "objects", _objects(*((t, "car") for t in cars[name])), span=where)
            sounds = _sounds(*((a, b, "Siren") for a, b in sirens[name]))
            put_unit(case, name, item, "sound_events", sounds, stream=1, span=where)
        session = CoreSession(lambda event: None)
        session.take(case)
        ask(session, Ask())
        for seconds in (0, 3, 20):
            wanted = {
                (name, t)
                for name, times in cars.items()
                for t in times
                if any(max(a - t, t - b, 0) <= seconds for a, b in sirens[name])
            }
            shown: set[tuple[str, float]] = set()
            after = ""
            while True:
                page = _found(session, f"object:car + siren within:{seconds}s", limit=7, after=after)
                rows = {(row.untrusted_item, row.moment.start_ns / SECOND) for row in page.rows}
                assert not rows & shown
                shown |= rows
                if not (after := page.after):
                    break
            assert {(n, t) for n, t in shown} == wanted


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("person: type:image", 1), ("person: type:video", 2), ("person: item:photo", 1),
        ("bridge item:photo", 0), ("bridge lang:de", 2), ("bridge lang:fr", 0),
        ("person: until:1971-01-01", 3), ("person: since:2001-01-01", 0),
    ],
)  # fmt: skip
def test_filters_leave_only_items_that_are_wanted(session: CoreSession, typed: str, count: int) -> None:
    assert len(_found(session, typed).rows) == count


def test_a_kind_alone_is_shown_whole_and_in_order(session: CoreSession) -> None:
    found = _found(session, "bridge", kinds=frozenset({SCREEN}))
    assert _told(found.rows) == [(SCREEN, 3)]
    assert _told(_found(session, "car", kinds=frozenset({OBJECT}), order=IN_TIME).rows) == [
        (OBJECT, 1),
        (OBJECT, 12),
    ]


def test_a_name_is_found_by_those_who_may_see_it(session: CoreSession) -> None:
    _name(session, 1, "Ada")
    rows = _found(session, "person:ada").rows
    assert {row.who.untrusted_name for row in rows if row.who} == {"Ada"}
    assert _found(session, "person:eve").unknown == ("eve",)


def test_those_who_may_be_asked_blindly_neither_find_nor_see_the_first_answer(
    session: CoreSession,
) -> None:
    _name(session, 1, "Ada", author="somebody else")
    assert _found(session, "person:ada").rows == ()
    assert _found(session, "ada").rows == ()
    rows = _found(session, "person:1").rows
    assert [row.who.untrusted_name for row in rows if row.who] == ["", ""]
    assert "Ada" not in repr([w.untrusted_value for w in ask(session, Ask()).words])


def test_findings_that_came_after_are_announced_and_found_once_read(session: CoreSession) -> None:
    item = put_item(session.case, "late.mp4")
    put_unit(session.case, "late.mp4", item, "objects", _objects((1, "boat")))
    assert _found(session, "object:boat").reading
    ask(session, Ask())
    found = _found(session, "object:boat")
    assert len(found.rows) == 1
    assert not found.reading


def test_thumbnails_are_those_of_the_faces_shown(session: CoreSession) -> None:
    rows = _found(session, "person:").rows
    wanted = tuple(row.crop for row in rows if row.crop)
    assert len(wanted) == 3
    assert set(crops(session, Crops((*wanted, ("no such unit", 1))))) == set(wanted)


def test_what_is_not_analysed_is_known(session: CoreSession) -> None:
    by_kind = {a.kind: a for a in ask(session, Ask()).analysed}
    assert (by_kind[SPEECH].items, by_kind[SPEECH].of, by_kind[SPEECH].percent_left) == (1, 1, 0)
    assert (by_kind[OBJECT].items, by_kind[OBJECT].of) == (1, 2)
    assert (by_kind[OBJECT].percent_left, by_kind[OBJECT].reasons) == (20, ("not-yet",)), "a photo counts 5 s"


def test_one_finished_unit_is_not_the_whole_item(session: CoreSession) -> None:
    item = put_item(session.case, "half.mp4", seconds=40)
    put_unit(session.case, "half.mp4", item, "probe", probed(seconds=40), span=WHOLE, stream=-1)
    put_unit(session.case, "half.mp4", item, "transcription", said((0, 1, "here")), span=(0, 20), stream=1)
    put_unit(
        session.case, "half.mp4", item, "transcription", None, span=(20, 40), stream=1, error="out-of-memory"
    )
    by_kind = {a.kind: a for a in ask(session, Ask()).analysed}
    speech = by_kind[SPEECH]
    assert (speech.items, speech.of, speech.percent_left) == (1, 2, 33)
    assert speech.reasons == ("out-of-memory",)


def test_what_of_a_file_could_not_be_read_is_not_called_searched(session: CoreSession) -> None:
    item = put_item(session.case, "cut.mp4", seconds=20)
    cut = {"code": "truncated", "stream": -1, "start_ns": 20 * SECOND, "end_ns": 40 * SECOND}
    read = {"code": "read", "stream": -1, "end_ns": 20 * SECOND, "bytes": 1000}
    tables = {**probed(), "account": [read, cut]}
    put_unit(session.case, "cut.mp4", item, "probe", tables, span=WHOLE, stream=-1)
    put_unit(session.case, "cut.mp4", item, "transcription", said((0, 1, "here")), stream=1)
    speech = next(a for a in ask(session, Ask()).analysed if a.kind == SPEECH)
    assert (speech.items, speech.of, speech.percent_left, speech.reasons) == (1, 2, 33, ("truncated",))


def test_control_characters_and_markup_in_evidence_are_only_text(session: CoreSession) -> None:
    item = put_item(session.case, "<b>\u202egpj.mp4")
    line = "<script>bridge\u202e\x00</script>\n&amp; bridge"
    put_unit(session.case, "<b>\u202egpj.mp4", item, "transcription", said((0, 1, line)), stream=1)
    ask(session, Ask())
    (row,) = _found(session, "script bridge").rows
    assert row.untrusted_text == "<script>bridge </script> &amp; bridge"
    assert row.untrusted_item == "<b>gpj.mp4"


def test_results_are_written_with_citations_and_no_cell_is_a_formula(
    session: CoreSession, tmp_path: Path
) -> None:
    item = put_item(session.case, "=cmd.mp4")
    put_unit(session.case, "=cmd.mp4", item, "transcription", said((0, 1, "@bridge")), stream=1)
    ask(session, Ask())
    path = tmp_path / "out.csv"
    assert write_found(session, WriteFound("bridge", False, frozenset(), IN_TIME, str(path), HEAD, {})) == 4
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert tuple(head) == HEAD
    hits = _found(session, "bridge", order=IN_TIME).rows
    assert [line[-1] for line in lines] == [row.moment.uri for row in hits]
    assert [line[2] for line in lines] == [timecode(row.moment.start_ns) for row in hits]
    assert lines[-1][0] == "'=cmd.mp4"
    assert lines[-1][5] == "'@bridge"
    assert list(session.case.custody.entries())[-1].action == "search results written"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "plain"])
def test_a_cell_that_could_act_is_text(cell: str) -> None:
    assert inert(cell) == (cell if cell == "plain" else f"'{cell}")


def test_faces_like_one_are_candidates_in_bands_and_in_custody(session: CoreSession) -> None:
    (first, *_) = _found(session, "person:1 item:film").rows
    alike = faces_like(session, FacesLike(first.moment, "find A", "warrant 7"))
    (row,) = alike.rows
    assert (row.untrusted_item, row.band, alike.compared) == ("photo.jpg", "strong", 2)
    entry = list(session.case.custody.entries())[-1]
    assert entry.action == "face search"
    assert (entry.details["purpose"], entry.details["legal_basis"]) == ("find A", "warrant 7")
    assert entry.details["example_place"] == first.moment.uri


def test_a_face_search_without_a_reason_or_in_a_profile_that_forbids_it_compares_nothing(
    session: CoreSession, tmp_path: Path
) -> None:
    (first, *_) = _found(session, "person:1").rows
    before = session.case.custody.head()
    with pytest.raises(PurposeMissing):
        faces_like(session, FacesLike(first.moment, " ", "warrant"))
    assert session.case.custody.head() == before
    with Case.create(
        new_account(tmp_path / "press"),
        "P",
        purpose="t",
        legal_basis="c",
        retention="2099-01-01",
        profile="press",
    ) as press:
        other = CoreSession(lambda event: None)
        other.take(press)
        with pytest.raises(FaceSearchLocked):
            faces_like(other, FacesLike(first.moment, "find A", "warrant"))


def test_searches_are_kept_replaced_by_name_and_forgotten_but_stay_on_record(session: CoreSession) -> None:
    save(session, SaveSearch("bridges", "bridge*"))
    save(session, SaveSearch("cars", "object:car"))
    save(session, SaveSearch("bridges", "bridge"))
    kept = searches(session, SavedSearches())
    assert [(s.name, s.typed) for s in kept] == [("bridges", "bridge"), ("cars", "object:car")]
    forget(session, ForgetSearch(kept[0].id))
    assert [s.name for s in searches(session, SavedSearches())] == ["cars"]
    with session.case.database.connect() as connection:
        said = schema.operations.c
        actions = connection.execute(select(said.action).where(said.kind == "search")).scalars().all()
        assert list(actions) == ["search kept"] * 3 + ["search forgotten"]


def test_a_question_asked_again_gives_the_same_page(session: CoreSession) -> None:
    question = Find("bridge")
    assert find(session, question) == find(session, replace(question))


def test_copies_of_an_item_are_found_by_its_name_and_the_item_with_them(session: CoreSession) -> None:
    look = np.random.default_rng(3).integers(0, 256, 32)
    for name in ("left.jpg", "right.jpg", "other.jpg"):
        item = put_item(session.case, name, Kind.IMAGE, 0)
        shown = look if name != "other.jpg" else 255 - look
        rows = {"hashes": [{"t_ns": 0, "hash": shown, "quality": 1.0}]}
        put_unit(session.case, name, item, "perceptual_hashes", rows, span=(0, 1))
    ask(session, Ask())
    found = _found(session, "copies:left")
    assert sorted(row.untrusted_item for row in found.rows) == ["left.jpg", "right.jpg"]
    assert {row.detail for row in found.rows} == {COPY}
    assert _found(session, "copies:other.jpg").rows == ()


def test_a_case_that_is_being_closed_is_searched_no_more(session: CoreSession) -> None:
    session.leave_case()
    with pytest.raises(NoCaseOpen):
        _found(session, "bridge")
