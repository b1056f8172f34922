"""Whole visual analysis and the keyframe preview beside a plain loop, in CPU seconds.

    python tests/benchmarks/visual.py [--pairs N] [--only short|long] [--stage NAME …]

Comparator: OpenCV reads every frame, `cv2.FaceDetectorYN` (fp32) looks at it in full size, and
`cv2.FaceRecognizerSF` (fp32) embeds each face. It does faces only; ours also does shots, objects, text,
features and hashes. All sides run in turn, each in a fresh child process; user and system time of the
work is counted, loading of models apart (a worker loads them once for a whole case). What counts is the
median of the ratios of each round. The faces of all sides are grouped by the same code, and the groups
compared with the people known to be in the film.

Gates: on the 1080p film the whole visual analysis at least 10 times cheaper and the preview pass 50 times; on
both films, at least 98 % of the people whom the plain loop finds, and nobody mixed. The broadcast of
320 × 240 is reported without a gate on its cost: it has 3 keyframes among 104 frames, so even a preview that
cost nothing but the plain loop's work on them could not be 50 times cheaper; and one look for text or
objects, which the plain loop does not take, costs as much as faces in several of its small frames.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from engine.across.face_clusters import FaceRows, cluster_faces  # noqa: E402
from engine.models.catalogue import default_space  # noqa: E402
from engine.models.tasks import Task  # noqa: E402
from tests.benchmarks.footage import LONG, PHOTOS, long_footage  # noqa: E402

ALIKE = default_space(Task.FACE_EMBEDDING).threshold("grouping")
MODELS = ROOT / ".aima" / "models"
MEDIA = ROOT / ".aima" / "media"
STAGES = (
    "shot_changes", "shots", "faces", "face_tracks", "face_embeddings",
    "objects", "screen_text", "image_embeddings", "perceptual_hashes",
)  # fmt: skip
GATES = {"whole": 10, "scout": 50}
"""How many times fewer CPU seconds than the plain loop."""


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def plain(path: Path) -> dict[str, Any]:
    """The plain loop over every frame."""
    import cv2

    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(
        str(MODELS / "face-detection-yunet" / "yunet_fp32.onnx"), "", (320, 320), 0.6, 0.3, 5000
    )
    embedder = cv2.FaceRecognizerSF.create(str(MODELS / "face-embedding-sface" / "sface_fp32.onnx"), "")
    blank = np.zeros((320, 320, 3), np.uint8)
    detector.detect(blank)
    embedder.feature(np.ascontiguousarray(blank[:112, :112]))
    begun = cpu_seconds()
    video = cv2.VideoCapture(str(path))
    rate = video.get(cv2.CAP_PROP_FPS)
    rows: list[tuple[Any, ...]] = []
    number = 0
    while True:
        there, picture = video.read()
        if not there:
            break
        detector.setInputSize(picture.shape[1::-1])
        _, faces = detector.detect(picture)
        for face in faces if faces is not None else ():
            vector = embedder.feature(embedder.alignCrop(picture, face)).ravel()
            start, end = (int(n / rate * 1e9) for n in (number, number + 1))
            rows.append((vector / np.linalg.norm(vector), len(rows), start, end, float(face[14])))
        number += 1
    spent = cpu_seconds() - begun
    return {"cpu": spent, "seconds": number / rate, "people": people(rows)}


def ours(path: Path, wanted: list[str], preview: bool) -> dict[str, Any]:
    """The stages `wanted`, planned and run as the product does, in this process."""
    from engine.execute import run_unit
    from engine.media.source import MediaCache
    from engine.models.packs import PackStore
    from engine.one_file import OneFile
    from engine.stage import Context
    from engine.units import UnitRequest

    packs = PackStore(MODELS)
    context = Context(settings={}, packs=packs)
    spent: dict[str, float] = {}

    def analysed(film: Path, is_preview: bool) -> Mapping[str, list[Any]]:
        cache = MediaCache()

        def run(request: UnitRequest) -> bytes:
            started = cpu_seconds()
            data = run_unit(request, context, cache)
            spent[request.stage] = spent.get(request.stage, 0.0) + cpu_seconds() - started
            return data

        return OneFile(film, hashlib.sha256(film.read_bytes()).hexdigest(), run, packs, None).run(
            wanted, is_preview
        )

    analysed(MEDIA / "obama_speech.mp4", False)  # loads the models
    spent.clear()
    begun = cpu_seconds()
    results = analysed(path, preview)
    total = cpu_seconds() - begun
    rows = []
    units = zip(results["face_tracks"], results["face_embeddings"], strict=True)
    for unit, (tracks, found) in enumerate(units):
        spans, faces = tracks["tracklets"], found["embeddings"]
        for i, tracklet in enumerate(faces["tracklet"].tolist()):
            times = int(spans["start_ns"][tracklet]), int(spans["end_ns"][tracklet])
            rows.append((faces["vector"][i], unit * 10000 + tracklet, *times, float(faces["quality"][i])))
    return {"cpu": total, "people": people(rows), "stages": spent}


def people(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Identities among the faces of one item: mean vector and seconds visible."""
    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    vectors = np.array(columns[0], np.float32)
    tracklet, start, end = (np.array(columns[i], np.int64) for i in (1, 2, 3))
    faces = FaceRows(
        vectors, np.zeros(len(rows), np.int64), tracklet, start, end, np.array(columns[4], np.float32)
    )
    cluster = cluster_faces(faces).cluster
    found = []
    for number in np.unique(cluster):
        here = cluster == number
        _, once = np.unique(tracklet[here], return_index=True)
        mean = vectors[here].mean(axis=0)
        seconds = float((end - start)[here][once].sum() / 1e9)
        found.append({"vector": (mean / np.linalg.norm(mean)).tolist(), "seconds": seconds})
    return found


