"""People and voices: the lists, the doubts, and second answers given blind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.core_api.people import FACE, VOICE
from tests.windows.driving import child, open_sample, quiet, settle, type_text, until
from tests.windows.made_people import made_home
from ui.people.heard_list import HeardList
from ui.people.people_panel import PeoplePanel
from ui.people.review_dialog import ReviewDialog
from ui.people.verify_dialog import VerifyDialog
from ui.shared.person_dialog import PersonDialog
from ui.shell import Shell

Key = Qt.Key


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    return made_home(tmp_path_factory.mktemp("made") / "home", models, named=True)


@pytest.fixture
def shell(
    made: Path,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    start_window: Callable[[], Shell],
) -> Shell:
    home = tmp_path / "home"
    shutil.copytree(made, home)
    monkeypatch.setenv("AIMA_HOME", str(home))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    window = start_window()
    open_sample(window)
    return window


@pytest.fixture
def panel(shell: Shell) -> PeoplePanel:
    shell.workspace.arrange("people")
    shell.workspace.reveal("people")
    found = shell.workspace.panel("people")
    assert isinstance(found, PeoplePanel)
    quiet(shell)
    until(lambda: found.list.people.rowCount(), "nobody is listed")
    found.list.setFocus()
    settle()
    return found


def select(panel: PeoplePanel, *numbers: int) -> None:
    """Select these people with the keyboard's cursor on the last."""
    view = panel.list
    model = view.selectionModel()
    model.clearSelection()
    for number in numbers:
        index = view.people.index(view.people.place(number))
        model.setCurrentIndex(index, model.SelectionFlag.Select)
    settle()


def counts(panel: PeoplePanel, kind: str = FACE) -> dict[int, int]:
    table = panel.table(kind)
    assert table is not None
    return dict(zip(table.number.tolist(), table.count.tolist(), strict=True))


def numbers_of(panel: PeoplePanel, *sizes: int) -> list[int]:
    """Numbers of people with so many faces, each once."""
    left = dict(counts(panel))
    found = []
    for size in sizes:
        number = next(n for n, count in left.items() if count == size)
        del left[number]
        found.append(number)
    return found


def undo(shell: Shell, panel: PeoplePanel) -> None:
    shell.menus["undo"].trigger()
    until(lambda: shell.ui.undo.redo_label, "nothing was undone")
    quiet(shell)


def words(widget: QWidget) -> str:
    """Everything that can be read in a window."""
    labels = widget.findChildren(QLabel)
    fields = widget.findChildren(QLineEdit)
    return "\n".join([widget.windowTitle(), *(w.text() for w in labels), *(f.text() for f in fields)])


def test_enter_shows_the_faces_of_the_selected_people_in_the_grid(shell: Shell, panel: PeoplePanel) -> None:
    (ben,) = numbers_of(panel, 4)
    select(panel, ben)
    QTest.keyClick(panel.list, Key.Key_Return)
    faces = shell.workspace.panel("faces")
    until(lambda: faces.grid.shown == 4, "other faces are shown")  # type: ignore[attr-defined]


def test_a_double_click_plays_the_clearest_sighting(shell: Shell, panel: PeoplePanel) -> None:
    (anna,) = numbers_of(panel, 5)
    index = panel.list.people.index(panel.list.people.place(anna))
    point = panel.list.visualRect(index).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    until(lambda: shell.ui.position.item_id, "nobody went anywhere")


def test_one_person_dragged_onto_another_is_the_same_person(shell: Shell, panel: PeoplePanel) -> None:
    before = counts(panel)
    one, other = numbers_of(panel, 3, 3)
    view = panel.list
    a, b = (view.visualRect(view.people.index(view.people.place(n))).center() for n in (one, other))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=a)
    for step in range(1, 9):
        QTest.mouseMove(view.viewport(), a + (b - a) * step / 8)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=b)
    until(lambda: 6 in counts(panel).values(), "nobody was merged")
    undo(shell, panel)
    until(lambda: counts(panel) == before, "not as before")


def test_m_merges_the_selected_and_the_selection_stays_with_them(shell: Shell, panel: PeoplePanel) -> None:
    one, other = numbers_of(panel, 3, 3)
    select(panel, one, other)
    QTest.keyClick(panel.list, Key.Key_M)
    until(lambda: 6 in counts(panel).values(), "nobody was merged")
    quiet(shell)
    assert len(panel.list.numbers) == 1
    assert counts(panel)[panel.list.numbers[0]] == 6


