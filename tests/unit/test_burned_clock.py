"""Clocks in the picture: what a line says, and when the item began by all of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.cases.clocks import ZONE_UNCERTAINTY_NS
from app.review.burned_clock import fitted
from engine.text.written_clocks import DAY_FIRST, MONTH_FIRST, WrittenClock, written_clock
from engine.units import SECOND
from tests.investigator import Investigator
from tests.made_case import probed, put_item, put_unit

NOON = 12 * 3600


def utc(*date: int) -> int:
    return round(datetime(*date, tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-05-13 12:00:01", WrittenClock(date(2024, 5, 13), None, NOON + 1)),
        ("2024/05/1312:00:01", WrittenClock(date(2024, 5, 13), None, NOON + 1)),
        ("CAM 3  13-05-2024 MON 12:00:01 PM", WrittenClock(date(2024, 5, 13), None, NOON + 1)),
        ("05/13/2024 12:00:01AM", WrittenClock(date(2024, 5, 13), None, 1)),
        ("03.05.2024 12:00:01", WrittenClock(date(2024, 5, 3), date(2024, 3, 5), NOON + 1)),
        ("MAY 13 2024 12:00:01", WrittenClock(date(2024, 5, 13), None, NOON + 1)),
        ("13-May-2024", WrittenClock(date(2024, 5, 13), None, None)),
        ("12：00：01", WrittenClock(None, None, NOON + 1)),
    ],
)
def test_a_recorders_clock_is_read_in_the_usual_forms(text: str, wanted: WrittenClock) -> None:
    assert written_clock(text) == wanted


@pytest.mark.parametrize(
    "text", ["", "EXIT 12", "10:71:00", "25:00:00", "3:2", "1.2.34", "99/99/2024", "0:1:2:3"]
)
def test_what_is_no_clock_is_none(text: str) -> None:
    assert written_clock(text) is None


def _shown(begin: int, seconds: list[int], form: str = "%Y-%m-%d %H:%M:%S") -> list[tuple[int, int, str]]:
    """Lines that a recorder shows, which began half a second into a second of its clock."""
    return [
        (s * SECOND, (s + 2) * SECOND, f"{datetime.fromtimestamp(begin // SECOND + s, UTC):{form}}")
        for s in seconds
    ]


def test_the_beginning_is_that_of_most_readings() -> None:
    begin = utc(2024, 5, 13, 23, 59, 50)
    lines = _shown(begin, [0, 4, 8, 14, 20])
    lines[2] = (*lines[2][:2], lines[2][2].replace("59", "89"))
    lines[3] = (*lines[3][:2], lines[3][2].replace("2024", "2021"))
    (found,) = fitted([*lines, (0, SECOND, "EXIT")])
    assert abs(found.at_ns - begin) <= SECOND
    assert found.uncertainty_ns <= SECOND
    assert (found.readings, found.agreeing, found.order) == (4, 3, "")


def test_a_day_in_a_line_of_its_own_belongs_to_the_time_beside_it() -> None:
    begin = utc(2024, 5, 13, 8)
    lines = [(0, 20 * SECOND, "13.05.2024"), *_shown(begin, [0, 5, 9], "%H:%M:%S")]
    (found,) = fitted(lines)
    assert abs(found.at_ns - begin) <= SECOND


def test_exchanged_day_and_month_are_both_told_unless_one_day_decides() -> None:
    lines = _shown(utc(2024, 5, 3, 8), [0, 5, 9], "%d/%m/%Y %H:%M:%S")
    assert [(f.order, f.at_ns // (86_400 * SECOND)) for f in fitted(lines)] == [
        (DAY_FIRST, utc(2024, 5, 3) // (86_400 * SECOND)),
        (MONTH_FIRST, utc(2024, 3, 5) // (86_400 * SECOND)),
    ]
    over_night = _shown(utc(2024, 5, 12, 23, 59, 55), [0, 4, 8, 12], "%d/%m/%Y %H:%M:%S")
    assert [f.order for f in fitted(over_night)] == [DAY_FIRST]


def test_a_long_line_of_an_earlier_version_only_bounds_the_beginning() -> None:
    begin = utc(2024, 5, 13, 8)
    (found,) = fitted([(0, 60 * SECOND, "2024-05-13 08:00:40")])
    assert abs(found.at_ns - begin) <= found.uncertainty_ns


def test_readings_that_do_not_agree_give_no_time() -> None:
    lines = [(n * SECOND, (n + 1) * SECOND, f"2024-05-{n + 1:02} 08:0{n}:00") for n in range(6)]
    assert fitted(lines) == []


@pytest.fixture
def investigator(tmp_path: Path) -> Investigator:
    """At a case with a film that states no time and shows a clock."""
    made = Investigator.set_up(tmp_path / "home", tmp_path / "models")
    made.new_case()
    with made.open_case() as case:
        item = put_item(case, "dvr.mp4")
        put_unit(case, "dvr.mp4", item, "probe", probed(), span=(0, (1 << 62) / SECOND), stream=-1)
        quad = [[0, 0], [9, 0], [9, 9], [0, 9]]
        rows = [
            {"start_ns": a, "end_ns": b, "text": text, "quad": quad, "confidence": 0.9}
            for a, b, text in _shown(utc(2024, 5, 13, 8), [0, 4, 9])
        ]
        put_unit(case, "dvr.mp4", item, "screen_text", {"texts": rows})
    return made


def test_a_time_is_taken_from_the_clock_in_the_picture(investigator: Investigator) -> None:
    assert "no time is stated" in investigator.run("clock").stdout
    assert "3 of 3 readings agree" in investigator.run("clock", "dvr.mp4", "--read").stdout
    investigator.run("clock", "dvr.mp4", "--from-picture", "--zone", "+02:00")
    row = json.loads(investigator.run("clock", "--json").stdout.splitlines()[0])
    assert abs(row["start_ns"] - utc(2024, 5, 13, 6)) <= SECOND
    assert row["zone"] == "set"
    assert row["uncertainty_ns"] <= SECOND


def test_a_time_is_given_by_hand_and_taken_back(investigator: Investigator) -> None:
    investigator.run("clock", "dvr.mp4", "--at", "2024-05-13T08:00:00", "--reason", "a witness")
    row = json.loads(investigator.run("clock", "--json").stdout.splitlines()[0])
    assert (row["start_ns"], row["uncertainty_ns"]) == (utc(2024, 5, 13, 8), ZONE_UNCERTAINTY_NS)
    investigator.run("clock", "dvr.mp4", "--at", "2024-05-13T08:00:00+02:00", "--uncertainty", "5")
    row = json.loads(investigator.run("clock", "--json").stdout.splitlines()[0])
    assert (row["start_ns"], row["uncertainty_ns"]) == (utc(2024, 5, 13, 6), 5 * SECOND)
