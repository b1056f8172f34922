"""Who was found: groups of faces, compared with the people known to be in the sample media."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from app.cases.case import Case
from app.jobs.checkpoints import Checkpoints
from app.store import schema
from engine.across.face_clusters import FaceRows, cluster_faces
from engine.models.catalogue import default_space
from engine.models.tasks import Task
from engine.records import unpack
from engine.stage import stages

ALIKE = default_space(Task.FACE_EMBEDDING).threshold("grouping")
KNOWN = (
    "obama.jpg", "person_a_2.jpg", "t1.jpg", "person_b_1.jpg", "multi_face.jpg", "impostor_2.jpg",
    "thai_people.jpg", "single_face.jpg",
)  # fmt: skip
KNOWN_FILMS = ("WolfgangLanger_Pexels.mp4",)
CERTAIN = 0.85
"""Score from which a face of the samples is somebody known."""
Vectors = npt.NDArray[np.float32]


class Face(NamedTuple):
    """One seen face: unit vector, item, tracklet, times in ns, quality."""

    vector: Vectors
    item: int
    tracklet: int
    start_ns: int
    end_ns: int
    quality: float


@dataclass(frozen=True)
class People:
    """Groups of faces: their mean vectors `(n, d)` and how many faces each has."""

    vectors: Vectors
    sizes: npt.NDArray[np.int64]


def grouped(faces: Sequence[Face]) -> People:
    """By the product's own grouping."""
    if not faces:
        return People(np.zeros((0, 128), np.float32), np.zeros(0, np.int64))
    columns = list(zip(*faces, strict=True))
    vectors = np.array(columns[0], np.float32)
    item, tracklet, start, end = (np.array(column, np.int64) for column in columns[1:5])
    rows = FaceRows(vectors, item, tracklet, start, end, np.array(columns[5], np.float32))
    numbers, cluster, sizes = np.unique(cluster_faces(rows).cluster, return_inverse=True, return_counts=True)
    means = np.zeros((len(numbers), vectors.shape[1]), np.float32)
    np.add.at(means, cluster, vectors)
    lengths = np.maximum(
        np.linalg.norm(means, axis=1, keepdims=True), 1e-9
    )  # what was set aside has no vector
    return People(means / lengths, sizes.astype(np.int64))


def found_in(case: Case) -> People:
    """The people of a case, of all face vectors it holds."""
    u = schema.units.c
    wanted = select(u.item_id, u.key, u.start_ns, u.end_ns).where(
        (u.stage == "face_embeddings") & (u.state == "done")
    )
    with case.database.connect() as connection:
        rows = connection.execute(wanted.order_by(u.item_id, u.start_ns)).all()
    items = {item: number for number, item in enumerate(sorted({row.item_id for row in rows}))}
    checkpoints, tables = Checkpoints(case), stages()["face_embeddings"].tables
    faces: list[Face] = []
    for unit, row in enumerate(rows):
        (packed,) = checkpoints.results(row.item_id, [row.key])
        table = unpack(packed, tables)["embeddings"]
        for vector, tracklet, t_ns, quality in zip(
            table["vector"], table["tracklet"], table["t_ns"], table["quality"], strict=True
        ):
            at = int(t_ns)
            faces.append(
                Face(vector, items[row.item_id], unit * 10_000 + int(tracklet), at, at + 1, float(quality))
            )
    return grouped(faces)


def known_people(media: Path) -> Vectors:
    """One vector for each person in the sample photos, and in the first picture of the talking woman."""
    models = media.parent / "models"
    detector = cv2.FaceDetectorYN.create(
        str(models / "face-detection-yunet" / "yunet_fp32.onnx"), "", (320, 320), CERTAIN, 0.3, 5000
    )
    embedder = cv2.FaceRecognizerSF.create(str(models / "face-embedding-sface" / "sface_fp32.onnx"), "")
    vectors = []
    for name in (*KNOWN, *KNOWN_FILMS):
        path = str(media / name)
        picture = cv2.VideoCapture(path).read()[1] if name in KNOWN_FILMS else cv2.imread(path)
        assert picture is not None
        detector.setInputSize((picture.shape[1], picture.shape[0]))
        for face in detector.detect(picture)[1]:
            vector = embedder.feature(embedder.alignCrop(picture, face)).ravel()
            vectors.append(vector / np.linalg.norm(vector))
    return np.array(vectors, np.float32)


def recognised(known: Vectors, people: People) -> tuple[set[int], int]:
    """Which of the known have a group, and how many groups hold two of them."""
    near = known @ people.vectors.T >= ALIKE
    return set(np.flatnonzero(near.any(axis=1)).tolist()), int((near.sum(axis=0) > 1).sum())
