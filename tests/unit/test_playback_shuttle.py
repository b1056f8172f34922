"""Which pictures are decoded while a film runs: all where there is time, fewer where there is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.media.film import Film
from engine.media.shuttle import Level, Shuttle, level_for
from engine.units import SECOND, MediaPath
from tests.hostile.making import video

FRAME = SECOND // 25
LENGTH = 10 * SECOND


@pytest.fixture(scope="module")
def film_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return video(
        tmp_path_factory.mktemp("shuttle") / "film.mp4", 250, options={"g": "25", "bf": "2"}, sounds=0
    )


@pytest.fixture
def run(film_path: Path) -> Callable[..., list[int]]:
    """Times painted while the clock moves by `step` ns before each piece of work."""

    def go(speed: float, begin: int, step: int, pieces: int = 2000) -> list[int]:
        film = Film(MediaPath(str(film_path)))
        shuttle, now, painted = Shuttle(film, begin, speed, LENGTH, lambda: False), begin, []
        try:
            for _ in range(pieces):
                shown = shuttle.next(now)
                painted += [shown.t_ns] if shown else []
                if shuttle.ended:
                    break
                now += step
        finally:
            film.close()
        return painted

    return go


@pytest.mark.parametrize(
    ("speed", "level"),
    [(0.25, Level.EVERY), (2, Level.EVERY), (-2, Level.EVERY), (4, Level.REFERRED), (-4, Level.KEYS),
     (8, Level.KEYS), (16, Level.KEYS), (-16, Level.KEYS)],
)  # fmt: skip
def test_the_faster_the_less_is_decoded(speed: float, level: Level) -> None:
    assert level_for(speed) is level


@pytest.mark.parametrize("speed", [1.0, -1.0])
def test_with_time_enough_every_picture_is_painted(speed: float, run: Callable[..., list[int]]) -> None:
    begin = 0 if speed > 0 else 9 * SECOND
    painted = run(speed, begin, round(FRAME * speed))
    number = 250 if speed > 0 else 226
    assert painted == [begin + round(n * FRAME * speed) for n in range(number)]


def test_at_twice_the_speed_no_more_is_painted_than_a_screen_shows(run: Callable[..., list[int]]) -> None:
    painted = run(2.0, 0, FRAME)
    assert len(painted) == 250
    assert len(run(4.0, 0, 2 * FRAME)) <= 250


@pytest.mark.parametrize("speed", [8.0, 16.0, -4.0, -16.0])
def test_keyframes_keep_up_with_the_clock_and_never_go_back(
    speed: float, run: Callable[..., list[int]]
) -> None:
    begin = 0 if speed > 0 else LENGTH - 1
    painted = run(speed, begin, round(speed * SECOND / 100), 400)
    assert len(painted) >= 5
    assert all(t % SECOND == 0 for t in painted)
    assert painted == sorted(set(painted), reverse=speed < 0)


def test_what_comes_too_late_is_not_painted_but_decoded_on(run: Callable[..., list[int]]) -> None:
    """Decoding at half the speed of the clock: what is painted is never far behind it."""
    film_times: list[int] = run(1.0, 0, 3 * FRAME, 80)
    assert film_times == sorted(set(film_times))
    assert len(film_times) < 80


def test_far_behind_it_continues_from_a_keyframe_near_the_clock(film_path: Path) -> None:
    film = Film(MediaPath(str(film_path)))
    try:
        shuttle = Shuttle(film, 0, 1.0, LENGTH, lambda: False)
        shuttle._level_since -= 60  # it has been late for a while
        assert shuttle.next(None) is not None
        assert shuttle.next(5 * SECOND) is None
        later = next(s for s in iter(lambda: shuttle.next(5 * SECOND), 0) if s)
        assert 5 * SECOND - FRAME * 2 <= later.t_ns < 6 * SECOND
        assert shuttle.skipped < 40
    finally:
        film.close()
