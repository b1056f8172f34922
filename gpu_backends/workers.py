"""Worker processes on this machine, each sandboxed, one unit at a time each.

A worker that dies, hangs or grows past its memory is replaced; its unit is tried again with half
the batch in a fresh process, on the CPU at last, and then comes back as an error. No worker is waited
for: each is a `ChildProcess`, and what its threads hear is handled in `poll`.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

from engine.errors import AimaError, OutOfMemory
from engine.units import SECOND, Media, MediaPackage, MediaPath, UnitOutcome, UnitRequest, Verdict
from gpu_backends import wire
from gpu_backends.backend import Backend, TimedOut, cancelled
from gpu_backends.child_process import CLOSING_SECONDS, ChildProcess
from gpu_backends.programs import program
from gpu_backends.readers import AVAILABLE, Place, Readers

logger = logging.getLogger(__name__)

GIB = 1 << 30
FIRST_BATCH = 8
PATIENCE_SECONDS, PATIENCE_PER_MEDIA_SECOND = 120.0, 20.0
WATCH_EVERY_SECONDS = 0.2
LONGEST_WATCHED_SPAN = 600.0
"""Seconds of media that the time limit grows with; whole-item spans are claims of the file."""


MOST_UNHEARD = 256
"""Messages of all workers that wait to be handled."""
MOST_FAILED_STARTS = 2
"""Workers that may end before they are ready, one after the other, before no more are started."""


class WorkerNotStarted(AimaError):
    """The process that analyses media could not start. `main.py doctor` says what is missing."""

    code = "worker-not-started"
    exit_code = 7


@dataclass(frozen=True, slots=True)
class Equipment:
    """What every worker is started with. `use` are the deployment's kinds of use, for licences."""

    models: Path
    use: frozenset[str] = frozenset()
    device: str = "cpu"
    memory_bytes: int = 2 * GIB


@dataclass(slots=True)
class _Running:
    request: UnitRequest
    until: float
    attempts: int = 1
    reason: str = ""
    """Why the parent killed the worker, if it did."""


@dataclass(slots=True, eq=False)
class _Worker:
    device: str
    batch: int
    busy: _Running | None = None
    segment: tuple[object, ...] = ()
    place: Place | None = None
    """Where it meets the readers of its items; None where it reads them itself."""
    reader: int = 0
    item: tuple[str, Media | None, bytes] = ("", None, b"")
    """What its reader reads."""
    confined: str = ""
    """How it is sandboxed, in words; empty until it has said that it is ready."""
    child: ChildProcess = field(init=False)


