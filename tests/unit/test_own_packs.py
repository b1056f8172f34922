"""Packs that a deployment adds: carried in with their own entry, checked, chosen, run in place of another."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from app.cases.case import Case
from app.cases.intake import Intake
from app.cases.model_choice import case_choice, choose
from app.command_line import run
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import End, JobEvent, UnitDone
from app.jobs.runner import JobSettings
from app.review.review import review
from engine.models.archive import export_packs, has_entry, import_own, import_packs
from engine.models.errors import ArchiveRefused, EntryRefused, LicenceForbids, PackDamaged
from engine.models.own_packs import ENTRY, checked, entry_of, own_packs
from engine.models.packs import PackStore
from engine.models.tasks import Task
from tests.vault import new_account, new_case

Find = Callable[[str], Path]
NAME, WIDTH = "face-of-the-house", 512


def arcface(seed: int = 1) -> bytes:
    """A network of the ArcFace layout with drawn weights: 112 × 112 RGB in, 512 values out."""
    weights = np.random.default_rng(seed).standard_normal((WIDTH, 3 * 14 * 14)).astype(np.float32)
    nodes = [
        helper.make_node("AveragePool", ["input.1"], ["small"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Flatten", ["small"], ["flat"]),
        helper.make_node("Gemm", ["flat", "weights"], ["683"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "arcface",
        [helper.make_tensor_value_info("input.1", TensorProto.FLOAT, ["n", 3, 112, 112])],
        [helper.make_tensor_value_info("683", TensorProto.FLOAT, ["n", WIDTH])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())


def entry(data: bytes, **changes: Any) -> dict[str, Any]:
    filled: dict[str, Any] = {
        "adapter": "arcface",
        "files": {"model": "drawn.onnx"},
        "options": {"mean": 127.5, "deviation": 127.5},
        "space": {"width": WIDTH, "grouping": 0.8, "faint": 0.9, "search": 0.7, "medium": 0.8, "strong": 0.9},
    }
    document: dict[str, Any] = {
        "name": NAME,
        "version": "1",
        "description": "Drawn weights.",
        "licence": "CC0-1.0",
        "clause": "",
        "forbids": [],
        "members": [{"name": "drawn.onnx", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}],
        "tasks": {"face embedding": filled},
    }
    return document | changes


def toml(document: dict[str, Any]) -> str:
    """JSON's values are TOML's where no table is nested in a value."""
    lines = [f"{k} = {json.dumps(v)}" for k, v in document.items() if k not in ("members", "tasks")]
    for member in document["members"]:
        lines += ["[[members]]", *(f"{k} = {json.dumps(v)}" for k, v in member.items())]
    for task, filled in document["tasks"].items():
        lines.append(f'[tasks."{task}"]')
        lines += [f"{k} = {json.dumps(v)}" for k, v in filled.items() if not isinstance(v, dict)]
        for table in (k for k, v in filled.items() if isinstance(v, dict)):
            lines.append(f'[tasks."{task}".{table}]')
            lines += [f"{k} = {json.dumps(v)}" for k, v in filled[table].items()]
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack as somebody lays it down: its files, and what it is."""
    place = tmp_path / "brought"
    place.mkdir()
    data = arcface()
    (place / "drawn.onnx").write_bytes(data)
    (place / "pack.toml").write_text(toml(entry(data)), encoding="utf-8")
    return place


@pytest.fixture
def there(models: Path, tmp_path: Path) -> Path:
    """A folder of packs with the shipped ones for faces, to which others can be added."""
    place = tmp_path / "models"
    for name in ("face-detection-yunet", "face-embedding-sface"):
        shutil.copytree(models / name, place / name)
    return place


def test_a_pack_with_its_own_entry_is_brought_in_exported_and_brought_in_elsewhere(
    folder: Path, there: Path, tmp_path: Path
) -> None:
    assert has_entry(folder)
    assert import_own(folder, there) == NAME
    (pack,) = own_packs(there)
    assert pack.own
    assert not pack.base
    assert pack == checked(NAME, entry_of(pack))
    assert PackStore(there).installed()[-1] == NAME
    export_packs(PackStore(there), tmp_path / "one.tar", [NAME])
    assert import_packs(tmp_path / "one.tar", tmp_path / "elsewhere").added == [NAME]
    (again,) = own_packs(tmp_path / "elsewhere")
    assert again.digest == pack.digest
    assert again.space(Task.FACE_EMBEDDING) == pack.space(Task.FACE_EMBEDDING)
    assert list(PackStore(tmp_path / "elsewhere").verify(NAME)) == []


def test_a_zip_does_as_well(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"some/where/{file.name}")
    assert has_entry(tmp_path / "pack.zip")
    assert import_own(tmp_path / "pack.zip", tmp_path / "there") == NAME


def test_another_pack_of_the_same_name_is_refused(folder: Path, there: Path) -> None:
    import_own(folder, there)
    data = arcface(2)
    (folder / "drawn.onnx").write_bytes(data)
    (folder / "pack.toml").write_text(toml(entry(data)), encoding="utf-8")
    with pytest.raises(ArchiveRefused, match="another pack of this name"):
        import_own(folder, there)
    (folder / "pack.toml").write_text(toml(entry(data, name="face-embedding-sface")), encoding="utf-8")
    with pytest.raises(ArchiveRefused, match="another pack of this name"):
        import_own(folder, there)


def test_other_bytes_than_the_entry_says_are_refused_and_leave_nothing(folder: Path, there: Path) -> None:
    (folder / "drawn.onnx").write_bytes(arcface(2))
    with pytest.raises(PackDamaged):
        import_own(folder, there)
    assert not (there / NAME).exists()


