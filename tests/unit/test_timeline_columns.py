"""Rules for what a timeline shows in each column of pixels."""

from __future__ import annotations

import numpy as np
import pytest

from app.core_api import tracks as tracks
from app.core_api.overlaps import separate
from app.core_api.tracks import Thin, Times, Track, build
from ui.timeline import columns as columns_module
from ui.timeline.columns import columns
from ui.timeline.scale import COARSEST, FAR, FINEST, Scale, grid_ns, step_ns

Spans = tuple[Times, Times]
EACH = 13
"""Bytes an event takes without levels."""


@pytest.fixture(autouse=True)
def _levels_from_few_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "FEWEST", 16)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and blocks so small that a few thousand events have several."""
    monkeypatch.setattr(tracks, "BLOCK_BITS", 5)
    for module in (tracks, columns_module):
        monkeypatch.setattr(module, "PART", 64)
    monkeypatch.setattr(columns_module, "MANY", 1)


def some_events(random: np.random.Generator) -> Spans:
    """Events that do not overlap, of very different density and length."""
    count = int(random.integers(1, 2500))
    gaps = random.pareto(0.5, count) * random.integers(1, 10 ** random.integers(1, 9))
    lengths = random.pareto(0.7, count) * random.integers(1, 10 ** random.integers(1, 9))
    gaps = gaps.clip(0, 1e14).astype(np.int64)
    lasting: Times = lengths.clip(1, 1e14).astype(np.int64) + 1
    begun = int(random.integers(-(10**17), 10**17))
    starts: Times = begun + np.cumsum(gaps + np.append(0, lasting[:-1])).astype(np.int64)
    return starts, starts + lasting


def levels_of(track: Track | Thin) -> int:
    return len(track.levels) + (levels_of(track.thin) + 1 if track.thin else 0)


def most_read(track: Track, times: list[int]) -> float:
    """The most events a column that are read at any zoom around these times."""
    width, most = 1000, 0
    for step in range(8, COARSEST):
        for t in times:
            scale = Scale.at(t - width // 2 * step_ns(step), step)
            many = columns_module.MANY * width
            read, _ = columns_module.in_view(track, scale.left_ns, scale.t(width), grid_ns(step), many)
            most = max(most, len(read))
    return most / width


def every_event(track: Track, scale: Scale, width: int) -> Times:
    """Key of the longest event that touches each column, having looked at all of them."""
    out = np.zeros(width, dtype=np.int64)
    for x in range(width):
        touching = (track.starts < scale.t(x + 1)) & (track.ends > scale.t(x))
        out[x] = track.keys[touching].max(initial=0)
    return out


@pytest.mark.usefixtures("small_parts")
def test_a_column_shows_the_longest_event_that_touches_it_at_any_zoom() -> None:
    random = np.random.default_rng(1)
    seen_levels = seen_parts = 0
    for _ in range(150):
        starts, ends = some_events(random)
        track = build(starts, ends, random.integers(0, 255, len(starts)))
        seen_levels += levels_of(track)
        seen_parts += len(track.parts)
        for _ in range(6):
            step = int(random.integers(FINEST, COARSEST))
            t = int(starts[random.integers(len(starts))])
            scale = Scale.at(t - int(random.integers(0, 97)) * step_ns(step), step)
            (shown,) = columns([track], scale.left_ns, scale.step_ns, 97)
            wanted = every_event(track, scale, 97)
            assert (np.zeros(97) if shown is None else shown).tolist() == wanted.tolist()
    assert seen_levels > 500
    assert seen_parts > 50


@pytest.mark.usefixtures("small_parts")
def test_tracks_drawn_together_show_what_each_shows_alone() -> None:
    random = np.random.default_rng(2)
    for _ in range(40):
        made = [some_events(random) for _ in range(7)]
        all_tracks = [build(a, b, random.integers(0, 1 << 30, len(a))) for a, b in made]
        all_tracks.append(build(*(np.zeros(0, dtype=np.int64),) * 3))
        step = int(random.integers(FINEST, COARSEST))
        t = int(made[0][0][random.integers(len(made[0][0]))])
        scale = Scale.at(t - int(random.integers(0, 97)) * step_ns(step), step)
        together = columns(all_tracks, scale.left_ns, scale.step_ns, 97)
        for track, shown in zip(all_tracks, together, strict=True):
            (alone,) = columns([track], scale.left_ns, scale.step_ns, 97)
            assert (shown is None) == (alone is None)
            assert shown is None or (shown == alone).all()


def test_an_event_has_the_value_it_was_given() -> None:
    """Whether the numbers count upwards or are any others, which are stored in other ways."""
    random = np.random.default_rng(8)
    starts = np.arange(5000, dtype=np.int64) * 1000
    for numbers in (np.arange(5000) + 7, random.integers(0, 200, 5000), random.integers(0, 1 << 24, 5000)):
        values = (numbers << 8) | random.integers(0, 256, 5000)
        track = build(starts, starts + random.integers(1, 900, 5000), values)
        assert (track.values == values).all()
        rows = random.integers(0, 5000, 50)
        taken, keys = track.take(rows)
        assert (taken == starts[rows]).all()
        assert (keys == track.keys[rows]).all()
        assert keys.tolist() == [track.key(row) for row in rows.tolist()]


def test_work_is_bound_by_the_width_however_dense_events_are() -> None:
    """Also just past the finest bins, where a fixed grid of bins would have to read every event."""
    random = np.random.default_rng(3)
    dense = np.sort(random.choice(4_000_000, 200_000, replace=False)).astype(np.int64) * 50
    starts = np.concatenate([dense, dense[-1] + 10**15 + dense])
    track = build(starts, starts + 25, np.zeros(len(starts), dtype=np.int64))
    assert most_read(track, [int(dense[0]), int(dense[100_000]), int(starts[300_000])]) <= 13


def test_a_dense_hour_among_sparse_years_is_no_dearer() -> None:
    """Levels of the whole track must keep every one of the sparse events, and with them the dense ones."""
    random = np.random.default_rng(4)
    sparse = np.arange(60_000) * 10**13
    dense = sparse[30_000] + 10**9 + np.sort(random.choice(10**6, 40_000, replace=False)) * 90_000
    starts = np.sort(np.concatenate([sparse, dense]))
    track = build(starts, starts + 80_000, np.arange(100_000))
    assert track.parts
    assert most_read(track, [int(dense[0]), int(dense[20_000]), int(dense[-1]), int(sparse[30_000])]) <= 13
    assert track.nbytes <= 1.6 * EACH * len(track)


def test_levels_take_no_more_than_the_events_themselves() -> None:
    starts, ends = (np.arange(0, 10**12, 10**7) + d for d in (0, 5 * 10**6))
    track = build(starts, ends, np.zeros(len(starts), dtype=np.int64))
    assert track.nbytes <= 1.5 * EACH * len(track)


def test_an_event_of_years_is_kept_to_a_billionth_of_its_length() -> None:
    year = 365 * 86400 * 10**9
    track = build(np.array([5, 9 * year]), np.array([8 * year, 9 * year + 1]), np.array([1, 2]))
    assert abs(track.end(0) - 8 * year) <= 8 * year / 10**9
    assert track.end(0) <= 8 * year
    assert [track.value(0), track.value(1)] == [1, 2]


def test_events_that_overlap_stand_in_rows_of_their_own() -> None:
    starts, ends = np.array([0, 5, 6, 20, 21]), np.array([10, 8, 30, 25, 22])
    rows = separate(starts, ends, np.arange(5), most=4)
    assert [values.tolist() for _, _, values in rows] == [[0, 3], [1, 4], [2]]


def test_the_last_row_shows_the_longest_of_what_found_no_other() -> None:
    random = np.random.default_rng(5)
    starts = random.integers(0, 1000, 60)
    ends = starts + random.integers(1, 200, 60)
    ((a, b, who),) = separate(starts, ends, np.arange(60), most=1)
    assert (a[1:] >= b[:-1]).all()
    for t in range(1300):
        over = [(ends[n] - starts[n], n) for n in range(60) if starts[n] <= t < ends[n]]
        shown = [int(n) for n, start, end in zip(who, a, b, strict=True) if start <= t < end]
        assert len(shown) == bool(over)
        if over:
            assert ends[shown[0]] - starts[shown[0]] == max(over)[0]


def test_zooming_keeps_the_time_under_the_pointer() -> None:
    random = np.random.default_rng(7)
    for _ in range(300):
        scale = Scale.at(int(random.integers(-(10**18), 10**18)), int(random.integers(FINEST, COARSEST)))
        x, steps = int(random.integers(0, 1900)), int(random.integers(-6, 7))
        zoomed = scale.zoomed(steps, x)
        if abs(zoomed.left_ns) < FAR:
            assert abs(zoomed.t(x) - scale.t(x)) <= zoomed.step_ns // 2 + 1
        assert zoomed.left_ns % grid_ns(zoomed.step) == 0


def test_what_is_fitted_lies_in_view_and_fills_most_of_it() -> None:
    random = np.random.default_rng(9)
    for _ in range(300):
        start, length = int(random.integers(-(10**18), 10**18)), int(10 ** random.uniform(7, 17.9))
        width = int(random.integers(200, 4000))
        scale = Scale.fitting(start, start + length, width)
        assert 0 <= scale.x(start) <= scale.x(start + length - 1) < width
        assert length / scale.step_ns > width / 2 or scale.step == FINEST
