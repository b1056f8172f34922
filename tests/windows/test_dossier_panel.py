"""Rules of the dossier panel, on the sample case and by the routes a person has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from app.core_api.dossier import CheckDossier
from app.core_api.people import NamePerson, People
from app.core_api.session import CloseCase, OpenCase
from app.dossier.document import WORK
from tests.made_statements import Made, statements
from tests.windows.driving import asked, child, quiet, settle, type_text, until
from ui.dossier.check_dialog import CheckDialog
from ui.dossier.dossier_panel import DossierPanel
from ui.dossier.drafts_dialog import DraftsDialog
from ui.dossier.export_dialog import ExportDialog
from ui.dossier.sheet import ALL, REJECTED, UNDECIDED, Verdict
from ui.notices import Weight
from ui.position import Spot
from ui.shell import Shell

Key = Qt.Key


@pytest.fixture
def panel(sample_window: Shell) -> DossierPanel:
    found = sample_window.workspace.panel("dossier")
    assert isinstance(found, DossierPanel)
    sample_window.workspace.reveal("dossier")
    sample_window.activateWindow()
    quiet(sample_window)
    until(found.view.hasFocus, "the statements did not get the focus")
    return found


def _press(panel: DossierPanel, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(panel.view, key)
        _rest(panel)


def _rest(panel: DossierPanel) -> None:
    """Until what was decided has been asked for again."""
    settle()
    until(lambda: not panel.busy and not panel.reading.soon.isActive(), "the panel is still busy")


def _said(panel: DossierPanel, row: int) -> Verdict:
    found = panel.sheet.said(row)
    assert found is not None, f"nothing was said of row {row}"
    return found


def _row(panel: DossierPanel, text: str) -> int:
    known = panel.sheet.statements
    assert known is not None
    return next(n for n in range(len(known)) if text in panel.sheet.text(n))


def _chip(panel: DossierPanel) -> QPoint:
    """The middle of the current statement's first source."""
    view = panel.view
    chip = view._paragraph(view.current).chips[0]
    top = view._top(view.current) - view.verticalScrollBar().value()
    return chip.box.center().toPoint() + QPoint(0, top)


def test_a_dossier_is_put_together_when_somebody_comes_to_see_it(sample_window: Shell) -> None:
    """Of a large case it takes seconds, and what is seen first would wait for them."""
    found = sample_window.workspace.panel("dossier")
    assert isinstance(found, DossierPanel)
    assert found.sheet.statements is None
    sample_window.display.use_language("de")
    quiet(sample_window)
    assert found.sheet.statements is None
    sample_window.workspace.reveal("dossier")
    until(lambda: found.sheet.statements is not None, "the dossier was not put together")
    assert found.sheet.statements is not None
    assert found.sheet.statements.sections[0].title == "Wer zu sehen ist"


def test_one_key_judges_a_statement_and_continues_to_the_next_undecided(panel: DossierPanel) -> None:
    _press(panel, Key.Key_A, Key.Key_R)
    assert [_said(panel, row).word for row in (0, 1)] == ["accepted", "rejected"]
    assert panel.view.current == 2
    assert panel.sheet.progress[0] == 2


def test_a_judgement_is_taken_back_by_its_key_and_by_the_menu(
    panel: DossierPanel, sample_window: Shell
) -> None:
    _press(panel, Key.Key_A, Key.Key_R, Key.Key_U)
    assert panel.sheet.said(1) is None
    sample_window.menus["undo"].trigger()
    until(lambda: panel.sheet.progress[0] == 0 and not panel.busy, "the first judgement still stands")
    sample_window.menus["redo"].trigger()
    until(lambda: panel.sheet.progress[0] == 1 and not panel.busy, "the judgement did not come back")


def test_a_statement_is_reworded_in_its_place(panel: DossierPanel) -> None:
    _press(panel, Key.Key_F2)
    assert panel.view.edit.isVisible()
    panel.view.edit.selectAll()
    type_text(panel.view.edit, "Eine Rede über Verhandlungen mit Müller.")
    QTest.keyClick(panel.view.edit, Key.Key_Return)
    _rest(panel)
    assert _said(panel, 0).text == "Eine Rede über Verhandlungen mit Müller."
    assert panel.sheet.text(0).startswith("Person 1 appears")
    assert panel.view.hasFocus()


