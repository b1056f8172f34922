"""What a job says while it runs: small frozen values without evidence in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.units import Span


class End(StrEnum):
    """The state a job ends in. PARTLY: everything was tried, and some units are missing for now."""

    DONE = "done"
    PARTLY = "partly"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UnitStarted:
    """One unit was handed to the back end."""

    item_id: str
    stage: str
    key: str
    start_ns: int = 0
    end_ns: int = 0


@dataclass(frozen=True, slots=True)
class UnitDone:
    """One unit came back and is durable; `error` is empty on success."""

    item_id: str
    stage: str
    error: str
    key: str = ""
    wall_seconds: float = 0.0
    media_seconds: float = 0.0
    """Length of the segment; 0 for a picture or a whole item, which have none of their own."""


@dataclass(frozen=True, slots=True)
class UnitSentBack:
    """One unit came back without a final outcome; `again` tells whether it is tried again or is missing."""

    item_id: str
    stage: str
    key: str
    error: str
    again: bool


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit of the job that is not durable, and why. The next job does it."""

    item_id: str
    stage: str
    stream: int
    span: Span
    error: str


@dataclass(frozen=True, slots=True)
class UnitSkipped:
    """One unit was durable before the job began; `error` as it ended then."""

    item_id: str
    stage: str
    error: str


@dataclass(frozen=True, slots=True)
class ItemPlanned:
    """Units of an item that belong to the job, by stage; those done already too."""

    item_id: str
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `remaining_seconds` is None until enough was measured."""

    done_units: int
    failed_units: int
    share: float
    """Part of the expected cost that is behind, 0 to 1; items not probed yet count by their size."""
    rate: float
    """Seconds of media analysed completely per second of wall clock."""
    remaining_seconds: float | None
    stage: str
    remaining_work: float = 0.0
    """Seconds of work that are left, all workers together: of the processor, where that is what works."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over. Nothing that was computed is lost, whatever the state."""

    state: End
    done_units: int
    failed_units: int
    """Units that failed, in this job or in an earlier one that nobody asked to retry."""
    skipped_units: int
    """Units that were durable before the job began."""
    wall_seconds: float
    missing: tuple[MissingUnit, ...] = ()
    """Units that were asked for and are not durable; empty where the state is DONE."""
    devices: tuple[str, ...] = ()
    """What the units done ran on."""


JobEvent = UnitStarted | UnitDone | UnitSentBack | UnitSkipped | ItemPlanned | Progress | Ended
