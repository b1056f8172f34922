"""The map of coverage, by every route a person has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QToolButton

from app.core_api.coverage import FAILED, Coverage, CoverageMap
from app.core_api.evidence import SEPARATOR, Items
from app.core_api.protocol import Changed
from tests.windows.driving import asked, child, quiet, settle, type_text, until
from ui.coverage.coverage_panel import CoveragePanel
from ui.jobs.analyse_dialog import AnalyseDialog
from ui.shell import Shell


@pytest.fixture
def panel(sample_window: Shell) -> Iterator[CoveragePanel]:
    sample_window.workspace.reveal("coverage")
    quiet(sample_window)
    found = sample_window.workspace.panel("coverage")
    assert isinstance(found, CoveragePanel)
    found.view.setFocus()
    settle()
    yield found
    quiet(sample_window)


def spot(panel: CoveragePanel, line: int, column: int) -> QPoint:
    """The middle of a cell."""
    return panel.view._cell(line, column).center()


def test_the_map_shows_every_item_and_stage_as_the_core_knows_them(
    sample_window: Shell, panel: CoveragePanel
) -> None:
    listing = asked(sample_window, Items())
    items = tuple(listing.ids.split(SEPARATOR))
    told = asked(sample_window, Coverage(items))
    assert panel.chart.items == items
    assert panel.chart.known.all()
    assert (panel.chart.parts == told.parts).all()
    assert panel.view.head == (f"{len(items)} items", "100 %")
    assert child(panel, QToolButton, "coverage-gaps").text() == "With gaps: 0"


def test_a_cell_tells_its_segments_and_a_double_click_goes_there(
    sample_window: Shell, panel: CoveragePanel
) -> None:
    column = panel.chart.stages.index("voice_activity")
    line = next(n for n, row in enumerate(panel.chart.rows) if panel.chart.shares[row, column] >= 0)
    panel.view.mark(line, column)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, line, column))
    quiet(sample_window)
    table = child(panel, QTableView, "coverage-segments")
    model = table.model()
    assert model.rowCount() >= 1
    assert model.index(0, 0).data().startswith("Voice activity · v")
    assert model.index(0, 2).data() == "analysed"
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, line, column))
    quiet(sample_window)
    assert sample_window.ui.position.item_id == panel.chart.items[int(panel.chart.rows[line])]


def test_arrows_walk_over_cells_and_enter_goes_there(sample_window: Shell, panel: CoveragePanel) -> None:
    panel.view.mark(0, -1)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    quiet(sample_window)
    assert (panel.view.line, panel.view.column) == (1, 0)
    name = panel.chart.names[int(panel.chart.rows[1])]
    assert panel.view.accessibleDescription().startswith(name)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    quiet(sample_window)
    assert sample_window.ui.position.item_id == panel.chart.items[int(panel.chart.rows[1])]


def test_filters_say_so_where_nothing_fits(sample_window: Shell, panel: CoveragePanel) -> None:
    assert not (panel.chart.parts > 1).any(), "the sample is analysed wholly"
    QTest.mouseClick(child(panel, QToolButton, "coverage-failures"), Qt.MouseButton.LeftButton)
    nothing = child(panel, QLabel, "coverage-nothing")
    assert nothing.text() == "No item matches your selection."
    assert nothing.isVisible()
    QTest.mouseClick(child(panel, QToolButton, "coverage-all"), Qt.MouseButton.LeftButton)
    type_text(child(panel, QLineEdit, "coverage-filter"), panel.chart.names[0])
    settle()
    assert len(panel.chart.rows) == 1


def test_what_failed_is_handed_to_the_jobs_with_its_stage(sample_window: Shell, panel: CoveragePanel) -> None:
    chart, row = panel.chart, 0
    column = chart.stages.index("faces")
    parts, shares = chart.parts[row : row + 1].copy(), chart.shares[row : row + 1].copy()
    parts[0, column, 5:9] = FAILED
    chart.put(CoverageMap((chart.items[row],), chart.stages, parts, shares, ("",)))
    panel.view.refresh()
    panel.view.mark(0, -1)
    QTest.keyClick(panel.view, Qt.Key.Key_G)
    assert (panel.view.line, panel.view.column) == (0, column), "the next gap is the failure"
    QTest.keyClick(panel.view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    quiet(sample_window)
    dialog = child(sample_window, AnalyseDialog, "analyse")
    quiet(sample_window)
    until(lambda: dialog.asked().stages, "the stages were not offered")
    asked_for = dialog.asked()
    dialog.reject()
    assert asked_for.items == (chart.items[row],)
    assert asked_for.retry_failed
    assert "faces" in asked_for.stages


def test_items_that_come_while_the_map_is_being_filled_are_on_it_too(
    sample_window: Shell, panel: CoveragePanel
) -> None:
    every = panel.chart.items
    assert len(every) > 1

    def come() -> None:
        panel.chart.take(every[:1], panel.chart.names[:1])  # the others are not known of yet
        panel.on_event(Changed(frozenset({"items"}), frozenset()))

    panel.chart.forget(())
    panel._load()
    sample_window.ui.loop.call_soon(come)  # when the first answer is under way
    quiet(sample_window)
    assert panel.chart.items == every


def test_a_closed_case_leaves_no_name_in_the_map(sample_window: Shell, panel: CoveragePanel) -> None:
    panel.view.mark(0, 0)
    quiet(sample_window)
    sample_window.close_case()
    until(lambda: sample_window.ui.case is None, "the case did not close")
    assert panel.chart.names == ()
    assert panel.view.accessibleDescription() == ""
    assert child(panel, QTableView, "coverage-segments").model().rowCount() == 0