def test_escape_leaves_a_statement_as_it_was(panel: DossierPanel) -> None:
    _press(panel, Key.Key_E)
    type_text(panel.view.edit, "Anything")
    QTest.keyClick(panel.view.edit, Key.Key_Escape)
    _rest(panel)
    assert panel.sheet.said(0) is None
    assert panel.view.hasFocus()


def test_letters_typed_into_the_search_field_judge_nothing(panel: DossierPanel) -> None:
    QTest.keyClick(panel.view, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    until(panel.filters.text.hasFocus, "the field did not get the focus")
    QTest.keyClicks(panel.filters.text, "area")
    until(lambda: panel.sheet.chosen.found is not None and not panel.busy, "nothing was looked for")
    assert panel.sheet.progress[0] == 0
    assert panel.filters.text.text() == "area"


def test_what_is_typed_leaves_only_statements_that_hold_it(panel: DossierPanel) -> None:
    QTest.keyClicks(panel.filters.text, "NEGOTIATIONS")
    until(lambda: panel.sheet.chosen.found is not None and not panel.busy, "nothing was looked for")
    rows = [int(n) for n in panel.sheet.lines if n >= 0]
    assert rows
    assert all("negotiations" in panel.sheet.text(row).lower() for row in rows)
    QTest.keyClicks(panel.filters.text, " xyzzy")
    until(lambda: not len(panel.sheet.lines) and not panel.busy, "something still fits")
    everything = next(b for b in panel.pages.findChildren(QPushButton) if b.isVisible())
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    until(lambda: len(panel.sheet.lines) > 20, "not everything is shown again")


def test_a_judged_statement_leaves_the_undecided_ones(panel: DossierPanel) -> None:
    panel.filters.show_what.setCurrentIndex(UNDECIDED)
    panel.filters.show_what.activated.emit(UNDECIDED)
    panel.view.setFocus()
    before = panel.view.current
    _press(panel, Key.Key_R)
    assert panel.sheet.line_of(before) < 0
    panel.filters.show_what.setCurrentIndex(REJECTED)
    panel.filters.show_what.activated.emit(REJECTED)
    assert panel.sheet.line_of(before) >= 0
    panel.filters.show_what.setCurrentIndex(ALL)


def test_return_follows_a_source_to_its_moment_and_plays_it(
    panel: DossierPanel, sample_window: Shell
) -> None:
    moved: list[Spot] = []
    sample_window.ui.position.moved.connect(moved.append)
    row = _row(panel, "has achieved some")
    panel.view.go(row)
    QTest.keyClick(panel.view, Key.Key_Return)
    source = next(panel.sheet.sources(row))
    assert moved[0].item_id == source.item_id
    assert moved[0].t_ns == source.start_ns > 0
    assert moved[0].span == (source.start_ns, source.end_ns)
    assert sample_window.ui.position.playing
    sample_window.ui.position.set_playing(False)


def test_a_click_on_a_source_shows_the_box_it_names(panel: DossierPanel, sample_window: Shell) -> None:
    moved: list[Spot] = []
    sample_window.ui.position.moved.connect(moved.append)
    panel.view.go(_row(panel, "Person 1 appears"))
    settle()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_chip(panel))
    assert len(moved[0].box) == 4
    sample_window.ui.position.set_playing(False)


def test_right_goes_to_the_next_source_of_a_statement(panel: DossierPanel, sample_window: Shell) -> None:
    known = panel.sheet.statements
    assert known is not None
    row = next(n for n in range(len(known)) if panel.sheet.source_count(n) > 1)
    panel.view.go(row)
    _press(panel, Key.Key_Right)
    assert panel.view.source == 1
    QTest.keyClick(panel.view, Key.Key_Return)
    assert sample_window.ui.position.t_ns == list(panel.sheet.sources(row))[1].t_ns
    sample_window.ui.position.set_playing(False)


