"""Joins in time across items: on corrected clocks, and only where the clocks are known well enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cases.case import Case
from app.cases.together import NONE, Spans
from app.operations.decisions import DecisionUnsound
from app.review import evidence_actions
from app.review.case_axis import Axis
from app.review.case_index import CaseIndex
from app.review.result_rows import ResultRows
from app.review.review import review
from app.review.search_engine import Finder
from app.review.search_rows import BEST, Row
from app.review.search_terms import parse
from engine.units import SECOND
from tests.made_case import probed, put_item, put_unit, said, sha256_of
from tests.vault import new_account, new_case

HOUR = 3600 * SECOND
WHOLE = (0.0, (1 << 62) / SECOND)


def _spans(*rows: tuple[int, int, int]) -> Spans:
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return Spans(columns[:, 0], columns[:, 1], columns[:, 2])


def test_spans_of_items_on_one_axis_are_near_each_other_and_those_of_others_are_not() -> None:
    axis = Axis(np.array([0, 0, 1]), np.array([1000, 5000, 1000]))
    found, away = axis.nearest(_spans((0, 4010, 4020)), _spans((1, 0, 5), (2, 4010, 4020)), 30)
    assert (found.tolist(), away.tolist()) == ([0], [5])
    assert axis.nearest(_spans((0, 10, 20)), _spans((2, 10, 20)), 30)[0].tolist() == [NONE]


def test_of_two_as_near_the_one_in_the_same_item_is_taken() -> None:
    axis = Axis(np.array([0, 0]), np.array([0, 0]))
    assert axis.nearest(_spans((1, 10, 20)), _spans((0, 5, 30), (1, 12, 13)), 5)[0].tolist() == [1]


def _film(case: Case, name: str, metadata: dict[str, str], objects: list[dict[str, Any]], word: str) -> None:
    item = put_item(case, name)
    tables: dict[str, Any] = probed()
    tables["container"][0]["metadata"] = json.dumps(metadata)
    put_unit(case, name, item, "probe", tables, span=WHOLE, stream=-1)
    put_unit(case, name, item, "objects", {"objects": objects})
    put_unit(case, name, item, "transcription", said((8, 9, word)), stream=1)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A car at 10:00:05 in one film, a word at 10:00:08 in another whose clock is an hour ahead."""
    car = {"t_ns": 5 * SECOND, "label": "car", "box": [1, 2, 3, 4], "score": 0.8}
    with new_case(new_account(tmp_path / "home")) as opened:
        _film(opened, "street.mp4", {"recorded_at": "2024-05-03T10:00:00Z", "model": "One"}, [car], "quiet")
        _film(opened, "phone.mp4", {"recorded_at": "2024-05-03T11:00:00Z", "model": "Two"}, [], "bridge")
        _film(opened, "no zone.mp4", {"recorded_at": "2024-05-03T10:00:00", "model": "Three"}, [], "tower")
        _film(opened, "same.mp4", {"recorded_at": "2024-05-03T10:00:02", "model": "Three"}, [car], "church")
        _film(opened, "no time.mp4", {}, [], "garden")
        yield opened


def _found(case: Case, typed: str) -> list[Row]:
    with review(case) as opened:
        index, asked = CaseIndex(), parse(typed)
        index.refresh(opened, lambda: None)
        page = Finder(opened, index, asked).all().ordered(BEST)
        return ResultRows(opened, index, asked.terms).of(page)


def test_clocks_that_people_corrected_bring_two_items_together(case: Case) -> None:
    typed = "object:car + bridge within:10s"
    assert _found(case, typed) == []
    with review(case, write=True) as opened:
        evidence_actions.set_clock(opened, "device:Two", -HOUR)
    (row,) = _found(case, typed)
    assert row.untrusted_item == "street.mp4"
    (beside,) = row.beside
    assert (beside.untrusted_item, beside.sha256) == ("phone.mp4", sha256_of("phone.mp4"))
    assert beside.start_ns == 8 * SECOND
    assert 2 * SECOND <= beside.after_ns <= 3 * SECOND


def test_a_time_given_by_a_person_brings_an_item_to_the_others(case: Case) -> None:
    typed = "object:car + garden within:10s"
    assert _found(case, typed) == []
    ten = 1_714_730_400 * SECOND
    with review(case, write=True) as opened:
        evidence_actions.set_time(opened, sha256_of("no time.mp4"), ten + SECOND, SECOND)
    assert [row.untrusted_item for row in _found(case, typed)] == ["street.mp4"]


def test_a_zone_that_nobody_knows_brings_only_films_of_one_device_together(case: Case) -> None:
    assert [row.untrusted_item for row in _found(case, "object:car + tower within:5s")] == ["same.mp4"]


def test_a_time_given_less_well_than_the_window_brings_nothing_together(case: Case) -> None:
    with review(case, write=True) as opened:
        evidence_actions.set_time(opened, sha256_of("no time.mp4"), 1_714_730_400 * SECOND, 60 * SECOND)
    assert _found(case, "object:car + garden within:10s") == []
    assert len(_found(case, "object:car + garden within:60s")) == 1


@pytest.mark.parametrize("wrong", [{"at_ns": 1.5}, {"uncertainty_ns": -1}])
def test_a_time_that_is_no_whole_number_is_refused(case: Case, wrong: dict[str, Any]) -> None:
    given = {"at_ns": 1, "uncertainty_ns": 1} | wrong
    with review(case, write=True) as opened, pytest.raises(DecisionUnsound):
        evidence_actions.set_time(opened, sha256_of("no time.mp4"), **given)
