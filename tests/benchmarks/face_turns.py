"""How surely the turn of a face is told: chooses the limits of `engine/models/face_turns.py` and judges them.

    python -m tests.benchmarks.face_turns MODELS PICTURE_OR_FILM …

Faces of the pictures, which are upright, are looked at in all four turns and at half their size. Files whose
name's hash is even choose, the others judge: how many turned faces come out as the upright one (cosine of at
least 0.7), how many are set aside, how many are neither.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from engine.models import face_turns
from engine.models.arcface import FaceEmbedder
from engine.models.packs import PackStore
from engine.models.tasks import Task
from engine.models.yunet import FaceDetector
from engine.stage import Context, Picture, Vector

SAME = 0.7
EVERY = 25
MOST = 12
"""Pictures of a film."""


def pictures(path: Path) -> Iterator[Picture]:
    """The photo, or some pictures of the film; the longer side at most 1,024."""
    still = cv2.imread(str(path))
    found = [still] if still is not None else _of_film(path)
    for picture in found:
        scale = min(1.0, 1024 / max(picture.shape[:2]))
        yield np.asarray(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )


def _of_film(path: Path) -> Iterator[Any]:
    with av.open(str(path)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number % EVERY == 0:
                yield frame.to_ndarray(format="bgr24")
            if number >= EVERY * MOST:
                return


def turned(picture: Picture) -> Iterator[tuple[int, Picture]]:
    for size in (1.0, 0.5):
        small = np.asarray(
            cv2.resize(picture, None, fx=size, fy=size, interpolation=cv2.INTER_AREA), np.uint8
        )
        for turns in range(4):
            yield turns, np.ascontiguousarray(np.rot90(small, turns))


def main(models: Path, paths: list[Path]) -> None:
    context = Context(settings={}, packs=PackStore(models))
    detector: FaceDetector = context.model(Task.FACE_DETECTION)
    embedder: FaceEmbedder = context.model(Task.FACE_EMBEDDING)
    width = context.space(Task.FACE_EMBEDDING).width
    scores: dict[bool, list[float]] = {True: [], False: []}
    told: dict[str, Counter[str]] = {"upright": Counter(), "turned": Counter()}
    cost = looks = 0.0

    def vector(picture: Picture, points: Vector) -> Vector:
        found: Vector = embedder.vectors([embedder.crop(picture, points)], width)[0]
        return found

    for path in paths:
        judges = hashlib.sha256(path.name.encode()).digest()[0] % 2
        for picture in pictures(path):
            truth: list[Vector] = []
            for turns, look in turned(picture):
                found = detector.find(look, 0.7)
                if not judges:
                    scores[turns == 0] += found.scores.tolist()
                    continue
                for box, points, score in zip(found.boxes, found.points, found.scores, strict=True):
                    began = time.process_time()
                    face = face_turns.upright(detector, look, box, points, float(score))
                    cost, looks = cost + time.process_time() - began, looks + 1
                    own = vector(look, face.points)
                    if turns == 0 and len(look) == len(picture):
                        truth.append(own)
                    best = max((float(own @ other) for other in truth), default=1.0)
                    kind = "upright" if turns == 0 else "turned"
                    told[kind]["set aside" if not face.known else "same" if best >= SAME else "other"] += 1
    print(f"choosing: {len(scores[True])} upright, {len(scores[False])} found while turned")
    for share in (1, 5, 10):
        print(f"  {share} % of the upright score less than {np.percentile(scores[True], share):.3f}")
    print(f"  the highest score of a turned face is {max(scores[False]):.3f}")
    for kind, counts in told.items():
        print(f"judging, {kind}: {dict(counts)}")
    print(f"{1000 * cost / max(looks, 1):.2f} CPU-ms a face")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])
