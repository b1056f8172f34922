"""The window as a whole: unlock, open a case, lose the core."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QTableView

from tests.investigator import PASSPHRASE
from tests.windows.driving import child, until
from ui.shell import Shell


def test_a_passphrase_and_two_returns_open_the_only_case(
    home: Path, start_window: Callable[[], Shell]
) -> None:
    shell = start_window()
    field = child(shell, QLineEdit, "passphrase")
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: shell.findChild(QListView, "cases") is not None, "no case is listed")
    cases = child(shell, QListView, "cases")
    QTest.keyClick(cases, Qt.Key.Key_Return)
    until(lambda: shell.ui.case is not None, "the case did not open")
    assert shell.windowTitle() == "Sample case – AIMA"
    assert not shell.windowIcon().pixmap(32).isNull()


def test_the_work_begins_in_the_list_of_evidence(sample_window: Shell) -> None:
    table = child(sample_window, QTableView, "evidence-table")
    until(lambda: sample_window.focusWidget() is table, "the list has no focus")
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert sample_window.ui.position.item_id


def test_a_core_that_is_killed_takes_nothing_along_and_can_be_started_again(sample_window: Shell) -> None:
    os.kill(sample_window.ui.core.core_pid, signal.SIGKILL)
    until(lambda: sample_window.ui.case is None, "the window did not notice")
    notice = sample_window.notice_bar.shown
    assert notice is not None
    assert notice.code == "core-lost"
    sample_window.notice_bar.act()
    field = child(sample_window, QLineEdit, "passphrase")
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: sample_window.findChild(QListView, "cases") is not None, "the new core does not answer")
