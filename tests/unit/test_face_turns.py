"""Which way up a face is: told where it is clear, and set aside where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.models import face_turns
from engine.models.yunet import FaceDetector
from engine.records import Result

Picture = npt.NDArray[np.uint8]
Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
ONE, OTHER = "person_a_2.jpg", "obama.jpg"


@pytest.fixture(scope="module")
def detector(models: Path) -> FaceDetector:
    return FaceDetector(models / "face-detection-yunet" / "yunet_int8.onnx")


def picture(path: Path, longest: int = 420) -> Picture:
    read = np.asarray(cv2.imread(str(path)), np.uint8)
    scale = min(1.0, longest / max(read.shape[:2]))
    return np.asarray(cv2.resize(read, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _seen(run_stages: Run, path: Path) -> tuple[npt.NDArray[np.float32], float]:
    """Vector and quality of the one face of a photo."""
    found = run_stages(path, ["face_embeddings"])
    (embeddings,) = (part["embeddings"] for part in found["face_embeddings"])
    assert len(embeddings) == 1
    return embeddings["vector"][0], float(embeddings["quality"][0])


def _turned(media: Find, tmp_path: Path, name: str, turns: int) -> Path:
    path = tmp_path / f"{turns} {name}.png"
    cv2.imwrite(str(path), np.ascontiguousarray(np.rot90(picture(media(name)), turns)))
    return path


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_photo_shows_the_same_person_and_no_other(
    turns: int, media: Find, run_stages: Run, tmp_path: Path
) -> None:
    upright = {name: _seen(run_stages, _turned(media, tmp_path, name, 0))[0] for name in (ONE, OTHER)}
    for name, other in ((ONE, OTHER), (OTHER, ONE)):
        vector, quality = _seen(run_stages, _turned(media, tmp_path, name, turns))
        assert vector @ upright[name] > 0.9
        assert vector @ upright[other] < 0.25
        assert quality > 0.8


def test_box_and_points_of_a_turned_face_are_those_of_its_picture(
    media: Find, detector: FaceDetector
) -> None:
    straight = picture(media(OTHER))
    truth = detector.find(straight, 0.7)
    height, width = straight.shape[:2]
    for turns in (1, 2, 3):
        look = np.ascontiguousarray(np.rot90(straight, turns))
        found = detector.find(look, 0.7)
        face = face_turns.upright(detector, look, found.boxes[0], found.points[0], float(found.scores[0]))
        points = truth.points[0]
        side = np.array([width, height], np.float32)
        for _ in range(turns):  # what np.rot90 does to a place
            points = np.stack([points[:, 1], side[0] - points[:, 0]], axis=1)
            side = side[::-1]
        assert face.known
        assert np.abs(face.points - points).max() < 0.06 * np.linalg.norm(truth.boxes[0][2:])
        assert (face.points > face.box[:2]).all()
        assert (face.points < face.box[2:]).all()


def test_a_face_that_is_clear_costs_no_further_look(media: Find, detector: FaceDetector) -> None:
    box = np.array([0, 0, 9, 9], np.float32)
    clear = face_turns.upright(
        detector, np.zeros((9, 9, 3), np.uint8), box, np.zeros((5, 2), np.float32), 0.95
    )
    assert clear.known
    assert (clear.box == box).all()


def test_what_looks_alike_in_all_turns_is_set_aside(detector: FaceDetector) -> None:
    """A round pattern is a face from no side."""
    rings = np.zeros((200, 200, 3), np.uint8)
    for radius in range(90, 0, -15):
        cv2.circle(rings, (100, 100), radius, (radius * 2, 120, 255 - radius * 2), -1)
    box, points = np.array([20, 20, 180, 180], np.float32), np.full((5, 2), 100, np.float32)
    assert not face_turns.upright(detector, rings, box, points, 0.75).known
