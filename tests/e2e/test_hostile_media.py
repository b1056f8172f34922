"""Files made to break, exhaust or mislead: each ends as a result or as a named error, in bounds, offline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hostile.build import RESULT, Case, build
from tests.hostile.nursery import PICTURES, SOUND

MEMORY_MB = 2000
CPU_SECONDS = 20
NAMED = frozenset({"", "unreadable", "truncated"})
"""How a stage may end after the probe found something to analyse."""


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return build(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trace") / "calls"


@pytest.fixture(scope="module")
def outcomes(cases: list[Case], models: Path, traced: Path) -> Mapping[str, Any]:
    """What became of each file, by name. With strace at hand, network calls are written down on the way."""
    command = [sys.executable, "-m", "tests.hostile.nursery", str(models)]
    if shutil.which("strace"):
        command = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(traced), *command]
    told = subprocess.run(
        command,
        cwd=ROOT,
        input="".join(json.dumps(str(case.path)) + "\n" for case in cases),
        capture_output=True,
        text=True,
        timeout=550,
        check=True,
    )
    lines = told.stdout.splitlines()
    assert len(lines) == len(cases), told.stderr[-2000:]
    return {case.name: json.loads(line) for case, line in zip(cases, lines, strict=True)}


def test_there_are_at_least_thirty_hostile_files(cases: list[Case]) -> None:
    assert len(cases) >= 30


def test_every_file_ends_as_a_result_or_a_named_error(cases: list[Case], outcomes: Mapping[str, Any]) -> None:
    wrong = {}
    for case in cases:
        codes = outcomes[case.name].get("codes", {"probe": "died"})
        if (codes["probe"] or RESULT) not in case.expected or not {*codes.values()} - {
            codes["probe"]
        } <= NAMED:
            wrong[case.name] = codes
    assert not wrong


def test_whatever_the_probe_accepts_is_also_analysed(cases: list[Case], outcomes: Mapping[str, Any]) -> None:
    """A picture or a sound stage must have run, else the probe promised too much."""
    idle = [
        name
        for name, outcome in outcomes.items()
        if not outcome["codes"]["probe"] and not {PICTURES, SOUND} & {*outcome["codes"]}
    ]
    assert not idle


def test_memory_stays_under_two_gigabytes(outcomes: Mapping[str, Any]) -> None:
    assert {name: o["memory_mb"] for name, o in outcomes.items() if o["memory_mb"] > MEMORY_MB} == {}


def test_no_file_takes_long(outcomes: Mapping[str, Any]) -> None:
    assert {name: o["cpu_seconds"] for name, o in outcomes.items() if o["cpu_seconds"] > CPU_SECONDS} == {}


def test_no_file_makes_a_parser_touch_the_network(outcomes: Mapping[str, Any], traced: Path) -> None:
    assert outcomes
    if sys.platform == "linux":
        assert all("network namespace" in o["confined"] for o in outcomes.values())
    calls = traced.read_text().splitlines() if traced.exists() else []
    reached = [line for line in calls if "socket(" in line and "AF_UNIX" not in line]
    assert reached == []
