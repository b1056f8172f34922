"""An analysis from the command line: its end, its interruption, its going on, its running out of disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.runner import JobSettings
from engine.execute import attempt
from engine.stage import stages
from engine.units import UnitOutcome
from gpu_backends import in_process
from tests.investigator import ROOT, Investigator

QUICK_STAGES = ("--stage", "perceptual_hashes", "--stage", "voice_activity")


@pytest.fixture
def investigator(tmp_path: Path, models: Path, media: Callable[[str], Path]) -> Investigator:
    investigator = Investigator.set_up(tmp_path / "home", models)
    investigator.new_case()
    investigator.run("add", str(media("obama_speech.mp4")), str(media("t1.jpg")), str(media("sample.wav")))
    return investigator


def _ended(records: list[dict[str, Any]]) -> dict[str, Any]:
    (ended,) = [r for r in records if r.get("event") == "ended"]
    return ended


def test_running_again_finds_every_unit_done(investigator: Investigator) -> None:
    first = _ended(investigator.records("analyze", *QUICK_STAGES))
    assert first["state"] == "done"
    assert first["failed"] == 0
    assert first["done"] > 0
    again = _ended(investigator.records("analyze", *QUICK_STAGES))
    assert again["done"] == 0
    assert again["skipped"] >= first["done"]


def test_an_estimate_comes_first_and_grows_truer_with_measuring(investigator: Investigator) -> None:
    (estimate,) = [r for r in investigator.records("analyze", "--estimate") if r.get("event") == "estimate"]
    assert 0 < estimate["low"] < estimate["likely"] < estimate["high"]
    assert estimate["measured"] is False
    assert not [r for r in investigator.records("status") if "faces" in str(r)]


def test_interrupting_ends_within_a_second_and_loses_nothing(
    investigator: Investigator, media: Callable[[str], Path]
) -> None:
    investigator.run("add", str(media("vtest.avi")))
    process = investigator.start("analyze", "--json", "--stage", "objects")
    assert process.stdout is not None
    for line in process.stdout:
        if '"unit"' in line and '"objects"' in line:
            break
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(5) == 130
    assert time.monotonic() - asked < 1.0
    assert '"cancelled"' in rest
    done_before = sum(r["units"].get("done", 0) for r in investigator.records("status"))
    process.stdout.close()
    ended = _ended(investigator.records("analyze", "--stage", "objects"))
    assert ended["state"] == "done"
    assert ended["skipped"] == done_before


def test_asking_for_one_stage_leaves_the_results_of_the_others(investigator: Investigator) -> None:
    whole = _ended(
        investigator.records("analyze", "--stage", "perceptual_hashes", "--stage", "voice_activity")
    )
    investigator.records("analyze", "--stage", "voice_activity")
    again = _ended(investigator.records("analyze", "--stage", "perceptual_hashes"))
    assert whole["done"] > 0
    assert again["done"] == 0


def test_a_file_that_is_no_media_is_named_and_the_others_are_analysed(
    investigator: Investigator, tmp_path: Path
) -> None:
    (tmp_path / "noise.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + os.urandom(5000))
    investigator.run("add", str(tmp_path / "noise.mp4"))
    records = investigator.records("analyze", *QUICK_STAGES, expect=8)
    assert _ended(records)["failed"] >= 1
    states = {r["name"]: (r["state"], r["error"]) for r in investigator.records("status")}
    assert states["noise.mp4"][0] == "unreadable"
    assert states["noise.mp4"][1]
    assert states["sample.wav"] == ("partly", "")


def test_an_unknown_stage_is_refused_with_those_there_are(investigator: Investigator) -> None:
    done = investigator.run("analyze", "--stage", "emotions", expect=2)
    assert "emotions" in done.stderr
    assert "faces" in done.stderr


def test_a_missing_model_pack_is_named_before_anything_is_computed(
    investigator: Investigator, tmp_path: Path
) -> None:
    bare = Investigator(investigator.home, tmp_path / "no models")
    done = bare.run("analyze", "--stage", "transcription", expect=None)
    assert done.returncode == 6
    assert "voice-activity-silero" in done.stderr
    assert "models install" in done.stderr


def test_a_damaged_model_pack_stops_the_job_and_is_not_held_against_the_evidence(
    investigator: Investigator, models: Path, tmp_path: Path
) -> None:
    pack, member = "voice-activity-silero", "silero_vad_v6.onnx"
    shutil.copytree(models / pack, tmp_path / "packs" / pack)
    with (tmp_path / "packs" / pack / member).open("r+b") as file:
        file.seek(1000)
        file.write(bytes(8))
    broken = Investigator(investigator.home, tmp_path / "packs")
    done = broken.run("analyze", "--stage", "voice_activity", expect=6)
    assert f"{pack}/{member}" in done.stderr
    assert _ended(investigator.records("analyze", "--stage", "voice_activity"))["failed"] == 0
    assert not any(r["errors"] for r in investigator.records("status"))


def test_a_full_disk_stops_the_job_with_its_name_and_the_next_run_continues(
    investigator: Investigator,
) -> None:
    database = next(investigator.home.rglob("case.db"))
    limit = database.stat().st_size + 200_000
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY));"
        "from app.command_line import run; sys.exit(run(['analyze', '--workers', '1']))"
    )
    full = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=investigator.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert full.returncode not in (0, 1), full.stderr
    assert "disk" in full.stderr.lower()
    before = sum(r["units"].get("done", 0) for r in investigator.records("status"))
    assert before > 0
    ended = _ended(investigator.records("analyze"))
    assert ended["state"] == "done"
    assert ended["failed"] == 0


def test_two_analyses_of_one_case_do_not_disturb_each_other(investigator: Investigator) -> None:
    first = investigator.start("analyze", "--json")
    assert first.stdout is not None
    first.stdout.readline()
    second = investigator.run("analyze", expect=None)
    assert second.returncode == 4
    assert "case-in-use" in second.stderr
    first.stdout.read()
    first.stdout.close()
    assert first.wait(300) == 0


def test_findings_come_from_keyframes_before_any_backfill(investigator: Investigator) -> None:
    records = investigator.records("analyze", "--stage", "faces", "--workers", "1")
    stages = [r["stage"] for r in records if r.get("event") == "unit"]
    assert stages.index("faces") < len(stages) - 1
    previewed = _ended(investigator.records("analyze", "--stage", "faces", "--scout-only"))
    assert previewed["done"] == 0


def test_a_case_folder_can_be_moved_and_still_opens(investigator: Investigator, tmp_path: Path) -> None:
    investigator.records("analyze", *QUICK_STAGES)
    moved = tmp_path / "elsewhere"
    shutil.move(investigator.home, moved)
    assert _ended(Investigator(moved, investigator.models).records("analyze", *QUICK_STAGES))["done"] == 0


def test_a_result_of_another_form_is_a_failed_unit_and_the_job_continues(
    investigator: Investigator, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that hostile media took over may send anything."""

    def forged(*given: Any) -> UnitOutcome:
        outcome = attempt(*given)
        return replace(outcome, result=b"forged") if given[0].stage == "perceptual_hashes" else outcome

    monkeypatch.setattr(in_process, "attempt", forged)
    with investigator.open_case() as case:
        settings = JobSettings(wanted=["perceptual_hashes", "voice_activity"])
        analysis = Analysis(case.account, case, Machine(models), settings)
        with in_process.InProcess(analysis.packs) as backend:
            ended = analysis.run([backend], analysis.items(), lambda _: None, lambda: False)
    assert ended.failed_units > 0
    assert ended.done_units > 0
    errors = {code for r in investigator.records("status") for code in r["errors"]}
    assert errors == {"damaged-result"}


def test_an_estimate_after_an_update_counts_what_older_versions_left(
    investigator: Investigator, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with investigator.open_case() as case:
        settings = JobSettings(wanted=["perceptual_hashes"])
        analysis = Analysis(case.account, case, Machine(models), settings)
        chosen = analysis.items()
        with in_process.InProcess(analysis.packs) as backend:
            analysis.run([backend], chosen, lambda _: None, lambda: False)
        assert analysis.estimate(chosen).units == 0
        monkeypatch.setattr(type(stages()["perceptual_hashes"]), "version", 10_000)
        assert analysis.estimate(chosen).units > 0
        monkeypatch.setattr(type(stages()["probe"]), "version", 10_000)
        assert analysis.estimate(chosen).units == 0, "what was probed by another version is not planned yet"
