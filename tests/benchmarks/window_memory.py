"""Memory of the window's process with a large case in view: 10,000 items, ten million events of a timeline, a
million faces, 100,000 utterances.

    python tests/benchmarks/window_memory.py

Opens the real window on a case of 10,000 items. Its core is the real one too, but answers what lies on the
timeline, which faces there are and what is said out of made columns, through the pipe. Timeline, faces and
transcript are in view at once, are zoomed, scrolled and followed, so that what they keep is there. Fails
above 500 MB resident.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.core_api.protocol import Question
    from ui.shell import Shell

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402

MOST_MB = 500.0
EVENTS, FACES, UTTERANCES, LANES = 10_000_000, 1_000_000, 100_000, 40
SETTLED_SECONDS, PATIENCE_SECONDS = 1.5, 600.0


def serve() -> int:
    """The core, with made answers in the place of what ten million findings would give."""
    from PySide6.QtGui import QGuiApplication

    from app.core_api import core
    from app.core_api.core_session import CoreSession, handlers
    from app.core_api.people import Crops, Faces, SeenItem
    from app.core_api.timeline import LaneHead, LaneKind, Lanes, LaneSet, LaneTracks, TrackHead, Wording
    from app.core_api.transcript import Said, Transcripts
    from tests.benchmarks import face_grid, timeline
    from tests.made_talk import talk

    painting = QGuiApplication(["core", "-platform", "offscreen"])
    crops = face_grid.pictures()
    del painting

    def heads() -> tuple[LaneHead, ...]:
        each = EVENTS // LANES
        kinds = [LaneKind.WORDS if n % 10 == 0 else LaneKind.FACE for n in range(LANES)]
        return tuple(
            LaneHead(f"lane:{n}", kind, n, "", each, (TrackHead(0),), "made", kind is LaneKind.WORDS)
            for n, kind in enumerate(kinds)
        )

    def lanes(_: CoreSession, question: Lanes) -> LaneSet:
        return LaneSet(question.item_id, 0, 10 * timeline.YEAR, heads(), 40_000_000)

    def lane_tracks(_: CoreSession, question: LaneTracks) -> tuple[object, ...]:
        return (timeline.events(EVENTS // LANES, int(question.lane_key.partition(":")[2])),)

    def wording(_: CoreSession, question: Wording) -> tuple[str, ...]:
        return tuple(f"said {n % 5000}" for n in question.numbers)

    def faces(session: CoreSession, _: Faces) -> object:
        made = face_grid.table(FACES)
        with session.review() as review:
            known = [SeenItem(i.id, i.untrusted_name, i.kind) for i in review.findings.items()]
        return replace(made, items=known, item=made.item % len(known))

    def transcripts(_: CoreSession, question: Transcripts) -> tuple[Said, ...]:
        said = talk(UTTERANCES)
        heard = replace(said.heard, item_id=question.items[0])
        return (replace(said, item_id=question.items[0], heard=heard),)

    def pictures(_: CoreSession, question: Crops) -> list[bytes]:
        return [crops[n % len(crops)] for n in question.ids]

    made: dict[Any, Callable[..., Any]] = {
        Lanes: lanes, LaneTracks: lane_tracks, Wording: wording, Faces: faces, Crops: pictures,
        Transcripts: transcripts,
    }  # fmt: skip
    core._find_answers()
    handlers.update(made)
    return core.serve()


def held() -> tuple[float, float]:
    """MB resident, and of these its own."""
    gc.collect()
    memory = psutil.Process().memory_full_info()
    return memory.rss / 1e6, memory.uss / 1e6


class Told:
    """Prints what each step added."""

    def __init__(self) -> None:
        self._before = (0.0, 0.0)

    def step(self, what: str) -> float:
        now = held()
        added = [a - b for a, b in zip(now, self._before, strict=True)]
        print(
            f"{what:<66}{now[0]:7.0f} MB, own {now[1]:4.0f}   (+{added[0]:.0f}, own +{added[1]:.0f})",
            flush=True,
        )
        self._before = now
        return now[0]


def columns_of(value: object) -> float:
    """MB of the arrays of a value."""
    return sum(getattr(getattr(value, f.name), "nbytes", 0) for f in fields(value)) / 1e6  # type: ignore[arg-type]


def until(holds: Callable[[], object], what: str) -> None:
    """Let the window live until something holds. What tests have for this would load a database too."""
    from PySide6.QtTest import QTest

    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        QTest.qWait(5)


def asked(shell: Shell, question: Question[Any]) -> Any:
    future = shell.ui.core.ask(question)
    until(future.done, "no answer")
    return future.result()


def quiet(shell: Shell) -> None:
    until(lambda: not any(panel.busy for panel in shell.workspace.panels), "a panel is still busy")


def measure(app: Any, loop: asyncio.AbstractEventLoop) -> float:
    """The most MB that were resident at the end of a step with everything in view."""
    from PySide6.QtTest import QTest

    from app.core_api.evidence import Items
    from app.core_api.session import Cases, OpenCase, Unlock
    from ui.application import opened

    told = Told()
    with opened(app, loop) as shell:
        shell.resize(1920, 1000)
        shell.show()
        QTest.qWaitForWindowExposed(shell, 60_000)
        told.step("an empty window")
        asked(shell, Unlock(sys.stdin.readline().rstrip("\n")))
        (row,) = asked(shell, Cases())
        shell.open_case(asked(shell, OpenCase(row.id)))
        quiet(shell)
        shell.workspace.arrange("people")
        for panel in shell.workspace.panels:
            shell.workspace.reveal(panel.name)
            quiet(shell)
        told.step("every panel shown once, 10,000 items, a million faces")
        panels: list[Any] = [shell.workspace.panel(n) for n in ("faces", "timeline", "transcript")]
        faces, line, talk = panels
        until(lambda: faces.store.table is not None and not faces.busy, "no faces")
        first = asked(shell, Items()).ids.partition("\0")[0]
        shell.ui.position.go(first, 0)
        quiet(shell)
        view = line.board.view
        until(lambda: all(lane.tracks for lane in view.stack.lanes) and view.stack.lanes, "no lanes")
        until(lambda: len(talk.sheet) == UTTERANCES, "no transcript")
        for name in ("evidence", "timeline", "transcript", "faces"):
            shell.workspace.reveal(name)
        quiet(shell)
        hidden = [panel.name for panel in panels if not panel.isVisible()]
        assert not hidden, f"to be seen at once: {hidden}"
        most = told.step("ten million events and 100,000 utterances too")
        bar = faces.grid.verticalScrollBar()
        for n in range(150):
            bar.setValue(bar.maximum() * n // 150)
            view.zoom(1 if n % 60 < 30 else -1)
            shell.ui.position.seek(n * 10**9)
            talk.view.show_time(shell.ui.position.item_id, n * 10**10)
            QTest.qWait(20)
        quiet(shell)
        QTest.qWait(int(SETTLED_SECONDS * 1000))
        most = max(most, told.step("scrolled, zoomed and followed"))
        tracks = [t for lane in view.stack.lanes for t in lane.tracks]
        assert faces.store.table is not None
        events = sum(len(t) for t in tracks)
        print(
            f"of that: {events:,} events {sum(t.nbytes for t in tracks) / 1e6:.0f} MB"
            f" · {len(faces.store.table):,} faces {columns_of(faces.store.table):.0f} MB,"
            f" pictures {faces.loader.kept_bytes / 1e6:.0f} MB"
            f" · {len(talk.sheet):,} utterances {columns_of(talk.sheet.blocks[0].said):.0f} MB"
        )
    return most


def window() -> int:
    from PySide6.QtWidgets import QApplication
    from qasync import QEventLoop

    begin = subprocess.Popen

    def beginning(command: Sequence[str], **how: Any) -> subprocess.Popen[bytes]:
        own = [sys.executable, __file__, "--core"]
        return begin(own if command[-1] == "app.core_api.core" else command, **how)

    subprocess.Popen = beginning  # type: ignore[assignment, misc]
    app = QApplication(["aima", "-platform", "xcb"])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    memory_mb = measure(app, loop)
    asyncio._set_running_loop(None)
    loop.close()
    print(f"memory: {memory_mb:.0f} MB (at most {MOST_MB:.0f})")
    return 0 if memory_mb <= MOST_MB else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--core", action="store_true", help="be the core")
    parser.add_argument("--window", action="store_true", help="be the window of the case in AIMA_HOME")
    asked = parser.parse_args()
    if asked.core:
        return serve()
    if asked.window:
        return window()
    from tests.benchmarks.opening import made_home
    from tests.investigator import PASSPHRASE
    from tests.windows.surroundings import screen

    with tempfile.TemporaryDirectory() as folder, screen():
        home = made_home(Path(folder) / "home")
        os.environ |= {"AIMA_HOME": str(home), "AIMA_MODELS": str(ROOT / ".aima" / "models")}
        # in a process of its own, which has not made the case
        command = [sys.executable, __file__, "--window"]
        return subprocess.run(command, input=PASSPHRASE + "\n", text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
