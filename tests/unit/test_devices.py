"""Rules for the device that is named: it is the one that computed, never the one that was asked for."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.cases.case import Case
from app.cases.running_jobs import ANALYSIS
from app.jobs import machine
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import Ended
from app.jobs.job_log import JobLog
from app.jobs.machine import DeviceMissing, check_device
from app.jobs.progress_estimate import ProgressEstimate
from app.jobs.rates import known_rates
from app.jobs.runner import JobSettings, Runner
from engine.execute import attempt
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.one_file import OneFile
from engine.stage import Context
from engine.units import UnitOutcome, UnitRequest
from tests.made_backend import MadeBackend, finished
from tests.made_case import put_item
from tests.vault import new_account, new_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    account = new_account(tmp_path_factory.mktemp("home"))
    with new_case(account) as made:
        yield made
    account.close()


def _devices(models: Path, picture: Path, asked: str) -> dict[str, str]:
    packs, cache, ran = PackStore(models), MediaCache(), dict[str, str]()
    context = Context(settings={}, packs=packs, device=asked)

    def run(request: UnitRequest) -> bytes:
        outcome: UnitOutcome = attempt(request, context, cache)
        ran[request.stage] = outcome.device
        assert outcome.result is not None
        return outcome.result

    try:
        OneFile(picture, hashlib.sha256(picture.read_bytes()).hexdigest(), run, packs, None).run(
            ["objects", "perceptual_hashes"]
        )
    finally:
        cache.close()
    return ran


def test_a_unit_names_the_device_that_computed_it(models: Path, tmp_path: Path) -> None:
    """Without CUDA in this ONNX Runtime everything is computed by the processor, whatever was asked."""
    import onnxruntime

    picture = tmp_path / "a.png"
    Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(picture)
    there = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    ran = _devices(models, picture, "cuda:0")
    assert ran["probe"] == ran["perceptual_hashes"] == "cpu"
    assert ran["objects"] == ("cuda:0" if there and not _missing("cuda:0") else "cpu")
    assert set(_devices(models, picture, "cpu").values()) == {"cpu"}


def _missing(device: str) -> bool:
    try:
        check_device(device)
    except DeviceMissing:
        return True
    return False


def test_a_device_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "COUNT", "print(1)")
    check_device("cpu")
    check_device("cuda:0")
    with pytest.raises(DeviceMissing):
        check_device("cuda:1")


def test_a_gpu_that_one_of_the_two_runtimes_can_use_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A CTranslate2 without CUDA runs speech on the processor; ONNX Runtime may have the GPU all the same."""
    cards = "print('0, A, 24576, 580.1'); print('1, B, 24576, 580.1')"
    monkeypatch.setattr(machine, "NVIDIA", [sys.executable, "-c", cards])
    monkeypatch.setattr(machine, "COUNT", "print(0)")
    monkeypatch.setattr(machine, "PROVIDERS", "print('CUDAExecutionProvider', 'CPUExecutionProvider')")
    check_device("cuda:1")
    with pytest.raises(DeviceMissing):
        check_device("cuda:2")
    monkeypatch.setattr(machine, "PROVIDERS", "print('DmlExecutionProvider', 'CPUExecutionProvider')")
    with pytest.raises(DeviceMissing):
        check_device("cuda:0")


def test_an_analysis_on_a_device_that_is_not_there_is_refused_before_it_begins(
    case: Case, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whatever way it is asked for: the command line, or the window."""
    monkeypatch.setattr(machine, "COUNT", "print(0)")
    with pytest.raises(DeviceMissing):
        Analysis(case.account, case, Machine(models, "cuda:0"), JobSettings())
    assert not JobLog(case).past(10)


def test_rates_are_learned_for_the_device_that_ran_and_the_custody_names_it(case: Case) -> None:
    item, log = put_item(case, "film"), JobLog(case)
    job = log.begin(ANALYSIS, [item], {"device": "cuda:0"}, ["made"])
    progress = ProgressEstimate(case.account, "cuda:0", 1)
    backend = MadeBackend(lambda request: [finished(request)])
    settings = JobSettings(("perceptual_hashes",))
    runner = Runner(case, [backend], PackStore(Path("no packs")), settings, progress, leases=log.leases(job))
    ended: Ended = runner.run([item])
    progress.remember()
    log.end(job, ANALYSIS, ended)
    assert ended.devices == ("cpu",)
    assert not known_rates(case.account, "cuda:0")
    assert {key.stage for key in known_rates(case.account, "cpu")} == {"perceptual_hashes"}
    last = list(case.custody.entries())[-1]
    assert last.details["devices"] == ["cpu"]
