"""No library reports about the user: ONNX Runtime is told so before it is imported, in every process."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORTERS = {"engine/models/sessions.py"}
"""The only modules of the product that import ONNX Runtime, and all of them lie in `engine`."""
STARTS = [
    "import main",
    "import gpu_backends.worker",
    "import gpu_backends.viewer",
    "import gpu_backends.language",
    "import app.core_api.core",
    "import app.command_line",
    "import app.commands.doctor",
    "import engine.models.install",
    "import ui.application",
]
USE = "; from engine.models import sessions; sessions._providers('cuda'); import time; time.sleep(1)"
DOCTOR = """
import sys
from app.jobs.machine import PROVIDERS, _output
assert "CPUExecutionProvider" in _output([sys.executable, "-c", PROVIDERS])
"""


def run(code: str, home: Path) -> None:
    silent = {k: v for k, v in os.environ.items() if not k.startswith(("ORT_", "XDG_"))}
    env = {**silent, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
    subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=True, timeout=120)


@pytest.mark.parametrize("start", STARTS)
def test_a_session_of_onnx_runtime_writes_nothing_beside_the_case(start: str, tmp_path: Path) -> None:
    run(start + USE, tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if "onnxruntime" in str(p).lower()] == []


def test_the_program_the_doctor_runs_inherits_the_word(tmp_path: Path) -> None:
    run(DOCTOR, tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if "onnxruntime" in str(p).lower()] == []


def test_only_the_engine_imports_onnx_runtime() -> None:
    found = set()
    for folder in ("app", "engine", "gpu_backends", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.partition(".")[0] == "onnxruntime" for name in names):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == IMPORTERS
