"""The timeline: zoomed, scrubbed, walked through, marked, arranged; and the whole case on one axis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QToolButton

from app.core_api.timeline import LaneKind, Lanes
from tests.windows.driving import asked, child, drag, quiet, settle, until
from ui.shell import Shell
from ui.timeline.clock_dialog import ClockDialog
from ui.timeline.margins import RULER
from ui.timeline.timeline_panel import TimelinePanel
from ui.timeline.timeline_view import TimelineView
from ui.timeline.waveform import Waveform

SECOND = 1_000_000_000
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(sample_window: Shell) -> Iterator[TimelinePanel]:
    """The timeline of the film, in front, all lanes there."""
    sample_window.workspace.reveal("timeline")
    found = sample_window.workspace.panel("timeline")
    assert isinstance(found, TimelinePanel)
    until(lambda: found.shows_lanes, "the timeline was not loaded")
    sample_window.ui.position.go(film(sample_window), 0)
    complete(sample_window, found)
    found.board.view.setFocus()
    settle()
    yield found
    quiet(sample_window)


def film(shell: Shell) -> str:
    """The item that states when it was recorded."""
    return asked(shell, Lanes("")).placed[0].item_id


def complete(shell: Shell, panel: TimelinePanel) -> None:
    """Wait until every lane has its events."""
    quiet(shell)
    until(
        lambda: all(lane.tracks or not lane.head.tracks for lane in panel.board.view.stack.lanes),
        "tracks are missing",
    )
    quiet(shell)


def view(panel: TimelinePanel) -> TimelineView:
    return panel.board.view


def lane_y(panel: TimelinePanel, key: str) -> int:
    """The middle of a lane's first band, in the widget."""
    shown = view(panel)
    number = [lane.key for lane in shown.stack.lanes].index(key)
    shown.focus_lane(number)
    return RULER + shown.stack.top(number) - shown.down + min(shown.stack.lanes[number].height, 16) // 2


def wheel(shown: TimelineView, place: QPoint, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(shown.mapToGlobal(place)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown, event)


def type_key(shown: TimelineView, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(shown, QKeyEvent(kind, 0, NONE, text))


def test_an_item_shows_a_lane_for_everything_found_in_it(panel: TimelinePanel) -> None:
    kinds = {lane.head.kind for lane in view(panel).stack.lanes}
    assert kinds >= {
        LaneKind.SHOTS, LaneKind.FACE, LaneKind.SPEAKER, LaneKind.WORDS, LaneKind.TEXT, LaneKind.OBJECT,
        LaneKind.SOUND, LaneKind.WAVEFORM, LaneKind.COVERAGE,
    }  # fmt: skip
    assert all(lane.name for lane in view(panel).stack.lanes)


def test_the_waveform_comes_from_the_sealed_sound(panel: TimelinePanel) -> None:
    assert heard(panel).columns(0, 1 << 28, 30).max() > 10


def heard(panel: TimelinePanel) -> Waveform:
    """The waveform, once it has come."""
    (lane,) = (lane for lane in view(panel).stack.lanes if lane.head.kind is LaneKind.WAVEFORM)
    until(lambda: lane.waveform is not None, "no waveform came")
    settle()
    assert lane.waveform is not None
    return lane.waveform


def test_a_drag_on_the_ruler_takes_the_place_along(panel: TimelinePanel) -> None:
    shown = view(panel)
    seen: list[int] = []
    panel.ui.position.time_changed.connect(seen.append)
    left, right = shown.screen_x(SECOND), shown.screen_x(4 * SECOND)
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, NONE, QPoint(left, 8))
    for x in range(left, right + 1):  # a hand moves faster than a film can follow
        QTest.mouseMove(shown, QPoint(x, 8))
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, NONE, QPoint(right, 8))
    settle()
    assert abs(panel.ui.position.t_ns - 4 * SECOND) < 2 * shown.scale.step_ns
    assert 2 <= len(seen) < (right - left) / 4


