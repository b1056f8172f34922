"""Model packs in the window: what is there, from a file, no network, and stopping."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.keys.account import Account
from engine.models.archive import export_packs
from engine.models.catalogue import catalogue
from engine.models.packs import PackStore
from tests.investigator import PASSPHRASE, QUICK
from tests.windows.driving import asked, child, settle, until
from ui.shell import Shell
from ui.start.packs_step import NAME, STATE, PacksStep
from ui.start.setup_dialog import SetupDialog

SMALL = "face-detection-yunet"


@pytest.fixture
def packs(
    empty_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start_window: Callable[[], Shell]
) -> PacksStep:
    """The page of a computer without any pack; nothing is fetched but by the test."""
    monkeypatch.setenv("AIMA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("AIMA_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    Account.create(empty_home, PASSPHRASE, cost=QUICK, use_keyring=False).close()
    shell = start_window()
    from app.core_api.session import Unlock

    asked(shell, Unlock(PASSPHRASE))
    shell.start_page.set_up()
    dialog = child(shell, SetupDialog, "setup")
    until(lambda: dialog.packs.table.rowCount() == len(catalogue()), "no packs are listed")
    return dialog.packs


@pytest.fixture
def silent_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A registry that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        monkeypatch.setenv("PIP_INDEX_URL", address)
        yield address


def only(packs: PacksStep, name: str) -> int:
    """Tick one pack; its row."""
    names = list(catalogue())
    for row in range(packs.table.rowCount()):
        cell = packs.table.item(row, NAME)
        assert cell is not None
        if (
            cell.flags() & Qt.ItemFlag.ItemIsUserCheckable
            and cell.data(Qt.ItemDataRole.CheckStateRole) is not None
        ):
            cell.setCheckState(Qt.CheckState.Checked if names[row] == name else Qt.CheckState.Unchecked)
    return names.index(name)


def state(packs: PacksStep, row: int) -> str:
    cell = packs.table.item(row, STATE)
    assert cell is not None
    return cell.text()


def test_what_is_missing_is_listed_and_ticked(packs: PacksStep) -> None:
    base = [name for name, pack in catalogue().items() if pack.base]
    assert packs._ticked() == base
    assert str(len(base)) in packs.missing.text()
    assert packs.install.isEnabled()


def test_a_row_under_the_cursor_does_not_hide_what_is_missing(packs: PacksStep) -> None:
    """A table that gains the focus moves its cursor to the first row by itself."""
    base = [name for name, pack in catalogue().items() if pack.base]
    packs.table.setCurrentCell(0, NAME)
    assert next(iter(catalogue())) in packs.about.text()
    assert str(len(base)) in packs.missing.text()
    assert packs.missing.isVisible()


def test_a_pack_comes_in_from_a_file(packs: PacksStep, models: Path, tmp_path: Path) -> None:
    export_packs(PackStore(models), tmp_path / "packs.tar", [SMALL])
    child(packs, QPushButton, "packs-import").click()
    dialog = child(packs, QFileDialog, "packs-file")
    dialog.fileSelected.emit(str(tmp_path / "packs.tar"))
    dialog.close()
    row = list(catalogue()).index(SMALL)
    until(lambda: state(packs, row) == "installed", "the pack did not arrive")
    assert packs.complete


def test_a_file_that_holds_no_packs_is_reported(packs: PacksStep, tmp_path: Path) -> None:
    (tmp_path / "holiday.tar").write_bytes(b"sun and sea" * 999)
    child(packs, QPushButton, "packs-import").click()
    dialog = child(packs, QFileDialog, "packs-file")
    dialog.fileSelected.emit(str(tmp_path / "holiday.tar"))
    dialog.close()
    until(lambda: packs.complete, "it does not end")
    assert "not an export of model packs" in packs.told.text()


def test_no_network_is_reported_with_the_other_way(packs: PacksStep) -> None:
    row = only(packs, SMALL)
    packs.install.click()
    until(lambda: packs.complete, "it does not end", 60)
    assert "could not be downloaded" in packs.told.text()
    assert "from a file from another computer" in packs.told.text()
    assert state(packs, row) == "missing"
    assert packs.install.isEnabled()


def fetching(core: psutil.Process) -> bool:
    for child_process in core.children():
        try:
            if "pip_fetch" in " ".join(child_process.cmdline()):
                return True
        except psutil.Error:
            continue  # it has just ended
    return False


def test_stopping_ends_the_fetching_and_is_reported(silent_index: str, packs: PacksStep) -> None:
    shell = packs.window().parent().window()  # type: ignore[union-attr]
    assert isinstance(shell, Shell)
    only(packs, SMALL)
    packs.install.click()
    core = psutil.Process(shell.ui.core.core_pid)
    until(lambda: fetching(core), "nothing is fetched")
    assert packs.stop.isVisible()
    assert not packs.install.isEnabled()
    packs.stop.click()
    settle()
    assert "Stopped" in packs.told.text()
    until(lambda: not core.children(), "the fetching goes on")
    assert packs.install.isEnabled()
