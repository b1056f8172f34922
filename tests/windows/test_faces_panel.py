"""The grid of faces: looked through, sorted, filtered, and every deed by key and drag, undone and redone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.core_api.people import Faces
from tests.windows.driving import asked, child, open_sample, quiet, settle, type_text, until
from tests.windows.made_people import made_home
from ui.faces.face_order import ALONE, Sort
from ui.faces.faces_panel import FacesPanel
from ui.shared.crop_loader import KEPT_BYTES, CropStyle
from ui.shared.person_dialog import PersonDialog
from ui.shell import Shell

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    return made_home(tmp_path_factory.mktemp("made") / "home", models)


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
def panel(shell: Shell) -> FacesPanel:
    return shown(shell)


def shown(shell: Shell) -> FacesPanel:
    shell.workspace.arrange("people")
    shell.workspace.reveal("faces")
    found = shell.workspace.panel("faces")
    assert isinstance(found, FacesPanel)
    quiet(shell)
    until(lambda: found.grid.shown, "no faces are shown")
    found.grid.setFocus()
    settle()
    return found


def who(panel: FacesPanel) -> dict[str, int]:
    """Number of the person on each photo."""
    table = panel.store.table
    assert table is not None
    names = [table.items[i].untrusted_name for i in table.item.tolist()]
    return dict(zip(names, table.number.tolist(), strict=True))


def place(panel: FacesPanel) -> int:
    """Where the current face is shown."""
    assert panel.grid.faces is not None
    return panel.grid.faces.place(panel.grid.current_row)


def choose(panel: FacesPanel, *photos: str) -> None:
    """Select the faces of these photos, as with Ctrl and clicks."""
    table = panel.store.table
    assert table is not None
    rows = [i for i, n in enumerate(table.item.tolist()) if table.items[n].untrusted_name in photos]
    panel.grid.go_to(rows[0])
    for row in rows[1:]:
        panel.grid.selection.toggle(row)
    settle()


def press(panel: FacesPanel, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.grid, key, held)
    quiet(panel.ui.window)  # type: ignore[arg-type]


def turn(shell: Shell, way: str) -> None:
    other = "redo_label" if way == "undo" else "undo_label"
    before = getattr(shell.ui.undo, other)
    shell.menus[way].trigger()
    until(lambda: getattr(shell.ui.undo, other) != before or shell.ui.undo.redo_label, f"no {way}")
    quiet(shell)
    until(lambda: not shell.workspace.panel("faces").busy, "the faces were not asked for again")


def answer(shell: Shell, text: str) -> None:
    """Type into the dialog that asks for a person or a name, and press Enter."""
    until(lambda: shell.findChild(PersonDialog), "no dialog")
    dialog = child(shell, PersonDialog, "person-dialog")
    field = child(dialog, QLineEdit, "person")
    field.clear()
    type_text(field, text)
    QTest.keyClick(field, Key.Key_Return)
    until(lambda: not dialog.isVisible(), "the dialog stays")
    quiet(shell)


def test_people_stand_under_their_heads_the_larger_groups_first(panel: FacesPanel) -> None:
    assert panel.grid.faces is not None
    order = panel.grid.faces.order
    assert order.counts.tolist() == [5, 4, 3, 3, 1]
    assert order.heads.tolist()[-1] == ALONE
    assert panel._status.text().startswith("16")


def test_the_arrows_go_through_heads_and_shift_selects_a_stretch(panel: FacesPanel) -> None:
    press(panel, Key.Key_Home)
    assert place(panel) == 0
    press(panel, Key.Key_Right)
    press(panel, Key.Key_Right, SHIFT)
    press(panel, Key.Key_Right, SHIFT)
    assert panel.grid.selection.count == 3
    press(panel, Key.Key_End)
    assert place(panel) == panel.grid.shown - 1
    press(panel, Key.Key_A, CTRL)
    assert panel.grid.selection.count == 16
    press(panel, Key.Key_Escape)
    assert panel.grid.selection.count == 0


def test_pictures_arrive_and_are_covered_when_the_person_wants_that(panel: FacesPanel) -> None:
    until(lambda: len(panel.loader._kept) == 16, "pictures did not arrive")
    face = int(panel.store.table.ids[0])  # type: ignore[union-attr]
    plain = panel.loader.picture(face)
    panel.ui.exposure.protect(blur=True, grey=True, mute=False)
    assert panel.loader.picture(face) is None, "an uncovered picture was kept"
    until(lambda: panel.loader.picture(face) is not None, "covered pictures did not arrive")
    assert panel.loader.picture(face) != plain


def test_pictures_in_view_are_all_kept_however_large_the_screen(shell: Shell, panel: FacesPanel) -> None:
    until(lambda: len(panel.loader._kept) == 16, "pictures did not arrive")
    quiet(shell)
    faces = panel.store.table.ids.tolist()  # type: ignore[union-attr]
    panel.loader.use_style(CropStyle(1200))
    panel.loader.want(faces)
    until(lambda: len(panel.loader._fitting) == 16, "not all are kept")
    assert panel.loader.kept_bytes > KEPT_BYTES
    panel.loader.use_style(CropStyle(1100))
    panel.loader.want(faces[:3], faces[3:])
    until(lambda: panel.loader._fitting.issuperset(faces[:3]), "those in view did not arrive")
    until(lambda: not panel.loader._asked, "still asked for")
    assert panel.loader.kept_bytes <= KEPT_BYTES
    assert panel.loader._fitting.issuperset(faces[:3])


def test_what_is_on_the_screen_after_scrolling_is_what_would_be_drawn_again(
    shell: Shell, panel: FacesPanel
) -> None:
    grid, bar = panel.grid, panel.grid.verticalScrollBar()
    view, plain = grid.viewport(), QImage.Format.Format_RGB32

    def same() -> bool:
        corner = view.mapTo(shell, QPoint(0, 0))
        screen = shell.screen().grabWindow(shell.winId(), corner.x(), corner.y(), view.width(), view.height())
        return screen.toImage().convertToFormat(plain) == view.grab().toImage().convertToFormat(plain)

    grid.set_side(240)
    choose(panel, "anna 1.jpg", "carla 1.jpg")
    assert bar.maximum() > 400
    for by in (37, 37, 37, 90, -23, -23, 300, 41, -5, -180):
        bar.setValue(bar.value() + by)
        until(same, f"the screen shows something else after {by}")


def test_m_merges_the_people_of_the_selected_faces_and_undo_parts_them(
    shell: Shell, panel: FacesPanel
) -> None:
    before = who(panel)
    choose(panel, "carla 0.jpg", "dora 0.jpg")
    press(panel, Key.Key_M)
    until(lambda: len(set(who(panel).values())) == 4, "nobody was merged")
    assert who(panel)["carla 1.jpg"] == who(panel)["dora 1.jpg"]
    turn(shell, "undo")
    until(lambda: who(panel) == before, "not as before")
    turn(shell, "redo")
    until(lambda: who(panel)["carla 1.jpg"] == who(panel)["dora 1.jpg"], "not merged again")


def test_m_on_one_person_asks_with_whom(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "carla 0.jpg")
    QTest.keyClick(panel.grid, Key.Key_M)
    answer(shell, str(who(panel)["dora 0.jpg"]))
    until(lambda: who(panel)["carla 0.jpg"] == who(panel)["dora 0.jpg"], "nobody was merged")


def test_s_makes_the_selected_a_person_of_their_own_and_keeps_selection_and_place(
    shell: Shell, panel: FacesPanel
) -> None:
    before = who(panel)
    choose(panel, "anna 0.jpg", "anna 1.jpg")
    chosen = panel._ids()
    press(panel, Key.Key_S)
    until(lambda: who(panel)["anna 0.jpg"] != before["anna 0.jpg"], "nothing was split")
    now = who(panel)
    assert now["anna 0.jpg"] == now["anna 1.jpg"]
    assert {now[f"anna {n}.jpg"] for n in (2, 3, 4)} == {before["anna 2.jpg"]}
    assert panel._ids() == chosen
    turn(shell, "undo")
    until(lambda: who(panel) == before, "not as before")


def test_v_moves_faces_to_the_person_that_is_typed(shell: Shell, panel: FacesPanel) -> None:
    before = who(panel)
    choose(panel, "nobody.jpg", "anna 0.jpg")
    QTest.keyClick(panel.grid, Key.Key_V)
    answer(shell, f"Person {before['ben 0.jpg']}")
    until(lambda: who(panel)["nobody.jpg"] == before["ben 0.jpg"], "nothing was moved")
    assert who(panel)["anna 0.jpg"] == before["ben 0.jpg"]
    assert who(panel)["anna 1.jpg"] == before["anna 1.jpg"]
    turn(shell, "undo")
    until(lambda: who(panel) == before, "not as before")


def test_x_takes_a_face_from_its_person_and_leaves_the_others(shell: Shell, panel: FacesPanel) -> None:
    before = who(panel)
    choose(panel, "ben 1.jpg")
    press(panel, Key.Key_X)
    until(lambda: who(panel)["ben 1.jpg"] != before["ben 1.jpg"], "nothing was taken away")
    now = who(panel)
    assert [now[f"ben {n}.jpg"] for n in (0, 2, 3)] == [before["ben 0.jpg"]] * 3
    assert list(now.values()).count(now["ben 1.jpg"]) == 1
    turn(shell, "undo")
    until(lambda: who(panel) == before, "not as before")


def test_n_names_a_person_everywhere_and_the_name_is_a_candidate(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "anna 2.jpg")
    QTest.keyClick(panel.grid, Key.Key_F2)
    answer(shell, "Änne Öztürk")
    until(
        lambda: panel.face_actions.called(who(panel)["anna 0.jpg"]) == "Änne Öztürk (unconfirmed)", "no name"
    )
    assert panel.grid.faces is not None
    assert panel.grid.faces.order.heads[0] == who(panel)["anna 0.jpg"], "named people come first"


def test_a_new_subject_is_split_off_and_named_at_once(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "carla 0.jpg")
    QTest.keyClick(panel.grid, Key.Key_N, CTRL)
    answer(shell, "Cora")
    until(
        lambda: panel.face_actions.called(who(panel)["carla 0.jpg"]) == "Cora (unconfirmed)", "no new subject"
    )
    assert who(panel)["carla 1.jpg"] != who(panel)["carla 0.jpg"]
    shell.menus["undo"].trigger()
    until(lambda: who(panel)["carla 1.jpg"] == who(panel)["carla 0.jpg"], "one step takes both back")


def test_faces_dragged_onto_a_head_belong_to_that_person(shell: Shell, panel: FacesPanel) -> None:
    before = who(panel)
    choose(panel, "nobody.jpg")
    grid = panel.grid
    assert grid.faces is not None
    cell = grid.faces.layout.where(place(panel))
    top = grid.verticalScrollBar().value()
    start = QPoint(cell.x + 20, cell.y + 20 - top)
    section = grid.faces.layout.section_at(top + 60)
    target = int(grid.faces.order.heads[section])
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(view, start + (QPoint(60, 60) - start) * step / 8)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    until(lambda: who(panel)["nobody.jpg"] == target, "nothing was moved")
    assert {k: v for k, v in who(panel).items() if k != "nobody.jpg"} == {
        k: v for k, v in before.items() if k != "nobody.jpg"
    }


def test_faces_let_go_under_their_own_head_or_outside_stay_where_they_are(
    shell: Shell, panel: FacesPanel
) -> None:
    before = who(panel)
    choose(panel, "ben 1.jpg")
    grid = panel.grid
    assert grid.faces is not None
    cell, top = grid.faces.layout.where(place(panel)), grid.verticalScrollBar().value()
    view, start = grid.viewport(), QPoint(cell.x + 20, cell.y + 20 - top)
    dropped: list[int] = []
    told: list[object] = []
    grid.head_dropped.connect(dropped.append)
    shell.ui.notices.said.connect(told.append)
    for end in (start + QPoint(0, 30), QPoint(20, -40)):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 9):
            QTest.mouseMove(view, start + (end - start) * step / 8)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
        quiet(shell)
        until(lambda: not panel.busy, "busy")
    assert dropped == [before["ben 1.jpg"]], "what is let go outside is given to nobody"
    assert who(panel) == before
    assert not shell.ui.undo.undo_label
    assert not told


def test_an_exact_picture_is_only_shown_for_the_face_it_was_decoded_for(
    panel: FacesPanel, shell: Shell
) -> None:
    choose(panel, "anna 0.jpg")
    QTest.keyClick(panel.grid, Key.Key_Space)
    preview = panel.preview
    assert preview is not None
    late = preview._row
    QTest.keyClick(preview, Key.Key_Right)
    until(lambda: preview._picture is not None, "no picture")
    shown, said = preview._picture, preview._kind.text()
    preview._exact.made.emit(late, QImage(40, 40, QImage.Format.Format_RGB32))
    assert preview._picture is shown
    assert preview._kind.text() == said


def test_what_was_decided_holds_when_the_case_is_opened_again(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "carla 0.jpg", "dora 0.jpg")
    press(panel, Key.Key_M)
    until(lambda: len(set(who(panel).values())) == 4, "nobody was merged")
    now = who(panel)
    shell.close_case()
    until(lambda: panel.store.table is None, "the case is still there")
    open_sample(shell)
    assert who(shown(shell)) == now


def test_the_likest_faces_come_first_when_that_is_asked_for(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "ben 2.jpg")
    press(panel, Key.Key_L)
    until(lambda: panel.bar.wanted.sort is Sort.LIKENESS and panel.store.likeness is not None, "not sorted")
    quiet(shell)
    rows = panel.grid.faces.order.rows.tolist()[:4]  # type: ignore[union-attr]
    numbers = {int(panel.store.table.number[r]) for r in rows}  # type: ignore[union-attr]
    assert numbers == {who(panel)["ben 0.jpg"]}


def test_filters_show_the_unassigned_the_good_and_one_person(shell: Shell, panel: FacesPanel) -> None:
    panel.bar.unassigned.click()
    until(lambda: panel.grid.shown == 1, "not filtered")
    panel.bar.unassigned.click()
    until(lambda: panel.grid.shown == 16, "still filtered")
    choose(panel, "anna 0.jpg")
    press(panel, Key.Key_P)
    until(lambda: panel.grid.shown == 5, "not only one person")
    panel.bar.everybody.click()
    until(lambda: panel.grid.shown == 16, "still filtered")


def test_ctrl_plus_enlarges_and_what_is_selected_stays_in_view(panel: FacesPanel) -> None:
    choose(panel, "nobody.jpg")
    side = panel.grid.side
    press(panel, Key.Key_Plus, CTRL)
    assert panel.grid.side > side
    assert panel.bar.size_slider.value() == panel.grid.side
    grid = panel.grid
    assert grid.faces is not None
    y = grid.faces.layout.where(place(panel)).y - grid.verticalScrollBar().value()
    assert -grid.faces.layout.height < y < grid.viewport().height()


def test_enter_goes_to_the_moment_and_space_shows_the_face_large(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "ben 0.jpg")
    press(panel, Key.Key_Return)
    items = {seen.untrusted_name: seen.id for seen in panel.store.table.items}  # type: ignore[union-attr]
    until(lambda: shell.ui.position.item_id == items["ben 0.jpg"], "not there")
    QTest.keyClick(panel.grid, Key.Key_Space)
    assert panel.preview is not None
    until(lambda: panel.preview is not None and panel.preview._picture is not None, "no picture")
    assert "quality 0.70" in panel.preview._facts.text()
    QTest.keyClick(panel.preview, Key.Key_Right)
    assert panel.grid.current_row == panel.preview._row
    QTest.keyClick(panel.preview, Key.Key_Space)
    assert not panel.preview.isVisible()


def test_locking_leaves_no_face_in_the_window(shell: Shell, panel: FacesPanel) -> None:
    until(lambda: panel.loader.kept_bytes > 0, "no pictures")
    shell.close_case()
    settle()
    assert panel.store.table is None
    assert panel.loader.kept_bytes == 0
    assert panel.grid.shown == 0


def test_the_table_in_the_window_is_the_table_of_the_core(shell: Shell, panel: FacesPanel) -> None:
    choose(panel, "ben 1.jpg", "nobody.jpg")
    press(panel, Key.Key_X)
    choose(panel, "carla 0.jpg", "dora 0.jpg")
    press(panel, Key.Key_M)
    until(lambda: not panel.busy, "busy")
    whole = asked(shell, Faces())
    assert panel.store.table is not None
    assert panel.store.table.ids.tolist() == whole.ids.tolist()
    assert panel.store.table.number.tolist() == whole.number.tolist()
