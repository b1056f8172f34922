"""Where a job's units run: which back ends a job is given, and which of them a unit goes to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.cases.case import Case
from engine.errors import AimaError
from engine.units import UnitRequest
from gpu_backends.backend import Backend
from gpu_backends.workers import Equipment, Workers


class NoPlace(AimaError):
    """None of the places this job may use can compute the segment; it is not analysed yet. Choose another
    device, or install what `main.py doctor` says is missing, and analyse again."""

    code = "no-place"
    exit_code = 7
    passing = True


@dataclass(frozen=True, slots=True)
class Machine:
    """What a job may use: model packs, device, how many workers (0: one per core, two on a GPU)."""

    models: Path
    device: str = "cpu"
    workers: int = 0

    def count(self) -> int:
        if self.workers:
            return self.workers
        return 2 if self.device.startswith("cuda") else cores()


def cores() -> int:
    """Processors this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def backends_for(case: Case, machine: Machine) -> Iterator[list[Backend]]:
    """Sandboxed workers; each item is read by a process that may read nothing else."""
    with ExitStack() as closing:
        yield [closing.enter_context(workers(machine, case.profile.uses))]


def workers(machine: Machine, uses: frozenset[str], count: int = 0) -> Workers:
    """Worker processes of this machine, which may read the model packs, and a reader for each item."""
    equipment = Equipment(machine.models, uses, machine.device)
    return Workers(equipment, count or machine.count())


def placed(backends: Sequence[Backend], request: UnitRequest, last: int, avoided: int) -> int | None:
    """Number of the back end a unit goes to; None where those that take it have no free slot now.

    Best the `last` one, which has its segment decoded; the `avoided` one, which sent it back, only where no
    other takes it. Raises NoPlace.
    """
    able = [n for n, backend in enumerate(backends) if backend.fault is None and backend.takes(request)]
    if not able:
        if all(backend.fault for backend in backends):
            return None  # the job ends for that, and not the unit
        raise NoPlace
    able = [n for n in able if n != avoided] or able
    free = [n for n in able if backends[n].free() > 0]
    return last if last in free else next(iter(free), None)
