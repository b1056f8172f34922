"""What is asked for while an item stands: one look is under way, and of later ones only the newest counts.

So scrubbing shows as many pictures as can be decoded and ends on the very one. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable

Ask = Callable[[int, int], int]
"""Asks for the picture of a time, or the one so many pictures from there; gives its number."""


class FrameRequests:
    """`here` tells the time a step is taken from, at the moment it is taken."""

    def __init__(self, ask: Ask, here: Callable[[], int]) -> None:
        self._ask, self._here = ask, here
        self.number: int | None = None
        """Of the look under way; None while there is none."""
        self.steps = False
        """Whether that one is a step."""
        self._next: tuple[int, int] | None = None

    def want(self, t_ns: int, steps: int = 0) -> None:
        """Look now, or when the one under way has been answered."""
        if self.number is not None:
            self._next = (t_ns, steps)
        else:
            self._begin(t_ns, steps)

    def step(self, count: int) -> None:
        """Go so many pictures on, or back; steps that wait add up."""
        self.want(self._here(), count + (self._next[1] if self._next else 0))

    def answered(self) -> None:
        """The look under way has come to its end."""
        self.number = None
        self.go_on()

    def go_on(self) -> None:
        """Begin what waits, whatever is still to come of the look under way."""
        if self._next is not None:
            (t_ns, steps), self._next = self._next, None
            self._begin(self._here() if steps else t_ns, steps)

    def forget(self) -> None:
        """Nothing is asked for any more."""
        self.number = self._next = None

    def _begin(self, t_ns: int, steps: int) -> None:
        self.steps = steps != 0
        self.number = self._ask(t_ns, steps)
