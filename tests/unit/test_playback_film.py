"""Seeking and stepping give the very pictures that decoding the whole file gives."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.media.decoding import EXACT, Shown, decoded
from engine.media.film import END_NS, Film, Superseded
from engine.media.opening import Input
from engine.units import SECOND, MediaPath, Span
from tests.films import FILMS

SAMPLES = ("bikes.mp4", "vtest.avi", "face_noface.mov")


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder, made = tmp_path_factory.mktemp("films"), dict[str, Path]()

    def find(name: str) -> Path:
        if name not in made:
            made[name] = FILMS[name](folder / name)
        return made[name]

    return find


def everything(path: Path) -> list[tuple[int, str]]:
    """Time and content of all pictures, in one pass."""
    source = Input(MediaPath(str(path)))
    try:
        stream = source.stream(-1, "video")
        return [told(s) for s in decoded(source, stream, Span(0, END_NS), EXACT)]
    finally:
        source.close()


def told(shown: Shown) -> tuple[int, str]:
    return shown.t_ns, hashlib.sha256(shown.picture.to_ndarray().tobytes()).hexdigest()


def opened(path: Path, room: int = 320 << 20) -> Film:
    return Film(MediaPath(str(path)), room=room)


@pytest.fixture(params=[*FILMS, *SAMPLES])
def path(request: pytest.FixtureRequest, films: Callable[[str], Path], media: Callable[[str], Path]) -> Path:
    return films(request.param) if request.param in FILMS else media(request.param)


def test_forty_random_seeks_of_forty_show_the_picture_of_that_time(path: Path) -> None:
    truth = everything(path)
    film, chance = opened(path), random.Random(5)
    try:
        for _ in range(40):
            t_ns = chance.randrange(truth[0][0], truth[-1][0] + SECOND // 20)
            expected = [known for known in truth if known[0] <= t_ns][-1]
            assert told(film.at(t_ns)) == expected
    finally:
        film.close()


@pytest.mark.parametrize("held", [320 << 20, 2 << 20])
def test_a_hundred_steps_each_way_are_the_pictures_next_to_it(path: Path, held: int) -> None:
    """With little room, too: groups of pictures are then decoded again and again."""
    truth = everything(path)[:130]
    film = opened(path, held)
    try:
        forth = list(_walk(film.at(truth[0][0]), film.after, 100))
        back = list(_walk(film.at(forth[-1][0]), film.before, 100))
    finally:
        film.close()
    assert forth == truth[: len(forth)]
    assert len(forth) == min(101, len(truth))
    assert back == forth[::-1]


def test_steps_to_and_fro_over_the_edge_of_a_group_stay_exact(films: Callable[[str], Path]) -> None:
    path = films("open groups.mp4")
    truth = everything(path)
    film, place = opened(path, 1 << 20), 26
    try:
        for step in [-1, -1, -1, 1, 1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1] * 3:
            move = film.after if step > 0 else film.before
            shown = move(truth[place][0])
            place += step
            assert shown is not None
            assert told(shown) == truth[place]
    finally:
        film.close()


def test_there_is_nothing_before_the_first_and_after_the_last_picture(path: Path) -> None:
    truth = everything(path)
    film = opened(path)
    try:
        assert film.before(truth[0][0]) is None
        assert film.after(truth[-1][0]) is None
        assert told(film.at(truth[-1][0] + 3600 * SECOND)) == truth[-1]
        assert told(film.at(0)) == truth[0]
    finally:
        film.close()


def test_a_seek_that_is_not_wanted_any_more_stops_and_loses_nothing(films: Callable[[str], Path]) -> None:
    path = films("long group.mp4")
    truth = everything(path)
    film, asked = opened(path), iter([False] * 20 + [True] * 99)
    try:
        with pytest.raises(Superseded):
            film.at(truth[200][0], stop=lambda: next(asked))
        assert told(film.at(truth[10][0])) == truth[10]
        assert told(film.at(truth[200][0])) == truth[200]
    finally:
        film.close()


def test_the_keyframe_is_shown_before_a_long_way_is_decoded(films: Callable[[str], Path]) -> None:
    truth = everything(films("long group.mp4"))
    film, early = opened(films("long group.mp4")), list[Shown]()
    try:
        assert told(film.at(truth[240][0], preview=early.append)) == truth[240]
    finally:
        film.close()
    assert [told(s) for s in early] == [truth[0]]


def test_fast_ways_give_pictures_of_the_film_in_order(path: Path) -> None:
    known = dict(everything(path))
    film = opened(path)
    try:
        sparse = [told(s) for s in film.sparse(0)]
        keys = [film.keyframe(t) for t in range(0, max(known) + 1, SECOND)]
        again = told(film.at(max(known)))
    finally:
        film.close()
    assert again[0] == max(known)
    assert 0 < len(sparse) <= len(known)
    for t_ns, looks in [*sparse, *(told(k) for k in keys if k)]:
        assert known[t_ns] == looks
    assert [t for t, _ in sparse] == sorted({t for t, _ in sparse})


def _walk(begin: Shown, move: Callable[[int], Shown | None], steps: int) -> Iterator[tuple[int, str]]:
    shown: Shown | None = begin
    for _ in range(steps + 1):
        if shown is None:
            return
        yield told(shown)
        shown = move(shown.t_ns)
