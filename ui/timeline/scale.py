"""Between time and columns of pixels: zoom in steps of about 1.4, so that columns are whole bins of a
track's levels.

A column is 2ⁿ or 3·2ⁿ ns wide. Its left edge lies on a multiple of 2ⁿ, which is at most half a column away
from where one asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass

FINEST, COARSEST = 28, 104
"""Steps: 16 µs and 52 days a column."""
FAR = 1 << 61
"""No view begins farther than this from 1970, or sums of times would not fit in 64 bits."""


def step_ns(step: int) -> int:
    """Width of a column: 2, 3, 4, 6, 8, 12 … ns for steps 2, 3, 4, 5, 6, 7 …"""
    return 1 << step // 2 if step % 2 == 0 else 3 << (step // 2 - 1)


def grid_ns(step: int) -> int:
    """The power of two, in ns, that a column of this zoom step is one or three of."""
    return 1 << (step // 2 - step % 2)


def step_for(ns: float) -> int:
    """The finest step of at least this width."""
    step = FINEST
    while step < COARSEST and step_ns(step) < ns:
        step += 1
    return step


@dataclass(frozen=True, slots=True)
class Scale:
    """The part of time in view: its left edge and its zoom. `x` counts columns from the left edge."""

    left_ns: int
    step: int

    @classmethod
    def at(cls, left_ns: int, step: int) -> Scale:
        grid = grid_ns(step)
        return cls(max(-FAR, min(FAR, (left_ns + grid // 2) // grid * grid)), step)

    @classmethod
    def fitting(cls, start_ns: int, end_ns: int, width: int, margin: float = 0.02) -> Scale:
        """All of `[start_ns, end_ns)` with a little room beside it."""
        length = max(1, end_ns - start_ns)
        step = step_for(length * (1 + 2 * margin) / max(1, width))
        spare = width * step_ns(step) - length
        return cls.at(start_ns - min(int(length * margin), spare // 2), step)

    @property
    def step_ns(self) -> int:
        """Width of a column, ns."""
        return step_ns(self.step)

    def t(self, x: float) -> int:
        """Time at a column; its beginning for a whole number."""
        return self.left_ns + int(x * self.step_ns)

    def x(self, t_ns: int) -> int:
        """The column that holds a time; may lie outside the view."""
        return (t_ns - self.left_ns) // self.step_ns

    def zoomed(self, steps: int, x: int) -> Scale:
        """Nearer by so many steps (farther if negative), with the time at column `x` staying there."""
        step = min(COARSEST, max(FINEST, self.step - steps))
        return Scale.at(self.t(x) - x * step_ns(step), step)

    def panned(self, columns: int) -> Scale:
        """The same zoom, so many columns later."""
        return Scale.at(self.left_ns + columns * self.step_ns, self.step)

    def showing(self, t_ns: int, width: int) -> Scale:
        """The same, or moved so that a time is in view, a tenth from the edge it came in by."""
        x = self.x(t_ns)
        if 0 <= x < width:
            return self
        return self.panned(x - width // 10 if x >= width else x - width + width // 10)
