"""Figures of a running job by stage, from its events: what a person watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.jobs.events import ItemPlanned, JobEvent, Progress, UnitDone, UnitSentBack, UnitSkipped, UnitStarted

LONGEST_SPAN = 1 << 60
"""Spans of this length and more stand for a whole item."""


@dataclass(frozen=True, slots=True)
class StageFigures:
    """How far one stage is, over all items of the job that were looked into so far."""

    stage: str
    done: int
    """Units done, those durable before the job too."""
    failed: int
    total: int
    rate: float
    """Seconds of media per second of wall clock, over all workers; 0 where there is none to tell."""
    remaining_seconds: float | None
    """None until one unit of the stage was measured."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a worker is at; `end_ns` 0: the whole item."""

    item_id: str
    stage: str
    start_ns: int
    end_ns: int
    seconds: float
    """For how long already."""


@dataclass(slots=True)
class _Sums:
    done: int = 0
    failed: int = 0
    total: int = 0
    measured: int = 0
    wall_seconds: float = 0.0
    media_seconds: float = 0.0


class Usage:
    """Takes the events of one job, in the thread that runs it."""

    def __init__(
        self, stages: Iterable[str], workers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sums = {stage: _Sums() for stage in stages}
        self._workers, self._clock = max(1, workers), clock
        self._running: dict[str, tuple[UnitStarted, float]] = {}
        self.skipped = 0
        """Units that were durable before."""
        self.touched: set[str] = set()
        """Items with new results; the sender of the event clears it."""
        self.progress = Progress(0, 0, 0.0, 0.0, None, "")

    def __call__(self, event: JobEvent) -> None:
        match event:
            case ItemPlanned():
                for stage, units in event.units.items():
                    self._of(stage).total += units
            case UnitStarted():
                self._running[event.key] = (event, self._clock())
            case UnitSkipped():
                self.skipped += 1
                self._settle(event.stage, event.error)
            case UnitSentBack():
                self._running.pop(event.key, None)
            case UnitDone():
                self._measure(event)
            case Progress():
                self.progress = event

    def stages(self) -> tuple[StageFigures, ...]:
        """Stages that have anything to do, in their order."""
        return tuple(self._figures(stage, sums) for stage, sums in self._sums.items() if sums.total)

    def running(self) -> tuple[Segment, ...]:
        """What the workers are at."""
        now = self._clock()
        return tuple(
            Segment(e.item_id, e.stage, e.start_ns, e.end_ns if e.end_ns < LONGEST_SPAN else 0, now - since)
            for e, since in self._running.values()
        )

    def _of(self, stage: str) -> _Sums:
        return self._sums.setdefault(stage, _Sums())

    def _measure(self, event: UnitDone) -> None:
        self._running.pop(event.key, None)
        self.touched.add(event.item_id)
        self._settle(event.stage, event.error)
        sums = self._of(event.stage)
        sums.measured += 1
        sums.wall_seconds += event.wall_seconds
        sums.media_seconds += event.media_seconds

    def _settle(self, stage: str, error: str) -> None:
        sums = self._of(stage)
        sums.done += not error
        sums.failed += bool(error)

    def _figures(self, stage: str, sums: _Sums) -> StageFigures:
        rate, remaining = 0.0, None
        if sums.measured:
            left = max(0, sums.total - sums.done - sums.failed)
            remaining = left * sums.wall_seconds / sums.measured / self._workers
        if sums.wall_seconds > 0:
            rate = sums.media_seconds / sums.wall_seconds * self._workers
        return StageFigures(stage, sums.done, sums.failed, sums.total, rate, remaining)
