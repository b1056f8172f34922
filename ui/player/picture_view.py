"""The picture: fitted, at its own size, or enlarged and moved about; what was seen is drawn over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gpu_backends.viewing import Showing
from ui.player import overlay_painter
from ui.player.appearances import Marked
from ui.player.frame import Frame
from ui.protection import LEFT_PX, protected

STEP = 1.25
LARGEST = 32.0
SHARP_FROM = 3.0
"""Enlarged by as much as this, pixels are shown as squares: they are what is looked at."""
SETTLE_MS = 40
POINTED_NS = 50_000_000
BEHIND = QColor("#08090b")


class PictureView(QWidget):
    """Keyboard and meaning are its owner's. `wanted` says how the viewer should send pictures from now on."""

    wanted = Signal(object)
    zoomed = Signal()
    full_screen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("picture")
        self.setMinimumSize(160, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._frame: Frame | None = None
        self._full = (0, 0)
        self._marked: Sequence[Marked] = ()
        self._pointed: tuple[tuple[float, ...], int] | None = None
        self._zoom: float | None = None  # device pixels per pixel of the picture; None: fitted
        self._centre = QPointF()
        self._blurred = self._grey = False
        self._dragged: QPoint | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._want)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 360)

    def show_frame(self, frame: Frame | None, marked: Sequence[Marked]) -> None:
        """Paint another picture; of another size than before: fitted again."""
        self._frame, self._marked = frame, marked
        if frame and frame.full != self._full:
            self._full = frame.full
            if self._zoom is not None:
                self._zoom = None
                self._want()  # what was sent is the part of the other picture that was seen
        self.update()

    def mark(self, marked: Sequence[Marked]) -> None:
        self._marked = marked
        self.update()

    def point_at(self, box: Sequence[float], t_ns: int) -> None:
        """Draw a box around what the user asked to see, as long as its picture is shown; empty: none."""
        self._pointed = (tuple(box), t_ns) if len(box) == 4 else None
        self.update()

    def protect(self, blurred: bool, grey: bool) -> None:
        """How pictures are sent from now on."""
        if (blurred, grey) != (self._blurred, self._grey):
            self._blurred, self._grey = blurred, grey
            self._want()

    @property
    def marked(self) -> Sequence[Marked]:
        """What is drawn over the picture."""
        return self._marked

    @property
    def zoom(self) -> float | None:
        """Device pixels per pixel of the picture; None while it is fitted."""
        return self._zoom

    def fit(self) -> None:
        self._zoom = None
        self._changed()

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Show at so many device pixels per pixel; what lies at `about` (of the widget) stays there."""
        if self._frame is None:
            return
        spot = about if about is not None else QPointF(self.width() / 2, self.height() / 2)
        held = self.to_picture(spot)
        lowest = min(self._fitting(), 1.0)
        self._zoom = max(lowest, min(LARGEST, zoom))
        per_point = self.devicePixelRatioF() / self._zoom
        self._centre = held - QPointF(spot.x() - self.width() / 2, spot.y() - self.height() / 2) * per_point
        self._changed()

    def zoom_by(self, steps: float, about: QPointF | None = None) -> None:
        """Zoom by steps of the wheel (in: positive), keeping a point of the view in place."""
        self.set_zoom(self._scale() * STEP**steps, about)

    def pan(self, dx: float, dy: float) -> None:
        """Move the part that is seen by points of the widget."""
        if self._zoom is not None:
            self._centre += QPointF(dx, dy) * (self.devicePixelRatioF() / self._zoom)
            self._changed()

    def to_picture(self, spot: QPointF) -> QPointF:
        """Where in the upright full picture a point of the widget lies."""
        inverted, _ = self._transform().inverted()
        return inverted.map(spot)

    def _fitting(self) -> float:
        if self._frame is None:
            return 1.0
        ratio = self.devicePixelRatioF()
        width, height = self._frame.full
        return min(self.width() * ratio / width, self.height() * ratio / height)

    def _scale(self) -> float:
        return self._fitting() if self._zoom is None else self._zoom

    def _transform(self) -> QTransform:
        """From pixels of the full picture to points of the widget."""
        points = self._scale() / self.devicePixelRatioF()
        centre = self._centre
        if self._zoom is None and self._frame:
            centre = QPointF(self._frame.full[0] / 2, self._frame.full[1] / 2)
        moved = QTransform.fromTranslate(self.width() / 2, self.height() / 2)
        return (
            QTransform.fromTranslate(-centre.x(), -centre.y()) * QTransform.fromScale(points, points) * moved
        )

    def _changed(self) -> None:
        self._keep_in_sight()
        self.update()
        self.zoomed.emit()
        self._settle.start()

    def _keep_in_sight(self) -> None:
        """No more of what is beside the picture than must be."""
        if self._frame is None or self._zoom is None:
            return
        ratio = self.devicePixelRatioF() / self._zoom
        half = QPointF(self.width() * ratio / 2, self.height() * ratio / 2)
        width, height = self._frame.full
        self._centre = QPointF(
            _held(self._centre.x(), half.x(), width), _held(self._centre.y(), half.y(), height)
        )

    def _want(self) -> None:
        ratio = self.devicePixelRatioF()
        region = None
        if self._zoom is not None and self._frame:
            width, height = self._frame.full
            seen = QRectF(
                self.to_picture(QPointF(0, 0)), self.to_picture(QPointF(self.width(), self.height()))
            )
            part = seen.intersected(QRectF(0, 0, width, height))
            if part != QRectF(0, 0, width, height) and not part.isEmpty():
                region = (part.left(), part.top(), part.right(), part.bottom())
        self.wanted.emit(
            Showing(
                max(1, round(self.width() * ratio)),
                max(1, round(self.height() * ratio)),
                region,
                self._blurred,
                self._grey,
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), BEHIND)
        if self._frame is not None:
            transform = self._transform()
            x0, y0, x1, y1 = self._frame.region
            target = transform.mapRect(QRectF(x0, y0, x1 - x0, y1 - y0))
            image = self._covered(self._frame.image)
            device = target.width() * self.devicePixelRatioF()
            if abs(device - image.width()) >= 1 and (self._blurred or self._scale() < SHARP_FROM):
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            elif self._scale() < SHARP_FROM:
                target.moveTo(target.topLeft().toPoint())
            painter.drawImage(target, image)
            overlay_painter.paint(painter, self._marked, transform)
            if self._pointed and abs(self._frame.t_ns - self._pointed[1]) < POINTED_NS:
                overlay_painter.point(painter, self._pointed[0], transform, self.palette().accent().color())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(self.palette().accent().color())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _covered(self, image: QImage) -> QImage:
        """Protected here where the viewer sent it before it heard that it should be."""
        sharp = self._blurred and min(image.width(), image.height()) > LEFT_PX
        return protected(image, sharp, self._grey and not image.isGrayscale())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._keep_in_sight()
        self._settle.start()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.angleDelta().y():
            self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._dragged is not None and self._zoom is not None:
            here = event.position().toPoint()
            self.pan(self._dragged.x() - here.x(), self._dragged.y() - here.y())
            self._dragged = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.full_screen_wanted.emit()


def _held(centre: float, half: float, length: float) -> float:
    if half * 2 >= length:
        return length / 2
    return max(half, min(length - half, centre))
