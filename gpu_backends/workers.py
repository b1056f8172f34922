"""Worker processes on this machine, each sandboxed, one unit at a time each.

A worker that dies, hangs or grows past its memory is replaced; its unit is tried again with half
the batch in a fresh process, on the CPU at last, and then comes back as an error. The parent reads
each worker in a thread of its own, since pipes cannot be waited for together on every system.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

from engine.errors import AimaError
from engine.units import SECOND, UnitOutcome, UnitRequest
from gpu_backends import wire
from gpu_backends.backend import Backend
from gpu_backends.programs import program

logger = logging.getLogger(__name__)

GIB = 1 << 30
FIRST_BATCH = 8
PATIENCE_SECONDS, PATIENCE_PER_MEDIA_SECOND = 120.0, 20.0
WATCH_EVERY_SECONDS = 0.2
LONGEST_WATCHED_SPAN = 600.0
"""Seconds of media that the time limit grows with; whole-item spans are claims of the file."""


class WorkerNotStarted(AimaError):
    """The process that analyses media could not start. `main.py doctor` says what is missing."""

    code = "worker-not-started"
    exit_code = 7


@dataclass(frozen=True, slots=True)
class Equipment:
    """What every worker is started with. `use` are the deployment's kinds of use, for licences."""

    models: Path
    readable: Sequence[Path] = ()
    use: frozenset[str] = frozenset()
    device: str = "cpu"
    memory_bytes: int = 2 * GIB


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    device: str
    batch: int
    busy: _Running | None = None
    segment: tuple[object, ...] = ()
    confined: str = ""
    listener: threading.Thread = field(default_factory=threading.Thread)


@dataclass(slots=True)
class _Running:
    request: UnitRequest
    until: float
    attempts: int = 1
    reason: str = ""
    """Why the parent killed the worker, if it did."""


