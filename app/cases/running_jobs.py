"""Jobs that run on a case now, in whatever process of this computer: their rows name their processes."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from functools import cache

import psutil
from sqlalchemy import Connection, select

from app.store.schema import jobs

ANALYSIS, RUNNING = "analysis", "running"


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job whose end nobody has seen; `items` is how many it was asked to analyse."""

    id: str
    asked_at: str
    actor: str
    items: int


def running(connection: Connection, kind: str) -> list[RunningJob]:
    """The jobs of a kind that run on this computer, the first asked for first."""
    wanted = select(jobs).where(jobs.c.state == RUNNING, jobs.c.kind == kind)
    return [
        RunningJob(row.id, row.asked_at, row.actor, len(row.items))
        for row in connection.execute(wanted.order_by(jobs.c.asked_at, jobs.c.id))
        if runs(row.process)
    ]


@cache
def this_process() -> str:
    """Names this process among all of all machines: computer, number, and when it began."""
    return f"{platform.node()} {os.getpid()} {psutil.Process().create_time():.0f}"


def runs(process: str) -> bool:
    """Whether the process that is named so runs on this computer."""
    node, _, rest = process.rpartition(" ")[0].rpartition(" ")
    began = process.rpartition(" ")[2]
    if node != platform.node():
        return False
    try:
        found = psutil.Process(int(rest))
        return found.status() != psutil.STATUS_ZOMBIE and abs(found.create_time() - float(began)) < 2
    except (psutil.Error, ValueError):
        return False
