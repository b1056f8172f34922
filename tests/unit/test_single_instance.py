"""One window per account folder: the second asks the first; the dead leave nothing in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.investigator import ROOT

FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication(sys.argv)
instance = SingleInstance(Path(sys.argv[1]))
assert instance.first
instance.listen(lambda: print("asked", flush=True))
print("ready", flush=True)
app.exec()
"""
SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication(sys.argv)
instance = SingleInstance(Path(sys.argv[1]))
print(instance.first, not instance.first and instance.ask_first())
instance.release()
"""


@contextmanager
def first(home: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def second(home: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SECOND, str(home)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_second_asks_the_first_and_is_not_first(tmp_path: Path) -> None:
    with first(tmp_path) as process:
        assert second(tmp_path) == ["False", "True"]
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"


def test_different_folders_stand_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with first(tmp_path / "one"):
        assert second(tmp_path / "two") == ["True", "False"]


def test_the_lock_of_one_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    with first(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert (tmp_path / "window.lock").exists()
        assert second(tmp_path) == ["True", "False"]


def test_one_that_does_not_answer_is_kept_apart(tmp_path: Path) -> None:
    with first(tmp_path) as process:
        os.kill(process.pid, signal.SIGSTOP)
        try:
            assert second(tmp_path) == ["False", "False"]
        finally:
            os.kill(process.pid, signal.SIGCONT)


def test_a_folder_that_cannot_hold_a_lock_keeps_no_window_from_opening(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert second(tmp_path / "file" / "home") == ["True", "False"]