def test_a_licence_that_forbids_the_use_keeps_the_pack_out(folder: Path, there: Path) -> None:
    data = arcface()
    told = entry(data, forbids=["government"], clause="Not for governments.")
    (folder / "pack.toml").write_text(toml(told), encoding="utf-8")
    with pytest.raises(LicenceForbids, match="Not for governments"):
        import_own(folder, there, use=frozenset({"government"}))
    assert not (there / NAME).exists()


def changed(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    *way, last = path.split("/")

    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for step in way:
            inner = inner[int(step) if step.isdecimal() else step]
        inner[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("licence", ""), ("licence", 7), ("version", "x" * 81), ("forbids", ["evil"]),
        ("forbids", ["commercial"]),
        ("members", []), ("members", [1]), ("members/0/name", "../up"), ("members/0/name", ENTRY),
        ("members/0/sha256", "ab"), ("members/0/bytes", 0), ("members/0/bytes", True), ("tasks", {}),
        ("tasks", {"mind reading": {}}), ("tasks/face embedding/adapter", "pickle"),
        ("tasks/face embedding/files", {}), ("tasks/face embedding/files/model", "elsewhere.onnx"),
        ("tasks/face embedding/options/batch", 4), ("tasks/face embedding/options/mean", float("nan")),
        ("tasks/face embedding/space", None), ("tasks/face embedding/space/width", 0),
        ("tasks/face embedding/space/width", 1 << 20), ("tasks/face embedding/space/grouping", 1.5),
        ("tasks/face embedding/space/grouping", "much"), ("tasks/object detection", {"adapter": "nanodet"}),
    ],
)  # fmt: skip
def test_an_entry_of_another_form_is_refused(path: str, value: Any) -> None:
    document = entry(b"weights")
    checked(NAME, document)
    changed(path, value)(document)
    with pytest.raises(EntryRefused):
        checked(NAME, document)


@pytest.mark.parametrize("name", ["", "..", "a/b", "x" * 200, "-x"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(EntryRefused):
        checked(name, entry(b"weights"))


def test_a_damaged_entry_is_as_if_it_were_not_there(there: Path) -> None:
    (there / "broken").mkdir()
    (there / "broken" / ENTRY).write_bytes(b"{")
    assert list(own_packs(there)) == []


@pytest.fixture
def case(tmp_path: Path, media: Find) -> Case:
    made = new_case(new_account(tmp_path / "home"))
    Intake(made).add([media("person_a_1.jpg")])
    return made


def analysed(case: Case, there: Path, models: dict[str, str] | None = None) -> dict[str, str]:
    """Stages of the units that a run computed, and the key of each."""
    analysis = Analysis(
        case.account, case, Machine(there, workers=1), JobSettings(["face_embeddings"], models=models or {})
    )
    told: list[JobEvent] = []
    with analysis.backends() as backends:
        ended = analysis.run(backends, analysis.items(), told.append, lambda: False)
    assert ended.state is End.DONE
    return {event.stage: event.key for event in told if isinstance(event, UnitDone)}


def test_with_another_pack_exactly_what_depends_on_it_is_missing_and_faces_lie_in_its_space(
    case: Case, folder: Path, there: Path
) -> None:
    import_own(folder, there)
    first = analysed(case, there)
    assert set(first) == {"probe", "faces", "face_tracks", "face_embeddings"}
    assert analysed(case, there) == {}
    settings = JobSettings(["face_embeddings"], models={"face embedding": NAME})
    asked = Analysis(case.account, case, Machine(there, workers=1), settings)
    assert asked.estimate(asked.items()).units == 1
    second = analysed(case, there, {"face embedding": NAME})
    assert set(second) == {"face_embeddings"}
    assert second["face_embeddings"] != first["face_embeddings"]
    with review(case) as found:
        (track,) = found.faces.appearances.values()
        assert track.vectors.shape[1] == track.space.width == WIDTH
        assert track.space.threshold("grouping") == 0.8
    started = [e.details["models"] for e in case.custody.entries() if e.action == "analysis started"]
    assert [models["face embedding"].split()[0] for models in started] == [
        "face-embedding-sface", "face-embedding-sface", NAME,
    ]  # fmt: skip


def test_a_case_keeps_its_choice_and_an_empty_one_takes_it_back(
    case: Case, folder: Path, there: Path
) -> None:
    import_own(folder, there)
    choose(case, there, {"face embedding": NAME})
    assert case_choice(case) == {"face embedding": NAME}
    assert set(analysed(case, there)) == {"probe", "faces", "face_tracks", "face_embeddings"}
    assert analysed(case, there, {"face embedding": "face-embedding-sface"}).keys() == {"face_embeddings"}
    choose(case, there, {"face embedding": ""})
    assert case_choice(case) == {}
    assert analysed(case, there) == {}


def test_a_deployment_chooses_by_command(folder: Path, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIMA_MODELS", str(there))

    def say(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        return run(["models", *words], out, out), out.getvalue()

    assert say("import", str(folder))[0] == 0
    assert say("default", f"face embedding={NAME}")[0] == 0
    assert PackStore(there).chosen(Task.FACE_EMBEDDING).name == NAME
    assert "face embedding (default)" in say("list")[1]
    assert say("default", "face embedding=nothing")[0] == 6
    assert say("default", "face embedding=")[0] == 0
    assert PackStore(there).chosen(Task.FACE_EMBEDDING).name == "face-embedding-sface"