def test_a_name_is_shown_in_the_list_and_as_a_candidate(shell: Shell, panel: PeoplePanel) -> None:
    (anna,) = numbers_of(panel, 5)
    select(panel, anna)
    QTest.keyClick(panel.list, Key.Key_N)
    until(lambda: shell.findChild(PersonDialog), "no dialog")
    field = child(child(shell, PersonDialog, "person-dialog"), QLineEdit, "person")
    type_text(field, "Anna Groß")
    QTest.keyClick(field, Key.Key_Return)
    until(lambda: panel.faces.called(anna) == "Anna Groß (unconfirmed)", "no name")
    quiet(shell)
    assert panel.list.people.index(0).data() == "Anna Groß (unconfirmed)", "named people come first"
    panel.field.setText("groß")
    assert panel.list.people.rowCount() == 1


def test_uncertain_matches_are_answered_with_one_key_each_and_taken_back(
    shell: Shell, panel: PeoplePanel
) -> None:
    before = counts(panel)
    shell.menus.commands()  # the command is in the menus
    panel._actions["review"].trigger()
    dialog = panel.dialog
    assert isinstance(dialog, ReviewDialog)
    until(lambda: dialog.queue, "no doubts")
    first = dialog.queue[0]
    assert {before[first.number], before[first.other_number]} == {3}, "carla and dora are alike"
    until(lambda: all(dialog.loader.picture(f) for s in first.samples for f in s), "no pictures")
    assert dialog.progress.text() == f"1 of {len(dialog.queue)}"
    QTest.keyClick(dialog, Key.Key_Y)
    until(lambda: 6 in counts(panel).values(), "nobody was merged")
    until(lambda: not dialog._busy, "busy")
    assert dialog.at >= 1
    QTest.keyClick(dialog, Key.Key_Backspace)
    until(lambda: counts(panel) == before, "not taken back")
    until(lambda: not dialog._busy, "busy")
    assert dialog.at == 0
    QTest.keyClick(dialog, Key.Key_U)
    until(lambda: not dialog._busy and dialog.at == 1, "it does not go on")
    QTest.keyClick(dialog, Key.Key_Left)
    assert dialog.at == 0
    QTest.keyClick(dialog, Key.Key_N)
    until(lambda: not dialog._busy, "busy")
    assert counts(panel) == before
    dialog.close()
    panel.review()
    again = panel.dialog
    assert isinstance(again, ReviewDialog)
    until(lambda: not again._tasks.busy, "the doubts were not asked for again")
    asked = [{d.one, d.other} for d in again.queue]
    assert {first.one, first.other} not in asked, "a no is not asked again"
    again.close()


def test_an_answer_can_be_undone_even_where_the_dialog_was_closed_at_once(
    shell: Shell, panel: PeoplePanel
) -> None:
    before = counts(panel)
    panel.review()
    dialog = panel.dialog
    assert isinstance(dialog, ReviewDialog)
    until(lambda: dialog.queue, "no doubts")
    QTest.keyClick(dialog, Key.Key_Y)
    QTest.keyClick(dialog, Key.Key_Escape)
    until(lambda: 6 in counts(panel).values(), "nobody was merged")
    until(lambda: shell.ui.undo.undo_label, "what was decided cannot be undone")
    undo(shell, panel)
    until(lambda: counts(panel) == before, "not as before")


def test_a_second_answer_is_given_without_seeing_the_first(shell: Shell, panel: PeoplePanel) -> None:
    (ben,) = numbers_of(panel, 4)
    assert panel.faces.called(ben) == f"Person {ben}"
    assert "Ben Albers" not in " ".join(
        str(panel.list.people.index(n).data(role))
        for n in range(panel.list.people.rowCount())
        for role in range(Qt.ItemDataRole.UserRole + 4)
    )
    panel._actions["verify"].trigger()
    dialog = panel.dialog
    assert isinstance(dialog, VerifyDialog)
    until(lambda: dialog.waiting, "nothing waits")
    until(lambda: dialog.loader.kept_bytes, "no faces")
    assert dialog.waiting[0].number == ben
    assert "Ben Albers" not in words(dialog)
    field = child(dialog, QLineEdit, "answer")
    type_text(field, "ben  albers")
    QTest.keyClick(field, Key.Key_Return)
    until(lambda: "verified" in dialog.outcome.text(), "no result")
    assert "Ben Albers" in dialog.outcome.text()
    until(lambda: panel.faces.called(ben) == "Ben Albers", "the name is not shown")
    dialog.close()


