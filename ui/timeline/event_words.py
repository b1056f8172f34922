"""Words inside events that are wide enough to be read; asked for when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QStaticText

from app.core_api.event_values import SHADE_BITS
from app.core_api.tracks import VALUE_BITS, VALUE_MASK, Track
from ui.timeline.columns import in_view
from ui.timeline.lane import LaneView
from ui.timeline.lane_colours import ENTRIES, Table
from ui.timeline.scale import Scale, grid_ns

LEAST_WIDTH = 36
"""Screen pixels an event needs before words are drawn in it."""
MOST_SHOWN = 300
MOST_KEPT = 20_000
MOST_SET = 16
"""How many words are laid out in one frame; it takes some 40 µs each. The others follow in the next."""
Wanted = tuple[str, bool, int]
"""Key of a lane, whether its near tracks, number of the event's words."""


class EventWords:
    """The words known so far, and which were missed at the last drawing."""

    def __init__(self) -> None:
        self._known: dict[Wanted, str] = {}
        self._set: dict[tuple[str, int], QStaticText] = {}
        self.missed: list[Wanted] = []
        self.unset = False
        """Whether words known were left out at the last drawing, to be drawn in the next."""
        self._to_set = self._room = 0

    def clear(self) -> None:
        self._known.clear()
        self._set.clear()
        self.missed.clear()

    def forget_layout(self) -> None:
        """Lay out every word again: the font has changed."""
        self._set.clear()

    def learn(self, lane_key: str, near: bool, words: Mapping[int, str]) -> None:
        """Keep the words of some events; untrusted, only ever drawn as they stand."""
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        for number, text in words.items():
            self._known[lane_key, near, number] = " ".join(text.split())[:200]

    def of(self, lane_key: str, near: bool, number: int) -> str | None:
        return self._known.get((lane_key, near, number))

    def draw(
        self,
        image: QImage,
        tops: list[tuple[int, LaneView]],
        scale: Scale,
        font: QFont,
        table: Callable[[LaneView], Table],
    ) -> None:
        """Write into the events of the picture. What is not known is noted in `missed`."""
        self.missed = []
        self.unset, self._to_set, self._room = False, MOST_SET, MOST_SHOWN
        height = image.height() / image.devicePixelRatio()
        least_ns = _least_ns(scale, image.devicePixelRatio())
        written = [
            (top, lane)
            for top, lane in tops
            if lane.head.worded and not lane.collapsed and top < height and top + lane.height > 0
            if any(track.longest << track.shift >= least_ns for _, track in lane.shown(scale.step_ns))
        ]
        if not written:
            return
        painter = QPainter(image)
        painter.setFont(font)
        for placed in written:
            self._lane(painter, image, placed, scale, table(placed[1]))
        painter.end()

    def _lane(
        self, painter: QPainter, image: QImage, placed: tuple[int, LaneView], scale: Scale, table: Table
    ) -> None:
        top, lane = placed
        metrics = painter.fontMetrics()
        each = lane.height / lane.bands_shown(scale.step_ns)
        if each < metrics.height() - 4:
            return
        near, written = lane.near_shown(scale.step_ns), set()
        for band, track in lane.shown(scale.step_ns):
            for x, width, value in _wide(track, scale, image.width(), image.devicePixelRatio())[: self._room]:
                number = value >> SHADE_BITS
                if (band, number) in written:
                    continue  # the same thing once more, such as a recording above its uncertainty
                written.add((band, number))
                self._room -= 1
                text = self._known.get((lane.key, near, number))
                if text is None:
                    self.missed.append((lane.key, near, number))
                else:
                    painter.setPen(_ink(int(table[value & (ENTRIES - 1)])))
                    box = QRectF(x + 4, top + each * band, width - 6, each)
                    self._write(painter, metrics, box, text)

    def _write(self, painter: QPainter, metrics: QFontMetrics, box: QRectF, text: str) -> None:
        width = int(box.width()) // 8 * 8  # few widths, so that what was set once is used again
        held = self._set.get((text, width))
        if held is None:
            if self._to_set == 0:
                self.unset = True
                return
            self._to_set -= 1
            if len(self._set) > 2000:
                self._set.clear()
            held = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
            held.setTextFormat(Qt.TextFormat.PlainText)
            held.prepare(font=painter.font())
            self._set[text, width] = held
        painter.drawStaticText(QPointF(box.x(), box.y() + (box.height() - metrics.height()) / 2), held)


def _wide(track: Track, scale: Scale, columns: int, ratio: float) -> list[tuple[float, float, int]]:
    """Left edge and width on the screen, and value, of the events that words fit into."""
    starts, keys = in_view(track, scale.left_ns, scale.t(columns), grid_ns(scale.step))
    lengths = (keys >> VALUE_BITS) << track.shift
    chosen = np.flatnonzero(lengths >= _least_ns(scale, ratio))
    out = []
    for row in chosen[: columns // LEAST_WIDTH + 2].tolist():
        start = int(starts[row])
        a = max(0, scale.x(start))
        b = min(columns, scale.x(start + int(lengths[row])))
        if (b - a) / ratio >= LEAST_WIDTH:
            out.append((a / ratio, (b - a) / ratio, int(keys[row]) & VALUE_MASK))
    return out


def _least_ns(scale: Scale, ratio: float) -> int:
    """How long an event has to last for words to fit into it."""
    return int(LEAST_WIDTH * ratio) * scale.step_ns


@cache
def _ink(ground: int) -> QColor:
    """Black or white, whichever reads better on a colour (WCAG contrast)."""
    colour = QColor(ground)
    levels = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels]
    light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return QColor("#101216") if light > 0.18 else QColor("#ffffff")