def known_people(path: Path) -> list[list[float]]:
    """A vector of every person in the film, from the photos it was made of or from its first picture."""
    import cv2

    detector = cv2.FaceDetectorYN.create(
        str(MODELS / "face-detection-yunet" / "yunet_fp32.onnx"), "", (320, 320), 0.8, 0.3, 5000
    )
    embedder = cv2.FaceRecognizerSF.create(str(MODELS / "face-embedding-sface" / "sface_fp32.onnx"), "")
    pictures = [cv2.imread(str(MEDIA / name)) for name in PHOTOS] if path.name == LONG else []
    film = cv2.VideoCapture(str(MEDIA / "WolfgangLanger_Pexels.mp4" if pictures else path))
    pictures.append(film.read()[1])
    vectors = []
    for picture in pictures:
        assert picture is not None
        detector.setInputSize(picture.shape[1::-1])
        for face in detector.detect(picture)[1]:
            vector = embedder.feature(embedder.alignCrop(picture, face)).ravel()
            vectors.append((vector / np.linalg.norm(vector)).tolist())
    return vectors


def recognised(known: list[list[float]], clusters: list[dict[str, Any]]) -> tuple[int, int]:
    """How many known people have a cluster, and how many clusters hold two of them."""
    if not clusters:
        return 0, 0
    near = np.array(known) @ np.array([cluster["vector"] for cluster in clusters]).T >= ALIKE
    return int(near.any(axis=1).sum()), int((near.sum(axis=0) > 1).sum())


def in_child(side: str, path: Path, wanted: list[str]) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", side, str(path), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def child(side: str, path: Path, wanted: list[str]) -> dict[str, Any]:
    sides: Mapping[str, Callable[[], dict[str, Any]]] = {
        "plain": lambda: plain(path),
        "whole": lambda: ours(path, wanted, preview=False),
        "scout": lambda: ours(path, wanted, preview=True),
    }
    return sides[side]()


def compare(path: Path, wanted: list[str], pairs: int) -> list[str]:
    """Run all sides in turn, print what came out, name the gates missed."""
    runs: dict[str, list[dict[str, Any]]] = {"plain": [], "whole": [], "scout": []}
    for _ in range(pairs):
        for side, done in runs.items():
            done.append(in_child(side, path, wanted))
    spent = {side: [run["cpu"] for run in done] for side, done in runs.items()}
    known = known_people(path)
    naive, mixed = recognised(known, runs["plain"][0]["people"])
    print(f"{path.name}, {runs['plain'][0]['seconds']:.1f} s, {pairs} rounds")
    print(f"  plain: {median(spent['plain']):.2f} CPU-s;", end=" ")
    print(f"{naive} of {len(known)} people, {mixed} mixed, {len(runs['plain'][0]['people'])} clusters")
    missed = []
    for side, gate in GATES.items():
        ratios = sorted(a / b for a, b in zip(spent["plain"], spent[side], strict=True))
        ratio, gated = median(ratios), path.name == LONG
        found, mixed = recognised(known, runs[side][0]["people"])
        print(f"  {side}: {median(spent[side]):.3f} CPU-s, {ratio:.1f} times less", end=" ")
        print(f"({ratios[0]:.1f} to {ratios[-1]:.1f}; {f'gate {gate}' if gated else 'no gate'});", end=" ")
        print(f"{found} of {len(known)} people, {mixed} mixed, {len(runs[side][0]['people'])} clusters")
        print_stages([run["stages"] for run in runs[side]])
        if gated and ratio < gate:
            missed.append(f"{path.name} {side} {ratio:.1f}×")
        if mixed or (side == "whole" and found < 0.98 * naive):
            missed.append(f"{path.name} {side} people")
    return missed


def print_stages(runs: list[dict[str, float]]) -> None:
    """Median CPU seconds of each stage; the first to read a segment pays for its decoding."""
    costs = {name: median(run[name] for run in runs) for name in runs[0]}
    for name, seconds in sorted(costs.items(), key=lambda item: -item[1]):
        print(f"    {name:18} {seconds:7.3f}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--only", choices=["short", "long"])
    parser.add_argument("--stage", action="append", choices=STAGES)
    parser.add_argument("--child", nargs="+")
    options = parser.parse_args()
    if options.child:
        side, path, *wanted = options.child
        print(json.dumps(child(side, Path(path), wanted)))
        return 0
    from engine.stage import stages

    wanted = [name for name in options.stage or STAGES if name in stages()]
    print("stages: " + ", ".join(wanted))
    missed: list[str] = []
    if options.only != "long":
        missed += compare(MEDIA / "obama_speech.mp4", wanted, options.pairs)
    if options.only != "short":
        missed += compare(long_footage(MEDIA), wanted, options.pairs)
    print("missed: " + ", ".join(missed) if missed else "all gates held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
