"""Time stamps ↔ nanoseconds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.media.decoding import cell
from engine.media.times import Clock, origin_of
from engine.units import SECOND

time_bases = st.one_of(
    st.sampled_from([Fraction(1, n) for n in (1, 24, 25, 600, 1000, 12_800, 44_100, 48_000, 90_000, SECOND)]),
    st.builds(Fraction, st.integers(1, 5000), st.integers(1, 5000)),
)
stamps = st.integers(-(1 << 40), 1 << 40)


@given(time_bases, st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 90_000)), stamps)
def test_pts_survive_the_way_to_nanoseconds_and_back(base: Fraction, origin: Fraction, pts: int) -> None:
    clock = Clock(base, origin)
    assert clock.pts(clock.t_ns(pts)) == pts


@given(time_bases, st.fractions(-100, 100, max_denominator=90_000), stamps)
def test_nanoseconds_are_the_exact_time_rounded_half_up(base: Fraction, origin: Fraction, pts: int) -> None:
    exact = (pts * base - origin) * SECOND
    assert -Fraction(1, 2) < Clock(base, origin).t_ns(pts) - exact <= Fraction(1, 2)


@given(time_bases, stamps, st.integers(1, 1000))
def test_later_pictures_are_later_in_nanoseconds(base: Fraction, pts: int, more: int) -> None:
    clock = Clock(base)
    assert clock.t_ns(pts) < clock.t_ns(pts + more)


@given(st.integers(0, 1 << 62), st.sampled_from([5, 2.5, 1, 0.5]))
def test_lower_rates_join_whole_intervals_of_the_base_grid(t_ns: int, hz: float) -> None:
    assert cell(t_ns, hz) == cell(t_ns, 5) // round(5 / hz)


def test_the_earliest_stream_begins_at_zero() -> None:
    starts = [(90_000, Fraction(1, 90_000)), (None, Fraction(1, 25)), (-480, Fraction(1, 48_000))]
    assert Clock(Fraction(1, 48_000), origin_of(starts)).t_ns(-480) == 0
    assert Clock(Fraction(1, 90_000), origin_of(starts)).t_ns(90_000) == 1_010_000_000
    assert origin_of([]) == 0
