"""The back ends of this machine keep the contract; worker processes are replaced when they fail."""

from __future__ import annotations

import itertools
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgpack
import psutil
import pytest

from engine.models.packs import PackStore
from engine.units import UnitOutcome, Verdict
from gpu_backends import workers
from gpu_backends.backend import Backend
from gpu_backends.in_process import InProcess
from gpu_backends.workers import Equipment, Workers
from tests.conftest import ROOT
from tests.contracts.backend_contract import BackendContract, faces_unit, outcomes
from tests.hostile.bad_worker import HOW

Bad = Callable[[str], None]


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bad:
    """Makes the next worker behave badly; it is given two seconds, those after it all the time they need."""
    given = itertools.chain([2.0], itertools.repeat(120.0))

    def behave(how: str) -> None:
        command = [
            sys.executable,
            str(ROOT / "tests" / "hostile" / "bad_worker.py"),
            how,
            str(tmp_path / "flag"),
        ]
        monkeypatch.setattr(workers, "program", lambda *_: (command, ROOT))
        monkeypatch.setattr(workers, "_patience", lambda _: next(given))

    return behave


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    """A folder workers may read."""
    return tmp_path


@pytest.fixture
def equipment(models: Path, media: Callable[[str], Path], readable: Path) -> Equipment:
    return Equipment(models=models)


class TestInProcess(BackendContract):
    @pytest.fixture
    def backend(self, models: Path) -> Iterator[Backend]:
        with InProcess(PackStore(models)) as backend:
            yield backend


class TestWorkers(BackendContract):
    @pytest.fixture
    def backend(self, equipment: Equipment) -> Iterator[Workers]:
        with Workers(equipment) as backend:
            yield backend

    def test_a_worker_killed_from_outside_is_replaced_and_the_unit_computed(
        self, backend: Workers, speech: Path, models: Path
    ) -> None:
        _ready(backend, speech, models)
        backend.submit(faces_unit(speech, models, 2))
        os.kill(_child(), signal.SIGKILL)
        (outcome,) = outcomes(backend, 1)
        assert outcome.error == ""
        assert outcome.attempts == 2

    def test_a_worker_that_hangs_is_ended_and_its_unit_named(
        self, backend: Workers, speech: Path, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "PATIENCE_SECONDS", 1.0)
        monkeypatch.setattr(workers, "PATIENCE_PER_MEDIA_SECOND", 0.0)
        backend.submit(faces_unit(speech, models))
        began, found = time.monotonic(), list[UnitOutcome]()
        while not found and time.monotonic() - began < 60:
            for child in _children():
                child.suspend()
            found = backend.poll(0.1)
        assert [o.error for o in found] == ["timed-out"]

    def test_a_unit_that_does_not_fit_in_memory_is_tried_with_smaller_batches_and_named(
        self, models: Path, equipment: Equipment, speech: Path
    ) -> None:
        tight = Equipment(equipment.models, memory_bytes=60 << 20)
        with Workers(tight) as backend:
            backend.submit(faces_unit(speech, models))
            (outcome,) = outcomes(backend, 1, 120)
        assert outcome.error == "out-of-memory"
        assert outcome.attempts == 4

    def test_two_workers_compute_two_units_at_once(
        self, models: Path, equipment: Equipment, speech: Path
    ) -> None:
        with Workers(equipment, count=2) as backend:
            first, second = faces_unit(speech, models, 4), faces_unit(speech, models, 5)
            backend.submit(first)
            backend.submit(second)
            assert backend.free() == 0
            found = outcomes(backend, 2)
        assert {o.key for o in found} == {first.key, second.key}

    @pytest.mark.parametrize("nonsense", [b"", b"\xc1", msgpack.packb({"key": "k"}), msgpack.packb([1])])
    def test_a_worker_that_speaks_nonsense_is_replaced(
        self, backend: Workers, speech: Path, models: Path, nonsense: bytes
    ) -> None:
        _ready(backend, speech, models)
        backend.submit(faces_unit(speech, models, 2))
        (worker,) = backend._workers
        backend._heard.put((worker, {"outcome": nonsense}))
        (outcome,) = outcomes(backend, 1)
        assert (outcome.error, outcome.attempts) == ("", 2)

    @pytest.mark.parametrize("how", HOW)
    def test_whatever_a_worker_does_it_is_replaced_and_nobody_waits_for_it(
        self, backend: Workers, speech: Path, models: Path, bad: Bad, how: str
    ) -> None:
        """With a megabyte for it to read; the thread that asks is never held for long."""
        bad(how)
        request = faces_unit(speech, models, 1)
        longest, found = 0.0, list[UnitOutcome]()
        began = last = time.monotonic()
        backend.submit(replace(request, upstream={"nothing": [bytes(1 << 20)]}))
        while not found and time.monotonic() - began < 90:
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
            found = backend.poll(0.1)
        assert [o.error for o in found] == [""]
        assert found[0].attempts <= 2, "one that ends before it is ready has not begun its unit"
        assert longest < 1.5

    @pytest.mark.parametrize("how", ["deaf", "stopped", "endless", "leaves a child"])
    def test_cancelling_and_closing_do_not_wait_for_a_worker(
        self, backend: Workers, speech: Path, models: Path, bad: Bad, how: str
    ) -> None:
        bad(how)
        backend.submit(replace(faces_unit(speech, models, 1), upstream={"nothing": [bytes(1 << 20)]}))
        assert backend.poll(0.1) == []
        asked = time.monotonic()
        backend.cancel()
        (outcome,) = outcomes(backend, 1)
        assert (outcome.error, outcome.verdict) == ("cancelled", Verdict.RETRY)
        assert time.monotonic() - asked < 1.5
        backend.close()
        assert time.monotonic() - asked < 3.0

    def test_a_computer_that_cannot_start_workers_is_reported_and_its_units_are_lost(
        self, backend: Workers, speech: Path, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "program", lambda *_: (["/nothing here"], None))
        backend.submit(faces_unit(speech, models, 1))
        (outcome,) = outcomes(backend, 1)
        assert (outcome.verdict, outcome.error) == (Verdict.LOST, "worker-not-started")
        assert isinstance(backend.fault, workers.WorkerNotStarted)
        assert backend.free() == 0

    def test_what_fails_in_passing_at_first_is_logged_as_no_warning(
        self, backend: Workers, speech: Path, models: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        _ready(backend, speech, models)
        backend.submit(faces_unit(speech, models, 2))
        os.kill(_child(), signal.SIGKILL)
        (outcome,) = outcomes(backend, 1)
        assert outcome.error == ""
        assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []

    def test_no_worker_outlives_its_back_end(self, models: Path, equipment: Equipment, speech: Path) -> None:
        with Workers(equipment) as backend:
            backend.submit(faces_unit(speech, models))
            child = _child()
        assert not psutil.pid_exists(child)


def _ready(backend: Workers, speech: Path, models: Path) -> None:
    """Its worker has computed a unit, so that the next one is given to one that is ready."""
    backend.submit(faces_unit(speech, models, 1))
    (outcome,) = outcomes(backend, 1)
    assert outcome.error == ""


def _child() -> int:
    """The one worker there is; a thread starts it."""
    until = time.monotonic() + 30
    while not (children := _children()) and time.monotonic() < until:
        time.sleep(0.01)
    (child,) = children
    return child.pid


def _children() -> list[psutil.Process]:
    """Workers alone: this process may have started a screen for other tests."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if any("worker" in word for word in child.cmdline()):
                found.append(child)
    return found
