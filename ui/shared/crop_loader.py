"""Pictures of faces: asked for when they come into view, decoded in a thread, kept within bounds."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QImage

from ui.tasks import Tasks

KEPT_BYTES = 32 << 20
"""Room for pictures, unless those in view take more."""
AT_ONCE = 48
"""Pictures in one question."""
AT_A_TIME = 12
"""Pictures that are handed over together: they are taken within one frame, and the first are seen sooner."""
UNDERWAY = 2
"""Questions that wait for an answer at the same time."""
COARSE = 7
"""Pixels across a picture that is covered."""


@dataclass(frozen=True, slots=True)
class CropStyle:
    """How pictures are prepared: as large as they are drawn, and covered if the person wants protection."""

    side: int
    """Pixels of the screen."""
    blurred: bool = False
    grey: bool = False
    ratio: float = 1.0
    """Pixels of the screen per pixel of the window."""


Ask = Callable[[tuple[int, ...]], Awaitable[list[bytes]]]
Todo = tuple[int, CropStyle, list[tuple[int, bytes]]]
"""Generation of the request, how to prepare, and JPEG data by face."""


class CropLoader(QObject):
    """`arrived` names the faces whose pictures can be drawn now."""

    arrived = Signal(object)
    _decoded = Signal(object)

    def __init__(self, tasks: Tasks, ask: Ask) -> None:
        super().__init__()
        self._tasks, self._ask = tasks, ask
        self._style = CropStyle(96)
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._bytes, self._room = 0, KEPT_BYTES
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        self._fitting: set[int] = set()
        """Pictures in the present style; the others are stretched until theirs arrives."""
        self._underway = 0
        self._generation = 0
        self._todo: queue.SimpleQueue[Todo | None] = queue.SimpleQueue()
        self._decoded.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._decoder: threading.Thread | None = None

    @property
    def kept_bytes(self) -> int:
        """Memory the pictures take."""
        return self._bytes

    def picture(self, face: int) -> QImage | None:
        """The picture, if it is here."""
        return self._kept.get(face)

    def use_style(self, style: CropStyle) -> None:
        """Prepare pictures in another way from now on. What must not be seen uncovered is dropped at once."""
        if style == self._style:
            return
        covered = (style.blurred, style.grey) != (self._style.blurred, self._style.grey)
        self._style = style
        self._generation += 1
        self._underway = 0
        self._asked.clear()
        self._fitting.clear()
        if covered:
            self._kept.clear()
            self._bytes = 0

    def want(self, faces: Sequence[int], soon: Sequence[int] = ()) -> None:
        """These are in view, most urgent first, and these will be soon; earlier requests are dropped.

        All in view are kept, however large the screen; of the others as many as there is room for.
        """
        each = 4 * self._style.side**2
        self._room = max(KEPT_BYTES, each * len(faces))
        wanted = [*faces, *soon[: self._room // each - len(faces)]]
        for face in reversed(wanted):
            if face in self._kept:
                self._kept.move_to_end(face)
        self._wanted = [f for f in wanted if f not in self._asked and f not in self._fitting]
        self._go_on()

    def clear(self) -> None:
        """Forget all pictures."""
        self._generation += 1
        self._kept.clear()
        self._fitting.clear()
        self._bytes = 0
        self._wanted, self._underway = [], 0
        self._asked.clear()

    def close(self) -> None:
        """End the decoding thread."""
        self.clear()
        if self._decoder:
            self._todo.put(None)
            self._decoder.join()
            self._decoder = None

    def _go_on(self) -> None:
        while self._wanted and self._underway < UNDERWAY:
            batch, self._wanted = tuple(self._wanted[:AT_ONCE]), self._wanted[AT_ONCE:]
            self._asked.update(batch)
            self._underway += 1
            self._tasks.start(self._fetch(batch, self._generation, self._style))

    async def _fetch(self, batch: tuple[int, ...], generation: int, style: CropStyle) -> None:
        try:
            untrusted = await self._ask(batch)
        except BaseException:
            if generation == self._generation:
                self._asked.difference_update(batch)
            raise
        finally:
            if generation == self._generation:
                self._underway -= 1
        if generation != self._generation:
            return
        if self._decoder is None:
            self._decoder = threading.Thread(target=self._decode, name="crops", daemon=True)
            self._decoder.start()
        self._todo.put((generation, style, list(zip(batch, untrusted, strict=True))))
        self._go_on()

    def _decode(self) -> None:
        """In its own thread: JPEG to pictures as large as they are drawn."""
        while (todo := self._todo.get()) is not None:
            generation, style, batch = todo
            for first in range(0, len(batch), AT_A_TIME):
                if generation != self._generation:
                    break
                few = batch[first : first + AT_A_TIME]
                self._decoded.emit(
                    (generation, [(face, prepared(untrusted, style)) for face, untrusted in few])
                )

    def _take(self, decoded: tuple[int, list[tuple[int, QImage]]]) -> None:
        generation, pictures = decoded
        if generation != self._generation:
            return
        for face, picture in pictures:
            self._asked.discard(face)
            if (old := self._kept.pop(face, None)) is not None:
                self._bytes -= old.sizeInBytes()
            self._kept[face] = picture
            self._fitting.add(face)
            self._bytes += picture.sizeInBytes()
        while self._bytes > self._room and len(self._kept) > 1:
            face, gone = self._kept.popitem(last=False)
            self._fitting.discard(face)
            self._bytes -= gone.sizeInBytes()
        self.arrived.emit([face for face, _ in pictures])


def prepared(untrusted: bytes, style: CropStyle) -> QImage:
    """A picture as it is drawn: within `style.side`, in the screen's own format; empty where it is none."""
    picture = QImage()
    if not picture.loadFromData(QByteArray(untrusted), "JPEG"):  # type: ignore[arg-type]
        picture = QImage(style.side, style.side, QImage.Format.Format_RGB32)
        picture.fill(0)
        return picture
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    if style.grey:
        picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    if style.blurred:
        size = picture.size()
        picture = picture.scaled(COARSE, COARSE, keep, smooth).scaled(size, keep, smooth)
    made = picture.scaled(style.side, style.side, keep, smooth).convertToFormat(QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(style.ratio)
    return made
