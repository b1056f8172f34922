"""Each unit says what it was computed with; and what is heard means the same on every processor."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jiwer
import pytest

from engine import arithmetic
from engine.arithmetic import GENERIC, Ran, chosen_kernels, is_class, kernels, of_ctranslate2, of_onnxruntime
from engine.execute import attempt
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.one_file import OneFile
from engine.stage import Context
from engine.units import UnitOutcome, UnitRequest
from tests.sounds import ROOT, plain, spoken_truth

HEARING = """
import json, sys
from engine.models.sessions import opened
from tests.sounds import heard_text, load, transcribe
text = heard_text(transcribe(load("jfk.wav")))
print(json.dumps({"text": text, "ran": [ran.arithmetic for ran in opened]}))
"""


def test_what_is_heard_means_the_same_with_every_class_of_arithmetic(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One short recording under each; `tests/benchmarks/arithmetic.py` runs whole test files."""
    truth = plain(spoken_truth()["jfk.wav"])
    told, libraries = {}, {}
    for name in kernels():
        environment = os.environ | {arithmetic.FORCE: name, "CT2_VERBOSE": "1", "OMP_NUM_THREADS": "1"}
        heard = subprocess.run(
            [sys.executable, "-c", HEARING],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told[name], libraries[name] = json.loads(heard.stdout.splitlines()[-1]), heard.stderr
    with capfd.disabled():
        print(f"\nclasses of arithmetic here: {', '.join(kernels())}; processor: {arithmetic.processor()}")
    for name, said in told.items():
        assert jiwer.wer(truth, plain(said["text"])) <= 0.1, name
        assert f"Selected ISA: {name}" in libraries[name]
        recorded = next(how for how in said["ran"] if how.startswith("ctranslate2"))
        assert recorded == f"ctranslate2 int8_float32 {name}/{arithmetic.processor()}"


def test_without_being_told_the_library_chooses_what_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {key: value for key, value in os.environ.items() if key != arithmetic.FORCE}
    folder = ".aima/models/speech-whisper-base"
    load = f"import ctranslate2; ctranslate2.models.Whisper({folder!r}, compute_type='int8')"
    said = subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, env=environment | {"CT2_VERBOSE": "1"}, capture_output=True,
        text=True, check=True,
    ).stderr  # fmt: skip
    monkeypatch.delenv(arithmetic.FORCE, raising=False)
    assert f"Selected ISA: {chosen_kernels()}" in said


def test_what_a_model_ran_with_is_said_in_words_of_a_fixed_list() -> None:
    for ran in (
        of_ctranslate2("int8_float32", "cpu"), of_ctranslate2("float16", "cuda:0"), of_onnxruntime("cpu"),
        of_onnxruntime("cuda:1"),
    ):  # fmt: skip
        assert is_class(ran.arithmetic), ran
    assert is_class("")
    assert not is_class("ctranslate2 Jane Doe")
    assert not is_class("onnxruntime AVX2, " * 50)


@pytest.mark.parametrize("kernel", kernels())
def test_what_was_forced_is_what_is_recorded(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(arithmetic.FORCE, kernel)
    assert of_ctranslate2("int8", "cpu") == Ran("cpu", f"ctranslate2 int8 {kernel}/{arithmetic.processor()}")
    assert kernels()[0] == GENERIC


def test_a_unit_says_what_its_models_computed_with(models: Path, media: Callable[[str], Path]) -> None:
    ran: dict[str, str] = {}
    packs, cache = PackStore(models), MediaCache()
    context = Context(settings={}, packs=packs)

    def run(request: UnitRequest) -> bytes:
        outcome = attempt(request, context, cache)
        assert UnitOutcome.from_bytes(outcome.to_bytes()) == outcome
        ran[request.stage] = outcome.arithmetic
        assert outcome.result is not None
        return outcome.result

    sound = media("jfk.wav")
    try:
        OneFile(sound, hashlib.sha256(sound.read_bytes()).hexdigest(), run, packs, None).run(
            ["voice_activity"]
        )
    finally:
        cache.close()
    assert ran == {"probe": "", "voice_activity": f"onnxruntime {arithmetic.processor()}"}


def test_an_outcome_with_any_other_text_is_refused() -> None:
    untrusted = replace(UnitOutcome("k", None), arithmetic="the witness is Jane Doe").to_bytes()
    with pytest.raises(ValueError, match="no class of arithmetic"):
        UnitOutcome.from_bytes(untrusted)
