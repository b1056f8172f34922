"""The transcript: read, followed, found, corrected, by every route a person has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QToolButton

from app.core_api.evidence import SEPARATOR, Items
from app.core_api.protocol import Changed
from app.core_api.session import OpenCase
from app.core_api.transcript import Said, SpokenItems, Transcripts
from tests.windows.driving import asked, child, item_called, quiet, settle, type_text, until
from ui.shell import Shell
from ui.transcript.cursor import Position
from ui.transcript.name_dialog import NameDialog
from ui.transcript.sheet import Chosen
from ui.transcript.transcript_panel import TranscriptPanel
from ui.transcript.writing_dialog import WritingDialog


@pytest.fixture
def panel(sample_window: Shell) -> Iterator[TranscriptPanel]:
    """The transcript of a talk of two people, in front."""
    sample_window.workspace.reveal("transcript")
    found = sample_window.workspace.panel("transcript")
    assert isinstance(found, TranscriptPanel)
    sample_window.ui.position.go(talk(sample_window).item_id, 0)
    quiet(sample_window)
    found.view.setFocus()
    settle()
    yield found
    sample_window.ui.position.set_playing(False)
    quiet(sample_window)


def talk(shell: Shell) -> Said:
    """The item in which two people say most, whatever words a processor makes of it."""
    (said,) = asked(shell, Transcripts((item_called(shell, "sample.wav"),)))
    return said


def texts(panel: TranscriptPanel) -> list[str]:
    return [panel.sheet.blocks[0].text(row) for row in range(len(panel.sheet))]


def names(panel: TranscriptPanel) -> list[str]:
    return [panel.view.name_of(u) for u in range(len(panel.sheet))]


def turn(shell: Shell, way: str) -> None:
    """Undo or redo, and wait until everybody shows it."""
    other = "redo_label" if way == "undo" else "undo_label"
    before = getattr(shell.ui.undo, other)
    shell.menus[way].trigger()
    until(lambda: getattr(shell.ui.undo, other) != before, f"{way} did not end")
    quiet(shell)


def put(panel: TranscriptPanel, row: int, word: int = 0) -> None:
    """The cursor on a word of a row."""
    panel.view.put_cursor(Position(row, panel.sheet.blocks[0].words(row).start + word))


def click_word(panel: TranscriptPanel, row: int, word: int, double: bool = False) -> int:
    """Click on a word; returns when it is said."""
    block = panel.sheet.blocks[0]
    number = block.words(row).start + word
    panel.view.reveal(row, number, gently=False)
    settle()
    spot = panel.view.word_area(row, number).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    if double:
        QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settle()
    return block.start_of(row, number)


def test_the_word_that_is_said_is_marked_and_stays_in_view(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    said, place = panel.sheet.blocks[0].said, sample_window.ui.position
    panel.view.follow(True)
    for word in range(0, len(said.word_start_ns), 7):
        middle = int(said.word_start_ns[word] + said.word_end_ns[word]) // 2
        place.at(middle)
        settle()
        found = panel.view.now.word
        assert said.word_start_ns[found] <= middle < said.word_end_ns[found]
        QTest.qWait(250)
        area = panel.view.word_area(panel.view.now.utterance, found)
        assert panel.view.viewport().rect().contains(area.center())


def test_a_click_goes_to_the_word_and_a_double_click_plays_it(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    place, asked_for = sample_window.ui.position, []
    place.moved.connect(lambda spot: asked_for.append((spot.t_ns, place.playing)))
    start = click_word(panel, 3, 2)
    assert asked_for[-1][0] == start
    assert not place.playing
    playing: list[bool] = []
    place.playing_changed.connect(playing.append)
    start = click_word(panel, 4, 1, double=True)
    assert start in [t for t, _ in asked_for]
    assert playing[:1] == [True]


def test_keys_walk_over_words_and_utterances_and_enter_plays_from_there(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    view, block = panel.view, panel.sheet.blocks[0]
    put(panel, 2)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.cursor_at.at == Position(3, block.words(3).start)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.cursor_at.at == Position(3, block.words(3).start + 2)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.cursor_at.at == Position(2, block.words(2).stop - 1)
    QTest.keyClick(view, Qt.Key.Key_Up)
    went: list[tuple[str, int, bool]] = []
    view.went.connect(lambda *where: went.append(where))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert went == [(block.said.item_id, block.start_of(1, block.words(1).start), True)]
    assert "hello" in view.accessibleDescription().lower()


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_F2])
def test_a_wording_is_kept_by_enter_and_taken_back_by_undo(
    sample_window: Shell, panel: TranscriptPanel, key: Qt.Key
) -> None:
    before = texts(panel)
    put(panel, 1)
    QTest.keyClick(panel.view, key)
    edit = panel.rewording.edit
    assert edit.isVisible()
    assert edit.toPlainText() == before[1]
    edit.selectAll()
    type_text(edit, "Grüße, ich wusste nicht, dass Sie da sind.")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    quiet(sample_window)
    assert texts(panel)[1] == "Grüße, ich wusste nicht, dass Sie da sind."
    assert panel.sheet.blocks[0].said.reworded[1].machine_text == before[1]
    assert panel.sheet.edited.tolist() == [row == 1 for row in range(len(before))]
    turn(sample_window, "undo")
    assert texts(panel) == before
    turn(sample_window, "redo")
    assert texts(panel)[1].startswith("Grüße")


def test_escape_leaves_the_wording_as_it_was(sample_window: Shell, panel: TranscriptPanel) -> None:
    before = texts(panel)
    put(panel, 0)
    panel.acts["edit"].trigger()
    type_text(panel.rewording.edit, "never kept")
    QTest.keyClick(panel.rewording.edit, Qt.Key.Key_Escape)
    quiet(sample_window)
    assert texts(panel) == before
    assert not sample_window.ui.undo.undo_label
    assert panel.view.hasFocus()


def test_the_machine_s_words_can_be_seen_and_used_again(sample_window: Shell, panel: TranscriptPanel) -> None:
    before = texts(panel)
    panel.corrections.reword(panel.sheet.blocks[0], 2, "I did not either.")
    quiet(sample_window)
    height = panel.view.area_of(3).top() - panel.view.area_of(2).top()
    QTest.keyClick(panel.view, Qt.Key.Key_W)
    assert panel.view.area_of(3).top() - panel.view.area_of(2).top() > height, "the machine's line is shown"
    put(panel, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    quiet(sample_window)
    assert texts(panel) == before


def test_two_utterances_become_one_and_two_again(sample_window: Shell, panel: TranscriptPanel) -> None:
    before = texts(panel)
    put(panel, 3)
    QTest.keyClick(panel.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    quiet(sample_window)
    assert texts(panel) == [*before[:3], f"{before[3]} {before[4]}", *before[5:]]
    turn(sample_window, "undo")
    assert texts(panel) == before


def _answer(panel: TranscriptPanel, name: str) -> None:
    dialog = child(panel, NameDialog, "name-speaker")
    field = child(dialog, QLineEdit, "name")
    field.selectAll()
    type_text(field, name)
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    settle()


@pytest.mark.parametrize("route", ["key", "name", "legend"])
def test_a_name_given_once_stands_at_every_utterance_of_the_voice(
    sample_window: Shell, panel: TranscriptPanel, route: str
) -> None:
    group = int(panel.sheet.speaker[0])
    own = [int(g) == group for g in panel.sheet.speaker]
    assert any(own)
    assert not all(own)
    if route == "key":
        put(panel, own.index(True))
        QTest.keyClick(panel.view, Qt.Key.Key_N)
    elif route == "name":
        area = panel.view.area_of(0)
        spot = QPoint(area.left() + 20, area.top() - 8)
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    else:
        QTest.mouseDClick(child(panel, QToolButton, f"speaker-{group}"), Qt.MouseButton.LeftButton)
    settle()
    _answer(panel, "Zoë Müller")
    quiet(sample_window)
    assert [("Zoë Müller" in name) for name in names(panel)] == own
    assert "Zoë Müller" in child(panel, QToolButton, f"speaker-{group}").text()
    turn(sample_window, "undo")
    assert not any("Zoë" in name for name in names(panel))


def test_find_counts_marks_and_goes_round(sample_window: Shell, panel: TranscriptPanel) -> None:
    panel.corrections.reword(panel.sheet.blocks[0], 0, "Herr Müller, hallo.")
    quiet(sample_window)
    QTest.keyClick(panel.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert panel.find_bar.field.hasFocus()
    type_text(panel.find_bar.field, "MUELLER")
    quiet(sample_window)
    assert panel.find_bar.count.text() == "1 of 1"
    assert panel.view.hits.current_letters(0) == (5, 11)
    panel.find_bar.field.clear()
    type_text(panel.find_bar.field, "new jersey")
    quiet(sample_window)
    total = sum(text.lower().count("new jersey") for text in texts(panel))
    assert total > 1
    assert panel.find_bar.count.text() == f"1 of {total}"
    for _ in range(total):
        QTest.keyClick(panel.find_bar.field, Qt.Key.Key_Return)
    assert panel.find_bar.count.text() == f"1 of {total}", "round the end"
    panel.acts["previous"].trigger()
    assert panel.find_bar.count.text() == f"{total} of {total}"
    QTest.keyClick(panel.find_bar.field, Qt.Key.Key_Escape)
    assert panel.find_bar.field.text() == ""
    QTest.keyClick(panel.find_bar.field, Qt.Key.Key_Escape)
    assert panel.view.hasFocus()


def test_only_what_was_chosen_is_shown(sample_window: Shell, panel: TranscriptPanel) -> None:
    group = int(panel.sheet.speaker[0])
    button = child(panel, QToolButton, f"speaker-{group}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert {int(panel.sheet.speaker[u]) for u in panel.sheet.lines} == {group}
    panel.filter.everything.trigger()
    assert len(panel.sheet.lines) == len(panel.sheet)
    panel.corrections.reword(panel.sheet.blocks[0], 4, "something else")
    quiet(sample_window)
    panel.filter.marks["edited"].trigger()
    assert panel.sheet.lines.tolist() == [4]
    panel.filter.marks["edited"].trigger()
    panel.filter.marks["doubtful"].trigger()
    assert panel.sheet.lines.tolist() == [n for n, flags in enumerate(panel.sheet.flags) if flags]
    assert panel.sheet.chosen == Chosen(doubtful=True)


def test_a_mark_of_what_was_heard_outlives_the_sitting(sample_window: Shell, panel: TranscriptPanel) -> None:
    put(panel, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_H)
    quiet(sample_window)
    heard = [row in (2, 3) for row in range(len(panel.sheet))]
    assert (panel.sheet.mine > 0.99).tolist() == heard
    again = talk(sample_window)
    first, last = int(again.start_ns[2]), int(again.end_ns[3])
    assert (again.heard.mine.min(), again.heard.mine.max()) == (first, last)
    panel.filter.marks["unheard"].trigger()
    assert not {2, 3} & set(panel.sheet.lines.tolist())
    panel.filter.everything.trigger()
    QTest.keyClick(panel.view, Qt.Key.Key_H)
    quiet(sample_window)
    assert panel.sheet.mine.max() < 0.01, "the second time takes the mark away"
    turn(sample_window, "undo")
    assert (panel.sheet.mine > 0.99).tolist() == heard


def test_what_is_played_was_listened_to_and_the_case_remembers(
    sample_window: Shell, panel: TranscriptPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_window.ui.position, "audible", lambda: True)  # no sound device is needed
    row = 3
    click_word(panel, row, 0, double=True)
    until(lambda: panel.sheet.mine[row] > 0.9, "the player did not get to the end of the utterance")
    sample_window.ui.position.set_playing(False)
    quiet(sample_window)
    again = talk(sample_window)
    start, end = int(again.start_ns[row]), int(again.end_ns[row])
    covered = sum(max(0, min(end, int(b)) - max(start, int(a))) for a, b in again.heard.mine.tolist())
    assert covered > 0.9 * (end - start)
    assert "heard" in panel.standing_label.text()
    assert "· 0 %" not in panel.standing_label.text()


def test_what_was_heard_when_the_case_is_closed_is_not_lost(
    sample_window: Shell, panel: TranscriptPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_window.ui.position, "audible", lambda: True)  # no sound device is needed
    case = sample_window.ui.case
    assert case is not None
    click_word(panel, 3, 0, double=True)
    until(lambda: panel.sheet.mine[3] > 0.5, "the player did not get into the utterance")
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case did not close")
    settle()
    sample_window.open_case(asked(sample_window, OpenCase(case.id)))
    assert len(talk(sample_window).heard.mine)


def test_a_right_click_offers_what_can_be_done_with_the_words_under_it(panel: TranscriptPanel) -> None:
    put(panel, 0)
    word = panel.sheet.blocks[0].words(5).start
    spot = panel.view.word_area(5, word).center()
    QTest.mousePress(panel.view.viewport(), Qt.MouseButton.RightButton, pos=spot)
    assert panel.view.cursor_at.at == Position(5, word)
    offered = [action.objectName() for action in panel.view.actions()]
    assert "transcript-edit" in offered
    assert "transcript-name" in offered


def test_what_is_marked_is_copied_with_times_and_names(panel: TranscriptPanel) -> None:
    put(panel, 1, word=1)
    for _ in range(2):
        QTest.keyClick(panel.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = QGuiApplication.clipboard().text().splitlines()
    block = panel.sheet.blocks[0]
    begin = block.letters(block.words(1).start + 1)[0]
    assert first.startswith("[00:")
    assert first.endswith(f"{panel.view.name_of(1)}: {block.text(1)[begin:]}")
    assert second.endswith(block.text(2)[: block.letters(block.words(2).start)[1]])


@pytest.mark.parametrize("form", ["txt", "srt", "vtt"])
def test_a_transcript_is_written_where_a_person_wants_it(
    sample_window: Shell, panel: TranscriptPanel, tmp_path: Path, form: str
) -> None:
    panel.acts["write"].trigger()
    dialog = child(panel, WritingDialog, "write-transcript")
    assert "not encrypted" in dialog.windowTitle()
    dialog.fileSelected.emit(str(tmp_path / f"talk.{form}"))
    dialog.close()
    quiet(sample_window)
    written = (tmp_path / f"talk.{form}").read_text(encoding="utf-8")
    assert all(text in written for text in texts(panel))
    assert written.startswith({"txt": "00:", "srt": "1\n00:", "vtt": "WEBVTT"}[form])


def test_the_whole_case_is_read_under_headings(sample_window: Shell, panel: TranscriptPanel) -> None:
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    quiet(sample_window)
    items = asked(sample_window, SpokenItems())
    assert [b.said.item_id for b in panel.sheet.blocks] == list(items)
    assert int((panel.sheet.lines < 0).sum()) == len(items)
    own = panel.sheet.blocks[panel.sheet.number(sample_window.ui.position.item_id)]
    assert len(own.said.word_start_ns), "the item a person is in is followed word by word"
    other = next(n for n, b in enumerate(panel.sheet.blocks) if b is not own and len(b))
    panel.view.put_cursor(panel.view.cursor_at.first(panel.sheet.utterance(other, 0)))
    panel.view.go()
    quiet(sample_window)
    assert sample_window.ui.position.item_id == panel.sheet.blocks[other].said.item_id
    assert len(panel.sheet.blocks[other].said.word_start_ns), "and so is the one they go to"


def test_a_flood_of_changes_ends_with_what_is_so(sample_window: Shell, panel: TranscriptPanel) -> None:
    item = panel.sheet.blocks[0].said.item_id
    panel.corrections.reword(panel.sheet.blocks[0], 1, "in the middle of an analysis")
    for _ in range(60):
        panel.on_event(Changed(frozenset({"findings"}), frozenset({item, "another"})))
        settle()
    quiet(sample_window)
    assert texts(panel)[1] == "in the middle of an analysis"


def test_an_item_without_speech_says_why_there_is_nothing(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    listing = asked(sample_window, Items())
    kinds = listing.kinds.split(SEPARATOR)
    sample_window.ui.position.go(listing.ids.split(SEPARATOR)[kinds.index("image")])
    quiet(sample_window)
    assert child(panel, QLabel, "nothing-said").text() == "This item has no sound."
    assert child(panel, QLabel, "nothing-said").isVisible()


def test_scrolling_ends_following_and_a_key_takes_it_up_again(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    sample_window.ui.position.at(int(panel.sheet.blocks[0].said.start_ns[5]))
    assert panel.view.following
    QTest.keyClick(panel.view, Qt.Key.Key_PageDown)
    QTest.keyClick(panel.view, Qt.Key.Key_PageDown)
    assert not panel.view.following
    QTest.keyClick(panel.view, Qt.Key.Key_F)
    assert panel.view.following
    assert panel.acts["follow"].isChecked()


def test_a_closed_case_leaves_no_word_in_the_window(sample_window: Shell, panel: TranscriptPanel) -> None:
    put(panel, 1)
    type_text(panel.find_bar.field, "hello")
    quiet(sample_window)
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case did not close")
    settle()
    assert len(panel.sheet) == 0
    assert panel.view.accessibleDescription() == ""
    assert panel.find_bar.field.text() == ""
    assert not panel.rewording.edit.toPlainText()


def test_a_wording_is_about_what_it_was_begun_on_wherever_a_person_goes(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    said = talk(sample_window)
    put(panel, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_E)
    edit = panel.rewording.edit
    edit.selectAll()
    type_text(edit, "Worded on the way.")
    QTest.keyClick(edit, Qt.Key.Key_F2)
    assert edit.toPlainText() == "Worded on the way."
    other = next(i for i in asked(sample_window, SpokenItems()) if i != said.item_id)
    sample_window.ui.position.go(other)  # as by the key of the next result, which leaves the focus here
    quiet(sample_window)
    assert not edit.open
    assert list(talk(sample_window).reworded) == [2]


def test_what_is_being_worded_when_the_case_is_closed_is_kept(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    case = sample_window.ui.case
    assert case is not None
    put(panel, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_E)
    panel.rewording.edit.selectAll()
    type_text(panel.rewording.edit, "Worded at the last moment.")
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case did not close")
    settle()
    assert panel.rewording.edit.toPlainText() == ""
    sample_window.open_case(asked(sample_window, OpenCase(case.id)))
    assert list(talk(sample_window).reworded) == [2]
    quiet(sample_window)


def test_the_hit_gone_to_is_kept_when_the_text_is_read_again(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    panel.find_bar.field.setText("the")
    quiet(sample_window)
    panel.finding.step(1)
    told = panel.find_bar.count.text()
    assert told.startswith("2 of ")
    panel.on_event(Changed(frozenset({"transcript"})))
    quiet(sample_window)
    assert panel.find_bar.count.text() == told


def test_names_given_while_an_item_is_read_are_those_it_shows(
    sample_window: Shell, panel: TranscriptPanel
) -> None:
    item = panel.sheet.blocks[0].said.item_id
    panel.reading.read(item, False)
    assert panel.sheet.blocks == []
    renamed = []
    panel.reading.renamed.connect(lambda: renamed.append(len(panel.sheet.blocks)))
    panel.on_event(Changed(frozenset({"voices"})))
    quiet(sample_window)
    assert renamed == [1]
