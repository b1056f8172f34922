"""The plain loop that analyses are compared with: OpenCV decodes, finds faces in full size, embeds each."""

from __future__ import annotations

import random
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from tests.benchmarks.people_found import Face, People, grouped

Picture = npt.NDArray[np.uint8]


class PlainLoop:
    """One thread; the models are loaded before anything is measured."""

    def __init__(self, models: Path) -> None:
        cv2.setNumThreads(1)
        self._detector = cv2.FaceDetectorYN.create(
            str(models / "face-detection-yunet" / "yunet_fp32.onnx"), "", (320, 320), 0.6, 0.3, 5000
        )
        self._embedder = cv2.FaceRecognizerSF.create(
            str(models / "face-embedding-sface" / "sface_fp32.onnx"), ""
        )
        self._faces(np.zeros((320, 320, 3), np.uint8))
        self._embedder.feature(np.zeros((112, 112, 3), np.uint8))

    def photos(self, folder: Path, most: int) -> tuple[float, People]:
        """CPU seconds for all photos of the folder, scaled from at most `most` drawn ones; who was found."""
        paths = sorted(folder.iterdir())
        part = sorted(random.Random(8).sample(paths, min(most, len(paths))))
        faces: list[Face] = []
        begun = time.process_time()
        for number, path in enumerate(part):
            picture = cv2.imread(str(path))
            assert picture is not None
            looked = self._faces(np.asarray(picture, np.uint8))
            faces += [Face(v, number, len(faces) + i, 0, 1, q) for i, (v, q) in enumerate(looked)]
        spent = time.process_time() - begun
        _say(len(part), len(paths), "photos", spent)
        return spent * len(paths) / len(part), grouped(faces)

    def film(self, path: Path, seconds: int) -> tuple[float, People]:
        """CPU seconds for all pictures, scaled from those of `seconds` seconds spread evenly; who was found.

        Going to a place costs nothing here, nor does what lies between it and the keyframe before it.
        """
        video = cv2.VideoCapture(str(path))
        rate, count = video.get(cv2.CAP_PROP_FPS), int(video.get(cv2.CAP_PROP_FRAME_COUNT))
        faces: list[Face] = []
        spent, seen = 0.0, 0
        for piece in range(seconds):
            video.set(cv2.CAP_PROP_POS_FRAMES, (piece + 0.5) / seconds * (count - 2 * rate))
            video.read()
            begun = time.process_time()
            for _ in range(round(rate)):
                there, picture = video.read()
                assert there
                start, end = (int((seen + n) / rate * 1e9) for n in (0, 1))
                faces += [
                    Face(v, 0, len(faces) + i, start, end, q)
                    for i, (v, q) in enumerate(self._faces(np.asarray(picture, np.uint8)))
                ]
                seen += 1
            spent += time.process_time() - begun
        _say(seen, count, "pictures", spent)
        return spent * count / seen, grouped(faces)

    def _faces(self, picture: Picture) -> list[tuple[npt.NDArray[np.float32], float]]:
        """Vector and score of each."""
        self._detector.setInputSize((picture.shape[1], picture.shape[0]))
        _, faces = self._detector.detect(picture)
        found = []
        for face in faces if faces is not None else ():
            vector = self._embedder.feature(self._embedder.alignCrop(picture, face)).ravel()
            found.append((np.asarray(vector / np.linalg.norm(vector), np.float32), float(face[14])))
        return found


def _say(part: int, count: int, what: str, spent: float) -> None:
    print(f"plain loop: {part} of {count} {what}, {1000 * spent / part:.0f} CPU-ms each", flush=True)