def test_a_click_goes_to_the_event_and_says_what_it_is(panel: TimelinePanel) -> None:
    shown, y = view(panel), lane_y(panel, "text")
    x = shown.screen_x(5 * SECOND)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, NONE, QPoint(x, y))
    settle()
    assert abs(panel.ui.position.t_ns - 5 * SECOND) < 2 * shown.scale.step_ns
    assert panel.ui.position.can_go_back
    quiet_hover(panel, QPoint(x, y))
    until(lambda: "JULY" in panel.board.status.said or "PRESIDENT" in panel.board.status.said, "no words")
    assert shown.accessibleDescription() == panel.board.status.said


def quiet_hover(panel: TimelinePanel, place: QPoint) -> None:
    QTest.mouseMove(view(panel), place + QPoint(1, 0))
    QTest.mouseMove(view(panel), place)
    settle()


def test_a_drag_over_the_lanes_marks_a_segment_and_z_shows_it(panel: TimelinePanel) -> None:
    shown, y = view(panel), lane_y(panel, "words")
    drag(shown, QPoint(shown.screen_x(2 * SECOND), y), shown, QPoint(shown.screen_x(3 * SECOND), y))
    span = panel.ui.position.span
    assert span is not None
    assert abs(span[0] - 2 * SECOND) + abs(span[1] - 3 * SECOND) < 4 * shown.scale.step_ns
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Z)
    assert 0 <= shown.scale.x(span[0]) < shown.scale.x(span[1]) < shown.columns
    assert shown.scale.t(shown.columns) - shown.scale.left_ns < 3 * (span[1] - span[0])
    QTest.keyClick(shown, Qt.Key.Key_0)
    assert shown.scale.x(8 * SECOND) < shown.columns


def test_marks_set_elsewhere_are_shown(panel: TimelinePanel) -> None:
    panel.ui.position.set_span((SECOND, 2 * SECOND))
    assert view(panel).span == (SECOND, 2 * SECOND)


def test_the_wheel_zooms_at_the_pointer_and_shift_moves(panel: TimelinePanel) -> None:
    shown = view(panel)
    place = QPoint(shown.screen_x(3 * SECOND), 100)
    before = shown.scale
    wheel(shown, place, 4)
    assert shown.scale.step == before.step - 4
    assert abs(shown.scale.x(3 * SECOND) - before.x(3 * SECOND)) <= 2 * before.step_ns / shown.scale.step_ns
    moved = shown.scale
    wheel(shown, place, -1, Qt.KeyboardModifier.ShiftModifier)
    assert shown.scale.step == moved.step
    assert shown.scale.left_ns > moved.left_ns


def test_keys_zoom_move_and_never_lose_the_item(panel: TimelinePanel) -> None:
    shown = view(panel)
    whole = shown.scale
    for _ in range(60):
        type_key(shown, "+")
    assert shown.scale.step_ns < 100_000
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        QTest.keyClick(shown, key)
    start, end = shown.bounds
    assert shown.scale.left_ns < end
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_PageUp):
        QTest.keyClick(shown, key)
    assert shown.scale.t(shown.columns) > start
    for _ in range(80):
        type_key(shown, "-")
    assert shown.scale.step <= whole.step + 2
    assert 0 <= shown.scale.x(end - 1) < shown.columns


