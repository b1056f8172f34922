"""What every stage found in `engine/stages/` promises, no matter who wrote it."""

from __future__ import annotations

import hashlib
import importlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from engine.models.packs import PackStore
from engine.records import Result, pack
from engine.stage import Reads, Scope, Stage, stages
from engine.units import SECOND, Kind
from tests.run_stages import run_stages as run_stages_on

SAMPLES = {Kind.VIDEO: "obama_speech.mp4", Kind.AUDIO: "sample.wav", Kind.IMAGE: "t1.jpg"}
Results = Mapping[Kind, Mapping[str, list[Result]]]
every_stage = pytest.mark.parametrize("stage", stages().values(), ids=list(stages()))


@pytest.fixture(scope="module")
def results(media: Callable[[str], Path], models: Path) -> Results:
    """All stages on one video, one recording and one photo."""
    return {kind: run_stages_on(media(name), list(stages()), models) for kind, name in SAMPLES.items()}


@every_stage
def test_a_stage_is_one_file_of_its_name_with_a_version_and_a_docstring(stage: Stage) -> None:
    module = importlib.import_module(type(stage).__module__)
    assert module.__name__ == f"engine.stages.{stage.name}"
    assert stage.version >= 1
    assert (module.__doc__ or "").strip()
    assert stage.kinds
    assert stage.tables


@every_stage
def test_every_task_a_stage_asks_for_is_filled_by_the_base_pack(stage: Stage, models: Path) -> None:
    PackStore(models).check((*stage.needs, *stage.spaces))


@every_stage
def test_a_stage_yields_its_tables_for_every_kind_it_claims(stage: Stage, results: Results) -> None:
    for kind in stage.kinds & SAMPLES.keys():
        assert results[kind].get(stage.name), f"{stage.name} did not run on {kind}"
        for result in results[kind][stage.name]:
            assert set(result) == set(stage.tables)


@every_stage
def test_times_lie_in_order_and_on_the_item(stage: Stage, results: Results) -> None:
    longest = 60 * SECOND
    for kind in stage.kinds & SAMPLES.keys():
        for result in results[kind].get(stage.name, []):
            for table in result.values():
                if {"start_ns", "end_ns"} <= set(table.columns):
                    assert (table["start_ns"] <= table["end_ns"]).all()
                for name in {"t_ns", "start_ns"} & set(table.columns):
                    assert ((table[name] >= 0) & (table[name] <= longest)).all()


@every_stage
def test_vectors_have_length_one_and_numbers_are_finite(stage: Stage, results: Results) -> None:
    for kind in stage.kinds & SAMPLES.keys():
        for result in results[kind].get(stage.name, []):
            for table in result.values():
                for name, column in table.columns.items():
                    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
                        assert np.isfinite(column).all(), name
                    if name == "vector" and len(column):
                        np.testing.assert_allclose(np.linalg.norm(column, axis=1), 1.0, atol=1e-3)


def test_the_same_item_gives_the_same_bytes_in_another_process(
    results: Results, media: Callable[[str], Path], models: Path
) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from engine.records import pack;"
        "from engine.stage import stages; from tests.run_stages import run_stages;"
        "found = run_stages(Path(sys.argv[1]), list(stages()), Path(sys.argv[2]));"
        "[print(n, hashlib.sha256(pack(r)).hexdigest()) for n, rs in sorted(found.items()) for r in rs]"
    )
    for kind, name in SAMPLES.items():
        again = subprocess.run(
            [sys.executable, "-c", code, str(media(name)), str(models)],
            cwd=Path(__file__).resolve().parents[2],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        here = [
            f"{n} {hashlib.sha256(pack(r)).hexdigest()}"
            for n, rs in sorted(results[kind].items())
            for r in rs
        ]
        assert again == here


def test_stages_that_read_the_item_run_on_segments_and_the_others_follow_them() -> None:
    for stage in stages().values():
        if stage.scope is Scope.ITEM:
            assert stage.reads in (Reads.NOTHING, Reads.CONTAINER), stage.name
        if stage.reads is Reads.NOTHING:
            assert stage.after, stage.name
