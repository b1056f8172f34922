"""The exact picture behind a crop: the frame decoded anew in the sandbox, cut out where the face is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage

from app.cases.moments import Moment
from app.desk.media import OpenMedia
from gpu_backends.deliveries import Delivery, Failing, Lost, StillMade
from gpu_backends.viewing import Viewer
from ui.desk import Desk
from ui.faces.crop_loader import COARSE, Look

MARGIN = 0.6
"""Share of the box's longer side that is shown around it."""


class ExactPicture(QObject):
    """One at a time. `made` carries the picture, or None where there is none."""

    made = Signal(object)
    _told = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._viewer: Viewer | None = None
        self._item = ""
        self._box: tuple[float, ...] = ()
        self._t_ns = 0
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    async def ask(self, item_id: str, moment: Moment) -> None:
        """Have it decoded; `made` follows."""
        self._box, self._t_ns = moment.box, moment.t_ns
        if self._viewer is None:
            self._viewer = Viewer(self._told.emit)
        if item_id != self._item:
            playable = await self._desk.ask(OpenMedia(item_id))
            self._item = item_id
            pictures = playable.pictures.index if playable.pictures else -1
            self._viewer.open(playable.media, playable.kind, pictures, None, playable.duration_ns)
        self._viewer.still(moment.t_ns)

    def close(self) -> None:
        """Forget the item; the viewer ends."""
        self._item = ""
        if self._viewer:
            self._viewer.close()
            self._viewer = None

    def _take(self, told: Delivery) -> None:
        match told:
            case StillMade() as still:
                whole = QImage()
                whole.loadFromData(QByteArray(still.png), "PNG")  # type: ignore[arg-type]
                self.made.emit(cut_out(whole, self._box))
            case Failing() | Lost():
                self._item = ""
                self.made.emit(None)
            case _:
                pass


def cut_out(whole: QImage, box: tuple[float, ...]) -> QImage:
    """The face with its surroundings."""
    x0, y0, x1, y1 = box
    around = MARGIN * max(x1 - x0, y1 - y0)
    left, top = round(x0 - around), round(y0 - around)
    part = QRect(left, top, round(x1 + around) - left, round(y1 + around) - top)
    return whole.copy(part.intersected(whole.rect()))


def covered(picture: QImage, look: Look) -> QImage:
    """As the person's protection wants it."""
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.KeepAspectRatio
    if look.grey:
        picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    if look.blurred:
        size = picture.size()
        picture = picture.scaled(COARSE, COARSE, keep, smooth).scaled(size, keep, smooth)
    return picture
