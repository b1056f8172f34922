"""Rules for the device that is named: it is the one that computed, never the one that was asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.jobs import machine
from app.jobs.machine import DeviceMissing, check_device
from engine.execute import attempt
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.one_file import OneFile
from engine.stage import Context
from engine.units import UnitOutcome, UnitRequest


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
