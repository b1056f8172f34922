"""Adding and analysing in a window that runs, for tests: as panels do it, and as long as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from app.core_api.evidence import AddFiles, ImportEnded, Items
from app.core_api.jobs import JobEnded
from app.core_api.protocol import Event, Question
from tests.windows.driving import asked, quiet, until
from ui.evidence.evidence_panel import EvidencePanel
from ui.jobs.jobs_panel import JobsPanel
from ui.shell import Shell

LONG = 240.0
T = TypeVar("T")
Heard = Event | JobEnded | ImportEnded


def jobs(shell: Shell) -> JobsPanel:
    found = shell.workspace.panel("jobs")
    assert isinstance(found, JobsPanel)
    return found


def evidence(shell: Shell) -> EvidencePanel:
    found = shell.workspace.panel("evidence")
    assert isinstance(found, EvidencePanel)
    return found


def item_ids(shell: Shell) -> list[str]:
    listing = asked(shell, Items())
    return listing.ids.split("\0") if len(listing) else []


def add(shell: Shell, files: Iterable[Path]) -> list[str]:
    """Bring files in; ids of the new items."""
    before = set(item_ids(shell))
    patiently(shell, AddFiles(paths=tuple(str(f) for f in files)))
    quiet(shell)
    return [i for i in item_ids(shell) if i not in before]


def patiently(shell: Shell, question: Question[T]) -> T:
    """What the core answers to something that takes long."""
    future: asyncio.Future[T] = shell.ui.core.ask(question)
    until(future.done, "the core did not answer", LONG)
    return future.result()


def heard(shell: Shell) -> list[Heard]:
    """Events of the core and ends of jobs and imports, from now on; grows."""
    events: list[Heard] = []
    shell.ui.core.events.connect(events.append)
    jobs(shell).ended.connect(events.append)
    evidence(shell).importer.ended.connect(events.append)
    return events


def ended(events: list[Heard]) -> list[JobEnded]:
    return [e for e in events if isinstance(e, JobEnded)]


def imported(events: list[Heard]) -> list[ImportEnded]:
    return [e for e in events if isinstance(e, ImportEnded)]
