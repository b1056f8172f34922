"""Rules for joins in time: fast, and the same as comparing everything with everything."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.cases.together import NONE, Spans, distance, nearest
from app.review.case_axis import Axis
from app.review.search_matches import Matches, joined, matches
from app.review.search_rows import KINDS, PERSON, SPEECH

TIMES = st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(0, 40))
"""Item, start, length: small numbers, so that segments often touch, overlap and tie."""


def _spans(rows: list[tuple[int, int, int]]) -> Spans:
    columns = np.array([(i, a, a + n) for i, a, n in rows], np.int64).reshape(-1, 3)
    return Spans(columns[:, 0], columns[:, 1], columns[:, 2])


def _apart(a: tuple[int, int, int], b: tuple[int, int, int]) -> int:
    return max(a[1] - (b[1] + b[2]), b[1] - (a[1] + a[2]), 0)


@given(st.lists(TIMES, max_size=30), st.lists(TIMES, max_size=30), st.integers(0, 30))
def test_a_join_finds_a_nearest_partner_exactly_where_there_is_one(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]], window: int
) -> None:
    found = nearest(_spans(first), _spans(second), window)
    for row, mine in enumerate(first):
        away = [_apart(mine, other) for other in second if other[0] == mine[0]]
        best = min(away, default=window + 1)
        partner = int(found[row])
        if best > window:
            assert partner == NONE
        else:
            assert second[partner][0] == mine[0]
            assert _apart(mine, second[partner]) == best


@given(st.lists(TIMES, min_size=1, max_size=30), st.lists(TIMES, min_size=1, max_size=30))
def test_distance_tells_before_from_after(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]
) -> None:
    rows = np.arange(min(len(first), len(second)))
    found = distance(_spans(first), rows, _spans(second), rows).tolist()
    for (_, a, n), (_, b, m), apart in zip(first, second, found, strict=False):
        if b > a + n:
            assert apart == b - (a + n)
        elif b + m < a:
            assert apart == (b + m) - a
        else:
            assert apart == 0


def test_segments_that_last_from_end_to_end_do_not_slow_a_join_down() -> None:
    count = 100_000
    starts = np.arange(count, dtype=np.int64) * 10
    item = np.zeros(count, np.int64)
    long = Spans(item, starts, np.full(count, count * 10, np.int64))
    began = time.process_time()
    found = nearest(Spans(item, starts, starts + 1), long, 5)
    assert (found != NONE).all()
    assert time.process_time() - began < 1.0


ALONE = Axis(np.arange(9), np.zeros(9, np.int64))
"""Items whose time is not known."""


def _of(kind: str, *rows: tuple[int, int, int]) -> Matches:
    """Matches from item, start and end."""
    item, start, end = np.array(rows, np.int64).reshape(-1, 3).T
    return matches(kind, item, start, end, np.ones(len(rows)), np.arange(len(rows)))


def test_a_join_keeps_what_is_near_enough_in_the_same_item() -> None:
    faces = _of(PERSON, (0, 10, 12), (0, 100, 101), (1, 10, 12))
    words = _of(SPEECH, (0, 40, 41), (0, 3, 4), (1, 60, 61))
    found = faces.near(words, 30, ALONE)
    assert found.start.tolist() == [10]
    assert words.start[found.partner[0]].tolist() == [3]
    assert len(faces.near(words, 5, ALONE)) == 0
    assert len(faces.near(words, 30, ALONE).near(faces, 30, ALONE).partners) == 2


def test_a_long_segment_is_near_what_happens_inside_it() -> None:
    words = [(0, t, t + 1) for t in range(10)]
    found = _of(PERSON, (0, 4000, 4010)).near(_of(SPEECH, (0, 0, 4500), *words), 0, ALONE)
    assert found.partners[0].end[found.partner[0]].tolist() == [4500]


def test_a_join_of_three_keeps_each_partner_and_the_closest_come_first() -> None:
    at = np.array([100, 1000, 2000], np.int64)
    zero = np.zeros(3, np.int64)
    people = matches(PERSON, zero, at, at + 10, np.zeros(3), np.arange(3))
    words = matches(SPEECH, zero, at + np.array([20, 50, 5000]), at + 60, np.zeros(3), np.arange(3) + 10)
    others = matches(SPEECH, zero, at + 12, at + 13, np.zeros(3), np.arange(3) + 20)
    found = people.near(words, 100, ALONE).near(others, 100, ALONE).ordered("best")
    assert found.ref.tolist() == [0, 1]
    assert [found.partners[0].ref[p] for p in found.partner[0]] == [10, 11]
    assert [found.partners[1].ref[p] for p in found.partner[1]] == [20, 21]


def test_counts_are_by_kind_and_in_their_order() -> None:
    one = np.zeros(1, np.int64)
    both = joined([matches(k, one, one, one, np.zeros(1), one) for k in (SPEECH, PERSON, SPEECH)])
    assert both.counts() == [(k, n) for k in KINDS for n in [{SPEECH: 2, PERSON: 1}.get(k, 0)] if n]
