"""C3, C4: workers that stop reading, back ends that give units back or have no slot."""

from __future__ import annotations

import inspect
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.either import Seen, case_at_hand, made, named


def segment(size: int) -> Any:
    """A unit that comes with so many bytes of earlier results."""
    from engine.units import Kind, Sampling, Span, UnitRequest

    return UnitRequest(
        stage="speakers", version=1, sha256="0" * 64, kind=Kind.AUDIO, stream=-1, span=Span(0, 1),
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, upstream={"a": [bytes(size)]},
        media=named("media")("nothing"),
    )  # fmt: skip


def a_worker_that_stops_reading() -> Seen:
    from gpu_backends.workers import Equipment, Workers

    with tempfile.TemporaryDirectory() as folder:
        backend = Workers(Equipment(models=Path(folder)))
        backend.submit(segment(1))
        until = time.monotonic() + 30
        while not (came := backend.poll(0.1)) and time.monotonic() < until:
            pass
        (pid,) = backend.pids
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        giving = threading.Thread(target=backend.submit, args=(segment(1_000_000),), daemon=True)
        giving.start()
        giving.join(5)
        took = time.monotonic() - began
        held_up = giving.is_alive()
        os.kill(pid, signal.SIGKILL)
        giving.join(5)
        backend.close()
    assert came, "the worker did not start"
    how = "did not return in" if held_up else "took"
    return held_up, f"giving a unit to a worker that has stopped {how} {took:.1f} s"


def runner(case: Any, item: str, backend: Any, stopped: Callable[[], bool]) -> Any:
    """A job of the version's own form over one item, which is only probed."""
    from app.jobs import runner as jobs
    from engine.models.packs import PackStore

    with_leases = "leases" in inspect.signature(jobs.Runner).parameters
    given: dict[str, Any] = {"cancelled": stopped}
    if with_leases:
        log = import_module("app.jobs.job_log").JobLog(case)
        given["leases"] = log.leases(log.begin("probe", [item], {}, [backend.name]))
    progress = named("progress")(case.account, "cpu", 1)
    settings = jobs.JobSettings(wanted=())
    packs = PackStore(Path("none"))
    return jobs.Runner(case, [backend] if with_leases else backend, packs, settings, progress, **given)


def back_end(slots: int) -> Any:
    """One that gives every unit back as cancelled; `asked` counts how often it was asked for a slot."""
    from engine.units import UnitOutcome
    from gpu_backends import backend as module

    class GivesBack(module.Backend):  # type: ignore[misc, unused-ignore]
        name = "gives back"

        def __init__(self) -> None:
            self.asked, self.ready = 0, []  # type: ignore[var-annotated]

        def free(self) -> int:
            self.asked += 1
            return slots

        def submit(self, request: Any) -> None:
            before = UnitOutcome(request.key, None, "cancelled")
            give_back = getattr(module, "cancelled", lambda _: before)
            self.ready.append(give_back(request))

        def poll(self, timeout: float) -> list[Any]:
            ready, self.ready = self.ready, []
            return ready

        def cancel(self) -> None: ...

        def close(self) -> None: ...

    return GivesBack()


def done_with_units_missing() -> Seen:
    with case_at_hand() as at_hand, at_hand.opened() as case:
        item = made("put_item")(case, "film")
        ended = runner(case, item, back_end(1), lambda: False).run([item])
        stop, idle = threading.Event(), back_end(0)
        threading.Timer(1.0, stop.set).start()
        runner(case, item, idle, stop.is_set).run([item])
        asked = idle.asked
    lost = ended.state.value == "done" and not ended.done_units
    told = (
        f"`{ended.state.value}` with {ended.done_units} of 1 unit; asked {asked:,} times a second for a slot"
    )
    return lost or asked > 1000, told
