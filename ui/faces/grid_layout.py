"""Where the cells of a grid with heads lie. Knows no Qt; places are looked up, never counted through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ui.faces.face_order import Order

HEAD = 34
"""Height of a head in pixels."""
MARGIN = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the order, and where it is drawn, in pixels of the whole."""

    place: int
    x: int
    y: int


class GridLayout:
    """Cells of `width` × `height` in a view `across` pixels wide, under the heads of `order`."""

    def __init__(self, order: Order, across: int, width: int, height: int, heads: bool) -> None:
        import numpy as np

        self.width, self.height = width, height
        self.head = HEAD if heads else 0
        self.columns = max(1, (across - 2 * MARGIN) // width)
        self.count = len(order)
        self._starts = order.starts
        self._counts = order.counts
        lines = -(-self._counts // self.columns)
        tall = self.head + lines * height
        self._tops: npt.NDArray[np.int64] = np.concatenate([[0], np.cumsum(tall)])
        self.end = int(self._tops[-1])
        """Where the last line ends."""
        self.total = self.end + (MARGIN if self.count else 0)

    def section_at(self, y: int) -> int:
        """Number of the head under which this height lies."""
        import numpy as np

        at = int(np.searchsorted(self._tops, y, "right")) - 1
        return min(max(at, 0), len(self._starts) - 1)

    def section_of(self, place: int) -> int:
        """Number of the person's section that a place (n-th shown face) lies in."""
        import numpy as np

        return int(np.searchsorted(self._starts, place, "right")) - 1

    def top(self, section: int) -> int:
        """Where its head is; the one behind the last tells the end."""
        return int(self._tops[section])

    def where(self, place: int) -> Cell:
        """Upper left corner of a cell."""
        section = self.section_of(place)
        line, column = divmod(place - int(self._starts[section]), self.columns)
        return Cell(place, MARGIN + column * self.width, self.top(section) + self.head + line * self.height)

    def at(self, x: int, y: int) -> int:
        """Place under a point; -1 where there is none."""
        if not 0 <= y < self.total or not self.count:
            return -1
        section = self.section_at(y)
        line = (y - self.top(section) - self.head) // self.height
        column = (x - MARGIN) // self.width
        place = line * self.columns + column
        inside = y >= self.top(section) + self.head and 0 <= column < self.columns
        if not inside or not 0 <= place < int(self._counts[section]):
            return -1
        return int(self._starts[section]) + int(place)

    def lines(self, top: int, bottom: int) -> Iterator[tuple[int, int, int]]:
        """(first place, how many, y) of every line of cells of which a part is between these heights."""
        if not self.count:
            return
        section = self.section_at(top)
        while section < len(self._starts) and (head := self.top(section)) < bottom:
            first = head + self.head
            count, start = int(self._counts[section]), int(self._starts[section])
            line = max(0, (top - first) // self.height)
            while line * self.columns < count and (y := first + line * self.height) < bottom:
                done = line * self.columns
                yield start + done, min(self.columns, count - done), y
                line += 1
            section += 1

    def between(self, top: int, bottom: int) -> tuple[int, int]:
        """Places `[first, end)` of the cells between these heights."""
        lines = list(self.lines(top, bottom))
        return (lines[0][0], lines[-1][0] + lines[-1][1]) if lines else (0, 0)

    def heads(self, top: int, bottom: int) -> Iterator[tuple[int, int]]:
        """(section, y) of the heads between these heights."""
        if not self.head or not self.count:
            return
        section = self.section_at(top)
        while section < len(self._starts) and self.top(section) < bottom:
            yield section, self.top(section)
            section += 1

    def stuck(self, top: int) -> tuple[int, int]:
        """(section, y) of the head that sticks to the top of a view; the next head pushes it out."""
        section = self.section_at(top)
        return section, min(top, self.top(section + 1) - HEAD)

    def below(self, place: int, lines: int) -> int:
        """The cell so many lines below (above where negative), in the same column as far as there is one."""
        cell = self.where(place)
        column = (cell.x - MARGIN) // self.width
        for _ in range(abs(lines)):
            section = self.section_of(place)
            start, count = int(self._starts[section]), int(self._counts[section])
            line = (place - start) // self.columns
            if lines > 0:
                if (line + 1) * self.columns < count:
                    place = start + min(count - 1, (line + 1) * self.columns + column)
                elif section + 1 < len(self._starts):
                    nxt, many = int(self._starts[section + 1]), int(self._counts[section + 1])
                    place = nxt + min(column, many - 1)
            elif line > 0:
                place = start + (line - 1) * self.columns + column
            elif section > 0:
                before, many = int(self._starts[section - 1]), int(self._counts[section - 1])
                last = (many - 1) // self.columns
                place = before + min(many - 1, last * self.columns + column)
        return place
