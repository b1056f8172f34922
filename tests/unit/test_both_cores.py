"""The suite is shared among processes without changing what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.both_cores import ALONE, LONGEST

ROOT = Path(__file__).resolve().parents[2]
WHEN = """
import pathlib, time
import pytest
@pytest.mark.parametrize("number", range(4))
def test_when(number):
    begun = time.monotonic()
    time.sleep(0.2)
    with pathlib.Path(__file__).with_suffix(".times").open("a") as told:
        print(begun, time.monotonic(), file=told)
"""
WHERE = """
import os, pathlib, time
import pytest
@pytest.mark.parametrize("number", range(5))
def test_where(number):
    time.sleep(0.1)
    with pathlib.Path(__file__).with_suffix(".pids").open("a") as told:
        print(os.getpid(), file=told)
"""


def run_shared(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-n", "2", "-c", "pyproject.toml", "-p", "tests.conftest"]
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_file_runs_in_one_process_and_another_file_in_the_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"test_{name}.py").write_text(WHERE, encoding="utf-8")
    done = run_shared(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    one, two = ((tmp_path / f"test_{name}.pids").read_text().split() for name in ("one", "two"))
    assert (len(one), len(two)) == (5, 5)
    assert len({*one}) == len({*two}) == 1
    assert {*one} != {*two}


def test_what_looks_at_the_clock_begins_when_all_others_have_ended(tmp_path: Path) -> None:
    """Also where it is the test of a file that would begin first."""
    names = ("one", "two", "three", "four", "five")
    for name in names:
        (tmp_path / f"test_{name}.py").write_text(WHEN, encoding="utf-8")
    named = "import tests.both_cores as shares\nshares.ALONE = ('test_one.py::test_when',)\n"
    (tmp_path / "conftest.py").write_text(named, encoding="utf-8")
    done = run_shared(tmp_path)
    assert "20 passed" in done.stdout.splitlines()[-1], done.stdout + done.stderr
    times = {n: np.loadtxt(tmp_path / f"test_{n}.times") for n in names}
    assert times["one"].min() > max(times[n].max() for n in names[1:])
    assert sum(float(np.ptp(times[n])) for n in names[1:]) > 1.5 * np.ptp([times[n] for n in names[1:]])


def test_the_last_line_and_the_exit_status_tell_of_every_process(tmp_path: Path) -> None:
    (tmp_path / "test_good.py").write_text("def test_good(): pass\n", encoding="utf-8")
    (tmp_path / "test_bad.py").write_text("def test_bad(): raise ValueError\n", encoding="utf-8")
    done = run_shared(tmp_path)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout.splitlines()[-1]


def test_what_begins_first_and_last_is_there() -> None:
    """A test that was renamed would silently begin anywhere."""
    for name in LONGEST + ALONE:
        path, _, test = name.partition("::")
        assert (ROOT / path).is_file(), name
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8") or not test, name
