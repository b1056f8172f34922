"""Hostile files in a case: added, analysed by every stage in sandboxed workers, each with a named end."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.hostile.build import RESULT, Case, build
from tests.investigator import Investigator

MEMORY = 2 << 30


class MemoryWatch:
    """Largest resident memory of any process of a tree, sampled ten times a second."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.largest = 0
        self._root = psutil.Process(process.pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            try:
                tree = [self._root, *self._root.children(recursive=True)]
                self.largest = max([self.largest, *(p.memory_info().rss for p in tree)])
            except psutil.Error:
                continue

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self.largest


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return build(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def investigator(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Investigator:
    investigator = Investigator.set_up(tmp_path_factory.mktemp("desk") / "home", models)
    investigator.new_case()
    return investigator


@pytest.fixture(scope="module")
def added(investigator: Investigator, corpus: list[Case]) -> list[dict[str, Any]]:
    """What `add` says of the whole folder, special files and all."""
    return investigator.records("add", str(corpus[0].path.parent), expect=None)


@pytest.fixture(scope="module")
def largest(investigator: Investigator, added: list[dict[str, Any]]) -> int:
    """Analyse everything; the largest memory of any process."""
    assert added
    process = investigator.start("analyze")
    assert process.stdout is not None
    watch = MemoryWatch(process)
    process.stdout.read()
    process.stdout.close()
    assert process.wait() == 8
    return watch.stop()


@pytest.fixture(scope="module")
def status(investigator: Investigator, largest: int) -> Mapping[str, dict[str, Any]]:
    assert largest
    return {r["name"]: r for r in investigator.records("status") if "state" in r}


def test_every_regular_file_is_in_the_case_under_its_own_name(
    corpus: list[Case], status: Mapping[str, dict[str, Any]], added: list[dict[str, Any]]
) -> None:
    known = {r.get("path", "") for r in added}
    missing = [c.name for c in corpus if not c.intake and c.name not in status and str(c.path) not in known]
    assert missing == []


def test_every_item_ends_analysed_or_unreadable_for_a_named_reason(
    corpus: list[Case], status: Mapping[str, dict[str, Any]]
) -> None:
    expected = {c.name: c.expected for c in corpus}
    wrong = {
        name: (r["state"], r["error"])
        for name, r in status.items()
        if (r["error"] or RESULT) not in expected[name] or r["state"] not in ("analysed", "unreadable")
    }
    assert wrong == {}


def test_no_stage_broke_or_died_on_any_of_them(status: Mapping[str, dict[str, Any]]) -> None:
    """`stage-failed` is a fault of ours: evidence may be unreadable, a stage may not be surprised by it."""
    broken = {n: r["errors"] for n, r in status.items() if {"stage-failed", "worker-died"} & set(r["errors"])}
    assert broken == {}


def test_no_process_grows_past_two_gigabytes(largest: int) -> None:
    print(f"largest process: {largest / (1 << 20):.0f} MiB")
    assert largest < MEMORY


def test_what_the_corpus_left_behind_still_verifies(investigator: Investigator, largest: int) -> None:
    assert largest
    investigator.run("verify")
