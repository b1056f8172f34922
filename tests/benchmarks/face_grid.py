"""The grid of faces with a million of them, beside QListView in icon mode.

    xvfb-run python tests/benchmarks/face_grid.py [faces]

Draws the real view at 1920×1080. Crops are real JPEG pictures that arrive from another process through a pipe
and are decoded in the view's own thread for that. Gates: the first picture of the grid within 50 ms of being
given the order, and 4 ms a frame (p99) while scrolling, by small steps, by the wheel, by pages and by jumps;
kept pictures within their bound. QListView shows as many as it can bear (200,000), in turns with the grid;
both wear the window's theme. Frame times are those of the window's thread.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402
from PySide6.QtCore import (  # noqa: E402
    QAbstractListModel,
    QBuffer,
    QEventLoop,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QListView  # noqa: E402
from qasync import QEventLoop as AsyncLoop  # noqa: E402

from app.core_api.people import FaceTable, SeenItem  # noqa: E402
from app.core_api.pipe import Sender, receive  # noqa: E402
from ui.faces.face_grid_view import FaceGridView  # noqa: E402
from ui.faces.face_order import Ordering, Wanted  # noqa: E402
from ui.shared.crop_loader import KEPT_BYTES, CropLoader  # noqa: E402
from ui.tasks import Tasks  # noqa: E402
from ui.theme import DARK, Theme  # noqa: E402

SIZE = QSize(1920, 1080)
Index = QModelIndex | QPersistentModelIndex
SHOWN_MS, FRAME_MS, BEARABLE = 50.0, 4.0, 200_000


def table(count: int, seed: int = 1) -> FaceTable:
    """Faces of people as unequal as in a city, in 20,000 items."""
    dice = np.random.default_rng(seed)
    number = np.minimum(dice.pareto(0.9, count) * 60, count // 10).astype(np.int32)
    return FaceTable(
        version=1,
        items=[SeenItem(str(n), f"{n}.mp4", "video") for n in range(20_000)],
        ids=np.arange(count, dtype=np.int64),
        number=number,
        item=np.sort(dice.integers(0, 20_000, count)).astype(np.int32),
        t_ns=dice.integers(0, 10**12, count),
        quality=dice.random(count).astype(np.float32),
        score=dice.random(count).astype(np.float32),
        sharpness=dice.random(count).astype(np.float32),
        side=dice.integers(30, 300, count).astype(np.uint16),
        exact=dice.random(count) < 0.8,
    )


def pictures(count: int = 200) -> list[bytes]:
    """JPEG pictures of 144 pixels, about as large as crops are."""
    dice, made = random.Random(1), []
    for _ in range(count):
        image = QImage(144, 144, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        for _ in range(60):
            colour = QColor(dice.randrange(256), dice.randrange(256), dice.randrange(256))
            painter.fillRect(dice.randrange(144), dice.randrange(144), 40, 40, colour)
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "JPEG", 88)  # type: ignore[call-overload]
        made.append(bytes(buffer.data().data()))
    return made


def serve() -> None:
    """The other process: hands out pictures by number."""
    reading, writing = os.fdopen(0, "rb"), Sender(os.fdopen(1, "wb"))
    app = QApplication([])
    made = pictures()
    del app
    while (asked := receive(reading)) is not None:
        writing.send([made[n % len(made)] for n in asked])


class Source:
    """The window's end of it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        self._sender, self._reader, self._loop = Sender(self.process.stdin), self.process.stdout, loop  # type: ignore[arg-type]
        self._one = asyncio.Lock()

    async def ask(self, faces: tuple[int, ...]) -> list[bytes]:
        async with self._one:
            self._sender.send(faces)
            found: list[bytes] = await self._loop.run_in_executor(
                None, lambda: receive(cast(BinaryIO, self._reader))
            )
            return found

    def close(self) -> None:
        self._sender.send(None)
        self.process.wait()


def frames(app: QApplication, view: FaceGridView, move: Callable[[int], int], count: int) -> list[float]:
    """Thread milliseconds from a move of the scroll bar until everything that follows is drawn."""
    bar, took = view.verticalScrollBar(), []
    for _ in range(count):
        started = time.thread_time()
        bar.setValue(move(bar.value()) % max(1, bar.maximum()))
        app.sendPostedEvents()
        app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        took.append((time.thread_time() - started) * 1000)
    return took


