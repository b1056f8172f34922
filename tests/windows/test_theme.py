"""Rules of contrast: WCAG 2.2, 1.4.3 (text, 4.5 to 1) and 1.4.11 (what is used or tells, 3 to 1)."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor

from ui.colours import cluster_colour
from ui.theme import DARK, LIGHT, Tokens, palette, sheet

THEMES = {"dark": DARK, "light": LIGHT}
TEXTS = ("text", "muted", "danger", "warning", "good", "accent")
SURFACES = ("base", "surface", "raised")
PAIRS = (("on_accent", "accent"), ("on_selection", "selection"))
GROUPS = 200


def contrast(one: QColor | str, other: QColor | str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_ratio_of_black_and_white_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_on_every_surface(theme: str, surface: str, text: str) -> None:
    tokens = THEMES[theme]
    assert contrast(getattr(tokens, text), getattr(tokens, surface)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_is_read_on_what_is_chosen_or_default(theme: str, text: str, surface: str) -> None:
    tokens = THEMES[theme]
    assert contrast(getattr(tokens, text), getattr(tokens, surface)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("edge", ["edge", "accent", "playhead"])
def test_edges_of_what_can_be_used_are_seen(theme: str, surface: str, edge: str) -> None:
    tokens = THEMES[theme]
    assert contrast(getattr(tokens, edge), getattr(tokens, surface)) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_colours_of_people_are_seen_on_every_surface(theme: str) -> None:
    tokens = THEMES[theme]
    for number in range(-1, GROUPS):
        colour = cluster_colour(number, tokens.dark)
        for surface in SURFACES:
            assert contrast(colour, getattr(tokens, surface)) >= 3.0, (number, surface)


@pytest.mark.parametrize("theme", THEMES)
def test_people_beside_each_other_have_colours_that_differ(theme: str) -> None:
    tokens = THEMES[theme]
    for number in range(GROUPS):
        one, next_one = (cluster_colour(n, tokens.dark).hueF() for n in (number, number + 1))
        apart = abs(one - next_one)
        assert min(apart, 1 - apart) > 0.2


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_names_only_colours_there_are(theme: str) -> None:
    assert not re.findall(r"@\w+", sheet(THEMES[theme]))


@pytest.mark.parametrize("theme", THEMES)
def test_what_qt_draws_by_itself_has_the_same_colours(theme: str) -> None:
    tokens: Tokens = THEMES[theme]
    made = palette(tokens)
    assert contrast(made.windowText().color(), made.window().color()) >= 4.5
    assert contrast(made.text().color(), made.base().color()) >= 4.5
    assert contrast(made.text().color(), made.alternateBase().color()) >= 4.5
    assert contrast(made.buttonText().color(), made.button().color()) >= 4.5
    assert contrast(made.toolTipText().color(), made.toolTipBase().color()) >= 4.5
    assert contrast(made.highlightedText().color(), made.highlight().color()) >= 4.5
    assert contrast(made.placeholderText().color(), made.base().color()) >= 4.5
