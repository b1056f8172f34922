"""A dossier written by one process while another analyses; either of them killed."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.dossier.check_citations import check
from tests.investigator import Investigator


@pytest.fixture
def investigator(media: Callable[[str], Path], models: Path, tmp_path: Path) -> Investigator:
    set_up = Investigator.set_up(tmp_path / "home", models)
    set_up.new_case()
    set_up.run("add", str(media("obama.jpg")), str(media("obama_speech.mp4")))
    return set_up


@pytest.fixture
def analysis(investigator: Investigator) -> Iterator[subprocess.Popen[str]]:
    """One that has finished its first unit."""
    with investigator.start("analyze", "--json", "--workers", "1") as process:
        assert process.stdout is not None
        assert any('"unit"' in line for line in process.stdout)
        yield process
        process.kill()


def _written(investigator: Investigator, folder: Path) -> Any:
    investigator.run("dossier", "--out", str(folder))
    document = json.loads((folder / "dossier.json").read_text(encoding="utf-8"))
    assert check(document) == []
    return document


def _open(document: Any) -> list[str]:
    told = [s["claims"] for s in document["sections"] if s["id"] in ("open", "gaps")]
    return [claim["text"] for claims in told for claim in claims]


def test_a_dossier_is_written_while_an_analysis_runs_and_says_so(
    investigator: Investigator, analysis: subprocess.Popen[str], tmp_path: Path
) -> None:
    killed = investigator.start("dossier", "--out", str(tmp_path / "killed"))
    document = _written(investigator, tmp_path / "during")
    assert analysis.poll() is None
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert [job["items"] for job in document["running"]] == [2]
    running, *gaps = _open(document)
    assert "was still running when this was written" in running
    assert gaps
    assert all("not analysed yet" in gap or "wait" in gap for gap in gaps)
    page = (tmp_path / "during" / "dossier.html").read_text(encoding="utf-8")
    assert "one analysis was still running" in page
    assert "in use" not in investigator.run("search", "--text", "Congress", expect=None).stderr

    analysis.send_signal(signal.SIGKILL)
    analysis.wait()
    after = _written(investigator, tmp_path / "after")
    assert after["running"] == []
    assert "still running" not in " ".join(_open(after))
    investigator.run("verify")
