"""Lists, near duplicates and the gathering of a dossier read no unit of a large case.

The 50-hour form of `tests/benchmarks/large_case.py`; a case of 1,000 hours may cost twenty times as much.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.large_case import QUESTIONS, ROOT, run_apart

HOURS = 50
MOST_SECONDS = 4.0
"""Of the processor, with starting and unlocking, which is most of it."""
MOST_MB = 170.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of fifty one-hour videos, as an analysis and a first look leave it."""
    made = tmp_path_factory.mktemp("large") / "home"
    run_apart(ROOT, "make", made, str(HOURS))
    kept = run_apart(ROOT, "keep", made)
    assert kept["seconds"] / kept["units"] < 0.004, "a unit takes seconds: its part of the views is nothing"
    run_apart(ROOT, "group", made)
    return made


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_the_whole_case_streams(home: Path, question: str) -> None:
    cost = run_apart(ROOT, question, home)
    assert cost["seconds"] < MOST_SECONDS
    assert cost["mb"] < MOST_MB
