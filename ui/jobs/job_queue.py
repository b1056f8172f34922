"""Jobs that wait for their turn, in the order a person gives them; knows no Qt."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from app.core_api.jobs import Wanted


@dataclass(frozen=True, slots=True)
class Job:
    """A request with the number its events carry."""

    number: int
    wanted: Wanted


class JobQueue:
    """One job runs at a time; `running` is it."""

    def __init__(self) -> None:
        self.waiting: list[Job] = []
        self.running: Job | None = None
        self._numbers = itertools.count(1)

    def add(self, wanted: Wanted) -> Job:
        job = Job(next(self._numbers), wanted)
        self.waiting.append(job)
        return job

    def begin(self) -> Job | None:
        """The next job, which runs from now on; None while one runs or none waits."""
        if self.running is not None or not self.waiting:
            return None
        self.running = self.waiting.pop(0)
        return self.running

    def ended(self, number: int) -> None:
        """The job of this number no longer runs."""
        if self.running is not None and self.running.number == number:
            self.running = None

    def move(self, at: int, by: int) -> int:
        """Move a waiting job up (-1) or down (1); where it is now."""
        to = max(0, min(len(self.waiting) - 1, at + by))
        if 0 <= at < len(self.waiting):
            self.waiting.insert(to, self.waiting.pop(at))
        return to

    def remove(self, at: int) -> None:
        if 0 <= at < len(self.waiting):
            self.waiting.pop(at)

    def clear(self) -> None:
        self.waiting.clear()
        self.running = None
