"""Before a case is open: first run, unlocking, recovering, the list of cases; by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QListView, QPushButton, QWidget

from app.cases import recent
from app.cases.case import Case
from app.keys.account import Account
from app.keys.passphrase import Cost
from tests.investigator import PASSPHRASE, QUICK
from tests.windows.driving import child, settle, type_text, until
from ui.shell import Shell
from ui.start.first_run import FirstRun

Start = Callable[[], Shell]
NAMES = (
    "Nachtfalter", "عملية الفجر", "<b>Bold</b> & <img src=x onerror=y>", "A name " * 60,
    "Two\nlines\tand \x07 bell",
)  # fmt: skip


@pytest.fixture
def made_home(empty_home: Path) -> Path:
    """An account with cases of odd names."""
    account = Account.create(empty_home, PASSPHRASE, cost=QUICK, use_keyring=False)
    for name in NAMES:
        with _made(account, name) as case:
            recent.note(case)
    account.close()
    return empty_home


def _made(account: Account, name: str, retention: str = "2040-01-01") -> Case:
    return Case.create(
        account, name, purpose=f"about {name[:9]}", legal_basis="§ 100", retention=retention, profile="press"
    )


def unlock(shell: Shell, passphrase: str = PASSPHRASE) -> None:
    """Type and press Enter."""
    field = shell.start_page.unlock_page.field.edit
    field.selectAll()
    type_text(field, passphrase)
    QTest.keyClick(field, Qt.Key.Key_Return)


def cases(shell: Shell) -> QListView:
    """The list, once it is shown."""
    until(lambda: shell.findChild(QListView, "cases") is not None, "the cases are not listed")
    listed = child(shell, QListView, "cases")
    page = shell.start_page.cases_page
    until(lambda: page.isVisible() and not shell.start_page.busy, "the cases are not shown")
    return listed


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)
    settle()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


class TestFirstRun:
    """From nothing to the first case."""

    @pytest.fixture
    def first(self, empty_home: Path, start_window: Start) -> FirstRun:
        shell = start_window()
        until(lambda: shell.start_page.first_run is not None, "there is no first run")
        first = shell.start_page.first_run
        assert first is not None
        until(first.isVisible, "the first run is not shown")
        return first

    def test_the_keyboard_alone_leads_from_nothing_into_the_first_case(
        self, first: FirstRun, empty_home: Path
    ) -> None:
        shell = first.window()
        assert isinstance(shell, Shell)
        press(focused(), Qt.Key.Key_Return)
        assert first.shows(first.profile)
        press(focused(), Qt.Key.Key_Down)
        assert first.profile.profile == "press"
        press(focused(), Qt.Key.Key_Return)
        assert first.shows(first.passphrase)
        type_text(focused(), "vier schöne Wörter hier")
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        type_text(focused(), "vier schöne Wörter hier")
        press(focused(), Qt.Key.Key_Return)
        assert first.shows(first.keyring)
        until(lambda: not first.keyring.with_it.isEnabled(), "no keyring was not noticed")
        press(focused(), Qt.Key.Key_Return)
        until(lambda: first.shows(first.key), "the account was not made")  # at the real cost of Argon2
        groups = first.key.key.shown.text().replace("\n", "-").split("-")
        assert len(groups) == 9
        assert not first.next.isEnabled()
        type_text(focused(), groups[first.key.key.asked - 1].lower())
        press(focused(), Qt.Key.Key_Return)
        until(lambda: first.shows(first.packs), "the key was not confirmed")
        until(lambda: first.packs.table.rowCount() > 5, "no packs are listed")
        press(first.packs.table, Qt.Key.Key_Return)
        until(lambda: first.shows(first.device), "the packs keep one back")
        press(focused(), Qt.Key.Key_Return)
        page = shell.start_page.new_case_page
        until(page.isVisible, "there is no page for the first case")
        assert page.profile.currentData() == "press"
        for text in ("Erster Fall", "Prüfung", "Einwilligung"):
            type_text(focused(), text)
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
        press(focused(), Qt.Key.Key_Return)
        page.make.click()
        until(lambda: shell.ui.case is not None, "the case did not open")
        assert shell.ui.case is not None
        assert (shell.ui.case.name, shell.ui.case.profile) == ("Erster Fall", "press")
        Account.unlock(empty_home, "vier schöne Wörter hier").close()

    def test_going_back_loses_nothing(self, first: FirstRun) -> None:
        first.next.click()
        first.profile.choices["corporate"].click()
        first.next.click()
        type_text(first.passphrase.new.field.edit, "some words to keep")
        press(first, Qt.Key.Key_Escape)
        QTest.keyClick(focused(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        first.back.click()
        assert first.shows(first.language)
        first.next.click()
        assert first.profile.profile == "corporate"
        first.next.click()
        assert first.passphrase.new.text() == "some words to keep"

    def test_the_language_changes_at_once(self, first: FirstRun) -> None:
        first.language.choices["de"].click()
        settle()
        assert first.next.text() == "Weiter"
        first.language.choices["en"].click()
        settle()
        assert first.next.text() == "Continue"

    def test_a_short_passphrase_is_not_taken_and_the_reason_is_reported(self, first: FirstRun) -> None:
        first.next.click()
        first.next.click()
        for field in (first.passphrase.new.field, first.passphrase.new.again):
            type_text(field.edit, "kurz")
        assert not first.next.isEnabled()
        assert "eight" in child(first, QLabel, "strength").text()

    def test_two_different_passphrases_are_reported_while_typing(self, first: FirstRun) -> None:
        first.next.click()
        first.next.click()
        new = first.passphrase.new
        type_text(new.field.edit, "some words to keep")
        type_text(new.again.edit, "some worms")
        assert new.differs.isVisible()
        assert not first.next.isEnabled()

    def test_a_place_nobody_can_write_is_reported_and_everything_typed_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: Path, start_window: Start
    ) -> None:
        (tmp_path / "file").write_text("no folder")
        monkeypatch.setenv("AIMA_HOME", str(tmp_path / "file" / "home"))
        shell = start_window()
        until(lambda: shell.start_page.first_run is not None, "there is no first run")
        first = shell.start_page.first_run
        assert first is not None
        first.next.click()
        first.next.click()
        for field in (first.passphrase.new.field, first.passphrase.new.again):
            type_text(field.edit, "some words to keep")
        first.next.click()
        first.next.click()
        until(first.error.isVisible, "nothing was told")
        assert "cannot write" in first.error.text()
        assert first.shows(first.keyring)
        assert first.passphrase.new.text() == "some words to keep"

    def test_a_full_disk_is_reported_and_the_account_is_made_once_there_is_room(
        self, first: FirstRun, empty_home: Path
    ) -> None:
        shell = first.window()
        assert isinstance(shell, Shell)
        core = psutil.Process(shell.ui.core.core_pid)
        for _ in range(2):
            first.next.click()
        for field in (first.passphrase.new.field, first.passphrase.new.again):
            type_text(field.edit, "some words to keep")
        first.next.click()
        until(lambda: not first.keyring.with_it.isEnabled(), "no keyring was not noticed")
        core.rlimit(psutil.RLIMIT_FSIZE, (8192, -1))
        first.next.click()
        until(first.error.isVisible, "nothing was told")
        assert "disk" in first.error.text()  # a limit of the process looks like a quota
        core.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
        first.next.click()
        until(lambda: first.shows(first.key), "the account was not made")
        Account.unlock(empty_home, "some words to keep").close()

    def test_the_recovery_key_is_copied_and_saved_whole(self, first: FirstRun, tmp_path: Path) -> None:
        key = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789-ABCD"
        shown = first.key.key
        shown.show_key(key)
        shown.copy.click()
        assert QGuiApplication.clipboard().text() == key
        shown.save.click()
        dialog = child(shown, QFileDialog, "key-file")
        dialog.fileSelected.emit(str(tmp_path / "key.txt"))
        dialog.close()
        assert key in (tmp_path / "key.txt").read_text(encoding="utf-8")

    def test_leaving_before_the_key_was_confirmed_shows_a_new_one_next_time(
        self, empty_home: Path, start_window: Start
    ) -> None:
        account = Account.create(empty_home, PASSPHRASE, cost=QUICK, use_keyring=False)
        from app.keys.account_settings import remember

        remember(account, {"recovery-key-kept": False})
        first_key = account.recovery_key
        account.close()
        shell = start_window()
        unlock(shell)
        until(lambda: shell.findChild(QPushButton, "key-kept") is not None, "no key is shown")
        shown = child(shell, QLabel, "recovery-key-shown").text().replace("\n", "-")
        assert shown != first_key
        typed = child(shell, QLineEdit, "key-typed")
        asked_for = int("".join(c for c in typed.accessibleName() if c.isdigit()))
        type_text(typed, shown.split("-")[asked_for - 1])
        QTest.keyClick(typed, Qt.Key.Key_Return)
        cases(shell)
        Account.recover(empty_home, shown, PASSPHRASE, cost=QUICK, use_keyring=False).close()


class TestUnlocking:
    """The passphrase, and what when it is lost."""

    def test_a_wrong_passphrase_is_reported_and_stays_to_be_looked_at(
        self, made_home: Path, start_window: Start
    ) -> None:
        shell = start_window()
        unlock(shell, "not the one")
        page = shell.start_page.unlock_page
        until(page.error.isVisible, "nothing was told")
        assert "does not open" in page.error.text()
        assert page.field.edit.text() == "not the one"
        unlock(shell)
        assert cases(shell).model().rowCount() == len(NAMES)

    def test_the_window_lives_while_argon2_works_at_its_real_cost(
        self, empty_home: Path, start_window: Start
    ) -> None:
        Account.create(empty_home, PASSPHRASE, cost=Cost(), use_keyring=False).close()
        shell = start_window()
        until(lambda: not shell.start_page.busy, "the core is not ready")
        page = shell.start_page.unlock_page
        unlock(shell)
        settle()
        assert page.waiting.isVisible()
        assert not page.button.isEnabled()
        cases(shell)
        assert not page.waiting.isVisible()
        assert page.field.edit.text() == ""

    def test_caps_lock_is_reported(self, made_home: Path, start_window: Start) -> None:
        shell = start_window()
        field = shell.start_page.unlock_page.field.edit
        told = child(shell, QLabel, "caps-lock")
        type_text(field, "F")
        assert told.isVisible()
        type_text(field, "f")
        assert not told.isVisible()

    def test_the_recovery_key_sets_a_new_passphrase_and_is_replaced(
        self, empty_home: Path, start_window: Start
    ) -> None:
        account = Account.create(empty_home, PASSPHRASE, cost=QUICK, use_keyring=False)
        key = account.recovery_key
        account.close()
        shell = start_window()
        until(lambda: not shell.start_page.busy, "the core is not ready")
        child(shell, QPushButton, "recover").click()
        page = shell.start_page.recover_page
        until(page.isVisible, "there is no page to recover on")
        type_text(page.key, key[:-1])
        for field in (page.new.field, page.new.again):
            type_text(field.edit, "andere gute Wörter")
        page.button.click()
        until(page.error.isVisible, "a mistyped key was not told")
        assert page.new.text() == "andere gute Wörter"
        type_text(page.key, key[-1])
        QTest.keyClick(page.key, Qt.Key.Key_Return)
        until(lambda: shell.findChild(QPushButton, "key-kept") is not None, "no new key is shown")
        assert child(shell, QLabel, "recovery-key-shown").text().replace("\n", "-") != key
        Account.unlock(empty_home, "andere gute Wörter").close()

    def test_a_missing_keyring_is_reported_with_the_way_out(
        self, made_home: Path, start_window: Start
    ) -> None:
        file = made_home / "account.json"
        file.write_text(file.read_text().replace('"device_secret": false', '"device_secret": true'))
        shell = start_window()
        unlock(shell)
        page = shell.start_page.unlock_page
        until(page.error.isVisible, "nothing was told")
        assert "keyring" in page.error.text()
        assert page.recover.text() in page.error.text()


class TestCases:
    """The list, and making one."""

    def test_typing_finds_a_case_and_enter_opens_it(self, made_home: Path, start_window: Start) -> None:
        shell = start_window()
        unlock(shell)
        listed = cases(shell)
        QTest.keyClick(listed, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        type_text(focused(), "nachtf")
        assert listed.model().rowCount() == 1
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        until(lambda: shell.ui.case is not None, "the case did not open")
        assert shell.windowTitle() == "Nachtfalter – AIMA"

    def test_a_double_click_opens_a_case_and_it_comes_first_next_time(
        self, made_home: Path, start_window: Start
    ) -> None:
        shell = start_window()
        unlock(shell)
        listed = cases(shell)
        last = listed.model().index(len(NAMES) - 1, 0)
        name = str(last.data())
        listed.scrollTo(last)
        spot = listed.visualRect(last).center()
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        until(lambda: shell.ui.case is not None, "the case did not open")
        shell.close_case()
        model = cases(shell).model()
        until(lambda: str(model.index(0, 0).data()).startswith(name.split(".")[0]), "it does not come first")

    def test_odd_names_are_one_line_of_plain_text(self, made_home: Path, start_window: Start) -> None:
        shell = start_window()
        unlock(shell)
        listed = cases(shell)
        said = [str(listed.model().index(n, 0).data()) for n in range(len(NAMES))]
        assert any(text.startswith("<b>Bold</b> & <img src=x onerror=y>") for text in said)
        assert any(text.startswith("Two lines and bell") for text in said)
        assert all("\n" not in text for text in said)

    def test_a_damaged_case_is_listed_with_the_reason_and_the_others_open(
        self, made_home: Path, start_window: Start
    ) -> None:
        account = Account.unlock(made_home, PASSPHRASE)
        with _made(account, "Broken") as case:
            folder = case.folder
        account.close()
        (folder / "case.db").write_bytes(b"not a database" * 600)
        shell = start_window()
        unlock(shell)
        listed = cases(shell)
        said = [str(listed.model().index(n, 0).data()) for n in range(listed.model().rowCount())]
        (broken,) = [text for text in said if text.startswith("Broken")]
        assert "damaged" in broken
        listed.setCurrentIndex(listed.model().index(said.index(broken), 0))
        QTest.keyClick(listed, Qt.Key.Key_Return)
        until(lambda: shell.notice_bar.shown is not None, "nothing was told")
        assert shell.ui.case is None

    def test_what_is_missing_is_reported_at_its_field_and_nothing_typed_is_lost(
        self, made_home: Path, start_window: Start
    ) -> None:
        shell = start_window()
        unlock(shell)
        QTest.keyClick(cases(shell), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        page = shell.start_page.new_case_page
        until(page.isVisible, "there is no page for a new case")
        type_text(page.edits["name"], "Dämmerung")
        QTest.keyClick(page.edits["name"], Qt.Key.Key_Return)
        assert page.wrong["purpose"].isVisible()
        assert not page.wrong["name"].isVisible()
        assert focused() is page.edits["purpose"]
        type_text(page.edits["purpose"], "Zweck")
        type_text(page.edits["legal_basis"], "§ 1")
        QTest.keyClick(page.edits["legal_basis"], Qt.Key.Key_Return)
        until(lambda: shell.ui.case is not None, "the case was not made")
        assert shell.ui.case is not None
        assert shell.ui.case.name == "Dämmerung"

    def test_a_case_held_elsewhere_opens_to_read_and_can_be_taken_later(
        self, made_home: Path, start_window: Start
    ) -> None:
        account = Account.unlock(made_home, PASSPHRASE)
        case = Case.find(account, "Nachtfalter", write=True)
        shell = start_window()
        unlock(shell)
        shell.start_page.cases_page.chosen.emit(case.id) if cases(shell) else None
        until(lambda: shell.ui.case is not None, "the case did not open")
        assert shell.ui.case is not None
        assert not shell.ui.case.writable
        assert "read-only" in shell.windowTitle()
        shell.notice_bar.act()
        settle()
        assert not shell.ui.case.writable
        case.close()
        account.close()
        shell.reading.try_to_write()
        until(lambda: shell.ui.case is not None and shell.ui.case.writable, "it stays read only")
        assert shell.windowTitle() == "Nachtfalter – AIMA"

    def test_cases_are_taken_back_from_a_backup(
        self, made_home: Path, tmp_path: Path, start_window: Start
    ) -> None:
        import shutil

        from app.cases.backup import back_up

        account = Account.unlock(made_home, PASSPHRASE)
        with Case.find(account, "Nachtfalter", write=True) as case:
            back_up(case, tmp_path / "backup")
            folder = case.folder
        account.close()
        shutil.rmtree(folder)
        shell = start_window()
        unlock(shell)
        assert cases(shell).model().rowCount() == len(NAMES) - 1
        child(shell, QPushButton, "case-restore").click()
        dialog = child(shell, QFileDialog, "backup-folder")
        dialog.fileSelected.emit(str(tmp_path / "backup"))
        dialog.close()
        until(lambda: cases(shell).model().rowCount() == len(NAMES), "the case did not come back")


def test_german_words_stand_on_every_page(made_home: Path, start_window: Start) -> None:
    shell = start_window()
    shell.display.use_language("de")
    settle()
    page = shell.start_page.unlock_page
    assert (page.title.text(), page.button.text()) == ("AIMA entsperren", "Entsperren")
    unlock(shell, "falsch")
    until(page.error.isVisible, "nothing was told")
    assert "öffnet dieses Konto nicht" in page.error.text()
    unlock(shell)
    cases(shell)
    assert shell.start_page.cases_page.new.text() == "Neuer Fall …"
