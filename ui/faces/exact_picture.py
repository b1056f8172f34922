"""The exact picture behind a crop: the frame decoded again in the sandbox, cut out where the face is."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage

from app.core_api.media import OpenMedia
from app.operations.moments import Moment
from gpu_backends.viewer_messages import Failing, Lost, StillMade, ViewerMessage
from gpu_backends.viewing import Viewer
from ui.core_link import CoreLink
from ui.shared.crop_loader import COARSE, CropStyle

MARGIN = 0.6
"""Share of the box's longer side that is shown around it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose picture is wanted (`about` is the caller's own key), and where it is."""

    about: int
    item_id: str
    moment: Moment


class ExactPicture(QObject):
    """One at a time: a request replaces the previous one that is still unanswered."""

    made = Signal(object, object)
    """`about` of the request, and the picture, or None if there is none."""
    _told = Signal(object)

    def __init__(self, core: CoreLink, start: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        super().__init__()
        self._core, self._start = core, start
        self._viewer: Viewer | None = None
        self._item = ""
        self._wanted: Wish | None = None
        self._underway: Wish | None = None
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    async def ask(self, about: int, item_id: str, moment: Moment) -> None:
        """Have it decoded; `made` follows."""
        self._wanted = Wish(about, item_id, moment)
        if self._underway is None:
            await self._begin(self._wanted)

    def close(self) -> None:
        """Forget the item; the viewer ends."""
        self._item, self._wanted, self._underway = "", None, None
        if self._viewer:
            self._viewer.close()
            self._viewer = None

    async def _begin(self, wish: Wish) -> None:
        self._underway = wish
        if self._viewer is None:
            self._viewer = Viewer(lambda message: self._told.emit(_decoded(message)))
        if wish.item_id != self._item:
            try:
                playable = await self._core.ask(OpenMedia(wish.item_id))
            except BaseException:
                if self._underway is wish:
                    self._underway = None
                raise
            if self._underway is not wish:
                return
            self._item = wish.item_id
            pictures = playable.pictures.index if playable.pictures else -1
            self._viewer.open(playable.media, playable.kind, pictures, None, playable.duration_ns)
        self._viewer.still(wish.moment.t_ns)

    def _take(self, message: QImage | ViewerMessage) -> None:
        if self._underway is None or not isinstance(message, QImage | Failing | Lost):
            return
        wish, self._underway = self._underway, None
        if not isinstance(message, QImage):
            self._item = ""
        if wish is not self._wanted and self._wanted is not None:
            self._start(self._begin(self._wanted))
        elif isinstance(message, QImage):
            self.made.emit(wish.about, cut_out(message, wish.moment.box))
        else:
            self.made.emit(wish.about, None)


def _decoded(message: ViewerMessage) -> QImage | ViewerMessage:
    """In the thread that reads: a whole picture takes longer than a frame of the window may."""
    if not isinstance(message, StillMade):
        return message
    whole = QImage()
    whole.loadFromData(QByteArray(message.png), "PNG")  # type: ignore[arg-type]
    return whole


def cut_out(whole: QImage, box: tuple[float, ...]) -> QImage:
    """The face with its surroundings."""
    x0, y0, x1, y1 = box
    around = MARGIN * max(x1 - x0, y1 - y0)
    left, top = round(x0 - around), round(y0 - around)
    part = QRect(left, top, round(x1 + around) - left, round(y1 + around) - top)
    return whole.copy(part.intersected(whole.rect()))


def covered(picture: QImage, style: CropStyle) -> QImage:
    """As the person's protection wants it."""
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.KeepAspectRatio
    if style.grey:
        picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    if style.blurred:
        size = picture.size()
        picture = picture.scaled(COARSE, COARSE, keep, smooth).scaled(size, keep, smooth)
    return picture
