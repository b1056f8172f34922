"""Shots against cuts told by eye, and against films whose cuts are known because we made them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.media.looks import difference
from engine.records import Result
from engine.units import SECOND
from tests.benchmarks.footage import panned, write

Picture = npt.NDArray[np.uint8]
Run = Callable[..., Mapping[str, list[Result]]]
TRUTH = json.loads((Path(__file__).parents[1] / "data" / "truth" / "faces.json").read_text())
SIZE = (320, 180)
RATE = 25
NO_KEYFRAME_AT_CUTS = {"preset": "ultrafast", "crf": "28", "g": "1000", "sc_threshold": "0"}


@pytest.fixture(scope="module")
def photos(media: Callable[[str], Path]) -> list[Picture]:
    names = ("thai_people.jpg", "person_a_2.jpg", "t1.jpg", "apple.jpg")
    return [np.asarray(cv2.imread(str(media(name))), np.uint8) for name in names]


def starts(run_stages: Run, path: Path) -> list[int]:
    shots = run_stages(path, ["shots"])["shots"][0]["shots"]
    assert (shots["start_ns"][1:] == shots["end_ns"][:-1]).all()
    begins: list[int] = shots["start_ns"].tolist()
    return begins


def film(path: Path, pictures: Iterator[Picture], options: dict[str, str] | None = None) -> Path:
    write(path, pictures, RATE, options or NO_KEYFRAME_AT_CUTS)
    return path


def shots_of(photos: list[Picture], lengths: list[int]) -> Iterator[Picture]:
    for number, (photo, frames) in enumerate(zip(photos, lengths, strict=True)):
        yield from panned(photo, number, frames, SIZE)


@pytest.mark.parametrize(
    "name", [name for name, entry in TRUTH.items() if "shots" in entry and name != "about"]
)
def test_shots_of_real_footage_begin_where_a_person_sees_them_begin(
    name: str, media: Callable[[str], Path], run_stages: Run
) -> None:
    found = starts(run_stages, media(name))
    expected = [0, *TRUTH[name]["shots"]]
    assert len(found) == len(expected)
    assert np.abs(np.array(found) / SECOND - expected).max() < 0.02


def test_a_cut_between_keyframes_is_found_to_the_picture(
    tmp_path: Path, photos: list[Picture], run_stages: Run
) -> None:
    path = film(tmp_path / "cuts.mp4", shots_of(photos, [33, 41, 52, 30]))
    assert starts(run_stages, path) == [frame * SECOND // RATE for frame in (0, 33, 74, 126)]


@pytest.mark.parametrize("often", ["10", "1000"])
@pytest.mark.parametrize("at_cuts", ["0", "40"])
def test_a_cut_is_found_to_the_picture_wherever_the_keyframes_lie(
    often: str, at_cuts: str, tmp_path: Path, photos: list[Picture], run_stages: Run
) -> None:
    options = {"preset": "veryfast", "crf": "23", "g": often, "keyint_min": "1", "sc_threshold": at_cuts}
    path = film(tmp_path / "cuts.mp4", shots_of(photos, [33, 41, 52, 30]), options)
    assert starts(run_stages, path) == [frame * SECOND // RATE for frame in (0, 33, 74, 126)]


def test_a_cut_on_the_border_of_two_segments_is_found(
    tmp_path: Path, photos: list[Picture], run_stages: Run
) -> None:
    options = {"preset": "ultrafast", "crf": "28", "g": "225", "keyint_min": "225", "sc_threshold": "0"}
    path = film(tmp_path / "border.mp4", shots_of(photos[:3], [225, 225, 100]), options)
    result = run_stages(path, ["shots"])
    assert len(result["shot_changes"]) > 1
    assert starts(run_stages, path) == [0, 9 * SECOND, 18 * SECOND]


def test_a_flash_is_no_cut(tmp_path: Path, photos: list[Picture], run_stages: Run) -> None:
    pictures = list(panned(photos[0], 0, 100, SIZE))
    for at in (40, 41, 42):
        pictures[at] = np.full_like(pictures[at], 250)
    assert starts(run_stages, film(tmp_path / "flash.mp4", iter(pictures))) == [0]


def test_a_moving_camera_is_no_cut(tmp_path: Path, photos: list[Picture], run_stages: Run) -> None:
    wide = np.asarray(cv2.resize(photos[2], (960, 360)), np.uint8)
    pictures = (np.ascontiguousarray(wide[90:270, x : x + 320]) for x in range(0, 640, 5))
    assert starts(run_stages, film(tmp_path / "pan.mp4", pictures)) == [0]


@pytest.mark.parametrize("through_black", [True, False])
def test_a_fade_is_one_change_in_its_middle(
    through_black: bool, tmp_path: Path, photos: list[Picture], run_stages: Run
) -> None:
    before, after = (list(panned(photo, 0, 80, SIZE)) for photo in photos[:2])
    length = 25
    middle = []
    for at in range(length):
        share = (at + 1) / (length + 1)
        shares = (max(0.0, 1 - 2 * share), max(0.0, 2 * share - 1)) if through_black else (1 - share, share)
        middle.append(
            np.asarray(cv2.addWeighted(before[55 + at], shares[0], after[at], shares[1], 0), np.uint8)
        )
    path = film(tmp_path / "fade.mp4", iter(before[:55] + middle + after[length:]))
    found = starts(run_stages, path)
    assert len(found) == 2
    assert abs(found[1] / SECOND - (55 + length / 2) / RATE) < 0.4


def test_difference_is_symmetric_bounded_and_zero_only_for_equal_looks() -> None:
    random = np.random.default_rng(1)
    looks = random.random((6, 48)).astype(np.float32)
    looks[:, :24] /= looks[:, :24].sum(axis=1, keepdims=True) / 3
    for one in looks:
        assert difference(one, one) == 0
        for two in looks:
            assert difference(one, two) == pytest.approx(difference(two, one))
            assert 0 <= difference(one, two) <= 1
