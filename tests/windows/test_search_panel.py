"""Searching in the real window, by keyboard and mouse, on the analysed sample case."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QInputDialog, QMenu, QToolButton

from app.core_api.jobs import JobProgress
from app.core_api.protocol import Changed
from app.core_api.search import Find
from app.core_api.session import Cases, OpenCase, Unlock
from app.review.search_rows import PERSON, SPEECH
from engine.units import SECOND
from tests.made_case import put_item, put_unit, said
from tests.vault import PASSPHRASE as VAULT_PASSPHRASE
from tests.vault import new_account, new_case
from tests.windows.driving import asked, child, quiet, settle, type_text, until
from ui.search.likeness_view import LikenessView
from ui.search.reason_dialog import ReasonDialog
from ui.search.results_context import ResultsContext
from ui.search.results_view import ResultsView
from ui.search.search_panel import SearchPanel
from ui.search.search_view import SearchView
from ui.shell import Shell

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


def _panel(shell: Shell) -> SearchPanel:
    panel = shell.workspace.panel("search")
    assert isinstance(panel, SearchPanel)
    return panel


def _search(shell: Shell, typed: str) -> SearchView:
    """Focus the field by its key, type, and wait for the results."""
    shell.activateWindow()
    until(shell.isActiveWindow, "the window is not in front")
    QTest.keyClick(shell, KEY.Key_F, CTRL | SHIFT)
    settle()
    view = _panel(shell).tabs.front
    assert isinstance(view, SearchView)
    until(lambda: shell.focusWidget() is view.field, "the field has no focus")
    type_text(view.field, typed)
    quiet(shell)
    return view


def _into_results(view: SearchView) -> ResultsView:
    QTest.keyClick(view.field, KEY.Key_Down)
    settle()
    assert view.window().focusWidget() is view.results
    return view.results


def _texts(view: ResultsContext) -> list[str]:
    return [row.untrusted_text for row in view.model.rows]


def test_words_are_found_while_they_are_typed_and_play_in_place(sample_window: Shell) -> None:
    view = _search(sample_window, "negot")
    assert any("negotiat" in text for text in _texts(view))
    results = _into_results(view)
    QTest.keyClick(results, KEY.Key_Return)
    row = results.chosen
    place = sample_window.ui.position
    assert row is not None
    assert (place.item_id, place.t_ns) == (row.item_id, row.moment.start_ns)
    assert place.playing
    assert sample_window.focusWidget() is results


def test_the_chosen_result_is_shown_after_a_moment_and_one_step_leads_back(sample_window: Shell) -> None:
    view, place = _search(sample_window, "person:"), sample_window.ui.position
    place.go(asked(sample_window, Find("negot*")).rows[0].item_id, 5)
    results = _into_results(view)
    for _ in range(3):
        QTest.keyClick(results, KEY.Key_Down)
    row = results.chosen
    assert row is not None
    assert place.t_ns == 5
    until(lambda: place.item_id == row.item_id, "the result was not shown")
    QTest.keyClick(results, KEY.Key_Up)
    before = results.chosen
    assert before is not None
    until(lambda: place.item_id == before.item_id, "the result was not shown")
    until(lambda: not view.results._later.isActive(), "still about to show")
    QTest.keyClick(sample_window, KEY.Key_Left, ALT)
    assert place.t_ns == 5
    assert results.chosen == before


def test_next_and_previous_play_results_wherever_the_focus_is(sample_window: Shell) -> None:
    view = _search(sample_window, "voice:")
    sample_window.ui.position.go(view.model.rows[0].item_id)
    sample_window.workspace.reveal("player")
    settle()
    target = sample_window.focusWidget()
    assert target is not None
    assert not view.isAncestorOf(target)
    QTest.keyClick(target, KEY.Key_N)
    QTest.keyClick(target, KEY.Key_N)
    assert view.results.currentIndex().row() == 1
    QTest.keyClick(target, KEY.Key_P)
    assert view.results.currentIndex().row() == 0
    QTest.keyClick(sample_window, KEY.Key_F8)
    assert view.results.currentIndex().row() == 1
    assert sample_window.ui.position.item_id == view.model.rows[1].item_id


def test_terms_become_chips_and_how_near_is_chosen_visibly(sample_window: Shell) -> None:
    view = _search(sample_window, "person:1 + today")
    assert view.model.rows[0].kind == PERSON
    assert view.model.rows[0].beside[0].kind == SPEECH
    within = child(view, QComboBox, "within")
    assert within.isVisible()
    within.setFocus()
    QTest.keyClick(within, KEY.Key_Home)
    settle()
    quiet(sample_window)
    assert "within:0s" in view.typed
    QTest.mouseClick(child(view, QToolButton, "chip-person"), Qt.MouseButton.LeftButton)
    quiet(sample_window)
    assert view.typed == "today within:0s"
    assert not within.isVisible()
    QTest.keyClick(child(view, QToolButton, "chip-words"), KEY.Key_Delete)
    quiet(sample_window)
    assert view.model.rows == []


def test_the_menu_offers_what_the_case_holds(sample_window: Shell) -> None:
    view = _search(sample_window, "")
    QTest.mouseClick(view.chips.add, Qt.MouseButton.LeftButton)
    settle()
    menu = view._add_menu
    assert menu.isVisible()
    sounds = next(a.menu() for a in menu.actions() if a.text() == "Sound")
    assert isinstance(sounds, QMenu)
    entry = next(a for a in sounds.actions() if a.text().startswith("Speech"))
    entry.trigger()
    menu.close()
    quiet(sample_window)
    assert view.typed == "sound:Speech"
    assert {row.kind for row in view.model.rows} == {"sound"}


def test_a_kind_is_shown_alone_by_one_press_and_aside_by_the_middle_button(sample_window: Shell) -> None:
    view = _search(sample_window, "stat")
    assert {row.kind for row in view.model.rows} == {"speech", "screen"}
    button = view.facets.buttons["screen"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    quiet(sample_window)
    assert {row.kind for row in view.model.rows} == {"screen"}
    QTest.mouseClick(button, Qt.MouseButton.MiddleButton)
    quiet(sample_window)
    front = _panel(sample_window).tabs.front
    assert front is not view
    assert isinstance(front, SearchView)
    assert {row.kind for row in front.model.rows} == {"screen"}


def test_tabs_keep_query_selection_and_scroll_and_the_way_back_leads_through_them(
    sample_window: Shell,
) -> None:
    panel = _panel(sample_window)
    view = _search(sample_window, "person:")
    results = _into_results(view)
    QTest.keyClick(results, KEY.Key_Down)
    QTest.keyClick(sample_window, KEY.Key_T, CTRL)
    scroll, chosen = results.verticalScrollBar().value(), results.currentIndex().row()
    assert panel.tabs.front is view
    type_text(view.field, "x")
    quiet(sample_window)
    QTest.mouseClick(panel.tabs.strip, Qt.MouseButton.LeftButton, pos=panel.tabs.strip.tabRect(1).center())
    kept = panel.tabs.front
    assert isinstance(kept, SearchView)
    assert (kept.typed, kept.results.currentIndex().row()) == ("person:", chosen)
    assert kept.results.verticalScrollBar().value() == scroll
    QTest.keyClick(sample_window, KEY.Key_Left, ALT)
    assert panel.tabs.front is view
    QTest.keyClick(sample_window, KEY.Key_Right, ALT)
    assert panel.tabs.front is kept


def test_a_tab_closed_by_mistake_comes_back_as_it_was(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "object:person")
    QTest.keyClick(sample_window, KEY.Key_T, CTRL)
    strip = panel.tabs.strip
    QTest.mouseClick(strip, Qt.MouseButton.MiddleButton, pos=strip.tabRect(1).center())
    assert strip.count() == 1
    QTest.keyClick(sample_window, KEY.Key_T, CTRL | SHIFT)
    front = panel.tabs.front
    assert isinstance(front, SearchView)
    assert front.typed == "object:person"
    assert front.model.rows == view.model.rows
    QTest.keyClick(front.field, KEY.Key_P, CTRL | SHIFT)
    QTest.keyClick(sample_window, KEY.Key_F4, CTRL)
    assert strip.count() == 2
    QTest.keyClick(front.field, KEY.Key_P, CTRL | SHIFT)
    QTest.keyClick(sample_window, KEY.Key_F4, CTRL)
    assert strip.count() == 1
    QTest.keyClick(sample_window, KEY.Key_Left, ALT)
    assert strip.count() == 2


def test_faces_like_one_ask_why_and_open_beside_the_search(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "person:")
    results = _into_results(view)
    QTest.keyClick(results, KEY.Key_Menu)
    settle()
    menu = child(view, QMenu, "result-menu")
    next(a for a in menu.actions() if a.text().startswith("Similar Faces")).trigger()
    menu.close()
    settle()
    dialog = child(sample_window, ReasonDialog, "reason-dialog")
    assert not dialog.search.isEnabled()
    type_text(dialog.purpose, "find her")
    QTest.keyClick(dialog.purpose, KEY.Key_Return)
    assert dialog.isVisible()
    type_text(dialog.basis, "§ 98c")
    QTest.mouseClick(dialog.search, Qt.MouseButton.LeftButton)
    quiet(sample_window)
    front = panel.tabs.front
    assert isinstance(front, LikenessView)
    assert front._state == "done"
    assert all(row.band for row in front.model.rows)
    QTest.keyClick(sample_window, KEY.Key_Left, ALT)
    assert panel.tabs.front is view


def test_a_photo_dropped_on_the_field_is_looked_for_and_a_reason_is_asked_for_again(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(media("person_a_2.jpg")))])
    for answered in (False, True):
        drop = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        view.field.dropEvent(drop)
        settle()
        dialogs = sample_window.findChildren(ReasonDialog)
        dialog = dialogs[-1]
        assert bool(dialog.purpose.text()) is answered
        if not answered:
            type_text(dialog.purpose, "find her")
            type_text(dialog.basis, "§ 98c")
            QTest.mouseClick(dialog.search, Qt.MouseButton.LeftButton)
            quiet(sample_window, 60)
            front = panel.tabs.front
            assert isinstance(front, LikenessView)
            names = {row.untrusted_item for row in front.model.rows if row.band == "strong"}
            assert {"person_a_1.jpg", "person_a_2.jpg"} <= names
        else:
            dialog.reject()


def test_pictures_like_one_open_by_the_menu(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "object:person")
    view._pictures_like(view.model.rows[0])
    quiet(sample_window)
    front = panel.tabs.front
    assert isinstance(front, LikenessView)
    scores = [row.score for row in front.model.rows]
    assert scores
    assert scores == sorted(scores, reverse=True)


def test_nothing_typed_and_nothing_found_say_what_can_be_done(sample_window: Shell) -> None:
    view = _search(sample_window, "")
    assert view.nothing.heading.text() == "Search everything in the case"
    example = view.nothing._buttons[0]
    asks = example.property("asks")
    QTest.mouseClick(example, Qt.MouseButton.LeftButton)
    quiet(sample_window)
    assert view.typed == asks
    assert view.model.rows
    view = _search(sample_window, "person:Nobody")
    assert view.nothing.isVisible()
    assert "Nobody" in view.nothing.text.text()


def test_results_are_exported_and_searches_kept_in_the_case(sample_window: Shell, tmp_path: Path) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "negot")
    panel.keeping.save(view)
    settle()
    dialog = child(sample_window, QInputDialog, "save-search")
    dialog.setTextValue("talks")
    dialog.accept()
    quiet(sample_window)
    until(lambda: [s.name for s in panel.known.saved] == ["talks"], "the search was not kept")
    QTest.mouseClick(view.more, Qt.MouseButton.LeftButton)
    settle()
    offers = child(panel, QMenu, "search-offers")
    forget = next(a.menu() for a in offers.actions() if a.text() == "Delete")
    assert isinstance(forget, QMenu)
    forget.actions()[0].trigger()
    offers.close()
    until(lambda: not panel.known.saved, "the search was not forgotten")
    path = tmp_path / "found.csv"
    panel.keeping.write(view, str(path))
    quiet(sample_window)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) == 1 + len(view.model.rows)
    assert lines[1][-1].startswith("aima:item/")


def test_a_case_closed_while_it_is_searched_leaves_nothing(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "person: the")
    QTest.keyClick(sample_window, KEY.Key_T, CTRL)
    for typed in ("t", "to", "tod", "toda"):
        view.field.setText(typed)
        view._typing(growing=True)
    panel.keeping.save(view)
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case did not close")
    settle()
    assert sample_window.findChildren(QInputDialog) == []
    assert panel.tabs.strip.count() == 1
    assert (view.model.rows, view.model._jpegs, view.typed, view.shown_for) == ([], {}, "", "")
    assert not view.field.isUndoAvailable()
    assert panel.known.vocabulary.words == ()
    assert not panel.busy


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_control_has_a_name_in_both_languages(sample_window: Shell, language: str) -> None:
    sample_window.display.use_language(language)
    view = _search(sample_window, "person:1 + today lang:en")
    controls = [*view.findChildren(QToolButton), *view.findChildren(QComboBox), view.field, view.results]
    shown = [c for c in controls if c.isVisible() and c.objectName() != "qt_spinbox_lineedit"]
    assert all(c.accessibleName() or getattr(c, "text", str)() for c in shown)
    menu = {action.text() for action in _panel(sample_window).commands()}
    assert ("Fall durchsuchen" in menu) is (language == "de")


def test_a_row_reads_itself_aloud(sample_window: Shell) -> None:
    view = _search(sample_window, "negot")
    results = _into_results(view)
    told = results.accessibleDescription()
    assert told.startswith("Speech, 00:0")
    assert "obama_speech.mp4" in told


def test_a_double_click_plays_a_result(sample_window: Shell) -> None:
    view = _search(sample_window, "person:")
    results = _into_results(view)
    place = sample_window.ui.position
    spot = results.visualRect(view.model.index(1)).center()
    QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(results.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert place.item_id == view.model.rows[1].item_id


def test_the_last_of_many_keys_is_what_is_shown(sample_window: Shell) -> None:
    view = _search(sample_window, "")
    for letter in "negotiations ":
        type_text(view.field, letter)
    quiet(sample_window)
    assert view.shown_for == "negotiations"
    wanted = asked(sample_window, Find("negotiations "))
    assert [row.moment for row in view.model.rows] == [row.moment for row in wanted.rows]


def test_names_that_are_read_again_during_typing_cost_no_letter(sample_window: Shell) -> None:
    view = _search(sample_window, "")
    type_text(view.field, "negotiations ")
    assert view.shown_for == ""
    view.catch_up()
    quiet(sample_window)
    assert view.shown_for == "negotiations"


def test_scrolling_on_reads_on_until_everything_was_shown(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch, start_window: Callable[[], Shell]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("AIMA_HOME", str(home))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    with closing(new_account(home)) as account, new_case(account) as case:
        item = put_item(case, "long.mp4", seconds=300)
        lines = [(n, n + 1, f"<b>oft</b> \u202e{n}") for n in range(300)]
        put_unit(case, "long.mp4", item, "transcription", said(*lines), stream=1, span=(0, 300))
    shell = start_window()
    asked(shell, Unlock(VAULT_PASSPHRASE))
    (row,) = asked(shell, Cases())
    shell.open_case(asked(shell, OpenCase(row.id)))
    view = _search(shell, "oft ")
    assert len(view.model.rows) < 300
    assert "60+" in view.facets.buttons["speech"].text()
    _into_results(view)
    for _ in range(20):
        QTest.keyClick(view.results, KEY.Key_End)
        quiet(shell)
    assert {r.moment.start_ns // SECOND for r in view.model.rows} == set(range(300))
    assert len(view.model.rows) == 300
    assert view.model.rows[0].untrusted_text.startswith("<b>oft</b> ")
    view.type("b oft ")
    quiet(shell)
    view.more_wanted()
    view.type("oft b ")  # goes on where the other one would, too
    quiet(shell)
    shown = [r.moment for r in view.model.rows]
    assert shown[:60] == [r.moment for r in asked(shell, Find("oft b ")).rows]
    assert len(set(shown)) == len(shown)


def test_a_running_analysis_is_mentioned_since_there_may_be_more(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "negot")
    assert "analysis" not in view.status.text()
    panel.on_event(JobProgress.__new__(JobProgress))  # that a job goes on is all it is asked for
    assert "An analysis is running" in view.status.text()
    panel.on_event(Changed(frozenset({"findings"})))
    assert view.again.isVisible()
    assert "An analysis is running" in view.status.text()
    panel.on_event(Changed(frozenset({"findings", "items", "claims"})))
    assert "analysis" not in view.status.text()
    quiet(sample_window)


def test_a_tab_kept_before_the_answer_came_shows_what_was_typed(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "")
    type_text(view.field, "negotiations ")
    QTest.keyClick(sample_window, KEY.Key_T, CTRL)
    quiet(sample_window)
    _, kept = panel.tabs.views
    assert isinstance(kept, SearchView)
    assert (kept.typed, kept.shown_for) == ("negotiations ", "negotiations")
    assert kept.model.rows == view.model.rows != []


def test_what_is_read_again_moves_nothing_under_the_reader(sample_window: Shell) -> None:
    view = _search(sample_window, "object:person")
    sample_window.resize(1024, 600)
    settle()
    bar = view.results.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    view.catch_up()
    quiet(sample_window)
    assert bar.value() == bar.maximum()


def test_a_comparison_that_closing_its_tab_ended_is_made_again(sample_window: Shell) -> None:
    panel, view = _panel(sample_window), _search(sample_window, "object:person")
    view._pictures_like(view.model.rows[0])
    QTest.keyClick(sample_window, KEY.Key_F4, CTRL)
    QTest.keyClick(sample_window, KEY.Key_T, CTRL | SHIFT)
    front = panel.tabs.front
    assert isinstance(front, LikenessView)
    quiet(sample_window)
    assert front.model.rows
    assert front.results.isVisible()
