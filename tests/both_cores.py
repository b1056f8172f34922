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
    "tests/contracts/test_exports.py",
    "tests/e2e/test_export_commands.py",
    "tests/windows/test_coverage.py",
    "tests/contracts/test_core_process.py",
    "tests/e2e/test_people_commands.py",
    "tests/unit/test_speakers.py",
)
"""Files of more than ten seconds, in the order in which they begin; all others follow. A single test named
here is a share of its own."""
TOGETHER = {"tests/e2e/test_bootstrap.py": "tests/unit/test_model_conversions.py"}
"""A second set-up empties the folder of downloads that conversions are fetched into."""
ALONE = (
    "tests/e2e/test_analysis.py::test_interrupting_ends_within_a_second_and_loses_nothing",
    "tests/windows/test_failures.py::test_five_thousand_dropped_files_come_in_while_the_window_continues",
    "tests/windows/test_player.py::test_space_runs_and_stops_and_pictures_come_on_time",
    "tests/windows/test_player.py::test_what_is_heard_and_what_is_seen_are_less_than_a_picture_apart",
)
"""Tests that look at the clock: they begin when all others have ended."""
AT_THE_END = "alone"


def share_of(nodeid: str) -> str:
    """What runs in one process, in a row: a file, because its tests share what costs most to make."""
    plain = nodeid.partition("[")[0]
    file = nodeid.partition("::")[0]
    if plain in ALONE:
        return AT_THE_END
    return plain if plain in LONGEST else TOGETHER.get(file, file)


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Sort the tests so that no process is left with much to do when the other has nothing left."""
    places = {name: place for place, name in enumerate((*LONGEST, "", AT_THE_END))}
    items.sort(key=lambda item: places.get(share_of(item.nodeid), places[""]))


class Shares(LoadScopeScheduling):  # type: ignore[misc]  # the library has no types
    """Hands out share after share, in the order of the tests, to the process that is nearly done."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)

    def _reschedule(self, node: Any) -> None:
        if next(iter(self.workqueue), None) != AT_THE_END or node.shutting_down:
            super()._reschedule(node)
            return
        others = [other for other in self.nodes if other is not node]
        if not all(other.shutting_down for other in others):
            node.shutdown()  # it does what it has; what is left is for the last process
        elif not any(self._pending_of(self.assigned_work[other]) for other in others):
            super()._reschedule(node)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        super().mark_test_complete(node, item_index, duration)
        for other in self.nodes:
            if other is not node:
                self._reschedule(other)