class Listed(QAbstractListModel):
    """The same faces for QListView."""

    def __init__(self, faces: FaceTable, made: list[QPixmap], count: int) -> None:
        super().__init__()
        self._faces, self._made, self._count = faces, made, count

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return self._count

    def data(self, index: Index, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._made[index.row() % len(self._made)]
        return None


def listed(app: QApplication, faces: FaceTable, made: list[QPixmap], count: int) -> tuple[float, list[float]]:
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(104, 114))
    view.setLayoutMode(QListView.LayoutMode.SinglePass)
    view.resize(SIZE)
    model = Listed(faces, made, count)
    view.show()
    app.processEvents()
    started = time.thread_time()
    view.setModel(model)
    app.processEvents()
    shown = (time.thread_time() - started) * 1000
    bar, took = view.verticalScrollBar(), []
    for _ in range(150):
        started = time.thread_time()
        bar.setValue((bar.value() + 40) % max(1, bar.maximum()))
        app.processEvents()
        took.append((time.thread_time() - started) * 1000)
    view.close()
    view.setModel(None)
    return shown, took


def p99(times: list[float]) -> float:
    return float(np.percentile(times, 99))


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    app = QApplication([])
    loop = AsyncLoop(app)
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    Theme().use("dark")
    before = most_memory()
    faces = table(count)
    source = Source(loop)
    order = Ordering(faces).order(Wanted())
    few = faces if count <= BEARABLE else table(BEARABLE)
    made = []
    for untrusted in pictures(50):
        pixmap = QPixmap()
        pixmap.loadFromData(untrusted)
        made.append(pixmap.scaled(96, 96))
    more = most_memory() - before
    print(f"{count:,} faces, {len(order.starts):,} heads; the table takes {more:.0f} MB")
    shown, theirs, good = [], [], True
    took: dict[str, list[float]] = {}
    for turn in range(3):
        loader = CropLoader(Tasks(loop, lambda error: print(type(error))), source.ask)
        view = FaceGridView(loader, DARK)
        view.resize(SIZE)
        view.show()
        app.processEvents()
        started = time.thread_time()
        view.show_order(faces, order, heads=True)
        view.viewport().repaint()
        shown.append((time.thread_time() - started) * 1000)
        settle(app, 1.5)
        for name, (move, often) in moves(random.Random(turn), view).items():
            took.setdefault(name, []).extend(frames(app, view, move, often))
        kept = loader.kept_bytes
        good &= kept <= KEPT_BYTES
        view.close()
        loader.close()
        theirs.append(listed(app, few, made, len(few)))
        line = (
            f"turn {turn + 1}: shown {shown[-1]:.1f} ms, pictures kept {kept / 1e6:.1f} MB; QListView with "
        )
        print(line + f"{len(few):,}: shown {theirs[-1][0]:.0f} ms, scroll p99 {p99(theirs[-1][1]):.1f} ms")
    for name, frame_times in took.items():
        good &= p99(frame_times) <= FRAME_MS
        line = f"scroll, {name:<12} median {np.median(frame_times):5.2f} ms, p99 {p99(frame_times):5.2f} ms"
        print(line, f"most {max(frame_times):5.2f} ms")
    good &= float(np.median(shown)) <= SHOWN_MS
    print(f"shown: median {np.median(shown):.1f} ms")
    print(f"memory of this process at most {most_memory():.0f} MB")
    source.close()
    asyncio._set_running_loop(None)
    loop.close()
    return 0 if good else 1


def moves(dice: random.Random, view: FaceGridView) -> dict[str, tuple[Callable[[int], int], int]]:
    """Ways to scroll, and how often."""
    end = view.verticalScrollBar().maximum()
    return {
        "small steps": (lambda v: v + 40, 400),
        "wheel": (lambda v: v + 120, 400),
        "pages": (lambda v: v + 1000, 200),
        "jumps": (lambda _: dice.randrange(1, end), 200),
    }


def most_memory() -> float:
    """MB this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def settle(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    else:
        sys.exit(main())
