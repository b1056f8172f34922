"""The preview of many photos: its cost beside decoding, YuNet and SFace alone; first finding; estimates.

    python tests/benchmarks/scouting.py [--photos N]

The photos are the sample photos, encoded once more at sizes from 0.2 to 6 megapixels, each a file of its own.
Comparator: OpenCV reads a photo, `cv2.FaceDetectorYN` (fp32) looks at it in full size, and
`cv2.FaceRecognizerSF` embeds each face; it stores nothing. What counts is CPU seconds, once of the stages of
the preview as the case has them, and once of the whole command with encryption, storing and start.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from sqlalchemy import func, select  # noqa: E402

from app.store import schema  # noqa: E402
from tests.investigator import Investigator  # noqa: E402

MODELS = ROOT / ".aima" / "models"
MEDIA = ROOT / ".aima" / "media"
SAMPLES = (
    "obama.jpg",
    "person_a_1.jpg",
    "person_a_2.jpg",
    "person_b_1.jpg",
    "multi_face.jpg",
    "single_face.jpg",
)
MEGAPIXELS = (0.2, 0.5, 1.0, 2.0, 3.0, 6.0)


def photos(folder: Path, count: int) -> None:
    """`count` different JPEG files."""
    for number in range(count):
        with Image.open(MEDIA / SAMPLES[number % len(SAMPLES)]) as opened:
            picture = opened.convert("RGB")
        megapixels = MEGAPIXELS[number // len(SAMPLES) % len(MEGAPIXELS)] * (1 + number / count / 10)
        scale = (megapixels * 1e6 / (picture.width * picture.height)) ** 0.5
        resized = picture.resize((round(picture.width * scale), round(picture.height * scale)))
        resized.save(folder / f"{number:05}.jpg", quality=80 + number % 15)


def plain_seconds(folder: Path) -> float:
    """CPU seconds of decoding, YuNet and SFace over all photos."""
    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(
        str(MODELS / "face-detection-yunet" / "yunet_fp32.onnx"), "", (320, 320), 0.6, 0.3, 5000
    )
    embedder = cv2.FaceRecognizerSF.create(str(MODELS / "face-embedding-sface" / "sface_fp32.onnx"), "")
    blank = np.zeros((320, 320, 3), np.uint8)
    detector.detect(blank)
    embedder.feature(np.ascontiguousarray(blank[:112, :112]))
    begun = time.process_time()
    for path in sorted(folder.iterdir()):
        picture = cv2.imread(str(path))
        assert picture is not None
        detector.setInputSize((picture.shape[1], picture.shape[0]))
        _, faces = detector.detect(picture)
        for face in faces if faces is not None else []:
            embedder.feature(embedder.alignCrop(picture, face))
    return time.process_time() - begun


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def analysed(investigator: Investigator, *options: str) -> dict[str, float]:
    """Seconds until the first face was stored and until the end, CPU of all processes, and the estimate."""
    cpu, begun = children_seconds(), time.monotonic()
    found = {"first": 0.0, "likely": 0.0}
    running = investigator.start("analyze", "--json", *options)
    assert running.stdout is not None
    asked = begun
    for line in running.stdout:
        record = json.loads(line)
        if record.get("event") == "estimate":
            asked, found["likely"] = time.monotonic(), record["likely"]
        elif record.get("event") == "unit" and record["stage"] == "face_embeddings" and not found["first"]:
            found["first"] = time.monotonic() - asked
    assert running.wait() == 0
    return found | {"took": time.monotonic() - asked, "cpu": children_seconds() - cpu}


def stage_seconds(investigator: Investigator) -> dict[str, float]:
    """CPU seconds by stage, as the case has them."""
    u = schema.units.c
    with investigator.open_case() as case, case.database.connect() as connection:
        rows = connection.execute(select(u.stage, func.sum(u.cpu_seconds)).group_by(u.stage)).all()
    return {stage: float(seconds) for stage, seconds in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--no-rest", action="store_true", help="without the full analysis after the preview")
    asked = parser.parse_args()
    count = asked.photos
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "photos"
        folder.mkdir()
        photos(folder, count)
        investigator = Investigator.set_up(Path(made) / "home", MODELS)
        investigator.new_case()
        investigator.run("add", str(folder))
        plain = plain_seconds(folder)
        preview = analysed(investigator, "--preview-only")
        stages = stage_seconds(investigator)
        own = sum(seconds for stage, seconds in stages.items() if stage != "probe")
        faces = sum(stages[stage] for stage in ("faces", "face_tracks", "face_embeddings"))
        full = {} if asked.no_rest else analysed(investigator)
    print(f"{count} photos, plain: {1000 * plain / count:.0f} CPU-ms each")
    print(
        f"preview: {1000 * own / count:.0f} CPU-ms each in stages ({own / plain:.2f} times plain), ", end=""
    )
    print(f"of it faces {faces / plain:.2f}; the whole command {preview['cpu'] / plain:.2f} times plain")
    print(f"first finding after {preview['first']:.1f} s; estimated {preview['likely']:.0f} s, ", end="")
    print(f"took {preview['took']:.0f} s (CPU of its stages: {own:.0f} s)")
    if full:
        print(f"the rest: estimated {full['likely']:.0f} s, took {full['took']:.0f} s")


if __name__ == "__main__":
    main()
