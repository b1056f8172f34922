"""Vectors and crops of faces, and the people they tell apart over photos and footage."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.across.face_clusters import FaceRows, cluster_faces
from engine.media.source import MediaCache
from engine.models.arcface import FaceEmbedder
from engine.models.catalogue import default_space
from engine.models.face_alignment import SIDE, TEMPLATE, aligned
from engine.models.tasks import Task
from engine.records import Result
from engine.units import Kind, MediaPath, Sampling, Span, UnitRequest

Run = Callable[..., Mapping[str, list[Result]]]
Find = Callable[[str], Path]
TRUTH = json.loads((Path(__file__).parents[1] / "data" / "truth" / "faces.json").read_text())
FILES = (
    "obama_speech.mp4", "obama.jpg", "impostor_1.jpg", "impostor_2.jpg", "person_a_1.jpg", "person_a_2.jpg",
    "person_b_1.jpg", "person_b_2.jpg", "thai_people.jpg", "t1.jpg", "multi_face.jpg", "single_face.jpg",
    "single_face.mp4", "face_noface.mov", "noface_face.mov", "WolfgangLanger_Pexels.mp4",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(media: Find, run_stages: Run) -> dict[str, Mapping[str, list[Result]]]:
    return {name: run_stages(media(name), ["face_embeddings"]) for name in FILES}


@pytest.fixture(scope="module")
def faces(found: dict[str, Mapping[str, list[Result]]]) -> FaceRows:
    rows = []
    for item, result in enumerate(found.values()):
        units = zip(result["face_tracks"], result["face_embeddings"], strict=True)
        for unit, (tracks, embedded) in enumerate(units):
            spans, vectors = tracks["tracklets"], embedded["embeddings"]
            for i, number in enumerate(vectors["tracklet"].tolist()):
                span = int(spans["start_ns"][number]), int(spans["end_ns"][number])
                rows.append((vectors["vector"][i], item, unit * 1000 + number, *span, vectors["quality"][i]))
    columns = list(zip(*rows, strict=True))
    items, tracklets, starts, ends = (np.array(columns[i], np.int64) for i in range(1, 5))
    return FaceRows(
        np.array(columns[0], np.float32), items, tracklets, starts, ends, np.array(columns[5], np.float32)
    )


def test_one_pure_cluster_per_known_person_across_photos_and_footage(faces: FaceRows) -> None:
    labels = cluster_faces(faces).cluster
    item_of = dict(enumerate(FILES))
    files = {
        frozenset(item_of[i] for i in faces.item[labels == label].tolist()) for label in np.unique(labels)
    }
    for person, expected in TRUTH["people"].items():
        assert frozenset(expected) in files, person
    crowd = sum(TRUTH["photos"][name] for name in ("thai_people.jpg", "t1.jpg", "multi_face.jpg"))
    assert len(np.unique(labels)) == len(TRUTH["people"]) + crowd


def test_the_threshold_lies_between_same_and_different_people(faces: FaceRows) -> None:
    labels = cluster_faces(faces).cluster
    means = np.stack([faces.vectors[labels == label].mean(axis=0) for label in np.unique(labels)])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    between = means @ means.T - 2 * np.eye(len(means))
    assert between.max() < default_space(Task.FACE_EMBEDDING).threshold("grouping")


def test_vectors_have_length_one_and_at_most_three_per_tracklet(
    found: dict[str, Mapping[str, list[Result]]],
) -> None:
    for result in found.values():
        for tracks, unit in zip(result["face_tracks"], result["face_embeddings"], strict=True):
            vectors = unit["embeddings"]
            assert np.allclose(np.linalg.norm(vectors["vector"], axis=1), 1, atol=1e-5)
            counts = np.bincount(vectors["tracklet"], minlength=len(tracks["tracklets"]))
            assert counts.min(initial=1) >= 1
            assert counts.max(initial=0) <= 3


def test_every_tracklet_has_one_crop_that_shows_its_face(
    found: dict[str, Mapping[str, list[Result]]],
) -> None:
    for name, result in found.items():
        for tracks, unit in zip(result["face_tracks"], result["face_embeddings"], strict=True):
            crops = unit["crops"]
            assert crops["tracklet"].tolist() == list(range(len(tracks["tracklets"])))
            small_or_photo = name.endswith(".jpg") or name == "obama_speech.mp4"
            assert set(crops["exact"].tolist()) <= {small_or_photo}
            for jpeg in crops["jpeg"]:
                shape = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)).shape
                assert 40 <= max(shape[:2]) <= 144


@pytest.mark.parametrize("name", ["obama_speech.mp4", "WolfgangLanger_Pexels.mp4", "face_noface.mov"])
def test_decoding_in_full_would_not_change_a_vector(
    name: str, found: dict[str, Mapping[str, list[Result]]], media: Find, models: Path
) -> None:
    embedder = FaceEmbedder(models / "face-embedding-sface" / "sface_int8.onnx")
    cache = MediaCache()
    for located, unit in zip(found[name]["faces"], found[name]["face_embeddings"], strict=True):
        for row in unit["embeddings"]:
            span = Span(int(row["t_ns"]), int(row["t_ns"]) + 1)
            request = UnitRequest(
                "faces",
                1,
                "",
                Kind.VIDEO,
                -1,
                span,
                Sampling.GRID,
                {},
                {},
                {},
                media=MediaPath(str(media(name))),
            )
            frame = next(iter(cache.source(request).exact_frames(span)))
            assert frame.exact
            exact = embedder.vectors([aligned(frame.bgr(), located["faces"]["points"][row["face"]])], 128)[0]
            assert float(exact @ row["vector"]) > 0.99


def test_a_face_that_lies_on_the_template_is_not_moved() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3)).astype(np.uint8)
    assert (aligned(picture, TEMPLATE) == picture).all()


@pytest.mark.parametrize("factor", [0.5, 2.0, 6.0])
def test_alignment_undoes_turn_size_and_place(factor: float, media: Find) -> None:
    photo = np.asarray(cv2.imread(str(media("person_a_2.jpg"))), np.uint8)
    points = np.array([[330, 400], [470, 400], [400, 480], [345, 550], [455, 550]], np.float32)
    matrix = np.vstack([cv2.getRotationMatrix2D((400, 450), 20, factor / 2), [0, 0, 1]])
    turned = cv2.warpAffine(photo, matrix[:2], (photo.shape[1], photo.shape[0]), flags=cv2.INTER_AREA)
    there = (np.c_[points, np.ones(5)] @ matrix.T)[:, :2].astype(np.float32)
    inside = there.min() > 0 and (there < photo.shape[1::-1]).all()
    one, two = aligned(photo, points), aligned(np.asarray(turned, np.uint8), there)
    middle: npt.NDArray[np.int64] = np.abs(one.astype(np.int64) - two)[40:80, 40:75]
    assert inside
    assert middle.mean() < 12


def test_the_embedder_agrees_with_opencv(media: Find, models: Path) -> None:
    folder = models / "face-embedding-sface"
    reference = cv2.FaceRecognizerSF.create(str(folder / "sface_fp32.onnx"), "")
    photo = np.asarray(cv2.imread(str(media("person_a_1.jpg"))), np.uint8)
    crop = np.asarray(cv2.resize(photo, (SIDE, SIDE)), np.uint8)
    expected = reference.feature(crop).ravel()
    found = FaceEmbedder(folder / "sface_int8.onnx").vectors([crop, crop], 128)
    assert np.allclose(found[0], found[1])
    assert float(found[0] @ expected / np.linalg.norm(expected)) > 0.99