def test_going_back_leads_to_where_the_source_was_followed_from(
    panel: DossierPanel, sample_window: Shell
) -> None:
    panel.view.go(_row(panel, "sample.wav is"))
    QTest.keyClick(panel.view, Key.Key_Return)
    first = sample_window.ui.position.item_id
    panel.view.go(_row(panel, "obama.jpg is"))
    QTest.keyClick(panel.view, Key.Key_Return)
    assert sample_window.ui.position.item_id != first
    sample_window.menus["back"].trigger()
    assert sample_window.ui.position.item_id == first
    sample_window.ui.position.set_playing(False)


def test_home_and_end_reach_the_first_and_the_last_statement(panel: DossierPanel) -> None:
    known = panel.sheet.statements
    assert known is not None
    _press(panel, Key.Key_End)
    assert panel.view.current == len(known) - 1
    _press(panel, Key.Key_PageUp, Key.Key_Home)
    assert panel.view.current == 0


def test_a_screen_reader_hears_the_current_statement(panel: DossierPanel) -> None:
    _press(panel, Key.Key_A, Key.Key_Up)
    told = panel.view.accessibleDescription()
    assert panel.sheet.text(0) in told
    assert "accepted by you" in told
    assert "1 source" in told


def test_a_statement_is_copied_as_it_counts(panel: DossierPanel) -> None:
    QTest.keyClick(panel.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == panel.sheet.text(0)


def _first_person(window: Shell) -> str:
    return str(asked(window, People()).subject(1))


def test_naming_a_person_elsewhere_words_the_dossier_again(panel: DossierPanel, sample_window: Shell) -> None:
    row = _row(panel, "Person 1 appears")
    panel.view.go(row)
    key = panel.sheet.key(row)
    asked(sample_window, NamePerson(_first_person(sample_window), "Ada Example"))
    until(lambda: "Ada Example" in panel.sheet.text(panel.view.current + 1), "the name did not come", 30)
    assert panel.sheet.key(panel.view.current) == key


def test_the_window_forgets_statements_with_the_case(panel: DossierPanel, sample_window: Shell) -> None:
    sample_window.close_case()
    assert panel.sheet.statements is None
    assert panel.view.accessibleDescription() == ""
    assert panel.filters.about.count() == 1
    until(lambda: sample_window.ui.case is None, "the case is still open")


def test_another_language_words_every_statement_again(panel: DossierPanel, sample_window: Shell) -> None:
    panel.view.go(2)
    key = panel.sheet.key(2)
    sample_window.display.use_language("de")
    until(lambda: "zu sehen" in panel.sheet.text(2), "the statements are still in English")
    assert panel.sheet.key(panel.view.current) == key
    assert panel.sheet.statements is not None
    assert panel.sheet.statements.sections[0].title == "Wer zu sehen ist"


def _exported(panel: DossierPanel, folder: Path) -> ExportDialog:
    QTest.keyClick(panel.view, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = panel.findChild(ExportDialog)
    assert dialog is not None
    field = child(dialog, QLineEdit, "folder")
    field.selectAll()
    type_text(field, str(folder))
    return dialog


def test_the_dossier_is_written_where_a_person_says_and_the_dialog_says_so(
    panel: DossierPanel, sample_window: Shell, tmp_path: Path
) -> None:
    dialog = _exported(panel, tmp_path / "für Müller")
    child(dialog, QCheckBox, "document").setChecked(False)
    state = child(dialog, QLabel, "state")
    QTest.mouseClick(child(dialog, QPushButton, "write"), Qt.MouseButton.LeftButton)
    until(lambda: "Exported" in state.text(), "nothing was written")
    assert [p.name for p in (tmp_path / "für Müller").iterdir()] == ["dossier.html"]
    assert state.property("role") == "good"
    dialog.reject()
    quiet(sample_window)


def _judged_twice(panel: DossierPanel) -> tuple[str, str]:
    """What was accepted and what was rejected."""
    _press(panel, Key.Key_A, Key.Key_R)
    return panel.sheet.text(0), panel.sheet.text(1)


def test_a_switch_leaves_what_was_accepted_and_the_export_takes_it_over(
    panel: DossierPanel, sample_window: Shell, tmp_path: Path
) -> None:
    accepted, rejected = _judged_twice(panel)
    switch = child(panel, QCheckBox, "accepted-only")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    assert switch.isChecked()
    rows = panel.sheet.lines[panel.sheet.lines >= 0].tolist()
    assert rows[0] == 0
    assert not any(panel.sheet.unreviewed(row) for row in rows)
    dialog = _exported(panel, tmp_path)
    assert child(dialog, QCheckBox, "accepted-only").isChecked()
    child(dialog, QPushButton, "write").click()
    until(lambda: (tmp_path / "dossier.html").exists() and not dialog._tasks.busy, "nothing was written")
    document = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    stated = [c["text"] for s in document["sections"] if s["id"] not in WORK for c in s["claims"]]
    assert [" ".join(text.split()) for text in stated] == [accepted]
    assert rejected not in json.dumps(document["sections"][:3])
    dialog.reject()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    assert len(panel.sheet.lines) > len(rows)
    quiet(sample_window)


def test_what_nobody_has_reviewed_is_marked_and_what_is_open_is_called_open(panel: DossierPanel) -> None:
    known = panel.sheet.statements
    assert known is not None
    words = panel.view.words
    marked = [n for n in range(len(known)) if "not reviewed" in words.status(panel.sheet, n)]
    counted = [n for n in range(len(known)) if known.sections[panel.sheet.section(n)].counted]
    assert marked == counted
    _press(panel, Key.Key_A)
    assert "not reviewed" not in words.status(panel.sheet, 0)
    assert "reason unknown" not in " ".join(panel.sheet.text(n) for n in range(len(known)))


def test_a_place_that_cannot_be_written_is_reported_in_the_dialog_which_stays(
    panel: DossierPanel, sample_window: Shell, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    dialog = _exported(panel, tmp_path / "file")
    state = child(dialog, QLabel, "state")
    child(dialog, QPushButton, "write").click()
    until(lambda: state.property("role") == "error", "nothing was said")
    assert "folder" in state.text()
    assert "--out" not in state.text()
    assert child(dialog, QPushButton, "write").isEnabled()
    dialog.reject()
    quiet(sample_window)


def test_without_a_language_model_the_dialog_says_that_none_is_needed(
    panel: DossierPanel, sample_window: Shell, tmp_path: Path
) -> None:
    dialog = _exported(panel, tmp_path)
    until(lambda: not dialog._tasks.busy, "models were not looked for")
    assert dialog.model.count() >= 1
    assert "written by rules" in dialog._about_model.text()
    dialog.reject()
    quiet(sample_window)


def test_a_dossier_is_checked_and_a_changed_one_is_found_out(
    panel: DossierPanel, sample_window: Shell, tmp_path: Path
) -> None:
    dialog = _exported(panel, tmp_path)
    child(dialog, QPushButton, "write").click()
    until(lambda: (tmp_path / "dossier.json").exists() and not dialog._tasks.busy, "nothing was written")
    dialog.reject()
    panel.check()
    check = panel.findChild(CheckDialog)
    assert check is not None
    check.check(str(tmp_path / "dossier.json"))
    until(lambda: "intact" in check.verdict.text(), "it was not found intact")
    assert check.found.toPlainText().count("Not compared") == 6
    document = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    document["sections"][0]["claims"][0]["text"] = "Something else."
    (tmp_path / "dossier.json").write_text(json.dumps(document), encoding="utf-8")
    check.check(str(tmp_path / "dossier.json"))
    until(lambda: "wrong" in check.verdict.text(), "the change was not found")
    assert "changed after it was signed" in check.found.toPlainText()
    check.reject()
    assert asked(sample_window, CheckDossier(str(tmp_path / "dossier.json"))).problems


def test_drafts_show_what_a_person_changed(panel: DossierPanel, sample_window: Shell) -> None:
    _press(panel, Key.Key_E)
    panel.view.edit.selectAll()
    type_text(panel.view.edit, "Words of my own.")
    QTest.keyClick(panel.view.edit, Key.Key_Return)
    _rest(panel)
    panel.show_drafts()
    drafts = panel.findChild(DraftsDialog)
    assert drafts is not None
    until(lambda: "Words of my own." in drafts.shown.toPlainText(), "the change is not shown")
    assert "Person 1 appears" in drafts.shown.toPlainText()
    assert drafts.list.count() == 1
    drafts.reject()
    quiet(sample_window)


def test_a_judgement_the_core_refuses_is_not_shown_as_made(panel: DossierPanel, sample_window: Shell) -> None:
    asked(sample_window, CloseCase())  # as when the case is lost under the window
    QTest.keyClick(panel.view, Key.Key_A)
    until(lambda: sample_window.notice_bar.shown is not None, "nothing was said")
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert (notice.weight, notice.code) == (Weight.ERROR, "no-case-open")


def test_a_wording_stays_with_its_statement_while_others_come_and_go(
    panel: DossierPanel, sample_window: Shell
) -> None:
    row = _row(panel, "Person 1 appears") + 1
    key = panel.sheet.key(row)
    panel.view.go(row)
    _press(panel, Key.Key_F2)
    panel.view.edit.selectAll()
    type_text(panel.view.edit, "Somebody is seen.")
    asked(
        sample_window, NamePerson(_first_person(sample_window), "Ada Example")
    )  # which states more, before this one
    panel.update_now()
    _rest(panel)
    assert panel.sheet.key(row) == key
    QTest.keyClick(panel.view.edit, Key.Key_F2)
    assert panel.view.edit.wording == "Somebody is seen."
    QTest.keyClick(panel.view.edit, Key.Key_Return)
    until(lambda: panel.sheet.row_called(key) != row, "what came meanwhile is not shown")
    _rest(panel)
    assert _said(panel, panel.sheet.row_called(key)).text == "Somebody is seen."


def test_what_is_being_worded_when_the_case_is_closed_is_kept(
    panel: DossierPanel, sample_window: Shell
) -> None:
    case = sample_window.ui.case
    assert case is not None
    _press(panel, Key.Key_F2)
    panel.view.edit.selectAll()
    type_text(panel.view.edit, "Worded at the last moment.")
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case is still open")
    settle()
    sample_window.open_case(asked(sample_window, OpenCase(case.id)))
    until(lambda: panel.sheet.statements is not None and not panel.busy, "no dossier")
    assert _said(panel, 0).text == "Worded at the last moment."


def test_a_text_that_was_looked_for_fits_the_statements_that_came_since(panel: DossierPanel) -> None:
    last = len(panel.sheet.verdict) - 1
    panel.sheet.choose(replace(panel.sheet.chosen, found=np.array([0, last], np.int32)))
    known = panel.sheet.statements
    assert known is not None
    panel.sheet.put(statements([Made(1, "one"), Made(1, "two")]))
    assert panel.sheet.chosen.found is not None
    assert len(panel.sheet.chosen.found) == 0
    panel.sheet.put(known)


def test_a_judgement_is_not_hidden_by_an_answer_from_before_it(panel: DossierPanel) -> None:
    panel.reading.soon.timeout.emit()  # asks what was said by now
    settle()
    QTest.keyClick(panel.view, Key.Key_A)
    seen = []
    panel.reading.told.connect(lambda _: seen.append(panel.sheet.said(0)))
    _rest(panel)
    assert seen
    assert None not in seen


def test_a_dossier_nobody_has_looked_at_yet_can_be_written(sample_window: Shell) -> None:
    found = sample_window.workspace.panel("dossier")
    assert isinstance(found, DossierPanel)
    assert found.sheet.statements is None
    assert found.acts["write"].isEnabled()
    assert not found.acts["accept"].isEnabled()
