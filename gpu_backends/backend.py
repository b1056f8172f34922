"""Where units run: one interface, and every place that runs units inherits its contract test."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self

from engine.errors import AimaError
from engine.units import UnitOutcome, UnitRequest


class TimedOut(AimaError):
    """The segment took far longer than such a segment may, and was stopped, as files made to hold a program
    up do. It counts as not analysed; the rest went on. Try it again, or look at it in the player.
    """

    code = "timed-out"
    exit_code = 5


class OutOfMemory(AimaError):
    """The segment needed more memory than one worker may use, even in small pieces, and was stopped. It
    counts as not analysed; the rest went on. Try it again with fewer workers, or with nothing else running.
    """

    code = "out-of-memory"
    exit_code = 5


class Backend(ABC):
    """Takes units, gives outcomes. A unit that was submitted comes back exactly once, or never after `close`.

    A file that kills its process is an outcome with error code `unreadable`, a unit that does not fit
    in memory is tried again in a fresh process with a smaller batch, and on the CPU at last, before
    it comes back with `out-of-memory`. Nothing here knows of cases.
    """

    name: str

    @abstractmethod
    def free(self) -> int:
        """How many more units may be submitted now."""

    @abstractmethod
    def submit(self, request: UnitRequest) -> None:
        """Start one unit. Units of one item and segment, submitted in a row, share one decoding."""

    @abstractmethod
    def poll(self, timeout: float) -> list[UnitOutcome]:
        """Outcomes that are ready, waiting up to `timeout` seconds for the first."""

    @abstractmethod
    def cancel(self) -> None:
        """Stop everything that runs, within a second; those units come back as `cancelled`."""

    @abstractmethod
    def close(self) -> None:
        """End all processes and free the device. Idempotent."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
