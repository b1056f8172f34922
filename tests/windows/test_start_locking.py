"""Locking: everything hidden, keys forgotten, long work goes on, and the way back to the same place."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton

from app.core_api.evidence import ImportProgress
from app.core_api.jobs import JobProgress, Wanted
from app.core_api.session import Cases
from app.keys.account import Account
from tests.investigator import PASSPHRASE, Investigator
from tests.windows.driving import child, open_sample, quiet, settle, type_text, until
from tests.windows.job_running import LONG, ended, evidence, heard, item_ids, jobs
from ui.evidence.import_bar import ImportBar
from ui.preferences_dialog import ChangePassphraseDialog
from ui.shell import Shell

Start = Callable[[], Shell]


def unlock(shell: Shell) -> None:
    """Type the passphrase and press Enter."""
    until(lambda: not shell.start_page.busy, "the start page is busy")
    field = shell.start_page.unlock_page.field.edit
    type_text(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)


def press(shell: Shell, key: Qt.Key) -> None:
    QTest.keyClick(shell, key, Qt.KeyboardModifier.ControlModifier)
    settle()


def only_the_way_in_is_seen(shell: Shell) -> bool:
    return (
        shell.start_page.unlock_page.isVisible()
        and not shell.workspace.isVisible()
        and not shell.menuBar().isVisible()
        and shell.windowTitle() == "AIMA"
        and shell.ui.case is None
    )


def some_item(shell: Shell) -> str:
    return item_ids(shell)[0]


def test_a_key_hides_everything_at_once_and_ends_the_core_with_its_keys(sample_window: Shell) -> None:
    shell, before = sample_window, sample_window.ui.core.core_pid
    press(shell, Qt.Key.Key_L)
    assert only_the_way_in_is_seen(shell)
    until(lambda: shell.ui.core.core_pid != before, "the core was not replaced")
    until(lambda: not Path(f"/proc/{before}").exists(), "the old core lives on")


def test_after_unlocking_one_is_at_the_same_place(sample_window: Shell) -> None:
    shell = sample_window
    item = some_item(shell)
    shell.ui.position.go(item, 0)
    shell.ui.position.go(item, 2_000_000_000)
    quiet(shell)
    shell.workspace.reveal("timeline")
    settle()
    layout, focused = shell.workspace.docks.saveState(1), shell.focusWidget()
    press(shell, Qt.Key.Key_L)
    assert shell.ui.position.item_id == ""
    unlock(shell)
    until(lambda: shell.ui.case is not None, "the case did not come back")
    quiet(shell)
    assert (shell.ui.position.item_id, shell.ui.position.t_ns) == (item, 2_000_000_000)
    assert shell.ui.position.can_go_back
    until(lambda: shell.focusWidget() is focused, "the focus is elsewhere")
    assert shell.workspace.docks.saveState(1) == layout
    assert shell.menuBar().isVisible()


def test_a_passphrase_typed_at_once_waits_until_the_keys_are_forgotten(sample_window: Shell) -> None:
    """It would be tried in a core that is being ended."""
    shell, before = sample_window, sample_window.ui.core.core_pid
    shell.locking.lock()
    unlock(shell)
    until(lambda: shell.ui.case is not None, "the case did not come back")
    assert shell.ui.core.core_pid != before
    assert shell.notice_bar.shown is None


def test_a_wrong_passphrase_does_not_unlock(sample_window: Shell) -> None:
    press(sample_window, Qt.Key.Key_L)
    page = sample_window.start_page.unlock_page
    type_text(page.field.edit, "wrong")
    QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    until(page.error.isVisible, "nothing was told")
    assert only_the_way_in_is_seen(sample_window)


def test_the_commands_of_a_case_have_no_keys_while_it_is_locked(sample_window: Shell) -> None:
    press(sample_window, Qt.Key.Key_L)
    press(sample_window, Qt.Key.Key_K)
    press(sample_window, Qt.Key.Key_Z)
    assert QApplication.activePopupWidget() is None
    assert only_the_way_in_is_seen(sample_window)


def test_dialogs_close_when_it_is_locked(sample_window: Shell) -> None:
    sample_window.commands.show_keys()
    settle()
    press(sample_window, Qt.Key.Key_L)
    sample_window.locking.lock()
    settle()
    seen = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert seen == []


def test_long_work_continues_and_the_core_answers_nobody(
    home: Path, models: Path, media: Callable[[str], Path], start_window: Start
) -> None:
    Investigator(home, models).run("add", str(media("WolfgangLanger_Pexels.mp4")))
    shell = start_window()
    open_sample(shell)
    before = shell.ui.core.core_pid
    told = heard(shell)
    jobs(shell).enqueue(Wanted(stages=("objects",)))
    until(lambda: any(isinstance(e, JobProgress) for e in told), "the job did not begin", LONG)
    shell.locking.lock()
    settle()
    assert not ended(told)
    assert only_the_way_in_is_seen(shell)
    until(
        lambda: "in the background" in shell.start_page.unlock_page.lead.text(),
        "it is not told that work goes on",
    )
    future = shell.ui.core.ask(Cases())
    until(future.done, "nothing came")
    assert future.exception() is not None
    unlock(shell)
    until(lambda: shell.ui.case is not None, "the case did not come back")
    until(lambda: ended(told), "the job did not end", LONG)
    assert ended(told)[0].state == "done"
    assert shell.ui.core.core_pid == before
    quiet(shell)


def test_a_job_that_waits_begins_while_it_is_locked(
    home: Path, models: Path, media: Callable[[str], Path], start_window: Start
) -> None:
    Investigator(home, models).run("add", str(media("WolfgangLanger_Pexels.mp4")))
    shell = start_window()
    open_sample(shell)
    panel = jobs(shell)
    told = heard(shell)
    panel.enqueue(Wanted(stages=("objects",)))
    panel.enqueue(Wanted(stages=("shot_changes",)))
    until(lambda: any(isinstance(e, JobProgress) for e in told), "the job did not begin", LONG)
    shell.locking.lock()
    until(lambda: len(ended(told)) == 2, "the second job did not begin", LONG)
    assert [end.state for end in ended(told)] == ["done", "done"]
    assert only_the_way_in_is_seen(shell)
    unlock(shell)
    until(lambda: shell.ui.case is not None, "the case did not come back")
    quiet(shell)
    assert not panel.at_work


def test_a_job_begun_in_the_moment_of_locking_leaves_the_jobs_usable(
    home: Path, models: Path, media: Callable[[str], Path], start_window: Start
) -> None:
    """Whether it was still taken by the core or went with it."""
    Investigator(home, models).run("add", str(media("person_b_1.jpg")))
    shell = start_window()
    open_sample(shell)
    panel = jobs(shell)
    panel.enqueue(Wanted(stages=("faces",)))
    shell.locking.lock()
    unlock(shell)
    until(lambda: shell.ui.case is not None, "the case did not come back")
    until(lambda: not panel.at_work, "a job that is gone counts as running", LONG)
    told = heard(shell)
    panel.enqueue(Wanted(stages=("faces",)))
    until(lambda: ended(told), "no job runs any more", LONG)
    assert ended(told)[0].state == "done"


def test_files_are_added_while_it_is_locked_and_that_is_reported_afterwards(
    sample_window: Shell, media: Callable[[str], Path]
) -> None:
    importer, told = evidence(sample_window).importer, heard(sample_window)
    importer.add([str(media("obama_speech.mp4").parent)])
    until(lambda: any(isinstance(e, ImportProgress) for e in told), "the import did not begin", LONG)
    sample_window.locking.lock()
    assert not sample_window.acceptDrops()
    until(
        lambda: "in the background" in sample_window.start_page.unlock_page.lead.text(),
        "it is not told",
        LONG,
    )
    unlock(sample_window)
    until(lambda: sample_window.ui.case is not None, "the case did not come back")
    assert "interrupted" not in child(sample_window, ImportBar, "import-bar").text
    assert sample_window.acceptDrops()
    until(lambda: not importer.running, "the import did not end", LONG)
    quiet(sample_window)
    assert child(sample_window, ImportBar, "import-bar").text.startswith("Import finished")


def test_nobody_touching_it_locks_it_and_touching_puts_that_off(sample_window: Shell) -> None:
    shell, idle = sample_window, sample_window.locking.idle
    shell.settings.keep("lock-after", 1)
    idle._touched = time.time() - 59
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_Shift)
    idle.check()
    assert shell.ui.case is not None
    idle._touched = time.time() - 61
    idle.check()
    settle()
    assert only_the_way_in_is_seen(shell)


def test_a_film_that_plays_counts_as_somebody_there_but_not_all_night(sample_window: Shell) -> None:
    shell, idle = sample_window, sample_window.locking.idle
    shell.settings.keep("lock-after", 10)
    shell.ui.position.playing = True
    idle._touched = time.time() - 15 * 60
    idle.check()
    assert shell.ui.case is not None
    idle._touched = time.time() - 75 * 60
    idle.check()
    assert shell.ui.case is None


def test_a_clock_that_is_set_back_does_not_keep_it_open(sample_window: Shell) -> None:
    idle = sample_window.locking.idle
    idle._touched = time.time() + 3600.0
    idle.check()
    assert 0 <= idle.idle < 60


def test_zero_minutes_never_lock(sample_window: Shell) -> None:
    sample_window.settings.keep("lock-after", 0)
    sample_window.locking.idle._touched = 0.0
    sample_window.locking.idle.check()
    assert sample_window.ui.case is not None


def test_a_core_that_dies_while_locked_leaves_a_way_in(sample_window: Shell) -> None:
    before = sample_window.ui.core.core_pid
    press(sample_window, Qt.Key.Key_L)
    until(lambda: sample_window.ui.core.core_pid != before, "the core was not replaced")
    os.kill(sample_window.ui.core.core_pid, 9)
    until(lambda: sample_window.notice_bar.shown is not None, "the window did not notice")
    sample_window.notice_bar.act()
    unlock(sample_window)
    until(lambda: sample_window.start_page.cases_page.isVisible(), "no cases are listed")


class TestPreferences:
    """Ctrl+comma."""

    def test_what_is_chosen_counts_at_once_and_is_kept(self, sample_window: Shell) -> None:
        press(sample_window, Qt.Key.Key_Comma)
        dialog = child(sample_window, QDialog, "preferences")
        language = child(dialog, QComboBox, "preference-language")
        language.setCurrentIndex(language.findData("de"))
        language.activated.emit(language.currentIndex())
        settle()
        assert dialog.windowTitle() == "Einstellungen"
        minutes = child(dialog, QComboBox, "preference-minutes")
        minutes.setFocus()
        QTest.keyClick(minutes, Qt.Key.Key_Up)
        assert sample_window.locking.idle.seconds == 300
        dialog.close()

    def test_the_passphrase_can_be_changed(self, sample_window: Shell, home: Path) -> None:
        press(sample_window, Qt.Key.Key_Comma)
        child(sample_window, QPushButton, "preference-passphrase").click()
        dialog = child(sample_window, ChangePassphraseDialog, "change-passphrase")
        type_text(child(dialog, QLineEdit, "old-passphrase"), "not it")
        for field in (dialog.new.field, dialog.new.again):
            type_text(field.edit, "ganz andere Wörter hier")
        dialog.button.click()
        until(dialog.error.isVisible, "a wrong passphrase was not told")
        dialog.old.edit.selectAll()
        type_text(dialog.old.edit, PASSPHRASE)
        dialog.button.click()
        until(lambda: sample_window.notice_bar.shown is not None, "nothing was told")
        Account.unlock(home, "ganz andere Wörter hier").close()


def test_settings_that_cannot_be_read_are_reported_and_defaults_hold(home: Path, start_window: Start) -> None:
    (home / "window.ini").write_bytes(b"[General\nbroken")
    shell = start_window()
    notice = shell.notice_bar.shown
    assert notice is not None
    assert "settings could not be read" in notice.text
    assert shell.settings.number("lock-after", 10) == 10
    unlock(shell)
    until(lambda: shell.start_page.cases_page.isVisible(), "no cases are listed")
