"""The lines of a sheet one below the other: heights estimated for all, set exactly for what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import numpy as np

from ui.shared.line_heights import LineHeights
from ui.transcript.sheet import Sheet
from ui.transcript.typesetter import Paragraph, Typesetter

KEPT = 400
"""Paragraphs kept set; a screen holds about thirty."""


class Column:
    """For one sheet and one typesetter; replaced when either changes."""

    def __init__(self, sheet: Sheet, setter: Typesetter, machine: bool) -> None:
        self.sheet, self.setter, self._machine = sheet, setter, machine
        self._edition = sheet.edition
        self._set: OrderedDict[int, Paragraph] = OrderedDict()
        spoken = sheet.lines >= 0
        heights = np.full(len(sheet.lines), setter.title_height, np.int32)
        heights[spoken] = setter.estimate(sheet.letters[sheet.lines[spoken]], sheet.headed[spoken])
        self.heights = LineHeights(heights)

    @property
    def stale(self) -> bool:
        """Whether the sheet holds other lines by now."""
        return self._edition != self.sheet.edition

    def paragraph(self, line: int) -> Paragraph | None:
        """The utterance on a line, set; None where the line is a heading."""
        utterance = int(self.sheet.lines[line])
        if utterance < 0:
            return None
        known = self._set.get(line)
        if known is None:
            block, row = self.sheet.where(utterance)
            known = self.setter.paragraph(block, row, bool(self.sheet.headed[line]), self._machine)
            self._set[line] = known
            if len(self._set) > KEPT:
                self._set.popitem(last=False)
        else:
            self._set.move_to_end(line)
        return known

    def settle(self, top: int, height: int, before: int | None = None) -> int:
        """Set what is seen from `top` on; returns by how much lines above grew that were seen at `before`.

        A view that was at `before` and goes up to `top` must go that much less far, or what it shows jumps.
        """
        grown = 0
        went_up = before is not None and top < before < top + height
        line, y = self.heights.at(top), 0
        if line >= 0:
            y = self.heights.top(line)
        while 0 <= line < len(self.heights) and y < top + height:
            paragraph = self.paragraph(line)
            if paragraph is not None:
                more = self.heights.set(line, paragraph.height)
                if went_up and before is not None and y < before:
                    grown += more
            y += self.heights.height(line)
            line += 1
        return grown

    def seen(self, top: int, height: int) -> Iterator[tuple[int, int]]:
        """Lines that are seen from `top` on, each with where it begins."""
        line = self.heights.at(top)
        if line < 0:
            return
        y = self.heights.top(line)
        while line < len(self.heights) and y < top + height:
            yield line, y
            y += self.heights.height(line)
            line += 1
