"""What of an item is damaged or missing is hatched on the player's line of time, and said in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.media.account import FileEntry
from engine.units import SECOND
from ui.player.scrub_bar import ScrubBar
from ui.player.unread_bar import UnreadBar, together
from ui.theme import DARK, LIGHT, Tokens
from ui.translation import Language

PICTURES = FileEntry("damaged-stretch", 0, 4 * SECOND, 6 * SECOND, 4000, 50)
SOUND = FileEntry("damaged-stretch", 1, 4 * SECOND, 5 * SECOND, 300, 40)
LATER = FileEntry("damaged-stretch", 0, 12 * SECOND, 13 * SECOND, 90, 25)


@pytest.fixture
def bar(qapp: QApplication) -> Iterator[UnreadBar]:
    made = UnreadBar(DARK)
    yield made
    made.deleteLater()


def test_streams_that_are_damaged_at_once_are_one_stretch() -> None:
    assert together([(4, 6), (4, 5), (12, 13), (6, 7)]) == [(4, 7), (12, 13)]


def test_nothing_is_shown_where_nothing_is_damaged(bar: UnreadBar) -> None:
    bar.show_entries((), "a.mp4")
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("language", "all_of_it", "one", "sentence"),
    [
        (
            "en",
            "2 stretches damaged or missing, 00:03.0 in all",
            "Damaged or missing: 00:04.0 to 00:06.0",
            "a.mp4 is damaged or incomplete from 00:04.0 to 00:06.0",
        ),
        (
            "de",
            "2 Abschnitte beschädigt oder fehlend, zusammen 00:03.0",
            "Beschädigt oder fehlend: 00:04.0 bis 00:06.0",
            "a.mp4 ist von 00:04.0 bis 00:06.0 beschädigt oder unvollständig",
        ),
    ],
)
def test_it_says_what_is_damaged_and_goes_there_by_keyboard(
    bar: UnreadBar, language: str, all_of_it: str, one: str, sentence: str
) -> None:
    Language().use(language)
    try:
        bar.show_entries((PICTURES, SOUND, LATER), "a.mp4")
        assert not bar.isHidden()
        assert bar.text().replace("\u00a0", " ") == bar.accessibleName().replace("\u00a0", " ") == all_of_it
        assert sentence in bar.accessibleDescription()
        assert bar.toolTip() == bar.accessibleDescription()
        asked: list[int] = []
        bar.wanted.connect(asked.append)
        assert bar.focusPolicy() == Qt.FocusPolicy.StrongFocus
        QTest.keyClick(bar, Qt.Key.Key_Space)
        bar.show_time(5 * SECOND)
        assert bar.text() == one
        QTest.keyClick(bar, Qt.Key.Key_Space)
        bar.show_time(12 * SECOND)
        QTest.keyClick(bar, Qt.Key.Key_Space)
        assert asked == [4 * SECOND, 12 * SECOND, 4 * SECOND]
    finally:
        Language().use("en")


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_the_line_of_time_is_hatched_there_and_nowhere_else(qapp: QApplication, tokens: Tokens) -> None:
    bar = ScrubBar(tokens)
    bar.resize(416, 24)
    bar.show_item(20 * SECOND)
    bar.show_unread([(4 * SECOND, 6 * SECOND), (20 * SECOND, 25 * SECOND)])
    picture = bar.grab().toImage()
    wanted = QColor(tokens.warning).rgb()
    scale = picture.width() / 416
    hatched = {
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).rgb() == wanted
    }
    within = {x for x in hatched if 88 * scale - 2 <= x <= 128 * scale + 2}
    at_the_end = {x for x in hatched if x >= 402 * scale}
    assert len(within) > 20 * scale
    assert at_the_end
    assert hatched == within | at_the_end
    bar.deleteLater()
