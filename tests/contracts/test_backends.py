"""The back ends of this machine keep the contract; worker processes are replaced when they fail."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgpack
import psutil
import pytest

from engine.models.packs import PackStore
from engine.units import UnitOutcome
from gpu_backends import workers
from gpu_backends.backend import Backend
from gpu_backends.in_process import InProcess
from gpu_backends.workers import Equipment, Workers
from tests.contracts.backend_contract import BackendContract, faces_unit, outcomes


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    """A folder workers may read."""
    return tmp_path


@pytest.fixture
def equipment(models: Path, media: Callable[[str], Path], readable: Path) -> Equipment:
    return Equipment(models=models, readable=[media("obama_speech.mp4").parent, readable])


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
        backend.submit(faces_unit(speech, models))
        _until_ready(backend)
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
            for child in psutil.Process().children():
                child.suspend()
            found = backend.poll(0.1)
        assert [o.error for o in found] == ["timed-out"]

    def test_a_unit_that_does_not_fit_in_memory_is_tried_with_smaller_batches_and_named(
        self, models: Path, equipment: Equipment, speech: Path
    ) -> None:
        tight = Equipment(equipment.models, equipment.readable, memory_bytes=60 << 20)
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
        backend.submit(faces_unit(speech, models, 1))
        _until_ready(backend)
        (worker,) = backend._workers
        backend._heard.put((worker, {"outcome": nonsense}))
        (outcome,) = outcomes(backend, 1)
        assert (outcome.error, outcome.attempts) == ("", 2)

    def test_no_worker_outlives_its_back_end(self, models: Path, equipment: Equipment, speech: Path) -> None:
        with Workers(equipment) as backend:
            backend.submit(faces_unit(speech, models))
            child = _child()
        assert not psutil.pid_exists(child)


def _until_ready(backend: Workers) -> None:
    until = time.monotonic() + 30
    while not backend.confined and time.monotonic() < until:
        assert backend.poll(0.05) == []


def _child() -> int:
    (child,) = psutil.Process().children()
    return child.pid
