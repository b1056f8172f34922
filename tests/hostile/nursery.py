"""Runs the probe, a picture stage and a sound stage on hostile files, each file in its own sandboxed process.

    python -m tests.hostile.nursery MODELS < paths, one JSON string per line

One JSON object per path comes out: `codes` by stage, `kind`, peak `memory_mb`, `cpu_seconds`. Where the
system can fork, the libraries are loaded once and every file gets a fork; elsewhere a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from engine.plan import WHOLE
from engine.units import SECOND, Kind, MediaPart, MediaPath, Sampling, Span, UnitRequest

MEMORY_BYTES = 2 << 30
LONGEST = 20 * SECOND
PICTURES, SOUND = "perceptual_hashes", "voice_activity"


def examine(path: str, models: str) -> dict[str, Any]:
    """Analyse one file in this process, after shutting the sandbox behind it."""
    from engine.execute import attempt
    from engine.media.recordings import parts_of
    from engine.media.source import MediaCache
    from engine.models.packs import PackStore
    from engine.records import unpack
    from engine.stage import Context, stages
    from gpu_backends.sandbox import enter

    confined = enter([Path(path), Path(models)], MEMORY_BYTES)
    cache, context = MediaCache(), Context(settings={}, packs=PackStore(Path(models)))

    def run(name: str, kind: Kind, span: Span, parts: tuple[MediaPart, ...] = ()) -> Any:
        stage = stages()[name]
        request = UnitRequest(
            stage=name, version=stage.version, sha256="0" * 64, kind=kind, stream=-1, span=span,
            sampling=Sampling.GRID, settings=stage.defaults, digests={}, upstream_keys={},
            media=MediaPath(path, parts=parts),
        )  # fmt: skip
        return attempt(request, context, cache)

    started = time.process_time()
    probe = run("probe", Kind.OTHER, WHOLE)
    codes, kind = {"probe": probe.error}, ""
    if probe.result is not None:
        found = unpack(probe.result, stages()["probe"].tables)
        kind = found["container"]["kind"][0]
        span = Span(0, min(int(found["container"]["duration_ns"][0]), LONGEST))
        for name in (PICTURES, SOUND):
            if Kind(kind) in stages()[name].kinds and (
                name == PICTURES or "audio" in found["streams"]["kind"]
            ):
                codes[name] = run(name, Kind(kind), span, parts_of(found)).error
    return {
        "codes": codes,
        "kind": kind,
        "cpu_seconds": time.process_time() - started,
        "memory_mb": _peak_mb(),
        "confined": confined.description,
    }


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _forked(path: str, models: str) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, json.dumps(examine(path, models)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return answer or json.dumps({"died": status})


def _spawned(path: str, models: str) -> str:
    command = [sys.executable, "-m", "tests.hostile.nursery", models, path]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return told.stdout.strip() or json.dumps({"died": told.returncode})


def _load() -> None:
    """What every child needs; only what starts no thread, since the sandbox confines per thread."""
    import av
    import cv2

    from engine.media.images import registered
    from engine.stage import stages

    av.logging.set_level(None)
    cv2.setNumThreads(1)
    registered()
    stages()


def main() -> None:
    models = sys.argv[1]
    if len(sys.argv) > 2:
        print(json.dumps(examine(sys.argv[2], models)))
        return
    if hasattr(os, "fork"):
        _load()
    for line in sys.stdin:
        answer = (_forked if hasattr(os, "fork") else _spawned)(json.loads(line), models)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
