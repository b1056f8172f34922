"""Rules for the waveform, the ruler and typed times of the timeline."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QLocale

from ui.timeline import clock_text
from ui.timeline.ruler import HOUR, MINUTE, SECOND, dated_marks, duration_text, marks
from ui.timeline.scale import COARSEST, FINEST, Scale, step_ns
from ui.timeline.waveform import FACTOR, PEAK_NS, Waveform

YEAR = 365 * 24 * HOUR


def test_the_loudest_peak_of_a_column_is_shown_at_any_zoom() -> None:
    random = np.random.default_rng(1)
    quiet = random.integers(0, 40, 50_000)
    quiet[31_234] = 120
    wave = Waveform(np.stack([-quiet, quiet // 2], axis=1).astype(np.int8))
    for step in range(FINEST, COARSEST):
        scale = Scale.at(31_234 * PEAK_NS - 50 * step_ns(step), step)
        shown = wave.columns(scale.left_ns, scale.step_ns, 100)
        x = scale.x(31_234 * PEAK_NS)
        assert shown[max(0, x - 1) : x + 2].max() == 120
        loud = np.flatnonzero(shown == 120)
        spread = (loud[-1] - loud[0] + 1) * scale.step_ns
        assert spread <= FACTOR * PEAK_NS + 2 * scale.step_ns


def test_no_sound_is_shown_before_the_first_and_after_the_last_peak() -> None:
    wave = Waveform(np.full((100, 2), 100, dtype=np.int8))
    scale = Scale.at(-SECOND, 46)
    shown = wave.columns(scale.left_ns, scale.step_ns, 1000)
    assert not shown[: scale.x(0)].any()
    assert shown[scale.x(0) + 1 : scale.x(SECOND)].all()
    assert not shown[scale.x(SECOND) + 1 :].any()
    assert not Waveform(np.zeros((0, 2), dtype=np.int8)).columns(0, 10**6, 10).any()


def test_labels_keep_their_distance_and_stand_at_their_time() -> None:
    for step in range(FINEST, COARSEST):
        scale = Scale.at(90 * MINUTE - 100 * step_ns(step), step)
        found = marks(scale, 1900, 112, 40_000_000)
        places = [x for x, _ in found.labelled]
        assert places or scale.t(1900) < 0
        assert all(b - a >= 100 for a, b in itertools.pairwise(places))
        assert len(found.short) < 400
        assert all(0 <= x <= 1900 for x in [*places, *found.short])


def test_years_and_seconds_of_a_case_are_labelled_in_dates() -> None:
    locale = QLocale("en")
    wide = dated_marks(Scale.fitting(0, 40 * YEAR, 1900), 1900, 112, locale)
    assert "1990" in [label for _, label in wide.labelled]
    near = dated_marks(Scale.fitting(10 * YEAR, 10 * YEAR + 20 * SECOND, 1900), 1900, 112, locale)
    assert sum(label.count(":") == 2 for _, label in near.labelled) >= 8


def test_a_frame_has_a_mark_of_its_own_when_there_is_room() -> None:
    scale = Scale.at(10 * SECOND, 40)
    apart = 40_000_000 / scale.step_ns
    short = marks(scale, 1900, 112, 40_000_000).short
    assert all(abs(b - a - apart) <= 1 for a, b in itertools.pairwise(short))


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("+1:00:00", HOUR), ("-0:00:30", -30 * SECOND), ("2d 0:00:00", 48 * HOUR),
        ("−1d 1:30", -(24 * HOUR + 90 * SECOND)),
        ("0,25", SECOND // 4), ("90", 90 * SECOND), (" 12:30 ", 750 * SECOND),
    ],
)  # fmt: skip
def test_typed_times_are_read(text: str, ns: int) -> None:
    assert clock_text.parsed(text) == ns


@pytest.mark.parametrize(
    "text", ["", "1:2:3:4", "an hour", "1e9", "--5", "1:00:00 PM", "99999999d 0:00", "١:٠٠"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        clock_text.parsed(text)


def test_a_written_time_is_read_as_the_same() -> None:
    for ns in (0, 1, -1, HOUR, -49 * HOUR - 1500 * 10**6, 10**15 + 7):
        assert clock_text.parsed(clock_text.written(ns)) == ns


def test_decimals_follow_the_step() -> None:
    assert duration_text(3_723_450_000_000) == "1:02:03"
    assert duration_text(3_723_450_000_000, 50_000_000) == "1:02:03.45"
    assert duration_text(61 * SECOND) == "01:01"
