"""The estimate errs on the side of the attacker who guesses."""

from __future__ import annotations

import pytest

from ui.start.strength import Level, strength


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_is_nothing(text: str) -> None:
    assert strength(text).level is Level.EMPTY


@pytest.mark.parametrize("text", ["kurz", "Xk2!9f", "abc def"])
def test_less_than_eight_characters_are_not_taken(text: str) -> None:
    assert not strength(text).taken


@pytest.mark.parametrize(
    "text",
    ["aaaaaaaaaaaaaaaaaaaaaaaa", "12345678901234567890", "qwertzuiopasdfghjkl", "password", "abab" * 9],
)
def test_repetitions_and_runs_are_weak_however_long(text: str) -> None:
    assert strength(text).level is Level.WEAK


@pytest.mark.parametrize(
    "text", ["correct horse battery staple", "vier völlig fremde Wörter", "Kx9#vLm2!pQz7&Tw"]
)
def test_four_words_or_a_long_random_string_are_strong(text: str) -> None:
    assert strength(text).level is Level.STRONG


def test_the_same_word_again_adds_little() -> None:
    assert strength("horse horse horse horse").bits < strength("horse battery staple correct").bits


def test_every_word_adds() -> None:
    words = ["garden", "lamp", "unlikely", "seven"]
    found = [strength(" ".join(words[:n])).bits for n in (2, 3, 4)]
    assert found == sorted(found)
    assert len(set(found)) == 3
