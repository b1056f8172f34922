"""How a window and the core speak: questions with one answer each, and events.

All are frozen values. A module that declares some imports nothing heavy, since the window loads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar

Answer = TypeVar("Answer")


class Executor(Enum):
    """In what order the core works on a question."""

    READ = "read"
    """Reading; two at a time, in the order asked."""
    STUDY = "study"
    """Reading that may have to wait until who is who is worked out, or takes seconds; as many at a time. What
    is looked at does not wait for it.
    """
    WRITE = "write"
    """Writing what a person decided; one at a time, in the order asked."""
    LONG = "long"
    """Jobs, imports, exports: at once, each in a thread of its own, until done or dropped."""


class Question(Generic[Answer]):
    """Base of all questions: a frozen dataclass whose parameter is what it answers with."""

    __slots__ = ()
    executor: ClassVar[Executor] = Executor.READ
    while_locked: ClassVar[bool] = False
    """Whether it is answered while the window is locked."""


class Event:
    """Base of what the core tells without being asked; a frozen dataclass."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Changed(Event):
    """Something in the case has changed: whatever shows it asks again.

    `what` are words such as `items`, `findings`, `faces`, `voices`, `transcript`, `claims`, `clocks`; `items`
    the ids of the items concerned, empty where it may be any.
    """

    what: frozenset[str]
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a question has no answer: code and message of an `AimaError`, for people."""

    code: str
    message: str = field(repr=False)
    detail: str = field(default="", repr=False)
    """What it is about, such as a file of the person's own; never logged."""
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What fills the places in the text of another language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way to the core; `question` None drops the one of this ticket."""

    ticket: int
    question: Question[Any] | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: the answer, or why there is none."""

    ticket: int
    answer: Any
    failed: Failed | None = None


class Refused(Exception):
    """A question that failed, as the window meets it."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.code)
        self.failed = failed


CORE_LOST = Failed(
    "core-lost",
    "The part of AIMA that holds the case has ended. What was finished and decided is stored. Start it again"
    " and unlock; if it ends again, run `main.py doctor`.",
)


@dataclass(frozen=True, slots=True)
class CoreLost(Event):
    """The core's process has ended without being asked to; nothing more will be answered."""
