"""Decoding for analysis beside reading everything, in CPU seconds.

    python tests/benchmarks/decoding.py [--pairs N]

Candidates: the grid (5 pictures a second) and the keyframes of `engine.media.source`, each picture
converted to BGR at most 1024 px wide, as detectors get it. Comparators: OpenCV `VideoCapture.read` over
every frame (BGR in full size), and PyAV decoding every frame without converting it (the decoder's own
floor). All with one thread, in turn within one process, user and system time; the median of the pairs'
ratios is printed. Films: 1080p H.264 in two ways of coding (made from sample media on the first run),
and sample files as they are.

Gates: on the 1080p film coded with the encoder's defaults the grid costs less than 0.8 of the floor and
the keyframes less than 1/10 of it. Films without pictures nobody refers to, or with a keyframe a second,
are only reported: there is less to leave out. The grid must nowhere miss an interval that has a picture.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import av  # noqa: E402
import cv2  # noqa: E402

from engine.media.inspection import inspect  # noqa: E402
from engine.media.source import MediaCache  # noqa: E402
from engine.plan import picture_segments  # noqa: E402
from engine.units import SECOND, Kind, MediaPath, Sampling, UnitRequest  # noqa: E402

MEDIA = ROOT / ".aima" / "media"
MADE = ROOT / ".aima" / "benchmark"
SIDE = 1024
CODINGS = {
    "1080p, encoder's defaults": {"preset": "medium", "crf": "22"},
    "1080p, as phones code (no B-frames, keyframe a second)": {
        "preset": "veryfast", "crf": "20", "bf": "0", "g": "30", "refs": "1",
    },
}  # fmt: skip
SAMPLES = ("WolfgangLanger_Pexels.mp4", "face_noface.mov", "bigbuckbunny.mp4", "vtest.avi")
GRID_GATE, KEYFRAME_GATE = 0.8, 0.1


def film(number: int, options: dict[str, str]) -> Path:
    """Twenty seconds of a talking woman, enlarged to 1080p at 30 pictures a second."""
    path = MADE / f"decoding_{number}.mp4"
    if path.exists():
        return path
    MADE.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.mp4")
    with av.open(str(MEDIA / "WolfgangLanger_Pexels.mp4")) as inside, av.open(str(unfinished), "w") as out:
        stream = out.add_stream("libx264", rate=30, options=options)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for count, frame in enumerate(inside.decode(video=0)):
            large = frame.reformat(1920, 1080, "yuv420p", threads=1)
            large.pts, large.time_base = count, Fraction(1, 30)
            large.pict_type = 0
            out.mux(stream.encode(large))
        out.mux(stream.encode(None))
    unfinished.rename(path)
    return path


def opencv(path: Path) -> int:
    capture, count = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1]), 0
    while capture.read()[0]:
        count += 1
    capture.release()
    return count


def floor(path: Path) -> int:
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.thread_count = 1
        return sum(1 for _ in container.decode(video=0))


def sampled(path: Path, sampling: Sampling) -> int:
    """All segments of the file, as the planner cuts them."""
    found = inspect(MediaPath(str(path)))
    cache, count = MediaCache(), 0
    for span in picture_segments([t for _, t in found.keyframes], found.duration_ns):
        request = UnitRequest(
            stage="faces", version=1, sha256="", kind=Kind.VIDEO, stream=-1, span=span, sampling=sampling,
            settings={}, digests={}, upstream_keys={}, media=MediaPath(str(path)),
        )  # fmt: skip
        for frame in cache.source(request).frames(5):
            frame.bgr(SIDE)
            count += 1
    return count


def grid(path: Path) -> int:
    return sampled(path, Sampling.GRID)


def keyframes(path: Path) -> int:
    return sampled(path, Sampling.KEYFRAMES)


def missed(path: Path) -> int:
    """Intervals of the grid with a picture of which the grid gives none."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = stream.time_base or 1
        times = [p.pts * base * SECOND for p in container.demux(stream) if p.pts is not None]
    origin = min(times)
    return max(0, len({int(t - origin) // (SECOND // 5) for t in times}) - grid(path))


def cpu(work: Callable[[Path], int], path: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    work(path)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(path: Path, pairs: int) -> dict[str, float]:
    """Median CPU seconds of each and median ratios of the candidates to both comparators."""
    runs: dict[str, list[float]] = {work.__name__: [] for work in (opencv, floor, grid, keyframes)}
    for _ in range(pairs):
        for work in (opencv, floor, grid, keyframes):
            runs[work.__name__].append(cpu(work, path))
    told = {name: median(values) for name, values in runs.items()}
    for candidate in ("grid", "keyframes"):
        for comparator in ("opencv", "floor"):
            ratios = [a / b for a, b in zip(runs[candidate], runs[comparator], strict=True)]
            told[f"{candidate}/{comparator}"] = median(ratios)
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    pairs = parser.parse_args().pairs
    cv2.setNumThreads(1)
    av.logging.set_level(av.logging.PANIC)
    films = {name: film(number, options) for number, (name, options) in enumerate(CODINGS.items())}
    good = True
    for number, (name, path) in enumerate({**films, **{n: MEDIA / n for n in SAMPLES}}.items()):
        told, empty = compare(path, pairs), missed(path)
        print(
            f"{name}: "
            + ", ".join(f"{key} {told[key]:.2f} s" for key in ("opencv", "floor", "grid", "keyframes"))
        )
        for candidate in ("grid", "keyframes"):
            print(
                f"    {candidate}: {1 / told[f'{candidate}/opencv']:.2f}x less than OpenCV,"
                f" {told[f'{candidate}/floor']:.3f} of the floor"
            )
        print(f"    intervals without a picture that could have one: {empty}")
        if number == 0:
            good &= told["keyframes/floor"] < KEYFRAME_GATE and told["grid/floor"] < GRID_GATE
        good &= empty == 0
    print("gates met" if good else "GATE MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
