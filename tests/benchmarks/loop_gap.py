"""How long the window's event loop is kept waiting during a full analysis, over the same window at rest.

`python tests/benchmarks/loop_gap.py [--pairs N] [--seconds S]` opens the real window with every panel on an
analysed case, adds more media, and lets rest and analysis take turns, the order changing from pair to pair; a
timer of 4 ms says how long each beat took. Both cores are the workers' during the analysis. The median of the
pairs' ratios of p99 counts: above 1.5 it fails. Prints the memory of the window's process as well.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop as QtLoop  # noqa: E402
from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from qasync import QEventLoop  # noqa: E402

from app.core_api.jobs import JobProgress, Wanted  # noqa: E402
from tests.windows.driving import open_sample, until  # noqa: E402
from tests.windows.job_running import LONG, add, ended, heard, jobs  # noqa: E402
from tests.windows.surroundings import FEW, MEDIA, analysed, screen  # noqa: E402
from ui.application import opened  # noqa: E402
from ui.shell import Shell  # noqa: E402

MORE = ("bigbuckbunny.mp4", "WolfgangLanger_Pexels.mp4", "dev00.wav", "dev01.wav", "obama_speech.wav",
        "bikes.mp4", "face_noface.mov", "noface_face.mov", "sample.wav", "barber.wav", "vtest.avi",
        "trn00.wav", "trn01.wav", "trn02.wav", "trn03.wav", "tst00.wav", "tst01.wav")  # fmt: skip
MOST, BEAT_MS = 1.5, 4
PAIRS, SECONDS = 7, 6.0


def gaps(seconds: float) -> list[float]:
    """Milliseconds from beat to beat, for so long."""
    found: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        found.append(1000 * (now - last))
        last = now

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
    timer.timeout.connect(beat)
    timer.start()
    loop = QtLoop()  # QTest.qWait would sleep between the events
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    timer.stop()
    return found


class Bed:
    """The window, with an analysis that can be let run and stopped."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.events = shell, heard(shell)
        self._runs = 0

    def rest(self, seconds: float) -> float:
        return p99(gaps(seconds))

    def analysing(self, seconds: float) -> float:
        """Measured from the first progress on; stopped afterwards, so that the next run goes on there."""
        seen = len(self.events)
        jobs(self.shell).enqueue(Wanted())
        self._runs += 1
        until(
            lambda: any(isinstance(e, JobProgress) and e.running for e in self.events[seen:]), "no job", LONG
        )
        measured = p99(gaps(seconds))
        assert len(ended(self.events)) < self._runs, "the analysis ended too early to be measured"
        jobs(self.shell).stop()
        until(lambda: len(ended(self.events)) == self._runs, "the job does not stop", LONG)
        QTest.qWait(500)
        return measured

    @property
    def units(self) -> int:
        return sum(e.done_units for e in ended(self.events))


def p99(found: list[float]) -> float:
    return float(np.percentile(found, 99))


@contextmanager
def window(home: Path) -> Iterator[Shell]:
    """The program's window on a copy of an analysed case, every panel made."""
    os.environ |= {"AIMA_HOME": str(home), "AIMA_MODELS": str(ROOT / ".aima" / "models")}
    app = QApplication(["aima", "-platform", "xcb"])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    with opened(app, loop) as shell:
        shell.resize(1280, 800)
        shell.show()
        open_sample(shell)
        yield shell
    asyncio._set_running_loop(None)
    loop.close()


def measure(shell: Shell, pairs: int, seconds: float) -> list[tuple[float, float]]:
    """(rest, analysing) of every pair."""
    bed = Bed(shell)
    found = []
    for number in range(pairs):
        if number % 2:
            busy = bed.analysing(seconds)
            found.append((bed.rest(seconds), busy))
        else:
            idle = bed.rest(seconds)
            found.append((idle, bed.analysing(seconds)))
        print(f"pair {number + 1}: p99 at rest {found[-1][0]:.1f} ms, analysing {found[-1][1]:.1f} ms")
    print(f"{bed.units} units were analysed meanwhile")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    args = parser.parse_args()
    source = analysed(FEW, ROOT / ".aima" / "models")
    with tempfile.TemporaryDirectory() as folder, screen():
        home = Path(folder) / "home"
        shutil.copytree(source, home)
        with window(home) as shell:
            add(shell, [MEDIA / name for name in MORE])
            shell.workspace.reveal("jobs")
            found = measure(shell, args.pairs, args.seconds)
            memory = psutil.Process().memory_full_info()
    ratio = statistics.median(busy / idle for idle, busy in found)
    print(f"window's process: {memory.rss / 1e6:.0f} MB resident, {memory.uss / 1e6:.0f} MB its own")
    print(f"event loop, p99 analysing over p99 at rest: {ratio:.2f} (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
