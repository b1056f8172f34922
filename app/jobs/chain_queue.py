"""The task chains of a job that have something to do: which one is next."""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque

from app.jobs.work import TaskChain


class ChainQueue:
    """Chains that have begun continue before others begin; those sent back wait for their time."""

    def __init__(self) -> None:
        self._begun: deque[TaskChain] = deque()
        self._queue: list[tuple[tuple[int, ...], int, TaskChain]] = []
        self._later: list[tuple[float, int, TaskChain]] = []
        self._tickets = itertools.count()

    def __bool__(self) -> bool:
        return bool(self._begun or self._queue or self._later)

    def push(self, *chains: TaskChain) -> None:
        """By priority, and among equals in the order of pushing."""
        for chain in chains:
            heapq.heappush(self._queue, (chain.priority, next(self._tickets), chain))

    def go_on(self, chain: TaskChain) -> None:
        """A chain whose last unit has just been settled, so that its segment is decoded."""
        self._begun.append(chain)

    def later(self, chain: TaskChain, seconds: float) -> None:
        """A chain whose unit was sent back."""
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._tickets), chain))

    def next(self) -> TaskChain | None:
        """The next chain that has not to wait; None where there is none."""
        while self._later and self._later[0][0] <= time.monotonic():
            self.push(heapq.heappop(self._later)[2])
        if self._begun:
            return self._begun.popleft()
        return heapq.heappop(self._queue)[2] if self._queue else None

    def seconds_left(self, most: float) -> float:
        """Until the first waiting chain is due, at most so many."""
        return min(most, max(0.0, self._later[0][0] - time.monotonic())) if self._later else most
