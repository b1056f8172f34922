"""The timeline's picture on the screen: ruler, names of lanes, lanes, marks.

What hands do is in `timeline_view`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPolygon,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme import Tokens
from ui.timeline.event_words import EventWords
from ui.timeline.hit import Hit
from ui.timeline.lane import LaneView, Stack
from ui.timeline.lane_colours import OPAQUE, Table, lane_table
from ui.timeline.margins import RULER, Icons, Margins, NamesStyle, PaintStyle
from ui.timeline.picture import Picture
from ui.timeline.ruler import Marks
from ui.timeline.scale import Scale

LEAST_NAMES, MOST_NAMES = 140, 220
MARKS_APART = 128


Marking = Callable[[Scale, int, int], Marks]
"""(scale, width, columns between labels) → marks of the ruler."""


class Canvas(QWidget):
    """Paints a `Stack` of lanes at a `Scale`. Times are ns, columns device pixels, all else screen pixels."""

    scale_changed = Signal()
    lanes_drawn = Signal()
    """All lanes were repainted, not only what lies above them."""
    words_missed = Signal()
    """Events came into view whose words are not known."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.stack = Stack()
        self.scale = Scale.at(0, 60)
        self.words = EventWords()
        self._tokens = tokens
        self._tables: dict[tuple[str, bool], Table] = {}
        self._picture = Picture(self._table)
        self._names, self._ruler = QImage(), QImage()
        self._stale = {"lanes", "names", "ruler"}
        self._marking: Marking = lambda scale, width, apart: Marks([], [])
        self._margins = Margins()
        self._corner = self._message = ""
        self._down = 0
        self._playhead: int | None = None
        self._span: tuple[int, int] | None = None
        self._chosen: Hit | None = None
        self._drop_at: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(260, RULER + 48)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(900, 260)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def use_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme's colours."""
        self._tokens = tokens
        self.refresh()

    def use_icons(self, icons: Icons) -> None:
        """Draw these before the names."""
        self._margins.icons = icons
        self._stale.add("names")

    def refresh(self) -> None:
        """Repaint everything: lanes, their order, names or colours have changed."""
        self._tables.clear()
        self._stale |= {"lanes", "names", "ruler"}
        self.update()

    def refresh_lanes(self) -> None:
        """Repaint the lanes: events, words or a waveform came."""
        self._stale.add("lanes")
        self.update()

    def clear(self) -> None:
        """Forget all that is shown."""
        self.stack = Stack()
        self.words.clear()
        self._picture.forget()
        self._names = QImage()
        self._span = self._chosen = self._playhead = None
        self.refresh()

    def show_message(self, text: str) -> None:
        """What is said in the place of lanes where there are none."""
        self._message = text
        self.update()

    @property
    def message(self) -> str:
        return self._message

    def use_marking(self, marking: Marking, corner: str) -> None:
        """How the ruler is marked, and what stands left of it."""
        self._marking, self._corner = marking, corner
        self._stale |= {"ruler", "names"}
        self.update()

    def set_scale(self, scale: Scale) -> None:
        """Show another part of time."""
        if scale != self.scale:
            self.scale = scale
            self._stale |= {"lanes", "ruler"}
            self.update()
            self.scale_changed.emit()

    def set_down(self, down: int) -> None:
        """Scroll the lanes to so many pixels below the first."""
        down = max(0, min(down, self.most_down))
        if down != self._down:
            self._down = down
            self._stale |= {"lanes", "names"}
            self.update()

    @property
    def down(self) -> int:
        """How far the lanes are scrolled, pixels."""
        return self._down

    @property
    def most_down(self) -> int:
        """How far they can be scrolled, pixels."""
        return max(0, self.stack.height - self.lanes_rect.height())

    def set_playhead(self, t_ns: int | None) -> None:
        """Move the mark of the time shown; only what lay below it is repainted."""
        before, self._playhead = self._playhead, t_ns
        for t in {before, t_ns} - {None}:
            x = self.screen_x(t)  # type: ignore[arg-type]
            self.update(QRect(x - 7, 0, 15, self.height()))

    def set_span(self, span: tuple[int, int] | None) -> None:
        """In and out marks."""
        if span != self._span:
            self._span = span
            self.update()

    @property
    def chosen_span(self) -> tuple[int, int] | None:
        """From when to when the event lasts that is outlined."""
        return (self._chosen.start_ns, self._chosen.end_ns) if self._chosen else None

    @property
    def span(self) -> tuple[int, int] | None:
        return self._span

    @property
    def ratio(self) -> float:
        """Device pixels per pixel of the window."""
        return self.devicePixelRatioF()

    @property
    def names_width(self) -> int:
        """Width of the names at the left, pixels."""
        return max(LEAST_NAMES, min(MOST_NAMES, self.width() // 6))

    @property
    def lanes_rect(self) -> QRect:
        left = self.names_width
        return QRect(left, RULER, max(1, self.width() - left), max(1, self.height() - RULER))

    @property
    def columns(self) -> int:
        """How many columns are in view."""
        return max(1, round(self.lanes_rect.width() * self.ratio))

    def column(self, x: float) -> int:
        """The column at a place of the widget."""
        return int((x - self.names_width) * self.ratio)

    def screen_x(self, t_ns: int) -> int:
        """Where a time lies in the widget; far outside values are held at some distance."""
        column = max(-10_000, min(self.columns + 10_000, self.scale.x(t_ns)))
        return self.names_width + int(column / self.ratio)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.words.forget_layout()
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._stale |= {"lanes", "names", "ruler"}
        self._down = max(0, min(self._down, self.most_down))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._picture.image.devicePixelRatio() != self.ratio:
            self._stale |= {"lanes", "names", "ruler"}
        lanes = self.lanes_rect
        if "lanes" in self._stale:
            self._draw_lanes()
        if "names" in self._stale:
            self._names = self._margins.names(self.stack, self._names_style())
        if "ruler" in self._stale:
            found = self._marking(self.scale, self.columns, int(MARKS_APART * self.ratio))
            self._ruler = self._margins.ruler(found, self._style(lanes.width(), RULER))
        self._stale.clear()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawImage(lanes.topLeft(), self._picture.image)
        painter.drawImage(QPoint(0, 0), self._names)
        painter.drawImage(QPoint(lanes.left(), 0), self._ruler)
        if self._message and not self.stack.lanes:
            painter.setPen(QColor(self._tokens.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, RULER, -16, 0), flags, self._message)
        painter.setClipRect(lanes.adjusted(0, -RULER, 0, 0), Qt.ClipOperation.IntersectClip)
        self._paint_span(painter)
        self._paint_chosen(painter)
        self._paint_playhead(painter)
        painter.end()

    def _table(self, lane: LaneView) -> Table:
        focused = bool(self.stack.lanes) and self.stack.lanes[self.stack.focus] is lane
        known = self._tables.get((lane.key, focused))
        if known is None:
            known = self._tables[lane.key, focused] = lane_table(lane.head, self._tokens, focused)
        return known

    def _draw_lanes(self) -> None:
        area = self.lanes_rect
        size = self.columns, max(1, round(area.height() * self.ratio))
        tops = [(top - self._down, lane) for top, lane in self.stack.tops()]
        ground = QColor(self._tokens.base).rgb() | OPAQUE
        self._picture.draw(tops, self.scale, size, self.ratio, ground)
        self.words.draw(self._picture.image, tops, self.scale, self.font(), self._table)
        self.lanes_drawn.emit()
        if self.words.missed:
            self.words_missed.emit()
        if self.words.unset:
            QTimer.singleShot(0, self, self.refresh_lanes)  # words are set a few in each frame

    def _style(self, width: int, height: int) -> PaintStyle:
        return PaintStyle(self._tokens, self.font(), self.ratio, width, height)

    def _names_style(self) -> NamesStyle:
        return NamesStyle(
            self._style(self.names_width, self.height()), self._down, self._corner, self.hasFocus()
        )

    def _paint_span(self, painter: QPainter) -> None:
        if self._span is None:
            return
        a, b = (self.screen_x(t) for t in self._span)
        accent = QColor(self._tokens.accent)
        painter.fillRect(QRect(a, RULER - 5, max(1, b - a), 5), accent)
        painter.setPen(accent)
        painter.drawLine(a, RULER - 5, a, self.height())
        painter.drawLine(b, RULER - 5, b, self.height())

    def _paint_chosen(self, painter: QPainter) -> None:
        if self._chosen is None or self._chosen.lane not in self.stack.lanes:
            return
        lane, start, end = self._chosen.lane, self._chosen.start_ns, self._chosen.end_ns
        top = RULER + self.stack.top(self.stack.lanes.index(lane)) - self._down
        a, b = self.screen_x(start), self.screen_x(end)
        painter.setClipRect(self.lanes_rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QColor(self._tokens.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRect(a - 1, top, max(2, b - a + 1), lane.height - 1))

    def _paint_playhead(self, painter: QPainter) -> None:
        if self._playhead is None:
            return
        x = self.screen_x(self._playhead)
        colour = QColor(self._tokens.playhead)
        painter.setClipRect(self.lanes_rect.adjusted(0, -RULER, 0, 0))
        painter.setPen(colour)
        painter.drawLine(x, 0, x, self.height())
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygon([QPoint(x - 5, 0), QPoint(x + 6, 0), QPoint(x, 8)]))
        if self._drop_at is not None:
            painter.fillRect(QRectF(0, self._drop_at - 1, self.width(), 2), colour)