def test_who_disagrees_learns_it_only_afterwards_and_the_name_is_disputed(
    shell: Shell, panel: PeoplePanel
) -> None:
    (ben,) = numbers_of(panel, 4)
    panel.verify_names()
    dialog = panel.dialog
    assert isinstance(dialog, VerifyDialog)
    until(lambda: dialog.waiting, "nothing waits")
    field = child(dialog, QLineEdit, "answer")
    type_text(field, "Karl")
    QTest.keyClick(field, Key.Key_Return)
    until(lambda: "disputed" in dialog.outcome.text(), "no result")
    dialog.close()
    until(lambda: panel.faces.called(ben) == "Ben Albers (disputed)", "not disputed")


def test_nobody_answers_about_a_name_of_their_own(shell: Shell, panel: PeoplePanel) -> None:
    (anna,) = numbers_of(panel, 5)
    select(panel, anna)
    panel.start(panel.faces.name(anna))
    until(lambda: shell.findChild(PersonDialog), "no dialog")
    field = child(child(shell, PersonDialog, "person-dialog"), QLineEdit, "person")
    type_text(field, "Anna")
    QTest.keyClick(field, Key.Key_Return)
    until(lambda: "Anna" in panel.faces.called(anna), "no name")
    panel.verify_names()
    dialog = panel.dialog
    assert isinstance(dialog, VerifyDialog)
    until(lambda: len(dialog.waiting) == 2, "not both are listed")
    assert [w.mine for w in dialog.waiting] == [False, True]
    dialog.skip.click()
    settle()
    assert not dialog.field.isEnabled()
    assert not dialog.say.isEnabled()
    dialog.close()


def test_a_named_person_is_not_named_over_by_who_may_yet_be_asked(shell: Shell, panel: PeoplePanel) -> None:
    (ben,) = numbers_of(panel, 4)
    select(panel, ben)
    QTest.keyClick(panel.list, Key.Key_N)
    quiet(shell)
    assert shell.findChild(PersonDialog) is None


def test_voices_are_merged_and_split_by_key(shell: Shell, panel: PeoplePanel) -> None:
    panel.tabs.setCurrentIndex(1)
    settle()
    before = counts(panel, VOICE)
    assert sorted(before.values()) == [1, 2]
    select(panel, *before)
    QTest.keyClick(panel.list, Key.Key_M)
    until(lambda: list(counts(panel, VOICE).values()) == [3], "nothing was merged")
    undo(shell, panel)
    until(lambda: counts(panel, VOICE) == before, "not as before")
    two = next(n for n, count in before.items() if count == 2)
    select(panel, two)
    heard = child(panel, HeardList, "heard")
    assert heard.count() == 2
    heard.setCurrentRow(0)
    QTest.keyClick(heard, Key.Key_S)
    until(lambda: sorted(counts(panel, VOICE).values()) == [1, 1, 1], "nothing was split")
    undo(shell, panel)
    until(lambda: counts(panel, VOICE) == before, "not as before")


def test_a_voice_is_played_where_it_is_heard(shell: Shell, panel: PeoplePanel) -> None:
    panel.tabs.setCurrentIndex(1)
    settle()
    select(panel, next(iter(counts(panel, VOICE))))
    heard = child(panel, HeardList, "heard")
    heard.setCurrentRow(0)
    point = heard.visualItemRect(heard.item(0)).center()
    QTest.mouseDClick(heard.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(point))
    QTest.keyClick(heard, Key.Key_Return)
    until(lambda: shell.ui.position.item_id == heard.chosen[0].item_id, "nobody went there")


def test_closing_the_case_leaves_nobody_in_the_lists(shell: Shell, panel: PeoplePanel) -> None:
    shell.close_case()
    settle()
    assert panel.list.people.rowCount() == 0
    assert panel.table(FACE) is None
    assert panel.loader.kept_bytes == 0
