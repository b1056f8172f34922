"""What a person decides about findings, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core_api.protocol import Executor, Question
from app.operations.moments import Moment


@dataclass(frozen=True, slots=True)
class Done:
    """An action of a person: the decisions it made, in order, and what it changed (words of `Changed`)."""

    decisions: tuple[str, ...]
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decide(Question[Done]):
    """Record a decision of a kind in `app.operations.decisions` about these places."""

    kind: str
    moments: tuple[Moment, ...] = field(repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    executor = Executor.WRITE


@dataclass(frozen=True, slots=True)
class TakeBack(Question[Done]):
    """Undo these decisions, the last first. Undoing what came of it brings them back."""

    decisions: tuple[str, ...]
    executor = Executor.WRITE
