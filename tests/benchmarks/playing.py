"""Playing beside Qt's own player: how soon a sought picture is there, pictures lost, work per second played.

    python tests/benchmarks/playing.py [--pairs N] [--seeks N] [--seconds S]

Film: 1080p H.264 at 30 pictures a second, a keyframe every 250, made from sample media on the first run.
Candidate: `Projector` and `PictureView` with their sandboxed viewer, as in the window. Comparator:
`QMediaPlayer` into a `QVideoSink`, whose pictures a widget of the same size paints. Each runs in a process of
its own on a screen in memory, in turn; a seek ends when the very picture has been handed over, to Qt's player
with the middle of the picture as position, without which it is one off. Work is CPU time, user and system, of
the window's process and the viewer's. Medians of the pairs' ratios are printed.

Gates: the sought picture is there no later than Qt's (ratio at most 1.0), something to look at in at most
half the time; no picture of a run is lost; work per second played at most 1.25 of Qt's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import av  # noqa: E402
from PySide6.QtCore import QUrl  # noqa: E402
from PySide6.QtGui import QPainter  # noqa: E402
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

SECOND = 1_000_000_000
RATE = 30
SIZE = 1280, 720
EXACT_GATE, FIRST_GATE, WORK_GATE = 1.0, 0.5, 1.25


def wait(holds: Callable[[], object], seconds: float = 30) -> float:
    """Let Qt work until something holds; how long it took in seconds."""
    begun = time.perf_counter()
    while not holds():
        if time.perf_counter() - begun > seconds:
            raise SystemExit("it did not come")
        QApplication.processEvents()
        time.sleep(0.0005)
    return time.perf_counter() - begun


def places(film: Path, count: int, seed: int) -> list[int]:
    """Numbers of pictures."""
    with av.open(str(film)) as opened:
        pictures = opened.streams.video[0].frames
    chance = random.Random(seed)
    return [chance.randrange(5, pictures - 5) for _ in range(count)]


def candidate(film: Path, seeks: int, seconds: float, seed: int) -> dict[str, Any]:
    """What the player of the window does."""
    import psutil

    from app.core_api.media import PictureStream, Playable
    from engine.units import Kind, MediaPath
    from ui.player.picture_view import PictureView
    from ui.player.projector import Projector

    projector, view = Projector(), PictureView()
    projector.framed.connect(lambda: view.show_frame(projector.frame, ()))
    view.wanted.connect(projector.show)
    view.resize(*SIZE)
    view.show()
    playable = Playable(
        "", "", "", Kind.VIDEO, MediaPath(str(film)), 3600 * SECOND, True,
        PictureStream(0, 1920, 1080, RATE), (), "",
    )  # fmt: skip
    projector.warm()
    projector.open(playable, None, 0)
    wait(lambda: projector.frame is not None)
    wait(lambda: not projector.waits)
    time.sleep(0.3)
    exact, first = [], []
    for place in places(film, seeks, seed):
        before = projector.frame
        projector.seek((2 * place + 1) * SECOND // (2 * RATE))
        first.append(wait(lambda: projector.frame is not before))  # noqa: B023
        exact.append(first[-1] + wait(lambda: not projector.waits))
        assert projector.frame is not None
        assert round(projector.frame.t_ns * RATE / SECOND) == place
    viewer = psutil.Process(projector.viewer_pid)

    def work() -> float:
        used = viewer.cpu_times()
        return time.process_time() + used.user + used.system

    projector.seek(0)
    wait(lambda: not projector.waits)
    painted: list[int] = []
    projector.framed.connect(lambda: painted.append(projector.frame.t_ns if projector.frame else 0))
    before_work = work()
    projector.play()
    end = round(seconds * SECOND)
    wait(lambda: projector.t_ns >= end)
    used, tally = work() - before_work, projector.tally
    projector.shut()
    expected = round(seconds * RATE)
    lost = max(0, expected - tally.shown)
    return {
        "exact": exact,
        "first": first,
        "work": used / seconds,
        "lost": lost,
        "late_ms": tally.worst_ns / 1e6,
    }


class Painted(QWidget):
    """Paints the latest picture of a sink."""

    def __init__(self, sink: QVideoSink) -> None:
        super().__init__()
        self.frame = QVideoFrame()
        self.shown = 0
        sink.videoFrameChanged.connect(self.take)

    def take(self, frame: QVideoFrame) -> None:
        self.frame = frame
        self.shown += 1
        self.update()

    @property
    def place(self) -> int:
        return round(self.frame.startTime() * RATE / 1_000_000) if self.frame.isValid() else -1

    def paintEvent(self, event: object) -> None:  # noqa: N802
        painter = QPainter(self)
        self.frame.paint(painter, self.rect(), QVideoFrame.PaintOptions())
        painter.end()


def comparator(film: Path, seeks: int, seconds: float, seed: int) -> dict[str, Any]:
    """What QMediaPlayer does."""
    player, sink = QMediaPlayer(), QVideoSink()
    widget = Painted(sink)
    widget.resize(*SIZE)
    widget.show()
    player.setVideoSink(sink)
    player.setSource(QUrl.fromLocalFile(str(film)))
    player.pause()
    wait(lambda: widget.place >= 0)
    time.sleep(0.3)
    exact = []
    for place in places(film, seeks, seed):
        player.setPosition(round((place + 0.5) * 1000 / RATE))
        exact.append(wait(lambda: widget.place == place))  # noqa: B023
    player.setPosition(0)
    wait(lambda: widget.place == 0)
    widget.shown, before_work = 0, time.process_time()
    player.play()
    wait(lambda: widget.place >= seconds * RATE)
    used = time.process_time() - before_work
    player.stop()
    lost = max(0, round(seconds * RATE) - widget.shown)
    return {"exact": exact, "first": exact, "work": used / seconds, "lost": lost, "late_ms": -1.0}


def film() -> Path:
    from tests.benchmarks.decoding import film as made

    return made(0, {"preset": "medium", "crf": "22", "g": "250"})


def measured(which: str, arguments: argparse.Namespace, path: Path, seed: int) -> dict[str, Any]:
    told = subprocess.run(
        [sys.executable, __file__, "--one", which, "--film", str(path), "--seeks", str(arguments.seeks),
         "--seconds", str(arguments.seconds), "--seed", str(seed)],
        capture_output=True, text=True, check=True, env={**os.environ, "QT_LOGGING_RULES": "*=false"},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seeks", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--one", choices=("candidate", "comparator"))
    parser.add_argument("--film", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.one:
        app = QApplication(["playing"])
        deed = candidate if arguments.one == "candidate" else comparator
        print(json.dumps(deed(arguments.film, arguments.seeks, arguments.seconds, arguments.seed)))
        app.exit(0)
        return 0
    from tests.windows.surroundings import screen

    path = film()
    with screen():
        pairs = [
            (measured("candidate", arguments, path, n), measured("comparator", arguments, path, n))
            for n in range(arguments.pairs)
        ]
    return report(pairs)


def report(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> int:
    def ratio(name: str) -> float:
        return median(median_of(ours[name]) / median_of(theirs[name]) for ours, theirs in pairs)

    for ours, theirs in pairs:
        soon, at_all, other = (1000 * median(v) for v in (ours["exact"], ours["first"], theirs["exact"]))
        print(
            f"seek {soon:.0f} ms, first picture {at_all:.0f} ms, Qt {other:.0f} ms; lost {ours['lost']}, Qt "
            f"{theirs['lost']}; CPU s per s {ours['work']:.3f}, Qt {theirs['work']:.3f}; "
            f"latest picture {ours['late_ms']:.1f} ms"
        )
    exact, first, work = ratio("exact"), ratio("first"), ratio("work")
    lost = median(ours["lost"] for ours, _ in pairs)
    print(f"ratios: exact picture {exact:.2f}, first picture {first:.2f}, work {work:.2f}; lost {lost:.0f}")
    good = exact <= EXACT_GATE and first <= FIRST_GATE and work <= WORK_GATE and lost == 0
    print("gates met" if good else "GATE MISSED")
    return 0 if good else 1


def median_of(values: Any) -> float:
    return float(median(values) if isinstance(values, list) else values)


if __name__ == "__main__":
    sys.exit(main())
