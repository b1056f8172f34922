"""A table of faces in an order, laid out: which face is where. Knows no Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ui.faces.grid_layout import MARGIN, GridLayout

if TYPE_CHECKING:
    from app.core_api.people import FaceTable
    from ui.faces.face_order import Order, Rows


class Span(NamedTuple):
    """Cells beside each other in one line: the first place, how many, and the corner of the first."""

    place: int
    many: int
    x: int
    y: int


class Anchor(NamedTuple):
    """A face that should stay where it is: its id, and how far below the top."""

    face: int
    y: int


@dataclass(frozen=True, slots=True)
class ShownFaces:
    """Heights are those of the whole; a place counts the order, a row the table."""

    table: FaceTable
    order: Order
    layout: GridLayout

    def place(self, row: int) -> int:
        """Where a row is shown; -1 if it is not."""
        return _first(self.order.rows == row) if row >= 0 else -1

    def row(self, place: int) -> int:
        """The row shown at a place; -1 where there is none."""
        return int(self.order.rows[place]) if 0 <= place < len(self.order) else -1

    def faces(self, first: int, end: int) -> list[int]:
        """Ids at the places `[first, end)`."""
        ids: list[int] = self.table.ids[self.order.rows[first:end]].tolist()
        return ids

    def rows(self, spans: Iterable[Span]) -> Rows:
        """Rows of the cells in these spans, one after another."""
        import numpy as np

        return np.concatenate([self.order.rows[s.place : s.place + s.many] for s in spans])

    def size(self, section: int) -> int:
        """How many faces stand under a head."""
        starts = self.order.starts
        end = int(starts[section + 1]) if section + 1 < len(starts) else len(self.order)
        return end - int(starts[section])

    def spans(self, parts: Iterable[tuple[int, int, int, int]]) -> list[Span]:
        """The cells of which something is within these (left, top, right, bottom); each once."""
        lines: dict[int, tuple[int, int, int]] = {}
        width = self.layout.width
        for left, top, right, bottom in parts:
            begin = max(0, (left - MARGIN) // width)
            for first, count, y in self.layout.lines(top, bottom):
                end = min(count, -((MARGIN - right) // width))
                if begin < end:
                    _, low, high = lines.get(y, (first, begin, end))
                    lines[y] = first, min(low, begin), max(high, end)
        return [Span(f + low, high - low, MARGIN + low * width, y) for y, (f, low, high) in lines.items()]

    def where(self, faces: Collection[int], top: int, bottom: int) -> Iterator[Span]:
        """Per line between these heights the columns in which some of these faces are."""
        for first, count, y in self.layout.lines(top, bottom):
            columns = [n for n, face in enumerate(self.faces(first, first + count)) if face in faces]
            if columns:
                low, high = columns[0], columns[-1] + 1
                yield Span(first + low, high - low, MARGIN + low * self.layout.width, y)

    def near(self, top: int, tall: int, down: bool) -> tuple[list[int], list[int]]:
        """Ids of the faces in view, and of those of a screen further on, the nearest first."""
        first, end = self.layout.between(top, top + tall)
        if down:
            _, further = self.layout.between(top + tall, top + 2 * tall)
            return self.faces(first, end), self.faces(end, max(further, end))
        before, _ = self.layout.between(max(0, top - tall), top)
        return self.faces(first, end), self.faces(min(before, first), first)[::-1]

    def anchor(self, current: int, top: int, tall: int) -> Anchor | None:
        """What stays in place when everything is laid out again: the current row, or the first in view."""
        place = self.place(current)
        if place >= 0:
            y = self.layout.where(place).y - top
            if -self.layout.height < y < tall:
                return Anchor(self.faces(place, place + 1)[0], y)
        line = next(self.layout.lines(top, top + tall), None)
        return None if line is None else Anchor(self.faces(line[0], line[0] + 1)[0], line[2] - top)

    def top_for(self, anchor: Anchor) -> int | None:
        """How far to scroll so that it is where it was; None where it is not shown."""
        place = self.place(_first(self.table.ids == anchor.face))
        return self.layout.where(place).y - anchor.y if place >= 0 else None


def _first(mask: Any) -> int:
    """Of the first that is true; -1 if none is."""
    at = int(mask.argmax()) if len(mask) else 0
    return at if len(mask) and mask[at] else -1
