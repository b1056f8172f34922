"""Sets utterances as paragraphs: where text breaks, how high it is, and where a letter stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from ui.transcript.block import Block

BAR, GAP, EDGE, ABOVE, BELOW = 4, 8, 12, 6, 6
"""Pixels: the bar of what was listened to, between columns, at the sides, over and under a paragraph."""
UNSURE, VERY_UNSURE = 0.6, 0.35
"""Probability of a word below which it is underlined, dotted and wavy."""
_SAMPLE = "Was jemand sagt, steht hier so, wie es die meisten schreiben würden. "


@dataclass(slots=True)
class Paragraph:
    """An utterance as it was set; y counts from its own top."""

    layout: QTextLayout
    machine: QTextLayout | None
    headed: bool
    text_top: float
    machine_top: float
    height: int

    def boxes(self, begin: int, end: int) -> Iterator[QRectF]:
        """Where letters `begin` to `end` stand: a box on each line they are on, x from the text's left."""
        for n in range(self.layout.lineCount()):
            line = self.layout.lineAt(n)
            first, last = line.textStart(), line.textStart() + line.textLength()
            if first < end and begin < last:
                left = line.cursorToX(max(begin, first))[0]  # type: ignore[index]
                right = line.cursorToX(min(end, last))[0]  # type: ignore[index]
                yield QRectF(min(left, right), self.text_top + line.y(), abs(right - left), line.height())

    def letter_at(self, x: float, y: float) -> int:
        """The letter at a point, or the nearest."""
        within = y - self.text_top
        for n in range(self.layout.lineCount()):
            line = self.layout.lineAt(n)
            if within < line.y() + line.height() or n == self.layout.lineCount() - 1:
                return int(line.xToCursor(x, line.CursorPosition.CursorOnCharacter))
        return 0


class Typesetter:
    """For one width, font and theme; replaced when one of them changes."""

    def __init__(self, font: QFont, width: int, unsure: QColor, muted: QColor) -> None:
        self.font, self.small, self.bold = QFont(font), QFont(font), QFont(font)
        size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
        self.small.setPointSizeF(size * 0.9)
        self.bold.setPointSizeF(size * 0.9)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.metrics, self.small_metrics = QFontMetricsF(self.font), QFontMetricsF(self.small)
        self.bold_metrics = QFontMetricsF(self.bold)
        self.time_width = self.small_metrics.horizontalAdvance("0:00:00.0")
        self.left = BAR + EDGE + self.time_width + GAP
        self.text_width = max(80.0, width - self.left - EDGE)
        self.head_height = self.bold_metrics.height() + 4
        self.line_height = float(np.ceil(self.metrics.height()))
        self.title_height = int(self.metrics.height() + 2 * GAP + 4)
        self._letter = self.metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self._muted = muted
        self._marks = (_underline(unsure, False), _underline(unsure, True))
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def estimate(
        self, letters: npt.NDArray[np.int32], headed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.int32]:
        """About how high paragraphs of so many letters will be."""
        per_line = max(1.0, 0.97 * self.text_width / self._letter)
        lines = np.maximum(1, np.ceil(letters / per_line))
        high = ABOVE + BELOW + lines * self.line_height + headed * self.head_height
        return np.ceil(high).astype(np.int32)

    def paragraph(self, block: Block, row: int, headed: bool, machine: bool) -> Paragraph:
        """Set a row of a block; with `machine` the machine's words stand below a person's."""
        text = block.text(row)
        layout = self._set(text, self.font, self._doubts(block, row, len(text)))
        top = ABOVE + (self.head_height if headed else 0.0)
        bottom = top + layout.boundingRect().height()
        below = None
        if machine and (reworded := block.said.reworded.get(row)):
            below = self._set(reworded.machine_text, self.small, [])
        machine_top = bottom + 2
        if below is not None:
            bottom = machine_top + below.boundingRect().height()
        return Paragraph(layout, below, headed, top, machine_top, int(np.ceil(bottom + BELOW)))

    def _doubts(self, block: Block, row: int, letters: int) -> list[QTextLayout.FormatRange]:
        words = block.words(row)
        sure = block.said.word_probability[words.start : words.stop]
        marks = []
        for n in np.flatnonzero((sure >= 0) & (sure < UNSURE)).tolist():
            begin, end = block.letters(words.start + n)
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = begin, min(end, letters) - begin
            mark.format = self._marks[int(sure[n] < VERY_UNSURE)]
            marks.append(mark)
        return marks

    def _set(self, text: str, font: QFont, marks: list[QTextLayout.FormatRange]) -> QTextLayout:
        layout = QTextLayout(text, font)
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        if marks:
            layout.setFormats(marks)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.text_width)
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout


def _underline(colour: QColor, strong: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    style = QTextCharFormat.UnderlineStyle
    made.setUnderlineStyle(style.WaveUnderline if strong else style.DotLine)
    made.setUnderlineColor(colour)
    return made