def test_keys_walk_through_the_events_of_a_lane(panel: TimelinePanel) -> None:
    shown = view(panel)
    lane_y(panel, "speaker:0")
    times = []
    for _ in range(3):
        QTest.keyClick(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        settle()
        times.append(panel.ui.position.t_ns)
    assert 0 < times[0] < times[1] < times[2]
    QTest.keyClick(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert panel.ui.position.t_ns == times[1]
    assert "Voice" in panel.board.status.said


def test_lanes_are_moved_and_folded_by_key_and_by_hand_and_stay_so(
    sample_window: Shell, panel: TimelinePanel
) -> None:
    shown = view(panel)
    keys = [lane.key for lane in shown.stack.lanes]
    lane_y(panel, keys[0])
    QTest.keyClick(shown, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown, Qt.Key.Key_Backspace)
    assert [lane.key for lane in shown.stack.lanes][:2] == [keys[1], keys[0]]
    assert shown.stack.lanes[1].collapsed
    top = RULER + shown.stack.top(3) - shown.down + 8
    drag(shown, QPoint(60, top), shown, QPoint(60, RULER + 2))
    moved = [lane.key for lane in shown.stack.lanes]
    assert moved[0] == keys[3]
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, NONE, QPoint(10, RULER + 8))
    assert shown.stack.lanes[0].collapsed
    other = next(i for i in asked(sample_window, Lanes("")).apart).item_id
    sample_window.ui.position.go(other)
    complete(sample_window, panel)
    sample_window.ui.position.back()
    complete(sample_window, panel)
    assert [lane.key for lane in shown.stack.lanes] == moved
    assert [lane.collapsed for lane in shown.stack.lanes][:2] == [True, False]


def test_words_are_read_near_and_sentences_far(panel: TimelinePanel) -> None:
    shown, y = view(panel), lane_y(panel, "words")
    shown.fit((0, 60 * SECOND))
    far = shown.hit_at(QPoint(shown.screen_x(3 * SECOND), y))
    shown.fit((2 * SECOND, 4 * SECOND))
    near = [shown.hit_at(QPoint(shown.screen_x(2 * SECOND + n * SECOND // 20), y)) for n in range(30)]
    found = [hit for hit in near if hit is not None]
    assert far is not None
    assert not far.near
    assert all(hit.near for hit in found)
    assert found[0].end_ns - found[0].start_ns < far.end_ns - far.start_ns
    until(lambda: shown.words.of("words", True, found[0].number), "the word was not asked for")


def test_the_mark_of_time_stays_in_view_while_playing(panel: TimelinePanel) -> None:
    shown = view(panel)
    shown.fit((0, SECOND))
    for t in range(0, 8 * SECOND, SECOND // 10):
        panel.ui.position.at(t)
        assert 0 <= shown.scale.x(t) < shown.columns


def test_moving_the_mark_of_time_paints_little(panel: TimelinePanel) -> None:
    shown = view(panel)
    heard(panel)
    shown.repaint()
    drawn: list[object] = []
    shown.lanes_drawn.connect(lambda: drawn.append(True))
    for t in range(SECOND, 2 * SECOND, SECOND // 30):
        shown.set_playhead(t)
        settle()
    assert not drawn


def test_the_case_stands_on_one_axis_and_opens_an_item_and_back(
    sample_window: Shell, panel: TimelinePanel
) -> None:
    sample_window.ui.position.seek(2 * SECOND)
    child(panel, QToolButton, "of-case").click()
    complete(sample_window, panel)
    found = asked(sample_window, Lanes(""))
    assert view(panel).bounds == (found.start_ns, found.end_ns)
    assert len(found.placed) + len(found.apart) == 6
    assert {lane.kind for lane in found.lanes} == {LaneKind.ITEMS, LaneKind.FACE, LaneKind.SPEAKER}
    apart = child(panel, QListWidget, "items-apart")
    assert apart.count() == len(found.apart)
    second = found.placed[-1]
    shown = view(panel)
    shown.fit((second.start_ns - 60 * SECOND, second.start_ns + 60 * SECOND))
    y = lane_y(panel, f"source:{second.source}")
    QTest.mouseDClick(
        shown, Qt.MouseButton.LeftButton, NONE, QPoint(shown.screen_x(second.start_ns + SECOND), y)
    )
    complete(sample_window, panel)
    assert sample_window.ui.position.item_id == second.item_id
    assert view(panel).bounds[0] == 0
    sample_window.ui.position.back()
    complete(sample_window, panel)
    assert view(panel).bounds == (found.start_ns, found.end_ns)


def test_a_clock_is_set_shown_as_uncertain_and_taken_back(sample_window: Shell, panel: TimelinePanel) -> None:
    panel.show_case(True)
    complete(sample_window, panel)
    before = asked(sample_window, Lanes("")).placed[0]
    child(panel, QToolButton, "clocks-open").click()
    quiet(sample_window)
    dialog = child(sample_window, ClockDialog, "clocks")
    dialog.choose(before.source)
    type_into(child(dialog, QLineEdit, "offset"), "an hour")
    assert not dialog.set_button.isEnabled()
    type_into(child(dialog, QLineEdit, "offset"), "+1:00:00")
    type_into(child(dialog, QLineEdit, "uncertainty"), "0:10:00")
    type_into(child(dialog, QLineEdit, "reason"), "a church clock in the picture")
    assert isinstance(dialog.set_button, QPushButton)
    dialog.set_button.click()
    until(lambda: asked(sample_window, Lanes("")).placed[0] != before, "the clock was not set")
    until(lambda: any(p.zone == "set" for p in panel.loader.placed), "the timeline did not follow")
    complete(sample_window, panel)
    after = next(p for p in asked(sample_window, Lanes("")).placed if p.item_id == before.item_id)
    assert after.start_ns == before.start_ns + 3600 * SECOND
    assert (after.zone, after.uncertainty_ns) == ("set", 600 * SECOND)
    assert after.untrusted_recorded == before.untrusted_recorded
    dialog.close()
    shown = view(panel)
    shown.fit((after.start_ns - 1200 * SECOND, after.start_ns + 1200 * SECOND))
    y = lane_y(panel, f"source:{after.source}") - 6
    settle()
    picture = shown.grab().toImage()
    colours = [
        picture.pixelColor(shown.screen_x(after.start_ns + minutes * 60 * SECOND), y).name()
        for minutes in (-15, -9, -6, -4, -1)
    ]
    assert len(set(colours)) == 5
    sample_window.ui.loop.create_task(sample_window.ui.undo.undo())
    until(lambda: asked(sample_window, Lanes("")).placed[0] == before, "the clock was not taken back")
    quiet(sample_window)


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_without_an_item_it_says_what_to_do(sample_window: Shell) -> None:
    panel = sample_window.workspace.panel("timeline")
    assert isinstance(panel, TimelinePanel)
    until(lambda: panel.shows_lanes, "the timeline was not loaded")
    quiet(sample_window)
    assert "Choose an item" in panel.board.view.message


def test_a_photo_says_where_its_time_is_shown(sample_window: Shell, panel: TimelinePanel) -> None:
    found = asked(sample_window, Lanes(""))
    photo = next(i for i in found.apart if i.untrusted_name.endswith(".jpg"))
    sample_window.ui.position.go(photo.item_id)
    until(lambda: "photo" in view(panel).message, "it does not say so")
    assert not view(panel).stack.lanes


def test_closing_the_case_forgets_everything(sample_window: Shell, panel: TimelinePanel) -> None:
    shown = view(panel)
    sample_window.close_case()
    until(lambda: not shown.stack.lanes, "lanes are still there")
    assert panel.loader.found is None
    assert not panel.loader._waves
    assert shown.words.of("text", False, 0) is None
    settle()
    assert panel.board.status.said == ""


def test_german_and_dark_and_light_are_switched_while_it_runs(
    sample_window: Shell, panel: TimelinePanel
) -> None:
    names = [lane.name for lane in view(panel).stack.lanes]
    sample_window.display.use_language("de")
    settle()
    german = [lane.name for lane in view(panel).stack.lanes]
    assert "Abdeckung" in german
    assert sum(a != b for a, b in zip(names, german, strict=True)) >= 5
    dark = view(panel).grab().toImage().pixelColor(view(panel).width() - 4, view(panel).height() - 4)
    sample_window.display.use_theme("light")
    settle()
    light = view(panel).grab().toImage().pixelColor(view(panel).width() - 4, view(panel).height() - 4)
    assert light.lightness() > dark.lightness() + 100
