"""How much work a job gets done a second, and how busy a machine is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.jobs.load import held_up
from app.jobs.speed import LATELY_SECONDS, Speed


class Clock:
    """One that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _given(speed: Speed, clock: Clock, seconds: float, of: float, times: int) -> None:
    """So many units come back, each `seconds` after the one before and `of` so much work."""
    for _ in range(times):
        clock.now += seconds
        speed.done(of)


def test_until_anything_is_known_it_is_what_was_expected() -> None:
    assert Speed(2, 0.5)() == 0.5


def test_what_the_job_gets_done_replaces_what_was_expected() -> None:
    clock = Clock()
    speed = Speed(2, 2.0, clock)
    speed.begin()
    _given(speed, clock, 1.0, 0.25, 60)
    assert 0.25 < speed() < 0.42


def test_a_machine_that_becomes_busy_is_noticed_within_a_minute_or_two() -> None:
    clock = Clock()
    speed = Speed(2, 2.0, clock)
    speed.begin()
    _given(speed, clock, 0.5, 1.0, 1200)
    assert speed() == pytest.approx(2.0, rel=0.05)
    _given(speed, clock, 5.0, 1.0, 20)
    assert speed() < 0.4


def test_units_that_take_longer_than_a_minute_count_too() -> None:
    clock = Clock()
    speed = Speed(1, 1.0, clock)
    speed.begin()
    _given(speed, clock, 3 * LATELY_SECONDS, LATELY_SECONDS, 4)
    assert speed() == pytest.approx(1 / 3, rel=0.05)


def test_no_more_gets_done_than_workers_can_do() -> None:
    clock = Clock()
    speed = Speed(2, 2.0, clock)
    speed.done(60.0)
    speed.done(60.0)
    assert speed() == 2.0


def test_a_busy_machine_is_told() -> None:
    """Each processor has two programs more to serve: work in the background takes at least twice as long."""
    count = 2 * (os.cpu_count() or 1)
    busy = "print(flush=True)\nwhile True: pass"
    others = [subprocess.Popen([sys.executable, "-c", busy], stdout=subprocess.PIPE) for _ in range(count)]
    try:
        for other in others:
            assert other.stdout is not None
            other.stdout.readline()
        found = held_up()
    finally:
        for other in others:
            other.kill()
            other.communicate()
    assert found > 1.7
