"""A line of time under the picture: where it is, the marks, the cuts; dragging goes there at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from ui.player.timecode import MILLISECOND, in_milliseconds
from ui.theme import Tokens

EDGE = 8
LEAST_BETWEEN_CUTS = 3
LEAST_UNREAD = 4.0


class ScrubBar(QSlider):
    """Counts milliseconds, as a slider that screen readers know; `scrubbed` carries ns."""

    scrubbed = Signal(object)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("scrub")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tokens = tokens
        self._cuts: Sequence[int] = ()
        self._span: tuple[int, int] | None = None
        self._unread: Sequence[tuple[int, int]] = ()
        self._t_ns = 0
        self._duration_ns = 0
        self.setSingleStep(1000)
        self.setPageStep(10_000)
        self.actionTriggered.connect(self._by_key)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 24)

    def show_item(self, duration_ns: int) -> None:
        """Another item of this length; 0: none."""
        self._duration_ns, self._cuts, self._span, self._unread = duration_ns, (), None, ()
        self.setRange(0, max(0, duration_ns // MILLISECOND))
        self.setEnabled(duration_ns > MILLISECOND)
        self.show_time(0)

    def show_time(self, t_ns: int) -> None:
        self._t_ns = t_ns
        if not self.isSliderDown():
            self.setValue(min(self.maximum(), t_ns // MILLISECOND))
        self.update()

    def show_cuts(self, cuts: Sequence[int]) -> None:
        """Times in ns, ascending."""
        self._cuts = cuts
        self.update()

    def show_span(self, span: tuple[int, int] | None) -> None:
        """The marked span in ns; None: nothing is marked."""
        self._span = span
        self.update()

    def show_unread(self, spans: Sequence[tuple[int, int]]) -> None:
        """What was not read, in ns; what lies behind the end is shown at the end."""
        self._unread = spans
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        groove = QRectF(EDGE, middle - 3, self._length, 6)
        painter.setBrush(QColor(self.tokens.line))
        painter.drawRoundedRect(groove, 3, 3)
        if self._duration_ns:
            self._paint_time(painter, groove)
        painter.end()

    def _paint_time(self, painter: QPainter, groove: QRectF) -> None:
        here = self._x(self._t_ns)
        if self._span:
            begin, end = self._x(self._span[0]), self._x(self._span[1])
            painter.setBrush(QColor(self.tokens.warning))
            painter.drawRect(QRectF(begin, groove.top() - 3, max(2.0, end - begin), 2))
        painter.setBrush(QColor(self.tokens.accent))
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), here - groove.left(), 6), 3, 3)
        self._paint_unread(painter, groove)
        self._paint_cuts(painter, groove)
        radius = 7 if self.hasFocus() else 6
        painter.setBrush(QColor(self.tokens.playhead))
        painter.drawEllipse(QRectF(here - radius, self.height() / 2 - radius, 2 * radius, 2 * radius))
        if self.hasFocus():
            painter.setBrush(QColor(self.tokens.on_accent))
            painter.drawEllipse(QRectF(here - 3, self.height() / 2 - 3, 6, 6))

    def _paint_unread(self, painter: QPainter, groove: QRectF) -> None:
        """Hatched, so that it shows without colours too."""
        for start, end in self._unread:
            left = min(self._x(start), groove.right() - LEAST_UNREAD)
            box = QRectF(left, groove.top() - 3, max(LEAST_UNREAD, self._x(end) - left), groove.height() + 6)
            painter.setBrush(QColor(self.tokens.surface))
            painter.drawRect(box)
            painter.setBrush(QBrush(QColor(self.tokens.warning), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(box)

    def _paint_cuts(self, painter: QPainter, groove: QRectF) -> None:
        painter.setBrush(QColor(self.tokens.muted))
        before = -LEAST_BETWEEN_CUTS
        for cut in self._cuts:
            x = round(self._x(cut))
            if x - before >= LEAST_BETWEEN_CUTS:
                painter.drawRect(QRectF(x, groove.bottom() + 1, 1, 4))
                before = x

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and self._duration_ns:
            self.setSliderDown(True)
            self._scrub(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.isSliderDown():
            self._scrub(event.position().x())
        elif self._duration_ns:
            self.setToolTip(in_milliseconds(self._time(event.position().x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.isSliderDown():
            self._scrub(event.position().x())
            self.setSliderDown(False)

    @property
    def _length(self) -> float:
        return max(1.0, self.width() - 2.0 * EDGE)

    def _x(self, t_ns: int) -> float:
        share = t_ns / self._duration_ns if self._duration_ns else 0.0
        return EDGE + self._length * min(1.0, max(0.0, share))

    def _time(self, x: float) -> int:
        return round(min(1.0, max(0.0, (x - EDGE) / self._length)) * self._duration_ns)

    def _scrub(self, x: float) -> None:
        t_ns = self._time(x)
        self._t_ns = t_ns
        self.setValue(t_ns // MILLISECOND)
        self.scrubbed.emit(t_ns)

    def _by_key(self, action: int) -> None:
        self.scrubbed.emit(self.sliderPosition() * MILLISECOND)
