"""How the tests are shared among processes, one to a core: by file, the longest first."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = (
    "tests/windows/test_start_locking.py",
    "tests/contracts/test_house_rules.py::test_types_hold_under_strict_mypy",
    "tests/windows/test_transcript.py",
    "tests/e2e/test_analysis.py",
    "tests/windows/test_failures.py",
    "tests/windows/test_player.py",
    "tests/contracts/test_viewer.py",
    "tests/windows/test_dossier_panel.py",
    "tests/windows/test_faces_panel.py",
    "tests/windows/test_search_panel.py",
    "tests/unit/test_playback_film.py",
    "tests/windows/test_timeline.py",
    "tests/windows/test_jobs_panel.py",
    "tests/e2e/test_analysis_survives_kill.py",
    "tests/windows/test_people_panel.py",
    "tests/windows/test_exposure.py",
    "tests/e2e/test_hostile_case.py",
    "tests/windows/test_start.py",
    "tests/windows/test_accessibility.py",
    "tests/unit/test_transcription.py",
    "tests/e2e/test_hostile_media.py",
    "tests/contracts/test_stages.py",
    "tests/windows/test_evidence_panel.py",
    "tests/unit/test_model_conversions.py",
    "tests/unit/test_entities.py",
    "tests/contracts/test_backends.py",
    "tests/windows/test_coverage.py",
    "tests/contracts/test_core_process.py",
    "tests/e2e/test_people_commands.py",
    "tests/unit/test_speakers.py",
)
"""Files of more than ten seconds, in the order in which they begin; all others follow. A single test named
here is a share of its own."""
TOGETHER = {"tests/e2e/test_bootstrap.py": "tests/unit/test_model_conversions.py"}
"""A second set-up empties the folder of downloads that conversions are fetched into."""


def share_of(nodeid: str) -> str:
    """What runs in one process, in a row: a file, because its tests share what costs most to make."""
    plain = nodeid.partition("[")[0]
    file = nodeid.partition("::")[0]
    return plain if plain in LONGEST else TOGETHER.get(file, file)


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Sort the tests so that no process is left with much to do when the other has nothing left."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(share_of(item.nodeid), len(places)))


def scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hands out share after share, in the order of the tests, to the process that is nearly done."""
    config.option.loadscopereorder = False
    made = LoadScopeScheduling(config, log)
    made._split_scope = share_of
    return made
