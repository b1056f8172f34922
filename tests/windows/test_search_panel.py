"""Searching in the real window, by keyboard and mouse, on the analysed sample case."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.windows.driving import quiet, settle, type_text, until
from ui.search.search_panel import SearchPanel
from ui.search.search_view import SearchView
from ui.shell import Shell


def _panel(shell: Shell) -> SearchPanel:
    panel = shell.workspace.panel("search")
    assert isinstance(panel, SearchPanel)
    return panel


def _search(shell: Shell, typed: str) -> SearchView:
    """Focus the field by its key, type, and wait for the results."""
    QTest.keyClick(shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle()
    view = _panel(shell).live
    assert QApplication.focusWidget() is view.field
    type_text(view.field, typed)
    quiet(shell)
    return view


def test_words_are_found_while_they_are_typed_and_play_in_place(sample_window: Shell) -> None:
    view = _search(sample_window, "nucl")
    assert view.model.rows, view.nothing.heading.text()
    QTest.keyClick(view.field, Qt.Key.Key_Down)
    settle()
    assert QApplication.focusWidget() is view.results
    QTest.keyClick(view.results, Qt.Key.Key_Return)
    row = view.results.chosen
    assert row is not None
    place = sample_window.bench.place
    until(lambda: place.item_id == row.item_id, "the place did not follow")
    assert QApplication.focusWidget() is view.results