class Workers(Backend):
    """`count` sandboxed processes, each with a reader of its own for the item it works on."""

    name = "worker processes"

    def __init__(self, equipment: Equipment, count: int = 1) -> None:
        self._equipment, self._count = equipment, count
        self._readers = Readers(equipment.memory_bytes)
        self._workers: list[_Worker] = []
        self._done: list[UnitOutcome] = []
        # what workers have said; the message is None when one has ended
        self._heard: queue.Queue[tuple[_Worker, dict[str, Any] | None]] = queue.Queue(MOST_UNHEARD)
        self._cancelled, self._closed = False, threading.Event()
        self._watched = 0.0
        self._failed_starts = 0

    @property
    def confined(self) -> str:
        """How the workers are sandboxed, in words; empty before the first has started."""
        return next((w.confined for w in self._workers if w.confined), "")

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that are at work now."""
        return tuple(w.child.process.pid for w in self._workers if w.confined and w.child.process)

    def free(self) -> int:
        return 0 if self.fault else self._count - sum(1 for w in self._workers if w.busy)

    def submit(self, request: UnitRequest) -> None:
        if self._cancelled:
            self._done.append(cancelled(request))
        elif self.fault:
            self._lose(request, 1)
        else:
            self._give(self._choose(request), request, attempts=1)

    def poll(self, timeout: float) -> list[UnitOutcome]:
        deadline = time.monotonic() + timeout
        while True:
            self._watch()
            self._hear_all()
            left = deadline - time.monotonic()
            if self._done or left <= 0:
                break
            with suppress(queue.Empty):
                self._hear(*self._heard.get(timeout=min(left, WATCH_EVERY_SECONDS)))
        done, self._done = self._done, []
        return done

    def _hear_all(self) -> None:
        """What has been said so far; no more, as a worker may speak without end."""
        with suppress(queue.Empty):
            for _ in range(MOST_UNHEARD):
                self._hear(*self._heard.get_nowait())

    def cancel(self) -> None:
        self._cancelled = True
        for worker in self._workers:
            if worker.busy:
                worker.busy.reason = "cancelled"
                worker.child.kill()

    def close(self) -> None:
        self._closed.set()
        for worker in self._workers:
            worker.child.kill()
        until = time.monotonic() + CLOSING_SECONDS
        for worker in self._workers:
            worker.child.wait(max(0.0, until - time.monotonic()))
        self._workers.clear()
        self._readers.close()

    def _choose(self, request: UnitRequest) -> _Worker:
        """An idle worker, best the one that has just decoded this segment; a new one where none is idle, as
        its start takes longer than many a unit.
        """
        idle = [w for w in self._workers if not w.busy]
        same = [w for w in idle if w.segment == _segment(request)]
        return next(iter(same or idle), None) or self._start(self._equipment.device, FIRST_BATCH)

    def _start(self, device: str, batch: int) -> _Worker:
        command, folder = program("--worker", "gpu_backends.worker")
        try:
            place = Place() if AVAILABLE else None
        except OSError as error:
            raise WorkerNotStarted("no shared memory") from error
        worker = _Worker(device, batch, place=place)
        worker.child = ChildProcess(
            command,
            folder,
            lambda message: self._note(worker, message),
            lambda: self._over(worker),
            name="worker",
            inherited=worker.place.inherited if worker.place else (),
        )
        self._workers.append(worker)
        setup = {
            "models": str(self._equipment.models),
            "place": worker.place.handle if worker.place else None,
            "use": sorted(self._equipment.use),
            "device": device,
            "batch": batch,
            "memory_bytes": self._equipment.memory_bytes,
        }
        worker.child.send(setup)
        return worker

    def _note(self, worker: _Worker, message: dict[str, Any] | None) -> None:
        """In a thread of the worker: one that speaks without end waits here, and fills no memory."""
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._heard.put((worker, message), timeout=WATCH_EVERY_SECONDS)
                self._ring()
                return

    def _over(self, worker: _Worker) -> None:
        """In a thread of the worker, which has ended."""
        if worker.place:
            worker.place.close()
        self._note(worker, None)

    def _give(self, worker: _Worker, request: UnitRequest, attempts: int) -> None:
        worker.busy = _Running(request, time.monotonic() + _patience(request), attempts)
        worker.segment = _segment(request)
        changed, given = False, request
        if worker.place and request.media:
            content = request.media.content if isinstance(request.media, MediaPackage) else b""
            item = (request.sha256, request.media, content)
            changed = worker.item != item
            if changed:
                self._readers.end(worker.reader)
                worker.item, worker.reader = item, self._readers.begin(request.media, worker.place)
            # neither path nor key: the worker cannot open the file, and its reader knows
            given = replace(request, media=_closed(request.media))
        worker.child.send({"unit": given.to_bytes(), "again": attempts > 1, "reader": changed})

    def _hear(self, worker: _Worker, message: dict[str, Any] | None) -> None:
        if message is None:
            self._reap(worker)
        elif worker not in self._workers:
            return  # it was replaced
        elif not worker.confined and "ready" in message:
            worker.confined = str(message["ready"])[:1000]
            if worker.place:
                worker.place.started()
            self._failed_starts = 0
        elif worker.busy and not worker.busy.reason:
            running, worker.busy = worker.busy, None
            outcome = _outcome(message, running.request)
            if outcome is None:
                self._again(worker, running, wire.WireBroken.code)
            elif outcome.verdict is Verdict.RETRY:
                self._again(worker, running, outcome.error)
            else:
                self._done.append(replace(outcome, attempts=running.attempts))
        elif not worker.busy:
            self._drop(worker)  # nobody has asked it anything

    def _reap(self, worker: _Worker) -> None:
        """The worker has ended: it crashed, or was killed for a reason noted in `busy`."""
        self._forget(worker)
        running, worker.busy = worker.busy, None
        if not worker.confined and not (running and running.reason):
            self._failed_starts += 1
            logger.info("a worker ended before it was ready, status %s", worker.child.status)
            if self._failed_starts >= MOST_FAILED_STARTS:
                self.fault = WorkerNotStarted(f"status {worker.child.status}")
        if running is None:
            return
        if running.reason == "cancelled" or self._cancelled:
            self._done.append(cancelled(running.request))
        elif self.fault:
            self._lose(running.request, running.attempts)
        elif not worker.confined and not running.reason:
            self._give(self._start(worker.device, worker.batch), running.request, running.attempts)
        else:
            short = worker.child.status == wire.NO_MEMORY
            self._again(worker, running, running.reason or (OutOfMemory.code if short else "unreadable"))

    def _lose(self, request: UnitRequest, attempts: int) -> None:
        code = self.fault.code if self.fault else wire.WireBroken.code
        lost = UnitOutcome(request.key, None, code, attempts=attempts, verdict=Verdict.LOST)
        self._done.append(replace(lost, lease=request.lease))

    def _again(self, worker: _Worker, running: _Running, reason: str) -> None:
        """Try once more in a fresh process: smaller batch, at last on the CPU. A second time-out is final."""
        short = reason == OutOfMemory.code
        batch, device = worker.batch // 2, worker.device
        if batch < 1 and device != "cpu":
            batch, device = FIRST_BATCH, "cpu"
        ended = batch < 1 or (not short and running.attempts >= 2)
        logger.info("unit of stage %s: %s, attempt %d", running.request.stage, reason, running.attempts)
        self._drop(worker)
        if self._cancelled:
            self._done.append(cancelled(running.request))
        elif ended:
            self._done.append(self._ended(worker, running, reason))
        else:
            self._give(self._start(device, batch), running.request, running.attempts + 1)

    def _ended(self, worker: _Worker, running: _Running, reason: str) -> UnitOutcome:
        """The last outcome of a unit that failed each time.

        What killed or held up two processes is the file's fault. What a worker itself calls passing stays
        so, but a lack of memory on a machine that has enough: then it is the segment that needs too much.
        """
        about_evidence = reason in (TimedOut.code, "unreadable", wire.WireBroken.code)
        if reason == OutOfMemory.code:
            about_evidence = psutil.virtual_memory().available > self._equipment.memory_bytes
        return UnitOutcome(
            running.request.key,
            None,
            reason,
            worker.device,
            attempts=running.attempts,
            verdict=Verdict.FINAL if about_evidence else Verdict.RETRY,
            lease=running.request.lease,
        )

    def _drop(self, worker: _Worker) -> None:
        worker.child.kill()
        self._forget(worker)

    def _forget(self, worker: _Worker) -> None:
        """It is worked with no more, and what it read is read no more."""
        self._readers.end(worker.reader)
        if worker in self._workers:
            self._workers.remove(worker)

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
                worker.busy.reason = TimedOut.code
            elif self._too_large(worker):
                worker.busy.reason = OutOfMemory.code
            if worker.busy.reason:
                worker.child.kill()

    def _too_large(self, worker: _Worker) -> bool:
        most = self._equipment.memory_bytes
        return _resident(worker.child) > most or self._readers.grown(worker.reader, most)


def _outcome(untrusted: dict[str, Any], request: UnitRequest) -> UnitOutcome | None:
    """The outcome a worker sent, or None where it is not one, or not of the unit it was given."""
    try:
        outcome = UnitOutcome.from_bytes(untrusted.get("outcome", b""))
    except ValueError:
        return None
    return replace(outcome, lease=request.lease) if outcome.key == request.key else None


def _closed(media: Media) -> Media:
    """How an item is named to whom it is not opened for."""
    if isinstance(media, MediaPackage):
        return replace(media, grant=b"", content=b"")
    return MediaPath("", parts=media.parts)


def _segment(request: UnitRequest) -> tuple[object, ...]:
    return (request.sha256, request.stream, request.span, request.sampling)


def _patience(request: UnitRequest) -> float:
    seconds = (request.span.end_ns - request.span.start_ns) / SECOND
    return PATIENCE_SECONDS + PATIENCE_PER_MEDIA_SECOND * min(seconds, LONGEST_WATCHED_SPAN)


def _resident(child: ChildProcess) -> int:
    try:
        return int(psutil.Process(child.process.pid).memory_info().rss) if child.process else 0
    except psutil.Error:
        return 0
