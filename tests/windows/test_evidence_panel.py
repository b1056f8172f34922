"""The list of evidence: looked at, filtered, sorted, gone to, verified; by mouse, keys and menus."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QTableView, QToolButton, QTreeWidget

from app.core_api.protocol import Changed
from tests.windows.driving import child, quiet, settle, type_text, until
from tests.windows.job_running import item_ids
from ui.evidence.evidence_model import COLUMNS, EvidenceModel
from ui.shell import Shell


def table_of(shell: Shell) -> QTableView:
    return child(shell, QTableView, "evidence-table")


def names(shell: Shell) -> list[str]:
    model = table_of(shell).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def cell(shell: Shell, row: int, column: str) -> str:
    return str(table_of(shell).model().index(row, COLUMNS.index(column)).data())


def click(shell: Shell, row: int, twice: bool = False) -> None:
    table = table_of(shell)
    spot = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    if twice:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_every_item_is_listed_with_how_far_it_is(sample_window: Shell) -> None:
    assert len(names(sample_window)) == 6
    assert names(sample_window)[0] == "obama_speech.mp4"
    assert cell(sample_window, 0, "length") == "00:08.7"
    assert cell(sample_window, 0, "recorded").startswith("2016-11-09")
    assert {cell(sample_window, row, "state") for row in range(6)} == {"analysed"}
    assert cell(sample_window, 0, "share") == "100 %"


def test_a_double_click_and_enter_go_to_the_item(sample_window: Shell) -> None:
    click(sample_window, 1, twice=True)
    model = table_of(sample_window).model()
    assert isinstance(model, EvidenceModel)
    assert sample_window.ui.position.item_id == model.item_id(model.index(1, 0))
    QTest.keyClick(table_of(sample_window), Qt.Key.Key_Down)
    QTest.keyClick(table_of(sample_window), Qt.Key.Key_Return)
    assert sample_window.ui.position.item_id == model.item_id(model.index(2, 0))


def test_the_list_follows_where_somebody_goes(sample_window: Shell) -> None:
    model = table_of(sample_window).model()
    assert isinstance(model, EvidenceModel)
    sample_window.ui.position.go(model.item_id(model.index(4, 0)))
    assert table_of(sample_window).currentIndex().row() == 4


def test_words_and_kinds_narrow_the_list_and_escape_widens_it(sample_window: Shell) -> None:
    table_of(sample_window).setFocus()
    QTest.keyClick(table_of(sample_window), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = child(sample_window, QLineEdit, "evidence-filter")
    assert field.hasFocus()
    type_text(field, "OBAMA")
    assert names(sample_window) == ["obama_speech.mp4", "obama.jpg"]
    QTest.mouseClick(child(sample_window, QToolButton, "evidence-image"), Qt.MouseButton.LeftButton)
    assert names(sample_window) == ["obama.jpg"]
    assert child(sample_window, QLabel, "evidence-count").text() == "1 of 6 items"
    type_text(field, "ü")
    assert names(sample_window) == []
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(names(sample_window)) == 6


def test_a_click_on_a_heading_sorts_and_what_is_marked_stays_marked(sample_window: Shell) -> None:
    click(sample_window, 0)
    header = table_of(sample_window).horizontalHeader()
    for column, order in (("size", Qt.SortOrder.AscendingOrder), ("size", Qt.SortOrder.DescendingOrder)):
        at = header.sectionViewportPosition(COLUMNS.index(column))
        table_of(sample_window).horizontalScrollBar().setValue(at)
        spot = QPoint(header.sectionViewportPosition(COLUMNS.index(column)) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert header.sortIndicatorOrder() is order
        assert names(sample_window)[0 if order is Qt.SortOrder.AscendingOrder else -1] == "person_a_1.jpg"
    (marked,) = table_of(sample_window).selectionModel().selectedRows()
    assert marked.data() == "obama_speech.mp4"


def test_marks_stay_when_the_list_is_reloaded(sample_window: Shell) -> None:
    marked = (0, 2, 3, 5)
    for row in marked:
        spot = table_of(sample_window).visualRect(table_of(sample_window).model().index(row, 0)).center()
        QTest.mouseClick(
            table_of(sample_window).viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            spot,
        )
    ids = item_ids(sample_window)
    assert sample_window.ui.position.chosen == tuple(ids[row] for row in marked)
    sample_window.ui.core.events.emit(Changed(frozenset({"items"})))
    quiet(sample_window)
    assert sample_window.ui.position.chosen == tuple(ids[row] for row in marked)
    assert child(sample_window, QLabel, "evidence-count").text() == "6 items · 4 marked"


def test_details_tell_hashes_streams_custody_and_metadata(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    click(sample_window, 0)
    QTest.keyClick(sample_window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    quiet(sample_window)
    details = child(sample_window, QTreeWidget, "evidence-details")
    assert details.isVisible()
    groups = [item for n in range(details.topLevelItemCount()) if (item := details.topLevelItem(n))]
    rows = [row for group in groups for m in range(group.childCount()) if (row := group.child(m))]
    said = [f"{row.text(0)}={row.text(1)}" for row in rows]
    digest = hashlib.sha256(media("obama_speech.mp4").read_bytes()).hexdigest()
    assert f"SHA-256={digest}" in said
    assert any("h264" in line and "320 × 240" in line for line in said)
    assert any(line.startswith("3 · Added=") for line in said)
    assert any("creation_time" in line for line in said)
    assert any(line.startswith("Face detection · 1=100 %") for line in said)


def test_a_hash_is_copied_and_an_item_verified_by_the_menu(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    click(sample_window, 0)
    QTest.keyClick(
        sample_window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    quiet(sample_window)
    digest = hashlib.sha256(media("obama_speech.mp4").read_bytes()).hexdigest()
    assert QGuiApplication.clipboard().text() == digest
    table = table_of(sample_window)
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    settle()
    menu = child(sample_window, QMenu, "evidence-menu")
    verify = child(sample_window, QAction, "evidence-verify")
    assert verify in menu.actions()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(verify).center())
    quiet(sample_window)
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert notice.text == "1 of 1 items are byte for byte as they were added."


def test_a_sealed_file_that_was_changed_is_reported_when_it_is_verified(
    sample_window: Shell, home: Path
) -> None:
    sealed = max((p for p in home.rglob("media/*/*") if p.is_file()), key=lambda p: p.stat().st_size)
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    QTest.keyClick(table_of(sample_window), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    child(sample_window, QAction, "evidence-verify").trigger()
    quiet(sample_window)
    bar = sample_window.notice_bar
    said = bar.shown
    assert said is not None
    assert said.text.startswith("5 of 6")
    bar.dismiss()
    assert bar.shown is not None
    assert bar.shown.code == "media-damaged"


def test_closing_the_case_leaves_nothing_in_the_list(sample_window: Shell) -> None:
    click(sample_window, 0)
    QTest.keyClick(sample_window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    until(lambda: sample_window.ui.case is None, "the case is still open")
    assert names(sample_window) == []
    assert sample_window.ui.position.chosen == ()
