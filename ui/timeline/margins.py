"""What stands around the lanes: their names at the left, the ruler above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QLine, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPolygon

from app.core_api.timeline import LaneKind
from ui.theme import Tokens
from ui.timeline.lane import LaneView, Stack
from ui.timeline.lane_colours import lane_colour
from ui.timeline.ruler import Marks

RULER, ARROW, ICON = 28, 20, 14
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Icons(Protocol):
    """What draws the icon of a kind of lane."""

    def paint(self, painter: QPainter, kind: LaneKind, box: QRect) -> None: ...


@dataclass(frozen=True, slots=True)
class PaintStyle:
    """Colours, font and size in screen pixels, of which one is `ratio` device pixels wide."""

    tokens: Tokens
    font: QFont
    ratio: float
    width: int
    height: int

    def blank(self, colour: str) -> QImage:
        width, height = (max(1, round(side * self.ratio)) for side in (self.width, self.height))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.ratio)
        image.fill(QColor(colour))
        return image


@dataclass(frozen=True, slots=True)
class NamesStyle:
    """`down`: how far lanes are scrolled; `corner`: what stands left of the ruler."""

    style: PaintStyle
    down: int
    corner: str
    focused: bool


class Margins:
    """Draws both as pictures, to be kept until something in them changes."""

    def __init__(self) -> None:
        self.icons: Icons | None = None

    def names(self, stack: Stack, how: NamesStyle) -> QImage:
        """The names of all lanes, the one with the keyboard's focus marked."""
        style, tokens = how.style, how.style.tokens
        image = style.blank(tokens.base)
        painter = QPainter(image)
        painter.setFont(style.font)
        painter.setClipRect(0, RULER, style.width, style.height)
        for number, (top, lane) in enumerate(stack.tops()):
            box = QRect(0, RULER + top - how.down, style.width - 1, lane.height)
            if box.bottom() >= RULER and box.top() <= style.height:
                self._name(painter, lane, box, tokens, how.focused and number == stack.focus)
        painter.setClipping(False)
        painter.fillRect(0, 0, style.width, RULER, QColor(tokens.raised))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QRect(8, 0, style.width - 16, RULER), LEFT, how.corner)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(style.width - 1, 0, style.width - 1, style.height)
        painter.end()
        return image

    def ruler(self, marks: Marks, style: PaintStyle) -> QImage:
        """Marks and their labels."""
        image = style.blank(style.tokens.raised)
        painter = QPainter(image)
        painter.setFont(style.font)
        painter.setPen(QColor(style.tokens.muted))
        places = [int(x / style.ratio) for x in marks.short]
        lines = [QLine(x, RULER - 4, x, RULER) for x in places]
        for column, label in marks.labelled:
            x = int(column / style.ratio)
            lines.append(QLine(x, RULER - 10, x, RULER))
            painter.drawText(x + 4, RULER - 13, label)
        painter.drawLines(lines)
        painter.setPen(QColor(style.tokens.line))
        painter.drawLine(0, RULER - 1, style.width, RULER - 1)
        painter.end()
        return image

    def _name(self, painter: QPainter, lane: LaneView, box: QRect, tokens: Tokens, focused: bool) -> None:
        text = QColor(tokens.on_selection if focused else tokens.text)
        painter.fillRect(box, QColor(tokens.selection if focused else tokens.surface))
        painter.fillRect(QRect(0, box.top(), 4, box.height()), lane_colour(lane.head, tokens))
        middle = box.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(text if focused else QColor(tokens.muted))
        if lane.collapsed:
            corners = [QPoint(10, middle - 3), QPoint(10, middle + 4), QPoint(14, middle)]
        else:
            corners = [QPoint(8, middle - 2), QPoint(15, middle - 2), QPoint(11, middle + 2)]
        painter.drawPolygon(QPolygon(corners))
        metrics = QFontMetrics(painter.font())
        if box.height() < metrics.height() - 4:
            return  # a thin lane tells its name under the pointer
        left = ARROW
        if self.icons is not None and box.height() >= ICON:
            self.icons.paint(painter, lane.head.kind, QRect(ARROW, middle - ICON // 2, ICON, ICON))
            left += ICON + 4
        painter.setPen(text)
        room = QRect(left, box.top(), box.width() - left - 6, box.height())
        painter.drawText(
            room, LEFT, metrics.elidedText(lane.name, Qt.TextElideMode.ElideMiddle, room.width())
        )
