"""Sets statements as paragraphs: text, what the first draft said, and sources that can be pointed at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from app.core_api.shown_text import plain
from ui.dossier.sheet import Sheet, Source
from ui.dossier.wording_changes import Spans, changes

BAR, EDGE, MARK, GAP, ABOVE, BELOW = 4, 12, 20, 8, 8, 10
"""Pixels: the bar of the verdict, at the sides, its sign, between columns, over and under a paragraph."""
CHIP_PADDING, CHIP_HEIGHT_MORE, BETWEEN = 8, 6, 6
MOST_CHIPS = 24
ITEM_LETTERS = 26


@dataclass(slots=True)
class Chip:
    """One source as drawn; `number` counts those of the row, -1 is the sign that there are more."""

    number: int
    box: QRectF
    text: str
    source: Source | None


@dataclass(slots=True)
class Paragraph:
    """A statement as it was set; y counts from its own top, x from the view's left."""

    text: QTextLayout
    first: QTextLayout | None
    first_top: float
    status: str
    status_at: QPointF
    chips: list[Chip]
    height: int

    def chip_at(self, x: float, y: float) -> Chip | None:
        """The source at a point (pixels within the paragraph); None if there is none."""
        return next((c for c in self.chips if c.box.contains(x, y)), None)


class Typesetter:
    """For one width and font; replaced when one of them changes."""

    def __init__(self, font: QFont, width: int) -> None:
        self.font, self.small, self.bold = QFont(font), QFont(font), QFont(font)
        size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
        self.small.setPointSizeF(size * 0.9)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.metrics, self.small_metrics = QFontMetricsF(self.font), QFontMetricsF(self.small)
        self.left = BAR + EDGE + MARK + GAP
        self.right = width - EDGE
        self.text_width = max(80.0, self.right - self.left)
        self.chip_height = float(np.ceil(self.small_metrics.height())) + CHIP_HEIGHT_MORE
        self.heading_height = int(np.ceil(QFontMetricsF(self.bold).height())) + 2 * GAP
        self.nothing_height = int(np.ceil(self.metrics.height())) + GAP
        self._letter = self.metrics.averageCharWidth()
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def estimate(self, letters: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """About how high statements of so many letters will be."""
        lines = np.maximum(1, np.ceil(letters / max(1.0, self.text_width / self._letter)))
        high = ABOVE + BELOW + BETWEEN + lines * np.ceil(self.metrics.height()) + self.chip_height
        estimated: npt.NDArray[np.int32] = np.ceil(high).astype(np.int32)
        return estimated

    def paragraph(
        self,
        sheet: Sheet,
        row: int,
        status: str,
        first_word: str,
        label: Callable[[Source], str],
        whole: bool,
        room: int = 0,
    ) -> Paragraph:
        """Set a row. `first_word` introduces the first draft, empty shows none; `whole` shows every source;
        `room` is how high the text is while it is being edited.
        """
        said = sheet.said(row)
        machine, worded = plain(sheet.text(row)), plain(said.text) if said else ""
        gone, came = changes(machine, worded) if worded else ([], [])
        text = self._set(worded or machine, self.font, came, _came())
        first, bottom = None, ABOVE + max(text.boundingRect().height(), room)
        first_top = bottom + 2
        if worded and first_word:
            start = f"{first_word} "
            moved = [(a + len(start), b + len(start)) for a, b in gone]
            first = self._set(start + machine, self.small, moved, _gone())
            bottom = first_top + first.boundingRect().height()
        status_at = QPointF(self.left, bottom + BETWEEN)
        chips, bottom = self._chips(sheet, row, status, bottom + BETWEEN, label, whole)
        return Paragraph(text, first, first_top, status, status_at, chips, int(np.ceil(bottom + BELOW)))

    def _chips(
        self,
        sheet: Sheet,
        row: int,
        status: str,
        top: float,
        label: Callable[[Source], str],
        whole: bool,
    ) -> tuple[list[Chip], float]:
        """Sources behind the status, on one line unless all are to be seen; and where they end."""
        x = self.left + self.small_metrics.horizontalAdvance(status) + GAP
        chips: list[Chip] = []
        count = sheet.source_count(row)
        for number, source in enumerate(sheet.sources(row)):
            left = count - number
            if number >= MOST_CHIPS:
                return [*chips, self._more(x, top, left)], top + self.chip_height
            text = self.small_metrics.elidedText(
                label(source), Qt.TextElideMode.ElideMiddle, self.text_width - 2 * CHIP_PADDING
            )
            wide = self.small_metrics.horizontalAdvance(text) + 2 * CHIP_PADDING
            spare = 0 if left == 1 or whole else self._more(x, top, left).box.width() + GAP
            if x + wide + spare > self.right and (chips or x > self.left):
                if not whole and chips:
                    return [*chips, self._more(x, top, left)], top + self.chip_height
                x, top = self.left, top + self.chip_height + 4
            chips.append(Chip(number, QRectF(x, top, wide, self.chip_height), text, source))
            x += wide + GAP
        return chips, top + self.chip_height

    def _more(self, x: float, top: float, left: int) -> Chip:
        text = f"+{left}"
        wide = self.small_metrics.horizontalAdvance(text) + 2 * CHIP_PADDING
        return Chip(-1, QRectF(x, top, wide, self.chip_height), text, None)

    def _set(self, text: str, font: QFont, spans: Spans, mark: QTextCharFormat) -> QTextLayout:
        layout = QTextLayout(text, font)
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        if spans:
            layout.setFormats(_ranges(spans, mark))
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.text_width)
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout


def _ranges(spans: Sequence[tuple[int, int]], mark: QTextCharFormat) -> list[QTextLayout.FormatRange]:
    made = []
    for begin, end in spans:
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = begin, end - begin, mark
        made.append(one)
    return made


def _came() -> QTextCharFormat:
    mark = QTextCharFormat()
    mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    return mark


def _gone() -> QTextCharFormat:
    mark = QTextCharFormat()
    mark.setFontStrikeOut(True)
    return mark
