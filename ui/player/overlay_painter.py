"""Draws what was seen over the picture: outlines in the colour of the person, with their name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from app.core_api.media import Appearance, Seen
from ui.colours import cluster_colour
from ui.player.appearances import Marked

SHADE = QColor(0, 0, 0, 150)
PLAIN = {Seen.OBJECT: QColor("#e9ecf1"), Seen.TEXT: QColor("#f2bd52")}
MOST_LETTERS = 40


def label_of(appearance: Appearance) -> str:
    """What stands at an outline; text on the screen can be read there itself."""
    if appearance.kind is Seen.TEXT:
        return ""
    name = appearance.untrusted_label[:MOST_LETTERS]
    if appearance.kind is Seen.OBJECT or appearance.number < 0:
        return name
    if not name:
        return QCoreApplication.translate("Overlays", "Person {number}").format(number=appearance.number)
    return name if appearance.status == "verified" else f"{name} ?"


def paint(painter: QPainter, marked: Iterable[Marked], to_widget: QTransform) -> None:
    """Solid where the picture is the very one it was found in, dashed for those after it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in marked:
        outline = to_widget.map(QPolygonF([QPointF(x, y) for x, y in mark.appearance.outline]))
        colour = _colour(mark.appearance)
        style = Qt.PenStyle.SolidLine if mark.exact else Qt.PenStyle.DashLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(SHADE, 4.5))
        painter.drawPolygon(outline)
        painter.setPen(QPen(colour, 2, style))
        painter.drawPolygon(outline)
        if label := label_of(mark.appearance):
            _label(painter, outline.boundingRect(), label, colour)


def point(painter: QPainter, box: Sequence[float], to_widget: QTransform, colour: QColor) -> None:
    """Corners around a box the user asked to see, a little outside it."""
    x0, y0, x1, y1 = box
    around = to_widget.mapRect(QRectF(x0, y0, x1 - x0, y1 - y0)).adjusted(-6, -6, 6, 6)
    arm = min(around.width(), around.height()) / 4
    corners = (around.topLeft(), 1, 1), (around.topRight(), -1, 1), (around.bottomLeft(), 1, -1), (
        around.bottomRight(), -1, -1,
    )  # fmt: skip
    for pen in (QPen(SHADE, 5), QPen(colour, 3)):
        painter.setPen(pen)
        for corner, right, down in corners:
            painter.drawLine(corner, corner + QPointF(arm * right, 0))
            painter.drawLine(corner, corner + QPointF(0, arm * down))


def _colour(appearance: Appearance) -> QColor:
    return PLAIN.get(appearance.kind) or cluster_colour(appearance.number)


def _label(painter: QPainter, box: QRectF, text: str, colour: QColor) -> None:
    measure = QFontMetricsF(painter.font())
    width, height = measure.horizontalAdvance(text) + 12, measure.height() + 2
    above = box.top() - height - 3
    place = QRectF(box.left() - 1, above if above >= 0 else box.top() + 3, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 14, 18, 215))
    painter.drawRoundedRect(place, 3, 3)
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
