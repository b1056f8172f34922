"""The program as it is started: one window per account, what is loaded before the first look, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.investigator import ROOT

PATIENCE_SECONDS = 30.0
LATER = (
    "asyncio",
    "qasync",
    "qtawesome",
    "numpy",
    "app.core_api.client",
    "ui.ui_context",
    "PySide6.QtNetwork",
)
SEEN = """
import sys
import ui.application as application
def live(app, shell, instance):
    print(shell.isVisible(), shell.focusWidget().objectName(), [m for m in sys.argv[1:] if m in sys.modules])
    return 0
application._live = live
sys.exit(application.run())
"""


@pytest.fixture
def account(home: Path, display: str) -> Iterator[Path]:
    """An account, and nobody left behind who has its window open."""
    before = {p.pid for p in psutil.Process().children()}
    yield home
    for process in psutil.Process().children(recursive=True):
        if process.pid not in before and "main.py" in " ".join(process.cmdline()):
            process.kill()


def started() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "main.py"], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def has_core(process: subprocess.Popen[str]) -> bool:
    """The core starts when the window has been seen."""
    return any("app.core_api.core" in " ".join(p.cmdline()) for p in psutil.Process(process.pid).children())


def await_core(process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not has_core(process):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline, "the window did not start"
        time.sleep(0.05)
    time.sleep(1.0)  # it listens for others once the core was started


def ended(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    with process:
        return process.wait(PATIENCE_SECONDS)


def test_a_second_start_ends_at_once_and_the_first_lives_on(account: Path) -> None:
    first = started()
    await_core(first)
    assert ended(started()) == 0
    assert first.poll() is None
    first.kill()
    ended(first)


def test_after_a_kill_the_next_start_takes_over_and_no_core_is_left(account: Path) -> None:
    first = started()
    await_core(first)
    (core,) = psutil.Process(first.pid).children()
    os.kill(first.pid, signal.SIGKILL)
    ended(first)
    core.wait(PATIENCE_SECONDS)
    second = started()
    await_core(second)
    second.kill()
    ended(second)


def test_the_first_look_loads_nothing_that_can_wait_and_has_the_focus(
    account: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEEN, *LATER], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "passphrase", "[]"]
