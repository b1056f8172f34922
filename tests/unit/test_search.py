"""Rules for search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cases.case import Case
from app.cases.search import MOST_BEGUN, NoSuchPlace, search_text
from app.cases.text_query import EmptyQuery, Mode, parse
from app.operations.decisions import Edit
from app.operations.moments import UTTERANCE, Moment
from app.review.case_index import CaseIndex
from app.review.face_search import Example, PurposeMissing, Reason, matches, search_face
from app.review.result_rows import ResultRows
from app.review.review import review
from app.review.search_engine import Finder
from app.review.search_terms import parse as parse_terms
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.units import SECOND
from tests.made_case import face, put_faces, put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case

LINES = (
    (0, 2, "Herr Müller fährt über die Große Straße nach Köln"),
    (2, 4, "Das Kennzeichen lautet K-AB 1234"),
    (4, 6, "the exit is over there"),
    (6, 8, "we need to go"),
    (8, 10, "exit exit exit, said the very long winded man who never stopped talking about the exit sign"),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with new_case(new_account(tmp_path_factory.mktemp("desk") / "home")) as opened:
        item = put_item(opened, "a.mp4")
        put_unit(opened, "a.mp4", item, "transcription", said(*LINES), stream=1)
        put_faces(opened, "a.mp4", item, [(face(1), 5, 7, 10), (face(2), 18, 19, 10)])
        other = put_item(opened, "b.mp4")
        put_faces(opened, "b.mp4", other, [(face(1, like=0.7), 1, 2, 10)])
        yield opened


def _found(case: Case, typed: str, mode: Mode = Mode.WORDS) -> list[float]:
    """Seconds at which the hits begin."""
    with case.database.connect() as connection:
        return [h.moment.start_ns / SECOND for h in search_text(connection, typed, mode).hits]


@pytest.mark.parametrize(
    ("typed", "mode", "wanted"),
    [
        ("müller", Mode.WORDS, {0}),
        ("MÜLLER", Mode.WORDS, {0}),
        ("Mueller", Mode.WORDS, {0}),
        ("muller", Mode.WORDS, {0}),
        ("Strasse", Mode.WORDS, {0}),
        ("grosse straße", Mode.WORDS, {0}),
        ("koeln mueller", Mode.WORDS, {0}),
        ('"Große Straße"', Mode.WORDS, {0}),
        ('"Straße Große"', Mode.WORDS, set()),
        ("exit there", Mode.WORDS, {4}),
        ("exit there", Mode.PHRASE, set()),
        ("is over", Mode.PHRASE, {4}),
        ("kenn*", Mode.WORDS, {2}),
        ("kenn", Mode.PREFIX, {2}),
        ("kenn* 12*", Mode.WORDS, {2}),
        ("mue*", Mode.WORDS, {0}),
        ("MÜ*", Mode.WORDS, {0}),
        ("mul*", Mode.WORDS, {0}),
        ("straß*", Mode.WORDS, {0}),
        ("exi* the*", Mode.WORDS, {4, 8}),
        ("kenn", Mode.WORDS, set()),
        ("ab 12", Mode.PART, {2}),
        ("B 123", Mode.PART, {2}),
        ("toe", Mode.WORDS, set()),
        ('a" OR "exit', Mode.WORDS, set()),
        ("NOT exit", Mode.WORDS, set()),
    ],
)
def test_words_are_found_in_any_spelling_and_nothing_else_is(
    case: Case, typed: str, mode: Mode, wanted: set[float]
) -> None:
    assert set(_found(case, typed, mode)) == wanted


def test_what_says_it_most_briefly_comes_first(case: Case) -> None:
    assert _found(case, "exit") == [4, 8]


@pytest.mark.parametrize(("typed", "mode"), [("", Mode.WORDS), ("?!", Mode.WORDS), ("ab", Mode.PART)])
def test_a_search_for_nothing_is_refused(typed: str, mode: Mode) -> None:
    with pytest.raises(EmptyQuery):
        parse(typed, mode)


def test_a_common_word_is_ranked_window_by_window_and_every_passage_is_reached(case: Case) -> None:
    with case.database.connect() as connection:
        whole = search_text(connection, "exit")
        pages = [search_text(connection, "exit", limit=1)]
        while pages[-1].after:
            pages.append(search_text(connection, "exit", limit=1, after=pages[-1].after, window=1))
    assert (len(whole.hits), whole.after, whole.whole) == (2, "", True)
    assert {h.moment for page in pages for h in page.hits} == {h.moment for h in whole.hits}


@pytest.mark.parametrize("window", [1, 2, 3, 7, 200])
@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize(
    ("typed", "mode"),
    [("oft", Mode.WORDS), ("mueller", Mode.WORDS), ("muller", Mode.WORDS), ("ofte", Mode.PART)],
)
def test_continuing_shows_every_passage_once(
    many: Case, typed: str, mode: Mode, window: int, limit: int
) -> None:
    with many.database.connect() as connection:
        shown, after = [], ""
        while True:
            page = search_text(connection, typed, mode, limit, after=after, window=window)
            shown += [h.moment.start_ns // SECOND for h in page.hits]
            assert len(page.hits) <= limit
            assert page.whole is (window >= 25 or (typed in ("mueller", "muller") and window >= 5))
            if not (after := page.after):
                break
    wanted = range(25) if typed not in ("mueller", "muller") else range(0, 25, 5)
    assert sorted(shown) == list(wanted)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with new_case(new_account(tmp_path_factory.mktemp("many") / "home")) as opened:
        item = put_item(opened, "m.mp4", seconds=30)
        lines = [(n, n + 1, f"das sagt man oft oftener {'Müller' * (n % 5 == 0)}") for n in range(25)]
        put_unit(opened, "m.mp4", item, "transcription", said(*lines), stream=1, span=(0, 30))
        yield opened


@pytest.mark.parametrize("after", ["x", "1", "1:", ":1", "-1:0", "1:2:3", "9" * 40 + ":0", "1e3:0"])
def test_a_place_that_no_search_gave_is_refused(case: Case, after: str) -> None:
    with case.database.connect() as connection, pytest.raises(NoSuchPlace):
        search_text(connection, "exit", after=after)


def test_a_persons_wording_is_searched_too(case: Case) -> None:
    place = Moment(UTTERANCE, sha256_of("a.mp4"), 1, 0, SECOND, 0)
    with case.database.connect() as connection:
        edits = [Edit(place, "Frau Schröder spricht", "anna", "d")]
        (hit,) = search_text(connection, "schroeder", edits=edits).hits
    assert (hit.why, hit.moment) == ("edited", place)


def test_this_face_within_a_second_of_this_word(case: Case) -> None:
    with review(case) as found:
        (number,) = [c.number for c in found.faces.clusters if len(c.members) == 2]
        index, asked = CaseIndex(), parse_terms(f"person:{number} + exit there within:1s")
        index.refresh(found, lambda: None)
        matched = Finder(found, index, asked).all()
        (row,) = ResultRows(found, index, asked.terms).of(matched)
    assert row.moment.sha256 == sha256_of("a.mp4")
    assert [b.untrusted_text for b in row.beside] == ["the exit is over there"]


def test_a_face_search_is_logged_with_why_against_what_and_what_matched(case: Case) -> None:
    example = Example("ee" * 32, face(1), default_space(Task.FACE_EMBEDDING), 1)
    with review(case) as found:
        tracks = list(found.faces.appearances.values())
        hits = search_face(case, tracks, example, Reason("find A", "warrant 7")).hits
    assert [h.score for h in hits] == [1.0, pytest.approx(0.7, abs=1e-3)]
    entry = list(case.custody.entries())[-1]
    assert entry.action == "face search"
    assert entry.details["purpose"] == "find A"
    assert entry.details["legal_basis"] == "warrant 7"
    assert entry.details["compared_with"] == 3
    assert [m["moment"] for m in entry.details["matched"]] == [h.moment.uri for h in hits]


def test_a_face_search_without_a_reason_is_refused_and_compares_nothing(case: Case) -> None:
    before = case.custody.head()
    for reason in (Reason("", "warrant"), Reason("find A", " ")):
        with pytest.raises(PurposeMissing):
            search_face(case, [], Example("ee" * 32, face(1), default_space(Task.FACE_EMBEDDING), 1), reason)
    assert case.custody.head() == before


def test_a_face_that_is_not_there_is_not_found(case: Case) -> None:
    with review(case) as found:
        assert matches(found.faces.appearances.values(), face(99), 0.363) == []


@pytest.mark.parametrize("count", [1, MOST_BEGUN, MOST_BEGUN + 1, 3 * MOST_BEGUN])
def test_a_beginning_finds_every_word_that_begins_so_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, count: int
) -> None:
    with new_case(new_account(tmp_path_factory.mktemp("begun") / "home")) as opened:
        item = put_item(opened, "m.mp4", seconds=count + 2)
        lines = [(n, n + 1, f"over brid{n:03d}ge") for n in range(count)]
        lines += [(count, count + 1, "bric brie"), (count + 1, count + 2, "abrid")]
        put_unit(opened, "m.mp4", item, "transcription", said(*lines), stream=1, span=(0, count + 2))
        with opened.database.connect() as connection:
            found = search_text(connection, "over brid*", limit=1000)
    assert sorted(h.moment.start_ns // SECOND for h in found.hits) == list(range(count))
