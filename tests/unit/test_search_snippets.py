"""Rules for how a passage is shown: the match is marked, and nothing in it can act."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.snippets import LONGEST, harmless, snippet
from app.cases.text_query import Mode, parse


def _marked(text: str, typed: str, mode: Mode = Mode.WORDS) -> list[str]:
    shown = snippet(text, parse(typed, mode))
    return [shown.untrusted_text[a:b] for a, b in shown.marks]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Herr Müller und Frau Mueller", "mueller", ["Müller", "Mueller"]),
        ("over there and there over", '"over there"', ["over there"]),
        ("plate, plates", "plate*", ["plate", "plates"]),
        ("Die Große Straße", "strasse", ["Straße"]),
        ("MULLER", "müller", ["MULLER"]),
        ("schön schon", "schon", ["schön", "schon"]),
    ],
)
def test_words_that_match_are_marked(text: str, typed: str, marked: list[str]) -> None:
    assert _marked(text, typed) == marked


def test_a_part_is_marked_inside_its_word_whatever_the_accents() -> None:
    assert _marked("Zürich züri", "uri", Mode.PART) == ["üri", "üri"]


def test_a_long_passage_is_cut_around_its_first_match() -> None:
    text = "word " * 400 + "bridge" + " word" * 400
    shown = snippet(text, parse("bridge"))
    assert len(shown.untrusted_text) <= LONGEST + 4
    ((a, b),) = shown.marks
    assert shown.untrusted_text[a:b] == "bridge"
    assert shown.untrusted_text.startswith("… ")
    assert shown.untrusted_text.endswith(" …")


@given(st.text(max_size=300), st.text(alphabet="abü ", min_size=3, max_size=8))
def test_marks_lie_within_what_is_shown_and_nothing_unseen_is_left(text: str, typed: str) -> None:
    if not typed.strip():
        return
    shown = snippet(text + " " + typed, parse(typed))
    for a, b in shown.marks:
        assert 0 <= a < b <= len(shown.untrusted_text)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in shown.untrusted_text)


def test_text_that_turns_or_hides_others_is_made_harmless() -> None:
    assert harmless("a\u202egnp.exe\u202c\nb\x00c\u200bd") == "agnp.exe b cd"
