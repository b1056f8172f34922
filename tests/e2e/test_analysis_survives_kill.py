"""Short form of the kill test; the full one is `python -m tests.e2e.kill_analysis --kills 50`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.e2e.kill_analysis import FILES, torment


def test_an_analysis_killed_at_random_moments_ends_with_the_results_of_an_undisturbed_one(
    media: Callable[[str], Path], models: Path, tmp_path: Path
) -> None:
    verdict = torment(tmp_path, [media(name) for name in FILES], models, kills=4, seed=7)
    print(verdict.line())
    assert verdict.passed, verdict.line()
