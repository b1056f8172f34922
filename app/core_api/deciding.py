"""What a person decides about findings, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core_api.protocol import Executor, Question
from app.operations.moments import Moment


@dataclass(frozen=True, slots=True)
class Done:
    """An action of a person: the decisions it made, in order, and what it changed (words of `Changed`)."""

    decisions: tuple[str, ...]
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reword(Question[Done]):
    """Say what is really said in a line, or in several that `line` spans."""

    line: Moment = field(repr=False)
    text: str = field(repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class NameSpeaker(Question[Done]):
    """Say whose voice is heard in a turn, and so in all of that voice."""

    turn: Moment = field(repr=False)
    name: str = field(repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class TakeBack(Question[Done]):
    """Undo these decisions, the last first. Undoing what came of it brings them back."""

    decisions: tuple[str, ...]
    executor = Executor.WRITE
