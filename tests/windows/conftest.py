"""Real windows on a display of their own, with a core of their own, on an analysed sample case."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from engine.stage import stages
from tests.desk import ROOT, Desk
from tests.windows.driving import open_sample, settle
from ui.application import opened
from ui.shell import Shell

SAMPLES = (
    "obama_speech.mp4", "sample.wav", "obama.jpg", "person_a_1.jpg", "person_a_2.jpg", "t1.jpg",
)  # fmt: skip


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A screen of 1920×1080 with a window manager; AIMA_TEST_DISPLAY names another to look at."""
    if shown := os.environ.get("AIMA_TEST_DISPLAY"):
        os.environ["DISPLAY"] = shown
        yield shown
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        number = said.readline().strip()
    os.environ["DISPLAY"] = f":{number}"
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL, env=os.environ)
    yield os.environ["DISPLAY"]
    for process in (manager, server):
        process.terminate()
        process.wait()


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
def analysed_home(media: Callable[[str], Path], models: Path) -> Path:
    """An account with one case of real media, analysed once for these versions of the stages; to be copied."""
    versions = json.dumps([sorted((n, s.version) for n, s in stages().items()), SAMPLES, "1"])
    name = hashlib.sha256(versions.encode()).hexdigest()[:16]
    home = ROOT / ".aima" / "analysed" / name
    if not (home / "whole").exists():
        shutil.rmtree(home.parent, ignore_errors=True)
        desk = Desk.furnished(home, models)
        desk.new_case("Sample case")
        desk.run("add", *(str(media(file)) for file in SAMPLES))
        desk.run("analyze")
        (home / "whole").touch()
    return home


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
            shell.use_language("en")
            shell.use_theme("dark")
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
