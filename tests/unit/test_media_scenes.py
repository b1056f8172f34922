"""When sizes of coded pictures prove where a scene begins, and when they must not be trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.media.opening import Input
from engine.media.scenes import scene_keyframe
from engine.units import SECOND, MediaPath, Span
from tests.benchmarks.footage import panned, write

Picture = npt.NDArray[np.uint8]
RATE = 25
CUT = 33
KEYFRAME_AT_CUTS = {"preset": "veryfast", "crf": "23"}
REGULAR_KEYFRAMES = {"preset": "veryfast", "crf": "23", "g": "10", "keyint_min": "10", "sc_threshold": "0"}


def at(frame: float) -> int:
    return round(frame * SECOND / RATE)


@pytest.fixture
def film(tmp_path: Path, media: Callable[[str], Path]) -> Callable[[dict[str, str]], Path]:
    """Two photos under a moving camera, cut at picture `CUT`."""

    def make(options: dict[str, str]) -> Path:
        photos = [np.asarray(cv2.imread(str(media(name))), np.uint8) for name in ("person_a_2.jpg", "t1.jpg")]
        shots = (
            panned(photo, n, length, (320, 180))
            for n, (photo, length) in enumerate(zip(photos, (CUT, 30), strict=True))
        )
        write(tmp_path / "film.mp4", (picture for shot in shots for picture in shot), RATE, options)
        return tmp_path / "film.mp4"

    return make


def found(path: Path, first: float, last: float) -> int | None:
    source = Input(MediaPath(str(path)))
    try:
        return scene_keyframe(source, -1, Span(at(first), at(last)))
    finally:
        source.close()


def test_a_keyframe_that_alone_is_large_is_the_moment_of_the_cut(
    film: Callable[[dict[str, str]], Path],
) -> None:
    path = film(KEYFRAME_AT_CUTS)
    assert found(path, CUT - 2.5, CUT + 2.5) == at(CUT)


def test_a_keyframe_near_a_cut_that_came_without_one_proves_nothing(
    film: Callable[[dict[str, str]], Path],
) -> None:
    path = film(REGULAR_KEYFRAMES)
    assert found(path, 29.5, 34.5) is None


def test_without_a_keyframe_nothing_is_claimed(film: Callable[[dict[str, str]], Path]) -> None:
    path = film(REGULAR_KEYFRAMES)
    assert found(path, CUT - 1.5, CUT + 1.5) is None


def test_a_format_without_times_proves_nothing(
    film: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    import av

    raw = tmp_path / "film.h264"
    with av.open(str(film(KEYFRAME_AT_CUTS))) as source, av.open(str(raw), "w", format="h264") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    assert found(raw, CUT - 2.5, CUT + 2.5) is None
