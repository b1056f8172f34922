"""The worker process: enters its sandbox, then computes one unit after the other until its pipe closes."""

from __future__ import annotations

import errno
import faulthandler
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from gpu_backends import wire

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

    from engine.execute import attempt
    from engine.media.source import MediaCache
    from engine.models.packs import PackStore
    from engine.stage import Context, stages
    from engine.units import UnitRequest
    from gpu_backends.sandbox import enter

    av.logging.set_level(av.logging.PANIC)
    cv2.setNumThreads(1)
    stages()
    packs = PackStore(Path(setup["models"]), frozenset(setup["use"]))
    readable = [Path(p) for p in setup["readable"]]
    confined = enter(
        readable=[*readable, Path(setup["models"])],
        memory_bytes=setup["memory_bytes"],
        device=setup["device"],
    )
    wire.send(writing, {"ready": confined.description})
    media = MediaCache()
    context = Context(settings={}, packs=packs, device=setup["device"], batch=setup["batch"])
    while True:
        message = wire.receive(reading)
        request = UnitRequest.from_bytes(message["unit"])
        outcome = attempt(request, context, media, bool(message.get("again")))
        wire.send(writing, {"outcome": outcome.to_bytes()})


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
