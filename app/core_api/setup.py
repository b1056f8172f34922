"""Setting this computer up: model packs, and what the machine offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core_api.protocol import Event, Executor, Failed, Question


@dataclass(frozen=True, slots=True)
class PackRow:
    """A model pack as the list of this version describes it."""

    name: str
    task: str
    """Its tasks, joined by commas, in the terms of `engine/models/tasks.py`."""
    description: str
    licence: str
    clause: str
    """What the licence says of uses it excludes; empty where it excludes none."""
    allowed: bool
    """Whether the licence allows what the deployment profile stands for."""
    base: bool
    """Part of what every analysis needs."""
    downloadable: bool
    """Whether a package registry holds it; else it comes by file only."""
    bytes: int
    installed: bool


@dataclass(frozen=True, slots=True)
class Packs(Question[tuple[PackRow, ...]]):
    """Every model pack this version knows."""

    profile: str


@dataclass(frozen=True, slots=True)
class PacksDone:
    """What an installation or an import brought."""

    added: tuple[str, ...]
    failed: tuple[tuple[str, Failed], ...] = ()
    """Packs that were left out, and why."""


@dataclass(frozen=True, slots=True)
class InstallPacks(Question[PacksDone]):
    """Fetch packs from the package registries, one by one. Dropped, it stops; finished ones are kept."""

    names: tuple[str, ...]
    profile: str
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class ImportPacks(Question[PacksDone]):
    """Bring in packs from a file that another AIMA exported."""

    path: str = field(repr=False)
    profile: str
    executor = Executor.LONG


@dataclass(frozen=True, slots=True)
class PacksArriving(Event):
    """How far an installation is."""

    pack: str
    number: int
    """Of this pack, from 1."""
    total: int
    arrived_bytes: int
    """Of this pack, so far; counts what was downloaded."""
    bytes: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing `doctor` looked at: `state` is `good`, `note` or `missing`."""

    name: str
    state: str
    detail: str
    remedy: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckMachine(Question[tuple[CheckRow, ...]]):
    """What this computer has for AIMA. Takes some seconds, since programs are started to see what works."""

    profile: str
    executor = Executor.LONG
