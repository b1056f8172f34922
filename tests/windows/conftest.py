"""Real windows on a display of their own, with a core of their own, on an analysed sample case."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.windows.driving import open_sample, settle
from tests.windows.surroundings import FEW, analysed, screen
from ui.application import opened
from ui.shell import Shell


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test tells which windows were open and what the notice said."""
    report = yield
    if call.when == "call" and report.failed and QApplication.instance():
        told = []
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                told.append(f"{type(window).__name__} {window.objectName()!r}: {window.windowTitle()}")
            if isinstance(window, Shell) and (notice := window.notice_bar.shown):
                told.append(f"notice {notice.code!r}: {notice.text}")
        report.sections.append(("What was on the screen", "\n".join(told)))
    return report


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A screen of 1920×1080 with a window manager."""
    with screen() as name:
        yield name


@pytest.fixture(scope="session")
def qapp_args(display: str) -> list[str]:
    """pytest-qt makes the application with these; the display has to be there first."""
    return ["aima", "-platform", "xcb"]


@pytest.fixture(scope="session")
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop that Qt drives, running as in the program."""
    made = QEventLoop(qapp)
    asyncio.set_event_loop(made)
    asyncio._set_running_loop(made)  # what run_forever does; here the tests drive Qt
    yield made
    asyncio._set_running_loop(None)
    made.close()


@pytest.fixture(scope="session")
def analysed_home(models: Path) -> Path:
    """An account with one analysed case; never written to."""
    return analysed(FEW, models)


@pytest.fixture
def home(analysed_home: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the analysed account, which a test may change."""
    own = tmp_path / "home"
    shutil.copytree(analysed_home, own)
    monkeypatch.setenv("AIMA_HOME", str(own))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    return own


@pytest.fixture
def empty_home(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where no account is yet."""
    own = tmp_path / "home"
    monkeypatch.setenv("AIMA_HOME", str(own))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    return own


@pytest.fixture
def start_window(qapp: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[Callable[[], Shell]]:
    """Opens windows as the program does, on the start page; closes them when the test ends."""
    with ExitStack() as stack:

        def make() -> Shell:
            shell = stack.enter_context(opened(qapp, loop))
            shell.display.use_language("en")
            shell.display.use_theme("dark")
            shell.resize(1280, 800)
            shell.show()
            QTest.qWaitForWindowExposed(shell)
            shell.start_page.begin()
            return shell

        yield make
    settle()


@pytest.fixture
def sample_window(home: Path, start_window: Callable[[], Shell]) -> Shell:
    """A window with the sample case open, everything asked for having arrived."""
    shell = start_window()
    open_sample(shell)
    return shell
