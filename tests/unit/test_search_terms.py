"""Rules for what a person types into the search field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review import search_terms as terms
from app.review.search_terms import SECOND, Term, parse, spelled, without


def _told(typed: str, growing: bool = False) -> list[tuple[str, str]]:
    asked = parse(typed, growing)
    return [(t.kind, t.value) for t in (*asked.terms, *asked.filters)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("bridge over", [("words", "bridge over")]),
        ('bridge "over there" plat*', [("words", 'bridge "over there" plat*')]),
        ("gun + bridge", [("words", "gun"), ("words", "bridge")]),
        ("person:Ada bridge", [("person", "Ada"), ("words", "bridge")]),
        ('Person:"Ada Lovelace"', [("person", "Ada Lovelace")]),
        ("Kennzeichen:K-AB Stimme:2", [("plate", "K-AB"), ("voice", "2")]),
        ("phone:*", [("phone", "")]),
        ("http://x.example", [("words", "http://x.example")]),
        ("a lang:de type:video", [("words", "a"), ("type", "video"), ("lang", "de")]),
        ("+ + !", []),
        ('"', []),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_typed_is_taken_apart(typed: str, wanted: list[tuple[str, str]]) -> None:
    assert sorted(_told(typed)) == sorted(wanted)


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("a b:c within:30s", 30), ("innerhalb:2min", 120), ("within:1,5h", 5400), ("within:500ms", 0.5),
     ("within:7", 7), ("within:soon", 10), ("", 10)],
)  # fmt: skip
def test_how_near_is_read_with_its_unit(typed: str, seconds: float) -> None:
    assert parse(typed).within_ns == seconds * SECOND


@pytest.mark.parametrize(
    ("typed", "value"),
    [("brid", "brid*"), ("br", "br"), ("brid ", "brid"), ('"brid', '"brid'), ("brid*", "brid*"),
     ("the brid", "the brid*"), ("person:brid", "brid")],
)  # fmt: skip
def test_the_word_being_typed_is_a_beginning(typed: str, value: str) -> None:
    (term,) = parse(typed, growing=True).terms
    assert term.value == value


def test_taking_a_chip_away_takes_its_text_away() -> None:
    typed = "person:Ada + bridge + gun within:5s"
    ada, bridge, gun = parse(typed).terms
    assert without(typed, bridge) == "person:Ada + gun within:5s"
    assert without(typed, ada) == "bridge + gun within:5s"
    assert parse(without(typed, gun)).terms == parse("person:Ada + bridge").terms


@given(st.text(max_size=60), st.booleans())
def test_nothing_typed_is_an_error_and_every_term_is_where_it_says(typed: str, growing: bool) -> None:
    for term in (asked := parse(typed, growing)).terms + asked.filters:
        assert 0 <= term.start < term.end <= len(typed)
        assert parse(without(typed, term)) is not None


@given(st.text(alphabet=st.characters(exclude_characters='"*'), min_size=1, max_size=20))
def test_a_term_that_is_spelled_is_read_back(value: str) -> None:
    clean = " ".join(value.split())
    if clean:
        assert _told(spelled(terms.PERSON, clean)) == [("person", clean)]


def test_words_are_spelled_in_the_language_of_the_window() -> None:
    assert spelled(terms.VOICE, "2", {"voice": "stimme"}) == "stimme:2"
    assert parse("stimme:2").terms == (Term("voice", "2", 0, 8),)
