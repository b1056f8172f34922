"""Rules that protect the person who looks: covered, revealed by one key, covered again by itself."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.cases.profile import EXPOSURES, profiles
from tests.windows.driving import child, open_sample, settle, until
from tests.windows.scenes import go_to, wait
from ui.player.picture_view import PictureView
from ui.protection import LEFT_PX, protected
from ui.shell import Shell

Key = Qt.Key
SHARP, BLURRED = 8, 4
"""Steps of lightness from pixel to pixel: more than the first in a portrait, at most the second blurred."""


def _board(width: int = 640, height: int = 360, field: int = 8) -> QImage:
    """Black and white fields: sharp edges everywhere, one mean colour."""
    board = QImage(width, height, QImage.Format.Format_RGB32)
    for y in range(0, height, field):
        for x in range(0, width, field):
            colour = QColor("white") if (x // field + y // field) % 2 else QColor("red")
            for dy in range(min(field, height - y)):
                for dx in range(min(field, width - x)):
                    board.setPixelColor(x + dx, y + dy, colour)
    return board


def _steepest(image: QImage) -> int:
    """The largest difference of brightness between two pixels beside each other, in the middle row."""
    y = image.height() // 2
    row = [image.pixelColor(x, y).lightness() for x in range(image.width())]
    return max(abs(a - b) for a, b in pairwise(row))


def test_of_a_blurred_picture_no_edge_is_left() -> None:
    board = _board()
    assert _steepest(board) > 100
    assert _steepest(protected(board, blur=True, grey=False)) <= 6


def test_two_pictures_with_the_same_patches_are_blurred_to_the_same() -> None:
    """What differs below the size of a patch cannot be computed back, since it is nowhere."""
    fine, mean = _board(field=2), QImage(640, 360, QImage.Format.Format_RGB32)
    mean.fill(protected(fine, blur=True, grey=False).pixelColor(320, 180))
    blurred = protected(fine, blur=True, grey=False)
    furthest = max(
        abs(blurred.pixelColor(x, y).green() - mean.pixelColor(x, y).green())
        for x in range(0, 640, 20)
        for y in range(0, 360, 20)
    )
    assert furthest <= 4


def test_a_small_picture_keeps_fewer_patches_than_a_large_one() -> None:
    colours = {
        protected(_board(48, 48, 4), blur=True, grey=False).pixelColor(x, 24).rgb() for x in range(0, 48, 8)
    }
    assert len(colours) <= LEFT_PX


def test_grey_pictures_have_no_colour_and_keep_their_edges() -> None:
    grey = protected(_board(), blur=False, grey=True)
    colour = grey.pixelColor(2, 2)
    assert colour.red() == colour.green() == colour.blue()
    assert _steepest(grey) > 40


def test_a_picture_nobody_asks_to_protect_is_the_same_object() -> None:
    board = _board(16, 16)
    assert protected(board, blur=False, grey=False) is board


@pytest.mark.parametrize("name", sorted(profiles))
def test_every_profile_says_how_the_viewer_is_protected(name: str) -> None:
    assert profiles[name].exposure <= set(EXPOSURES)


def test_those_who_look_at_violence_unasked_are_protected_by_default() -> None:
    assert profiles["press"].exposure == profiles["human-rights"].exposure == {"blur", "mute"}
    assert profiles["police"].exposure == frozenset()


def _protect(shell: Shell, *kinds: str) -> None:
    """Switch on in the menu what a person wants."""
    for kind, switch in shell.protection.switches.items():
        if switch.isChecked() != (kind in kinds):
            switch.trigger()


def test_one_key_reveals_and_covers_again(sample_window: Shell) -> None:
    exposure = sample_window.ui.exposure
    _protect(sample_window, "blur", "mute")
    assert (exposure.blurs, exposure.mutes, exposure.greys) == (True, True, False)
    QTest.keyClick(sample_window, Key.Key_F9)
    assert (exposure.blurs, exposure.mutes) == (False, False)
    QTest.keyClick(sample_window, Key.Key_F9)
    assert exposure.blurs


def test_the_key_counts_in_every_panel_and_while_somebody_types(sample_window: Shell) -> None:
    exposure = sample_window.ui.exposure
    _protect(sample_window, "blur")
    for panel in sample_window.workspace.panels:
        sample_window.workspace.reveal(panel.name)
        settle()
        QTest.keyClick(QApplication.focusWidget() or panel, Key.Key_F9)
        assert exposure.revealed, panel.name
        exposure.reveal(False)
    fields = [f for f in sample_window.findChildren(QLineEdit) if f.isVisible()]
    assert fields
    fields[0].setFocus()
    QTest.keyClick(fields[0], Key.Key_F9)
    assert exposure.revealed


def test_the_key_counts_in_a_dialog_that_blocks_the_window(sample_window: Shell) -> None:
    _protect(sample_window, "blur")
    dialog = QDialog(sample_window)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    field = QLineEdit()
    QVBoxLayout(dialog).addWidget(field)
    dialog.open()
    until(dialog.isActiveWindow, "the dialog did not come to the front")
    QTest.keyClick(field, Key.Key_F9)
    assert sample_window.ui.exposure.revealed
    dialog.close()


def test_the_key_counts_in_a_dock_that_floats(sample_window: Shell) -> None:
    _protect(sample_window, "blur")
    dock = sample_window.workspace.dock("dossier")
    dock.setFloating()
    panel = sample_window.workspace.panel("dossier")
    panel.window().activateWindow()
    until(panel.window().isActiveWindow, "the dock did not come to the front")
    panel.setFocus()
    QTest.keyClick(panel.focusProxy() or panel, Key.Key_F9)
    assert sample_window.ui.exposure.revealed


def test_another_item_is_covered_when_it_is_opened(sample_window: Shell) -> None:
    exposure = sample_window.ui.exposure
    _protect(sample_window, "blur")
    go_to(sample_window, "obama.jpg", 0)
    exposure.reveal(True)
    go_to(sample_window, "person_a_1.jpg", 0)
    assert not exposure.revealed


def test_somebody_who_wants_it_stays_revealed_from_item_to_item(sample_window: Shell) -> None:
    exposure = sample_window.ui.exposure
    _protect(sample_window, "blur")
    sample_window.protection.on_leaving.trigger()
    go_to(sample_window, "obama.jpg", 0)
    exposure.reveal(True)
    go_to(sample_window, "person_a_1.jpg", 0)
    assert exposure.revealed


def test_what_is_revealed_is_covered_again_after_the_time_chosen(sample_window: Shell) -> None:
    exposure = sample_window.ui.exposure
    _protect(sample_window, "blur")
    sample_window.protection.after[15].trigger()
    exposure.reveal(True)
    assert 0 < exposure.seconds_left <= 15
    exposure.cover_after(1)
    until(lambda: not exposure.revealed, "it stayed revealed", 5)


def test_the_sign_says_what_is_covered_and_counts_down(sample_window: Shell) -> None:
    sign = child(sample_window, QToolButton, "protection")
    assert sign.isVisible()
    _protect(sample_window)
    assert "off" in sign.text()
    _protect(sample_window, "blur", "mute")
    assert "blurred, muted" in sign.text()
    assert "F9" in sign.text()
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert sign.text().startswith("Revealed")
    assert sign.property("state") == "revealed"
    assert sign.accessibleName() == sign.text()


def test_a_case_that_is_opened_again_is_covered_and_keeps_what_was_switched(
    home: Path, start_window: Callable[[], Shell]
) -> None:
    shell = start_window()
    open_sample(shell)
    _protect(shell, "grey")
    shell.ui.exposure.reveal(True)
    shell.close_case()
    assert not shell.ui.exposure.revealed
    assert not child(shell, QToolButton, "protection").isVisible()
    until(lambda: shell.ui.case is None, "the case is still open")
    open_sample(shell)
    assert shell.ui.exposure.greys
    assert not shell.ui.exposure.blurs


def test_covering_what_nothing_covers_reveals_nothing(sample_window: Shell) -> None:
    _protect(sample_window)
    QTest.keyClick(sample_window, Key.Key_F9)
    assert not sample_window.ui.exposure.revealed


def test_the_player_shows_no_unprotected_pixel_until_it_is_revealed(sample_window: Shell) -> None:
    shell = sample_window
    shell.workspace.reveal("player")
    _protect(shell)
    go_to(shell, "obama.jpg", 0)
    picture = _picture(shell)
    until(lambda: _edge(picture) > SHARP, "the picture did not come")
    _protect(shell, "grey")
    assert _colours(picture) == 0, "the frame on the screen kept its colours until the next one"
    _protect(shell, "blur")
    assert _edge(picture) <= BLURRED, "the frame on the screen stayed bare until the next one"
    settle()
    assert _edge(picture) <= BLURRED
    shell.ui.exposure.reveal(True)
    until(lambda: _edge(picture) > SHARP, "it was not revealed")
    assert _colours(picture) > 0


def test_the_player_in_full_screen_is_as_protected_as_in_its_panel(sample_window: Shell) -> None:
    shell = sample_window
    shell.workspace.reveal("player")
    _protect(shell, "blur")
    go_to(shell, "obama.jpg", 0)
    picture = _picture(shell)
    picture.full_screen_wanted.emit()
    until(lambda: picture.window().isFullScreen(), "it did not fill the screen")
    until(lambda: 0 < _edge(picture) <= BLURRED, "a sharp picture is shown")
    QTest.keyClick(picture, Key.Key_F9)
    until(lambda: _edge(picture) > SHARP, "the key does not count in full screen")
    QTest.keyClick(picture, Key.Key_F9)
    assert _edge(picture) <= BLURRED
    picture.full_screen_wanted.emit()
    settle()


@pytest.mark.parametrize("name", ["faces"])
def test_faces_are_covered_and_revealed_with_the_rest(sample_window: Shell, name: str) -> None:
    shell = sample_window
    panel = shell.workspace.panel(name)
    shell.workspace.reveal(name)
    _protect(shell)
    wait(shell)
    until(lambda: _sharpness(panel) > 0, "no face is shown")
    bare = _sharpness(panel)
    _protect(shell, "blur")
    wait(shell)
    assert _sharpness(panel) < bare / 2
    shell.ui.exposure.reveal(True)
    wait(shell)
    until(lambda: abs(_sharpness(panel) - bare) <= bare // 50, "faces were not revealed")


def _sharpness(panel: QWidget) -> int:
    """How many coloured pixels differ much from the one beside them: skin, not letters or lines."""
    image = panel.grab().toImage()
    found = 0
    for y in range(0, image.height(), 3):
        row = [image.pixelColor(x, y) for x in range(image.width())]
        for one, other in pairwise(row):
            skin = one.red() > one.blue() + 30 and other.red() > other.blue() + 30
            found += skin and abs(one.lightness() - other.lightness()) > 12
    return found


def _picture(shell: Shell) -> PictureView:
    (view,) = shell.workspace.panel("player").findChildren(PictureView)
    return view


def _middle(view: QWidget) -> QImage:
    """What is painted amid a view, without what is drawn at its edges."""
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    grabbed = view.grab().toImage()
    wide, high = grabbed.width() * 2 // 5, grabbed.height() // 4
    return grabbed.copy(grabbed.rect().adjusted(wide, high, -wide, -high))


def _edge(view: QWidget) -> int:
    QApplication.processEvents()
    if isinstance(view, PictureView):
        view.mark(())  # frames drawn around what was found have sharp edges of their own
    return _steepest(_middle(view))


def _colours(view: QWidget) -> int:
    """How many of some pixels have a colour."""
    image = _middle(view)
    spots = [(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)]
    colours = [image.pixelColor(x, y) for x, y in spots]
    return sum(abs(c.red() - c.green()) + abs(c.green() - c.blue()) > 12 for c in colours)
