"""Where units run: one interface, and every place that runs units inherits its contract test."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from engine.errors import AimaError
from engine.units import UnitOutcome, UnitRequest, Verdict


class TimedOut(AimaError):
    """The segment took far longer than allowed and was stopped; files made to block a program look
    like this. It counts as not analysed; the rest continued. Try it again, or view it in the player.
    """

    code = "timed-out"
    exit_code = 5


@dataclass(frozen=True, slots=True)
class Price:
    """What a second of a unit's wall clock costs, and in what (ISO 4217)."""

    per_second: float
    currency: str


class Backend(ABC):
    """Takes units, gives outcomes. A unit that was submitted comes back exactly once, or never after `close`.

    An outcome carries the lease of its request and one of three verdicts. FINAL: a result, or an error about
    the evidence; a file that kills its process twice is `unreadable`. RETRY: a passing failure, such as
    memory that was short even in a fresh process with a smaller batch and on the CPU at last. LOST: the
    capacity that computed the unit is gone. No method waits for anything outside this process, but for
    `poll` up to its timeout and `close` a few seconds. Nothing here knows of cases.
    """

    name: str
    price: Price | None = None
    """None: a unit costs nothing but time."""
    lease_seconds: float | None = None
    """After how long a unit that has not come back counts as lost; None: it always comes back."""
    fault: AimaError | None = None
    """Why nothing more will be taken; what runs still comes back, as LOST where it cannot finish."""

    _ring: Callable[[], None] = staticmethod(lambda: None)

    def on_news(self, ring: Callable[[], None]) -> None:
        """Call `ring`, from any thread, when `poll` or `free` may have something new to say."""
        self._ring = ring

    def takes(self, request: UnitRequest) -> bool:
        """Whether this place can run such a unit, by the device it has and what the unit needs."""
        return True

    @abstractmethod
    def free(self) -> int:
        """How many more units may be submitted now; 0 for good where there is a `fault`."""

    @abstractmethod
    def submit(self, request: UnitRequest) -> None:
        """Start one unit. Units of one item and segment, submitted in a row, share one decoding."""

    @abstractmethod
    def poll(self, timeout: float) -> list[UnitOutcome]:
        """Outcomes that are ready, waiting up to `timeout` seconds for the first.

        It is also called while nothing runs, so that a place that grows and shrinks can do so here.
        """

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


def cancelled(request: UnitRequest) -> UnitOutcome:
    """What becomes of a unit that was stopped: nothing, and it may be done another time."""
    return UnitOutcome(request.key, None, "cancelled", verdict=Verdict.RETRY, lease=request.lease)
