"""The player in the real window: opened, run, stepped, marked, covered, lost; by keys, buttons, mouse."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QTableView, QToolButton

from engine.media.stills import exact_still
from engine.units import SECOND, MediaPath
from tests.windows.driving import child, item_called, settle, type_text, until
from tests.windows.job_running import LONG
from ui.player import player_panel
from ui.player.player_panel import PlayerPanel
from ui.shell import Shell

FRAME_NS = SECOND // 12
"""How long a picture of the film of these tests lasts."""


def player(shell: Shell) -> PlayerPanel:
    panel = shell.workspace.panel("player")
    assert isinstance(panel, PlayerPanel)
    return panel


def show(shell: Shell, name: str, t_ns: int = 0) -> PlayerPanel:
    """Go to an item and wait for its picture."""
    shell.workspace.reveal("player")
    shell.ui.position.go(item_called(shell, name), t_ns)
    panel = player(shell)
    until(lambda: shown_at(panel) is not None, "no picture came")
    still(panel)
    panel.setFocus()
    settle()
    return panel


def shown_at(panel: PlayerPanel) -> int | None:
    frame = panel.projector.frame
    return frame.t_ns if frame and frame.exact else None


def still(panel: PlayerPanel) -> None:
    until(lambda: not panel.projector.waits and not panel.busy, "the picture did not come")
    settle()


def key(
    panel: PlayerPanel, code: Qt.Key, with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(panel.canvas.picture, code, with_key)
    still(panel)


def test_an_item_that_is_gone_to_is_shown_at_its_time(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", 2 * SECOND)
    frame = panel.projector.frame
    assert frame is not None
    assert frame.full == (320, 240)
    assert 0 <= 2 * SECOND - frame.t_ns < FRAME_NS


def test_a_picture_that_comes_takes_the_focus_from_nobody(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    table = child(sample_window, QTableView, "evidence-table")
    table.setFocus()
    sample_window.ui.position.go(item_called(sample_window, "obama.jpg"))
    until(lambda: shown_at(panel) is not None, "no picture came")
    still(panel)
    assert table.hasFocus()


def test_the_keys_of_the_player_count_all_the_while_another_item_opens(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    sample_window.ui.position.go(item_called(sample_window, "obama.jpg"))
    until(lambda: shown_at(panel) is not None, "no picture came")
    still(panel)
    assert panel.canvas.picture.hasFocus()


def test_another_language_leaves_the_chosen_speed(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    key(panel, Qt.Key.Key_BracketRight)
    said = child(panel, QToolButton, "speed").text()
    assert said == "1.25×"
    sample_window.display.use_language("de")
    settle()
    assert child(panel, QToolButton, "speed").text() == "1,25×"


def test_arrow_keys_step_by_pictures_seconds_and_ten_seconds(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", SECOND)
    times = [shown_at(panel)]
    for _ in range(5):
        key(panel, Qt.Key.Key_Right)
        times.append(shown_at(panel))
    assert len(set(times)) == 6
    assert times == sorted(times)  # type: ignore[type-var]
    for expected in reversed(times[:-1]):
        key(panel, Qt.Key.Key_Left)
        assert shown_at(panel) == expected
    key(panel, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert panel.projector.t_ns == times[0] + SECOND  # type: ignore[operator]
    key(panel, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert panel.projector.t_ns == panel.duration_ns - 1
    key(panel, Qt.Key.Key_Home)
    assert panel.projector.t_ns == 0


def test_every_shown_picture_moves_the_position(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    told: list[int] = []
    sample_window.ui.position.time_changed.connect(told.append)
    key(panel, Qt.Key.Key_Right)
    key(panel, Qt.Key.Key_Right)
    assert len(told) == 2
    assert told[-1] == shown_at(panel) == sample_window.ui.position.t_ns


def test_space_runs_and_stops_and_pictures_come_on_time(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Space)
    until(lambda: panel.projector.t_ns > 2 * SECOND, "it did not run")
    assert sample_window.ui.position.playing
    tally = panel.projector.tally
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Space)
    assert not sample_window.ui.position.playing
    still(panel)
    assert tally.shown >= 20
    assert tally.dropped <= 0.1 * tally.shown
    assert tally.worst_ns < FRAME_NS


def test_what_is_heard_and_what_is_seen_are_less_than_a_picture_apart(sample_window: Shell) -> None:
    """The clock is the sound's; a picture is painted at the first look at the clock after its time."""
    panel = show(sample_window, "obama_speech.mp4")
    apart: list[int] = []

    def note() -> None:
        frame = panel.projector.frame
        if frame and panel.projector.speed and (clock := panel.projector.clock_ns()) is not None:
            apart.append(clock - frame.t_ns)

    panel.projector.framed.connect(note)
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_L)
    until(lambda: len(apart) > 40, "it did not run")
    key(panel, Qt.Key.Key_K)
    apart.sort()
    assert apart[len(apart) // 2] < FRAME_NS // 2
    assert apart[len(apart) * 9 // 10] < FRAME_NS


def test_j_k_and_l_run_both_ways_faster_each_time(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", 4 * SECOND)
    speeds = []
    for code in "LLLLLLJJJJJJL":
        QTest.keyClick(panel.canvas.picture, getattr(Qt.Key, f"Key_{code}"))
        speeds.append(panel.projector.speed)
    assert speeds == [1, 2, 4, 8, 16, 16, -1, -2, -4, -8, -16, -16, 1]
    key(panel, Qt.Key.Key_K)
    assert panel.projector.speed == 0
    begin = panel.projector.t_ns
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_J)
    until(lambda: panel.projector.t_ns < begin - SECOND // 2, "it did not run backwards")
    key(panel, Qt.Key.Key_K)


def test_a_run_ends_on_the_last_picture_and_begins_again(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    sample_window.ui.position.seek(panel.duration_ns - SECOND // 2)
    still(panel)
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Space)
    until(lambda: not panel.projector.speed, "it did not end")
    still(panel)
    last = shown_at(panel)
    key(panel, Qt.Key.Key_End)
    assert shown_at(panel) == last
    times: list[int] = []
    sample_window.ui.position.time_changed.connect(times.append)
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Space)
    until(lambda: any(SECOND // 4 < t_ns < 2 * SECOND for t_ns in times), "it did not begin again")
    key(panel, Qt.Key.Key_K)


def test_marks_are_set_gone_to_repeated_and_cleared(sample_window: Shell) -> None:
    panel, place = show(sample_window, "obama_speech.mp4", 2 * SECOND), sample_window.ui.position
    key(panel, Qt.Key.Key_I)
    assert place.span == (2 * SECOND, panel.duration_ns)
    place.seek(2 * SECOND + SECOND // 2)
    still(panel)
    key(panel, Qt.Key.Key_O)
    assert place.span == (2 * SECOND, 2 * SECOND + SECOND // 2)
    key(panel, Qt.Key.Key_R)
    times: list[int] = []
    place.time_changed.connect(times.append)
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Space)
    until(lambda: sum(b < a for a, b in pairwise(times)) >= 2, "it did not repeat")
    key(panel, Qt.Key.Key_K)
    assert max(times) < 2 * SECOND + SECOND // 2 + 4 * FRAME_NS
    key(panel, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert place.t_ns == 2 * SECOND
    key(panel, Qt.Key.Key_X)
    assert place.span is None


def test_a_typed_time_is_gone_to_and_nonsense_stays_to_be_mended(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    key(panel, Qt.Key.Key_G)
    field = child(panel, QLineEdit, "timecode")
    assert field.hasFocus()
    type_text(field, "0:03.25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    still(panel)
    assert sample_window.ui.position.t_ns == 3_250_000_000
    assert field.text() == "0:00:03.250"
    field.selectAll()
    type_text(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sample_window.ui.position.t_ns == 3_250_000_000
    assert field.selectedText() == "soon"


def test_buttons_do_what_the_keys_do(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    first = shown_at(panel)
    for name, code in (("picture-on", 1), ("picture-back", 0)):
        QTest.mouseClick(child(panel, QToolButton, f"button-{name}"), Qt.MouseButton.LeftButton)
        still(panel)
        assert (shown_at(panel) != first) == bool(code)
    QTest.mouseClick(child(panel, QToolButton, "button-play"), Qt.MouseButton.LeftButton)
    assert panel.projector.speed == 1
    QTest.mouseClick(child(panel, QToolButton, "button-play"), Qt.MouseButton.LeftButton)
    assert panel.projector.speed == 0


def test_the_menu_has_every_command_with_its_key(sample_window: Shell) -> None:
    listed = {action.objectName(): action for _, action in sample_window.menus.commands()}
    commands = player(sample_window).commands()
    assert len(commands) > 35
    assert [a for a in commands if not a.text() or listed.get(a.objectName()) is not a] == []
    action: QAction = listed["play-second-on"]
    panel = show(sample_window, "obama_speech.mp4")
    action.trigger()
    still(panel)
    assert sample_window.ui.position.t_ns == SECOND


def test_no_key_of_the_player_means_something_else_while_it_has_the_focus(sample_window: Shell) -> None:
    """Qt does neither where two commands answer to a key."""
    mine = player(sample_window).commands()
    keys = [k.toString() for a in mine for k in a.shortcuts()]
    assert len(keys) == len(set(keys))
    window = Qt.ShortcutContext.WindowShortcut
    others = [a for _, a in sample_window.menus.commands() if a not in mine and a.shortcutContext() is window]
    taken = {k.toString(): a.text() for a in others for k in a.shortcuts()}
    assert {k: taken[k] for k in keys if k in taken} == {}


def test_dragging_on_the_bar_scrubs_and_ends_on_the_picture_of_the_place(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    bar, seen = panel.scrub, set[int]()
    panel.projector.framed.connect(lambda: seen.add(panel.projector.frame.t_ns))  # type: ignore[union-attr]
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(20, bar.height() // 2))
    for x in range(20, bar.width() - 40, 12):
        QTest.mouseMove(bar, QPoint(x, bar.height() // 2))
        QTest.qWait(4)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 40, bar.height() // 2))
    still(panel)
    asked_for = sample_window.ui.position.t_ns
    assert len(seen) >= 5
    assert shown_at(panel) is not None
    assert 0 <= asked_for - shown_at(panel) < 2 * FRAME_NS  # type: ignore[operator]


def test_the_wheel_enlarges_where_the_pointer_is_and_the_mouse_moves_the_picture(
    sample_window: Shell,
) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    picture = panel.canvas.picture
    spot = QPointF(picture.width() / 3, picture.height() / 2)
    before = picture.to_picture(spot)
    for _ in range(4):
        picture.zoom_by(1, spot)
    still(panel)
    after = picture.to_picture(spot)
    assert (before - after).manhattanLength() < 1
    until(lambda: panel.projector.frame.region != (0, 0, 320, 240), "the part was not sent")  # type: ignore[union-attr]
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    QTest.mouseMove(picture, QPoint(150, 180))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(150, 180))
    moved = picture.to_picture(spot) - after
    assert moved.x() > 0
    key(panel, Qt.Key.Key_1)
    assert picture.zoom == 1.0
    key(panel, Qt.Key.Key_0)
    assert picture.zoom is None


def test_a_picture_of_another_size_is_shown_whole(sample_window: Shell) -> None:
    panel = show(sample_window, "obama.jpg")
    for _ in range(6):
        panel.canvas.picture.zoom_by(1)
    still(panel)
    until(lambda: panel.projector.frame.region[0] > 0, "the part was not sent")  # type: ignore[union-attr]
    show(sample_window, "obama_speech.mp4")
    assert panel.canvas.picture.zoom is None
    until(lambda: panel.projector.frame.region == (0, 0, 320, 240), "only a part is shown")  # type: ignore[union-attr]


def test_full_screen_keeps_the_keys_and_escape_leaves_it(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    key(panel, Qt.Key.Key_F)
    settle()
    whole = panel.canvas.picture.window()
    assert whole is not sample_window
    assert whole.isFullScreen()
    first = shown_at(panel)
    key(panel, Qt.Key.Key_Right)
    assert shown_at(panel) != first
    QTest.keyClick(panel.canvas.picture, Qt.Key.Key_Escape)
    settle()
    assert panel.canvas.picture.window() is sample_window
    key(panel, Qt.Key.Key_Right)


def test_faces_are_outlined_in_the_very_picture_they_were_found_in(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", 2 * SECOND)
    until(lambda: panel.canvas.picture.marked, "no outline came")
    marked = panel.canvas.picture.marked
    assert {m.appearance.kind for m in marked} == {"face"}
    assert all(m.exact for m in marked)
    numbers = {m.appearance.number for m in marked}
    assert len(numbers - {-1}) >= 1
    key(panel, Qt.Key.Key_Right)
    assert panel.canvas.picture.marked
    assert not any(m.exact for m in panel.canvas.picture.marked)
    key(panel, Qt.Key.Key_B)
    assert not panel.canvas.picture.marked


def test_a_photo_is_shown_whole_and_cannot_be_run(sample_window: Shell) -> None:
    panel = show(sample_window, "obama.jpg")
    assert not child(panel, QToolButton, "button-play").isEnabled()
    assert panel.canvas.picture.isVisible()
    until(lambda: panel.canvas.picture.marked, "no outline came")


def test_sound_alone_is_drawn_as_a_wave_and_runs(sample_window: Shell) -> None:
    sample_window.workspace.reveal("player")
    sample_window.ui.position.go(item_called(sample_window, "sample.wav"))
    panel = player(sample_window)
    until(panel.canvas.wave.isVisible, "no wave is shown")
    until(lambda: panel.canvas.wave.loudest > 20, "no sound is drawn")
    panel.setFocus()
    QTest.keyClick(panel.canvas.wave, Qt.Key.Key_Space)
    until(lambda: panel.projector.t_ns > SECOND, "it did not run")
    QTest.keyClick(panel.canvas.wave, Qt.Key.Key_Space)
    QTest.mouseClick(
        panel.canvas.wave, Qt.MouseButton.LeftButton, pos=QPoint(panel.canvas.wave.width() // 2, 30)
    )
    assert abs(sample_window.ui.position.t_ns - panel.duration_ns // 2) < panel.duration_ns // 100


def test_what_is_covered_is_not_on_the_screen_until_it_is_revealed(sample_window: Shell) -> None:
    panel, exposure = show(sample_window, "obama_speech.mp4"), sample_window.ui.exposure
    exposure.protect(blur=True, grey=True, mute=True)
    until(
        lambda: panel.projector.frame is not None and panel.projector.frame.image.height() <= 12,
        "it was not covered",
    )
    assert panel.projector.speaker.loudness == 0
    exposure.reveal(True)
    until(
        lambda: panel.projector.frame is not None and panel.projector.frame.image.height() > 100,
        "it was not revealed",
    )
    assert panel.projector.speaker.loudness > 0


def test_a_still_is_kept_with_its_origin_and_written_into_the_log(
    sample_window: Shell, tmp_path: Path, media: Callable[[str], Path]
) -> None:
    panel = show(sample_window, "obama_speech.mp4", 3 * SECOND)
    QTest.keyClick(
        panel.canvas.picture,
        Qt.Key.Key_S,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    until(lambda: sample_window.findChild(QFileDialog, "still-dialog"), "nobody asked where")
    dialog = child(sample_window, QFileDialog, "still-dialog")
    assert "not encrypted" in child(dialog, QLabel, "still-warning").text()
    target = tmp_path / "still.png"
    field = dialog.findChild(QLineEdit)
    assert field is not None
    until(field.hasFocus, "the dialog is not in front")
    field.clear()
    type_text(field, str(target))
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: not dialog.isVisible(), "the dialog did not take the path")
    beside = tmp_path / "still.png.json"
    until(beside.exists, "nothing was written")
    still(panel)
    told = json.loads(beside.read_text())
    truth = exact_still(MediaPath(str(media("obama_speech.mp4"))), -1, 3 * SECOND)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == told["still_sha256"] == truth.sha256
    assert (told["t_ns"], told["pts"]) == (truth.t_ns, truth.pts)
    assert told["item"] == hashlib.sha256(media("obama_speech.mp4").read_bytes()).hexdigest()
    assert told["moment"].startswith(f"aima:item/{told['item']}?stream=")
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert truth.sha256 in notice.text


def test_a_viewer_that_dies_is_replaced_and_said_so(
    sample_window: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_panel, "AGAIN_AFTER_SECONDS", LONG)  # however long the first one takes
    panel = show(sample_window, "obama_speech.mp4", 2 * SECOND)
    before = panel.projector.viewer_pid
    os.kill(before, signal.SIGKILL)
    until(lambda: sample_window.notice_bar.shown is not None, "nothing was said")
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert notice.code == "viewer-died"
    until(lambda: shown_at(panel) is not None, "it was not replaced")
    assert panel.projector.viewer_pid != before
    assert panel.projector.t_ns == 2 * SECOND
    os.kill(panel.projector.viewer_pid, signal.SIGKILL)
    until(panel.canvas.message.isVisible, "it did not give up")
    again = child(panel, QPushButton, "player-again")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    until(lambda: shown_at(panel) is not None, "it could not be tried again")


def test_a_file_that_is_gone_is_named_so_in_the_place_of_the_picture(
    sample_window: Shell, home: Path
) -> None:
    for sealed in (home / "cases").glob("*/media/*/*"):
        sealed.unlink()
    sample_window.workspace.reveal("player")
    sample_window.ui.position.go(item_called(sample_window, "obama_speech.mp4"))
    panel = player(sample_window)
    until(lambda: "it has disappeared" in panel.canvas.message.text, "nothing was said")
    assert panel.canvas.message.isVisible()
    assert child(panel, QPushButton, "player-again").isVisible()


def test_a_closed_case_leaves_nothing_in_the_player(sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4", SECOND)
    pid = panel.projector.viewer_pid
    sample_window.close_case()
    settle()
    assert panel.projector.frame is None
    assert panel.projector.viewer_pid == 0
    assert not panel.canvas.picture.marked
    assert "No item selected" in panel.canvas.message.text
    until(
        lambda: not Path(f"/proc/{pid}/stat").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text(),
        "it lives",
    )


def test_nothing_of_the_player_is_in_english_in_a_german_window(sample_window: Shell) -> None:
    english = {a.objectName(): a.text() for a in player(sample_window).commands()}
    sample_window.display.use_language("de")
    settle()
    german = {a.objectName(): a.text() for a in player(sample_window).commands()}
    assert {n for n in english if english[n] == german[n]} == set()
    assert player(sample_window).title() == "Player", "the word is the same in German"


@pytest.mark.parametrize("width", [300, 480, 900])
def test_nothing_of_the_controls_is_cut_off(width: int, sample_window: Shell) -> None:
    panel = show(sample_window, "obama_speech.mp4")
    bar = panel.transport
    bar.setFixedWidth(width)
    settle()
    shown = [w for w in bar.findChildren(QToolButton) if w.isVisible()]
    assert child(bar, QToolButton, "button-play") in shown
    assert child(bar, QToolButton, "more") in shown
    assert [w.objectName() for w in shown if w.geometry().right() > bar.width()] == []
    assert [w.objectName() for w in shown if w.width() < w.sizeHint().width()] == []
