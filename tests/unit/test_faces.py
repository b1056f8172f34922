"""Faces against truth told by eye, against OpenCV's own detector, and what their quality means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.models.converters.faces import convert_detector
from engine.models.face_quality import measure, yaw
from engine.models.yunet import FaceDetector
from engine.records import Result
from engine.units import SECOND
from tests.benchmarks.footage import write

Picture = npt.NDArray[np.uint8]
Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
TRUTH = json.loads((Path(__file__).parents[1] / "data" / "truth" / "faces.json").read_text())
CLIPS = [
    name for name, entry in TRUTH.items() if isinstance(entry, dict) and entry.get("visible") is not None
]


@pytest.fixture(scope="module")
def detector(models: Path) -> FaceDetector:
    return FaceDetector(models / "face-detection-yunet" / "yunet_int8.onnx")


def picture(path: Path, longest: int = 1024) -> Picture:
    read = np.asarray(cv2.imread(str(path)), np.uint8)
    scale = min(1.0, longest / max(read.shape[:2]))
    return np.asarray(cv2.resize(read, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("name", CLIPS)
def test_faces_are_found_in_every_second_in_which_one_is_visible(
    name: str, media: Find, run_stages: Run
) -> None:
    found = run_stages(media(name), ["faces"])["faces"]
    times = np.concatenate([unit["faces"]["t_ns"] for unit in found]) / SECOND
    scores = np.concatenate([unit["faces"]["score"] for unit in found])
    visible = TRUTH[name]["visible"]
    for second in range(21):
        shown = [min(end, second + 1) - max(start, second) for _, start, end in visible]
        wanted = sum(length > 0.25 for length in shown)
        here = (times >= second) & (times < second + 1)
        most_at_once = max(np.unique(times[here], return_counts=True)[1], default=0)
        assert most_at_once >= wanted, f"second {second}"
        if not any(length > 0 for length in shown):
            assert (scores[here] > 0.7).sum() == 0, f"invented face in second {second}"


def test_a_face_too_small_for_a_quick_look_is_found_in_every_sample(
    media: Find, run_stages: Run, tmp_path: Path
) -> None:
    face = picture(media("person_a_2.jpg"), 64)

    def pictures() -> Iterator[Picture]:
        for number in range(11):
            shown = np.full((1080, 1920, 3), 120, np.uint8)
            cv2.rectangle(shown, (60 * number, 700), (60 * number + 200, 900), (40, 160, 90), -1)
            shown[300 : 300 + face.shape[0], 900 : 900 + face.shape[1]] = face
            yield shown

    write(tmp_path / "film.mp4", pictures(), rate=5)
    found = run_stages(tmp_path / "film.mp4", ["faces"])["faces"]
    boxes = np.concatenate([unit["faces"]["box"] for unit in found])
    times = np.concatenate([unit["faces"]["t_ns"] for unit in found])
    assert times.tolist() == [n * SECOND // 5 for n in range(11)]
    assert (boxes[:, 2:] - boxes[:, :2]).max() < 60


@pytest.mark.parametrize(("name", "count"), TRUTH["photos"].items())
def test_as_many_faces_in_a_photo_as_a_person_counts(
    name: str, count: int, media: Find, run_stages: Run
) -> None:
    faces = run_stages(media(name), ["faces"])["faces"][0]["faces"]
    assert (faces["score"] > 0.7).sum() == count


@pytest.mark.parametrize("name", ["t1.jpg", "thai_people.jpg", "person_a_1.jpg"])
def test_the_detector_agrees_with_opencv(name: str, media: Find, models: Path, tmp_path: Path) -> None:
    """To a hundredth of a pixel with the same weights; the 8-bit ones move points by a few per cent."""
    seen = picture(media(name))
    folder = models / "face-detection-yunet"
    reference = cv2.FaceDetectorYN.create(
        str(folder / "yunet_fp32.onnx"), "", seen.shape[1::-1], 0.6, 0.3, 5000
    )
    _, expected = reference.detect(seen)
    same = tmp_path / "yunet.onnx"
    same.write_bytes(convert_detector([(folder / "yunet_fp32.onnx").read_bytes()]))
    for model, off in ((same, 1e-4), (folder / "yunet_int8.onnx", 0.05)):
        found = FaceDetector(model).find(seen, 0.6)
        assert len(found) == len(expected)
        for face in expected:
            away = np.abs(found.points.reshape(-1, 10) - face[4:14]).max(axis=1).min()
            assert away < off * max(face[2:4])


def test_a_face_is_found_at_any_place_and_size(detector: FaceDetector, media: Find) -> None:
    face = picture(media("person_a_2.jpg"), 200)
    height, width = face.shape[:2]
    for scale in (0.25, 1.0, 2.5):
        small = np.asarray(cv2.resize(face, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        for left, top in ((0, 0), (333, 77)):
            canvas = np.full((top + small.shape[0] + 5, left + small.shape[1] + 9, 3), 127, np.uint8)
            canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
            found = detector.find(canvas, 0.6)
            assert len(found) == 1
            middle = (found.boxes[0, :2] + found.boxes[0, 2:]) / 2 - (left, top)
            assert np.abs(middle / scale - (0.5 * width, 0.45 * height)).max() < 0.2 * width


def test_quality_falls_with_blur_darkness_and_distance(detector: FaceDetector, media: Find) -> None:
    sharp = picture(media("person_a_2.jpg"), 600)
    face = detector.find(sharp, 0.6)
    points, score = face.points[0], float(face.scores[0])

    def quality(of: Picture, scale: float = 1.0) -> float:
        return measure(of, points * np.float32(scale), score).quality

    best = quality(sharp)
    assert best > 0.8
    blurred = [quality(np.asarray(cv2.GaussianBlur(sharp, (0, 0), s), np.uint8)) for s in (2, 4, 8)]
    assert best > blurred[0] > blurred[1] > blurred[2]
    assert quality(np.asarray(sharp // 10, np.uint8)) < 0.6 * best
    tiny = np.asarray(cv2.resize(sharp, None, fx=0.07, fy=0.07, interpolation=cv2.INTER_AREA), np.uint8)
    assert quality(tiny, 0.07) < 0.6 * best


@pytest.mark.parametrize(
    ("name", "low", "high"), [("person_b_2.jpg", 0, 15), ("person_b_1.jpg", 0, 20), ("t1.jpg", 25, 70)]
)
def test_yaw_tells_a_frontal_face_from_a_turned_one(
    name: str, low: float, high: float, detector: FaceDetector, media: Find
) -> None:
    turned = [abs(yaw(points)) for points in detector.find(picture(media(name)), 0.7).points]
    assert low <= max(turned) <= high


@pytest.mark.parametrize("turn", [-60, -30, 0, 15, 45])
@pytest.mark.parametrize("roll", [-30, 0, 20])
def test_yaw_is_the_turn_of_a_head_whatever_its_tilt(turn: float, roll: float) -> None:
    eyes_nose_mouth = np.array([[-0.5, 0, 0], [0.5, 0, 0], [0, 0.6, 0.42], [-0.4, 1.1, 0], [0.4, 1.1, 0]])
    phi, rho = np.radians(turn), np.radians(roll)
    around = np.array([[np.cos(phi), 0, np.sin(phi)], [0, 1, 0], [-np.sin(phi), 0, np.cos(phi)]])
    tilt = np.array([[np.cos(rho), -np.sin(rho)], [np.sin(rho), np.cos(rho)]])
    points = ((eyes_nose_mouth @ around.T)[:, :2] @ tilt.T * 80 + 200).astype(np.float32)
    assert yaw(points) == pytest.approx(turn, abs=0.5)


def test_the_same_unit_gives_the_same_bytes(media: Find, run_stages: Run) -> None:
    from engine.records import pack

    one, two = (run_stages(media("single_face.mp4"), ["face_embeddings"]) for _ in range(2))
    for stage in ("faces", "face_tracks", "face_embeddings"):
        assert [pack(unit) for unit in one[stage]] == [pack(unit) for unit in two[stage]]


def test_the_scout_looks_at_keyframes_only(media: Find, run_stages: Run) -> None:
    previewed = run_stages(media("WolfgangLanger_Pexels.mp4"), ["faces"], preview=True)
    times = np.concatenate([unit["faces"]["t_ns"] for unit in previewed["faces"]])
    keyframes = previewed["probe"][0]["keyframes"]["t_ns"]
    assert set(times.tolist()) <= set(keyframes.tolist())
    assert len(times) >= len(keyframes) - 1
