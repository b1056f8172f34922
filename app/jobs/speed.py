"""How much work a job gets done in a second, from what it got done lately."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

LATELY_SECONDS = 60.0
LEAST_UNITS = 4
"""Of each worker, that count as lately however long ago they came."""
TRUST_SECONDS = 5.0
"""What was expected counts as much as so many seconds of the job."""


class Speed:
    """Seconds of work per second of the clock, over all workers.

    Storing, handing out, waiting, other programs and the speed of disks are all in it. `expected` is the
    speed until anything is known.
    """

    def __init__(self, workers: int, expected: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._workers, self._expected = clock, max(1, workers), expected
        self._least = LEAST_UNITS * self._workers
        self._ends: deque[tuple[float, float]] = deque()
        """When units came back, and the work that was done until then; first when the job began."""
        self._work = 0.0

    def begin(self) -> None:
        """The first unit is given out; later calls change nothing."""
        if not self._ends:
            self._ends.append((self._clock(), 0.0))

    def done(self, seconds: float) -> None:
        """A unit came back, which was so much work."""
        self.begin()
        self._work += seconds
        now = self._clock()
        self._ends.append((now, self._work))
        while len(self._ends) > self._least + 1 and now - self._ends[1][0] > LATELY_SECONDS:
            self._ends.popleft()

    def __call__(self) -> float:
        if len(self._ends) < 2:
            return self._expected
        (began, before), (ended, work) = self._ends[0], self._ends[-1]
        lately = (TRUST_SECONDS * self._expected + work - before) / (TRUST_SECONDS + ended - began)
        return min(lately, float(self._workers))
