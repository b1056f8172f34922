"""`doctor` says what is there and what is not, and its exit status tells the two apart."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.command_line import run
from engine.models.catalogue import catalogue


def doctor(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    told = io.StringIO()
    status = run(["doctor", "--json", *arguments], told, io.StringIO())
    return status, [json.loads(line) for line in told.getvalue().splitlines()]


@pytest.fixture
def home(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIMA_MODELS", str(models))
    return tmp_path


def test_a_machine_that_was_set_up_lacks_nothing(home: Path) -> None:
    status, told = doctor()
    assert [check for check in told if check["state"] == "missing"] == []
    assert status == 0
    assert {"Python", "libraries", "system libraries", "processor", "GPU", "model pack", "space for cases",
            "space for models", "keyring", "sandbox"} == {check["check"] for check in told}  # fmt: skip


def test_a_machine_without_models_learns_each_pack_and_how_to_get_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIMA_MODELS", str(home / "no-models"))
    status, told = doctor()
    missing = {check["pack"]: check for check in told if check["state"] == "missing"}
    assert missing.keys() == {name for name, pack in catalogue().items() if pack.base}
    assert all("models install" in check["remedy"] for check in missing.values())
    assert status == 8


def test_a_changed_model_file_is_damaged_unless_only_sizes_are_compared(
    home: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = home / "models"
    copy.mkdir()
    for pack in models.iterdir():
        (copy / pack.name).symlink_to(pack)
    (copy / "voice-activity-silero").unlink()
    (copy / "voice-activity-silero").mkdir()
    whole = (models / "voice-activity-silero" / "silero_vad_v6.onnx").read_bytes()
    (copy / "voice-activity-silero" / "silero_vad_v6.onnx").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setenv("AIMA_MODELS", str(copy))
    status, told = doctor()
    assert [check["pack"] for check in told if check["state"] == "missing"] == ["voice-activity-silero"]
    assert status == 8
    assert doctor("--quick")[0] == 0


def test_a_pack_whose_licence_forbids_the_profile_is_named_with_its_clause(home: Path) -> None:
    _, told = doctor("--quick", "--profile", "police")
    refused = [check for check in told if "refused" in check["detail"]]
    forbidden = [name for name, pack in catalogue().items() if "government" in pack.forbids]
    assert [check["pack"] for check in refused] == forbidden
    assert forbidden
    assert all(catalogue()[check["pack"]].clause in check["remedy"] for check in refused)


def test_doctor_changes_nothing(home: Path) -> None:
    doctor("--quick")
    assert list(home.iterdir()) == []


def test_people_read_the_same_checks_as_machines(home: Path) -> None:
    told = io.StringIO()
    assert run(["doctor", "--quick"], told, io.StringIO()) == 0
    for check in doctor("--quick")[1]:
        assert check["detail"].split(",")[0].split(" free")[0] in told.getvalue() or "space" in check["check"]
