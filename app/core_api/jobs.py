"""Analysing: what can be asked for, what it will cost, how far it is, what failed, what was done before."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from app.core_api.protocol import Event, Executor, Failed, Question
from app.jobs.usage import Segment, StageFigures

MOST_FAILURES = 500
MOST_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for; empty `items` and `stages` mean all, `workers` 0 one per core."""

    items: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    preview_only: bool = False
    retry_failed: bool = False
    device: str = "cpu"
    workers: int = 0


@dataclass(frozen=True, slots=True)
class StageChoice:
    """A stage that can be asked for. `after` are those that come with it."""

    name: str
    reads: str
    """`pictures`, `sound`, `container` or `nothing`."""
    after: tuple[str, ...]
    problem: Failed | None
    """Why it cannot run here: a model pack is missing, or its licence forbids it."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where stages may run; `usable` False: it is there, but this installation cannot use it."""

    name: str
    words: str
    usable: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    stages: tuple[StageChoice, ...]
    devices: tuple[Device, ...]
    cores: int


@dataclass(frozen=True, slots=True)
class WhatCanRun(Question[Choices]):
    """Asked before an analysis; looking for a GPU takes a moment."""

    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class StageQuote:
    """Units of a stage that are to be done, and likely seconds of wall clock."""

    stage: str
    units: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Quote:
    """What a job will cost, before it starts: seconds of wall clock."""

    low: float
    likely: float
    high: float
    units: int
    done_units: int
    """Units that are done already and will not be done again."""
    items: int
    unprobed: int
    """Items that were not looked into; they are taken to be like the others."""
    unreadable: int
    media_seconds: float
    """Length of the items that were looked into."""
    measured: bool
    """Whether the rates were measured on this device, or are those shipped."""
    stages: tuple[StageQuote, ...]
    device: str
    workers: int


@dataclass(frozen=True, slots=True)
class Estimate(Question[Quote]):
    """Looks into a sample of the items where nobody has yet, then reckons."""

    wanted: Wanted
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class JobProgress(Event):
    """Progress of a job; sent at most twice a second."""

    number: int
    share: float
    rate: float
    """Seconds of media analysed completely per second of wall clock."""
    remaining_seconds: float | None
    done_units: int
    failed_units: int
    total_units: int
    skipped_units: int
    """Of those done or failed, how many were so before."""
    seconds: float
    """Since it began."""
    stages: tuple[StageFigures, ...]
    running: tuple[Segment, ...]
    names: tuple[str, ...] = field(repr=False)
    """Names of the items of `running`, as they may be shown."""
    confinement: str
    """How the workers are sandboxed, in words of the sandbox."""
    pids: tuple[int, ...] = ()
    """Processes of the workers."""


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job is over; nothing that was computed is lost. `state` is a word of `app.jobs.events.End`."""

    number: int
    state: str
    done_units: int
    failed_units: int
    skipped_units: int
    seconds: float
    problem: Failed | None
    """What ended it before it was done, or why units are missing."""
    missing_units: int = 0
    """Units that were tried and could not be computed for now; another analysis tries them again."""


@dataclass(frozen=True, slots=True)
class RunJob(Question[JobEnded]):
    """Do what is missing of what is wanted; answered when it has ended, however. `number` is the asker's.
    Those that wait for another begin while the window is locked, too."""

    number: int
    wanted: Wanted
    executor = Executor.LONG
    while_locked = True


@dataclass(frozen=True, slots=True)
class StopJob(Question[None]):
    """The job of this number is to end soon, even if it has not begun; what is finished is kept."""

    number: int
    executor = Executor.LONG


@dataclass(frozen=True, slots=True, eq=False)
class Failures:
    """Segments that failed, as columns; at most MOST_FAILURES rows of `total`."""

    total: int
    items: tuple[str, ...]
    untrusted_names: tuple[str, ...] = field(repr=False)
    stages: tuple[str, ...]
    codes: tuple[str, ...]
    start_ns: array[int]
    end_ns: array[int]
    """0 where it is the whole item."""
    streams: array[int]
    problems: tuple[Failed, ...]
    """Words for every code, once."""


@dataclass(frozen=True, slots=True)
class WhatFailed(Question[Failures]):
    """What failed and nobody has redone."""


@dataclass(frozen=True, slots=True)
class Past:
    """An analysis or an import as the case tells of it."""

    at: str
    what: str
    """`analysis` or `import`."""
    state: str
    """`done`, `partly`, `cancelled`, `failed`; `running`, or `interrupted` where its process is gone."""
    done: int
    failed: int
    missing: int
    """Units that could not be computed for now."""
    items: int
    problem: Failed | None
    wanted: Wanted | None
    """How to ask for the same analysis again."""


@dataclass(frozen=True, slots=True)
class History(Question[tuple[Past, ...]]):
    """The newest first, MOST_HISTORY of them."""
