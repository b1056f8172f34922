"""In the place of pictures, where there are none: how loud the sound is, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PEAK_NS = 10_000_000
EDGE = 8
QUIETEST = 24
"""What is quieter than this even at its loudest is drawn small."""


class WaveView(QWidget):
    """The whole item at once; a click goes there."""

    scrubbed = Signal(object)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("wave")
        self.setMinimumSize(160, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tokens = tokens
        self._peaks: npt.NDArray[np.int8] | None = None
        self._drawn: QPixmap | None = None
        self._duration_ns = self._t_ns = 0

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 360)

    def show_item(self, duration_ns: int) -> None:
        self._duration_ns, self._peaks = duration_ns, None
        self.redraw()

    def show_peaks(self, peaks: npt.NDArray[np.int8]) -> None:
        """`(n, 2)` lowest and highest of each 10 ms."""
        self._peaks = peaks
        self.redraw()

    @property
    def loudest(self) -> int:
        """Of what is drawn, up to 127."""
        return int(self._peaks.max()) if self._peaks is not None and len(self._peaks) else 0

    def show_time(self, t_ns: int) -> None:
        before, self._t_ns = self._x(self._t_ns), t_ns
        for x in (before, self._x(t_ns)):
            self.update(round(x) - 2, 0, 5, self.height())

    def redraw(self) -> None:
        self._drawn = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._drawn is None:
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        if self._duration_ns:
            painter.fillRect(
                QRectF(self._x(self._t_ns) - 1, 0, 2, self.height()), QColor(self.tokens.playhead)
            )
        if self.hasFocus():
            painter.setPen(QColor(self.tokens.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(QColor(self.tokens.surface))
        painter = QPainter(drawn)
        middle = self.height() / 2
        painter.fillRect(QRectF(EDGE, middle - 0.5, self._length, 1), QColor(self.tokens.line))
        if self._peaks is not None and len(self._peaks) and self._duration_ns:
            painter.setPen(QColor(self.tokens.accent))
            painter.drawLines(self._lines(middle))
        painter.end()
        return drawn

    def _lines(self, middle: float) -> list[QPointF]:
        """A line for each column, from the lowest to the highest value in it; two points each."""
        import numpy as np

        assert self._peaks is not None
        width, count = int(self._length), len(self._peaks)
        edges = (np.arange(width + 1) * (self._duration_ns / PEAK_NS / width)).astype(np.int64)
        begins = np.minimum(edges[:-1], count - 1)
        low = np.minimum.reduceat(self._peaks[:, 0], begins)
        high = np.maximum.reduceat(self._peaks[:, 1], begins)
        inside = edges[:-1] < count
        scale = (middle - EDGE) / max(QUIETEST, self.loudest, -int(self._peaks.min()))
        points: list[QPointF] = []
        for x in np.flatnonzero(inside).tolist():
            points.append(QPointF(EDGE + x, middle - float(high[x]) * scale))
            points.append(QPointF(EDGE + x, middle - float(low[x]) * scale))
        return points

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._drawn = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        share = (event.position().x() - EDGE) / self._length
        self.scrubbed.emit(round(min(1.0, max(0.0, share)) * self._duration_ns))

    @property
    def _length(self) -> float:
        return max(1.0, self.width() - 2.0 * EDGE)

    def _x(self, t_ns: int) -> float:
        share = t_ns / self._duration_ns if self._duration_ns else 0.0
        return EDGE + self._length * min(1.0, max(0.0, share))
