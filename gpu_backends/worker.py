"""The worker process: enters its sandbox, then computes one unit after the other until its pipe closes."""

from __future__ import annotations

import errno
import faulthandler
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gpu_backends import wire

if TYPE_CHECKING:
    from engine.stage import Context
    from engine.units import UnitOutcome, UnitRequest

NICE = 10


def serve() -> int:
    """Compute units until the parent has gone."""
    reading, writing = wire.taken_over()
    faulthandler.enable(sys.stderr)
    try:
        _work(wire.receive(reading), reading, writing)
    except (wire.WireBroken, BrokenPipeError):
        return 0
    except MemoryError:
        return wire.NO_MEMORY
    except OSError as error:
        if error.errno != errno.ENOMEM:
            raise
        return wire.NO_MEMORY
    return 0


def _work(setup: dict[str, Any], reading: BinaryIO, writing: BinaryIO) -> None:
    _few_threads()
    _step_back()
    # only what starts no thread: the kernel confines files and network per thread, so ONNX Runtime,
    # which starts one on import, is imported inside the sandbox by the first stage that needs it
    import av
    import cv2

    from engine.models.packs import PackStore
    from engine.stage import Context, stages
    from engine.units import UnitRequest
    from gpu_backends.sandbox import enter

    av.logging.set_level(av.logging.PANIC)
    cv2.setNumThreads(1)
    stages()
    packs = PackStore(Path(setup["models"]), frozenset(setup["use"]))
    media = _Distant(setup["place"]) if setup["place"] else _Own()
    confined = enter([Path(setup["models"])], setup["memory_bytes"], setup["device"])
    wire.send(writing, {"ready": confined.description})
    context = Context(settings={}, packs=packs, device=setup["device"], batch=setup["batch"])
    while True:
        message = wire.receive(reading)
        request = UnitRequest.from_bytes(message["unit"])
        if message.get("reader"):
            media.change()
        outcome = media.attempt(request, context, bool(message.get("again")))
        wire.send(writing, {"outcome": outcome.to_bytes()})


class _Own:
    """Items are read in this process, where the system confines no file anyway."""

    def __init__(self) -> None:
        from engine.media.source import MediaCache

        self._cache = MediaCache()

    def change(self) -> None:
        """Nothing to do: whatever is asked for is opened."""

    def attempt(self, request: UnitRequest, context: Context, again: bool) -> UnitOutcome:
        from engine.execute import attempt

        return attempt(request, context, self._cache, again)


class _Distant:
    """Items are read by readers, each of which comes as a socket."""

    def __init__(self, place: Mapping[str, int]) -> None:
        from gpu_backends.distant_media import DistantMedia

        self._passing = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=place["passing"])
        self._media = DistantMedia(place["memory"])

    def change(self) -> None:
        """The next item: wait for its reader."""
        _, (channel, *_), _, _ = socket.recv_fds(self._passing, 1, 1)
        self._media.attach(channel)

    def attempt(self, request: UnitRequest, context: Context, again: bool) -> UnitOutcome:
        from engine.errors import AimaError
        from engine.execute import attempt
        from engine.stage import Reads, stages
        from engine.units import UnitOutcome, Verdict

        stage = stages().get(request.stage)
        if stage is not None and stage.reads is Reads.CONTAINER:
            try:
                return self._media.outcome(request.to_bytes(), again)
            except AimaError as error:
                return UnitOutcome(request.key, None, error.code, verdict=Verdict.RETRY)
        before = self._media.cpu_seconds
        outcome = attempt(request, context, self._media, again)
        return replace(outcome, cpu_seconds=outcome.cpu_seconds + self._media.cpu_seconds - before)


def _few_threads() -> None:
    """One thread per worker: two cost more CPU time for the same work than two workers do."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def _step_back() -> None:
    """A person looking at evidence comes first: on a busy machine a window stays fluid."""
    import psutil

    with suppress(OSError, psutil.Error):
        if sys.platform == "win32":
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(NICE)
        if sys.platform == "linux":
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


if __name__ == "__main__":
    sys.exit(serve())