class Workers(Backend):
    """`count` sandboxed processes. Give it the folders that hold media as `equipment.readable`."""

    name = "worker processes"

    def __init__(self, equipment: Equipment, count: int = 1) -> None:
        self._equipment, self._count = equipment, count
        self._workers: list[_Worker] = []
        self._done: list[UnitOutcome] = []
        # what reader threads have heard; the message is None when the worker's pipe closed
        self._heard: queue.Queue[tuple[_Worker, dict[str, Any] | None]] = queue.Queue()
        self._cancelled = False
        self._watched = 0.0

    @property
    def confined(self) -> str:
        """How the workers are sandboxed, in words; empty before the first has started."""
        return next((w.confined for w in self._workers if w.confined), "")

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that are at work now."""
        return tuple(w.process.pid for w in self._workers if w.confined)

    def free(self) -> int:
        return self._count - sum(1 for w in self._workers if w.busy)

    def submit(self, request: UnitRequest) -> None:
        if self._cancelled:
            self._done.append(UnitOutcome(key=request.key, result=None, error="cancelled"))
            return
        self._give(self._choose(request), request, attempts=1)

    def poll(self, timeout: float) -> list[UnitOutcome]:
        deadline = time.monotonic() + timeout
        while not self._done:
            self._watch()
            left = deadline - time.monotonic()
            try:
                worker, message = self._heard.get(timeout=max(0.0, min(left, WATCH_EVERY_SECONDS)))
            except queue.Empty:
                if left <= 0:
                    break
                continue
            self._hear(worker, message)
        done, self._done = self._done, []
        return done

    def cancel(self) -> None:
        self._cancelled = True
        for worker in self._workers:
            if worker.busy:
                worker.busy.reason = "cancelled"
                _kill(worker.process)

    def close(self) -> None:
        for worker in self._workers:
            _kill(worker.process)
        for worker in self._workers:
            worker.listener.join()
            _end(worker.process)
        self._workers.clear()

    def _choose(self, request: UnitRequest) -> _Worker:
        """An idle worker, best the one that has just decoded this segment."""
        idle = [w for w in self._workers if not w.busy]
        for worker in idle:
            if worker.segment == _segment(request):
                return worker
        if len(self._workers) < self._count:
            return self._start(self._equipment.device, FIRST_BATCH)
        return idle[0]

    def _start(self, device: str, batch: int) -> _Worker:
        command, folder = program("--worker", "gpu_backends.worker")
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries print names and tags of the evidence there
            cwd=folder,
        )
        worker = _Worker(process, device, batch)
        worker.listener = threading.Thread(target=self._listen, args=(worker,), daemon=True)
        worker.listener.start()
        self._workers.append(worker)
        assert process.stdin is not None
        setup = {
            "models": str(self._equipment.models),
            "readable": [str(p) for p in self._equipment.readable],
            "use": sorted(self._equipment.use),
            "device": device,
            "batch": batch,
            "memory_bytes": self._equipment.memory_bytes,
        }
        _send(process, setup)
        return worker

    def _listen(self, worker: _Worker) -> None:
        assert worker.process.stdout is not None
        try:
            while True:
                self._heard.put((worker, wire.receive(worker.process.stdout)))  # type: ignore[arg-type]
        except (wire.WireBroken, ValueError, OSError):
            self._heard.put((worker, None))

    def _give(self, worker: _Worker, request: UnitRequest, attempts: int) -> None:
        worker.busy = _Running(request, time.monotonic() + _patience(request), attempts)
        worker.segment = _segment(request)
        _send(worker.process, {"unit": request.to_bytes()})

    def _hear(self, worker: _Worker, message: dict[str, Any] | None) -> None:
        if message is None:
            self._bury(worker)
        elif "ready" in message:
            worker.confined = str(message["ready"])[:1000]
        elif worker.busy:
            running, worker.busy = worker.busy, None
            outcome = _outcome(message, running.request)
            if outcome is None or outcome.error == "out-of-memory":
                self._again(worker, running, outcome.error if outcome else "worker-died")
            else:
                self._done.append(replace(outcome, attempts=running.attempts))

    def _bury(self, worker: _Worker) -> None:
        """The worker's pipe closed: it crashed, or was killed for a reason noted in `busy`."""
        status = _end(worker.process)
        if status == wire.NO_MEMORY and worker.busy and not worker.busy.reason:
            worker.busy.reason = "out-of-memory"
        if not worker.confined and worker in self._workers and not (worker.busy and worker.busy.reason):
            raise WorkerNotStarted(f"status {status}")
        if worker in self._workers:
            self._workers.remove(worker)
        if worker.busy:
            running, worker.busy = worker.busy, None
            if running.reason == "cancelled":
                self._done.append(UnitOutcome(key=running.request.key, result=None, error="cancelled"))
            else:
                self._again(worker, running, running.reason or "unreadable")

    def _again(self, worker: _Worker, running: _Running, reason: str) -> None:
        """Try once more in a fresh process: smaller batch, at last on the CPU. A second time-out is final."""
        batch, device = worker.batch // 2, worker.device
        if batch < 1 and device != "cpu":
            batch, device = FIRST_BATCH, "cpu"
        final = batch < 1 or (reason != "out-of-memory" and running.attempts >= 2)
        logger.warning("unit of stage %s: %s, attempt %d", running.request.stage, reason, running.attempts)
        if worker in self._workers:
            self._workers.remove(worker)
            _kill(worker.process)
            worker.listener.join()
            _end(worker.process)
        if final or self._cancelled:
            self._done.append(
                UnitOutcome(running.request.key, None, reason, worker.device, attempts=running.attempts)
            )
            return
        fresh = self._start(device, batch)
        self._give(fresh, running.request, running.attempts + 1)

    def _watch(self) -> None:
        """Kill workers that are over their time or memory."""
        now = time.monotonic()
        if now - self._watched < WATCH_EVERY_SECONDS:
            return
        self._watched = now
        for worker in self._workers:
            if not worker.busy or worker.busy.reason:
                continue
            if now > worker.busy.until:
                worker.busy.reason = "timed-out"
            elif _resident(worker.process) > self._equipment.memory_bytes:
                worker.busy.reason = "out-of-memory"
            if worker.busy.reason:
                _kill(worker.process)


def _outcome(untrusted: dict[str, Any], request: UnitRequest) -> UnitOutcome | None:
    """The outcome a worker sent, or None where it is not one, or not of the unit it was given."""
    try:
        outcome = UnitOutcome.from_bytes(untrusted.get("outcome", b""))
    except ValueError:
        return None
    return outcome if outcome.key == request.key else None


def _segment(request: UnitRequest) -> tuple[object, ...]:
    return (request.sha256, request.stream, request.span, request.sampling)


def _patience(request: UnitRequest) -> float:
    seconds = (request.span.end_ns - request.span.start_ns) / SECOND
    return PATIENCE_SECONDS + PATIENCE_PER_MEDIA_SECOND * min(seconds, LONGEST_WATCHED_SPAN)


def _send(process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    """A worker that is already gone is noticed by its reader thread."""
    assert process.stdin is not None
    try:
        wire.send(process.stdin, message)  # type: ignore[arg-type]
    except OSError:
        logger.info("a worker was gone before it was spoken to")


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()


def _end(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process that is dead or dying, and close its pipes."""
    status = process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(OSError):
            pipe.close()
    return status


def _resident(process: subprocess.Popen[bytes]) -> int:
    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0
