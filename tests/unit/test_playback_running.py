"""The clock of a run, the pictures that wait for it, times as people type them, outlines of a picture."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core_api.media import Appearance, Seen
from gpu_backends.viewer_messages import Shown
from ui.player.appearances import CACHED_SEGMENTS, SEGMENT_NS, Appearances
from ui.player.running import SECOND, Clock, Waiting
from ui.player.timecode import in_milliseconds, in_pictures, read

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def picture(t_ns: int, slot: int = 0) -> Shown:
    return Shown(1, slot, memoryview(b""), 1, 1, (0, 0, 1, 1), (1, 1), t_ns, 0, True)


def test_a_clock_stands_until_it_is_started_and_runs_at_its_speed() -> None:
    clock = Clock(5 * SECOND, -2.0)
    assert clock.t_ns(100.0) == 5 * SECOND
    clock.start(100.0)
    assert clock.t_ns(101.0) == 3 * SECOND


def test_the_clock_follows_what_is_heard_without_a_leap_where_it_is_near() -> None:
    clock = Clock(0, 1.0)
    clock.start(0.0)
    for tick in range(1, 200):
        now = tick / 100
        before = clock.t_ns(now)
        clock.heard(round((now - 0.05) * SECOND), now)  # the loudspeaker is 50 ms behind
        assert abs(clock.t_ns(now) - before) <= 6_000_000
    assert abs(clock.t_ns(2.0) - round(1.95 * SECOND)) < 2_000_000


def test_the_clock_goes_at_once_where_the_sound_is_far_off() -> None:
    clock = Clock(0, 1.0)
    clock.start(0.0)
    clock.heard(0, 0.5)  # the sound stopped for half a second
    assert clock.t_ns(0.5) == 0


@given(st.lists(st.integers(0, 100), min_size=1, unique=True), st.lists(st.integers(0, 110)), st.booleans())
def test_each_picture_is_painted_once_in_its_time_or_passed(
    times: list[int], looks: list[int], forwards: bool
) -> None:
    """Painted is always the last picture whose time has come; all come back, none twice."""
    waiting = Waiting(1.0 if forwards else -1.0)
    ordered = sorted(times, reverse=not forwards)
    for t in ordered:
        waiting.add(picture(t))
    back: list[int] = []
    for look in sorted(looks, reverse=not forwards):
        shown, passed = waiting.due(look)
        due = [t for t in ordered if (t <= look if forwards else t >= look) and t not in back]
        assert [p.t_ns for p in passed] + ([shown.t_ns] if shown else []) == due
        back += due
    back += [p.t_ns for p in waiting.rest()]
    assert back == ordered
    assert waiting.tally.shown + waiting.tally.dropped <= len(ordered)


@given(st.integers(0, 400 * 3600 * 1000))
def test_a_time_in_milliseconds_reads_as_itself(ms: int) -> None:
    assert read(in_milliseconds(ms * 1_000_000)) == ms * 1_000_000


@given(st.integers(0, 100_000), st.sampled_from([5.0, 12.5, 23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 60.0]))
def test_a_time_in_pictures_reads_as_the_middle_of_that_picture(number: int, rate: float) -> None:
    exact = Fraction(rate).limit_denominator(1001)
    begins, ends = number * SECOND / exact, (number + 1) * SECOND / exact
    assert begins < read(in_pictures(int(begins), rate), rate) < ends
    assert in_pictures(int(begins), rate) == in_pictures(int(ends) - 3_000_000, rate)


@pytest.mark.parametrize(
    ("text", "t_ns"),
    [("90", 90_000), ("1:30", 90_000), ("0:01:30.5", 90_500), ("1:00:00", 3_600_000), ("2,25", 2250)],
)
def test_times_are_read_as_people_write_them(text: str, t_ns: int) -> None:
    assert read(text) == t_ns * 1_000_000


@pytest.mark.parametrize("text", ["", ":", "1:", "soon", "1:2:3:4", "-5", "1.2.3", "1+3", "²", "1.5+2"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        read(text, 25.0 if "." in text else 0.0)


def face(t_ns: int, number: int = 1) -> Appearance:
    return Appearance(Seen.FACE, t_ns, t_ns, BOX, number)


def test_an_outline_is_drawn_within_the_sampling_interval_and_no_longer() -> None:
    appearances = Appearances()
    appearances.add(0, [face(SECOND), face(2 * SECOND)])
    assert [m.exact for m in appearances.at(SECOND)] == [True]
    assert [m.exact for m in appearances.at(SECOND + SECOND // 10)] == [False]
    assert appearances.at(SECOND + SECOND // 5) == []
    assert appearances.at(SECOND - 1) == []


def test_a_newer_look_takes_the_place_of_the_one_before() -> None:
    appearances = Appearances()
    appearances.add(0, [face(0, 1), face(0, 2), face(SECOND // 10, 3)])
    assert {m.appearance.number for m in appearances.at(0)} == {1, 2}
    assert {m.appearance.number for m in appearances.at(SECOND // 8)} == {3}


def test_text_is_outlined_as_long_as_it_stands_there_across_segments() -> None:
    sign = Appearance(Seen.TEXT, SEGMENT_NS - SECOND, SEGMENT_NS + SECOND, BOX, -1, "EXIT")
    appearances = Appearances()
    appearances.add(0, [sign])
    appearances.add(1, [sign])
    assert len(appearances.at(SEGMENT_NS + 1)) == 1
    assert appearances.at(SEGMENT_NS + SECOND) == []


def test_a_photo_keeps_its_outlines() -> None:
    appearances = Appearances()
    appearances.add(0, [face(0)])
    assert [m.exact for m in appearances.at(0)] == [True]


def test_segments_are_asked_for_once_and_early() -> None:
    appearances = Appearances()
    assert [n for n, _, _ in appearances.missing(5)] == [0]
    assert [n for n, _, _ in appearances.missing(SEGMENT_NS - SECOND)] == [0, 1]
    appearances.add(0, [])
    assert [n for n, _, _ in appearances.missing(SEGMENT_NS - SECOND)] == [1]
    for number in range(1, CACHED_SEGMENTS + 2):
        appearances.add(number, [])
    assert [n for n, _, _ in appearances.missing(5)] == [0]
