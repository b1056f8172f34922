"""What a job's thread costs while it waits, and how soon it notices a worker that has stopped reading.

    .aima/venv/bin/python tests/benchmarks/waiting.py [--before COMMIT]

The same figures are measured for the code at COMMIT in a process of its own, from this repository's history;
without that history only the code of today is measured. Status 1: a bound does not hold.
"""

from __future__ import annotations

import argparse
import inspect
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEASURED = "--measure"
SECONDS, PATIENCE, GIVE_UP = 3.0, 2.0, 12.0
MOST_SHARE, MOST_NOTICED = 0.01, 3.0
BEFORE = "4b1addd"
DEAF = """
import os, struct, sys, time
def read():
    (length,) = struct.unpack(">I", sys.stdin.buffer.read(4))
    return sys.stdin.buffer.read(length)
read()
os.write(1, struct.pack(">I", 9) + b"\\x81\\xa5ready\\xa1x")
time.sleep(600)
"""


def waiting() -> dict[str, float]:
    """Questions for a slot and CPU seconds while a back end has none for three seconds."""
    import app.jobs.runner as runner
    from gpu_backends.backend import Backend

    asked, polled, spent = 0, 0, [0.0]

    class NoSlot(Backend):
        name = "no slot"

        def free(self) -> int:
            nonlocal asked
            asked += 1
            return 0

        def submit(self, request: Any) -> None:
            raise AssertionError

        def poll(self, timeout: float) -> list[Any]:
            nonlocal polled
            polled += 1
            return []

        def cancel(self) -> None: ...

        def close(self) -> None: ...

    stop = threading.Event()
    with _case() as (case, item):
        settings, progress = runner.JobSettings(wanted=()), _progress(case)
        given: dict[str, Any] = {}
        backend: Any = NoSlot()
        if "leases" in inspect.signature(runner.Runner).parameters:
            from app.jobs.job_log import JobLog

            log = JobLog(case)
            given["leases"] = log.leases(log.begin("probe", [item], {}, ["no slot"]))
            backend = [backend]
        job = runner.Runner(case, backend, None, settings, progress, cancelled=stop.is_set, **given)  # type: ignore[arg-type]

        def run() -> None:
            began = time.thread_time()
            job.run([item])
            spent[0] = time.thread_time() - began

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(SECONDS)
        stop.set()
        thread.join()
    return {"asked": asked, "polled": polled, "cpu_seconds": spent[0]}


def deaf(size: int) -> float:
    """Seconds until a unit with so many bytes to read comes back from workers that read none; the limit is
    two seconds an attempt. GIVE_UP stands for never."""
    import engine.units
    from engine.units import Kind, Sampling, Span, UnitRequest
    from gpu_backends import workers

    script = Path(tempfile.mkdtemp()) / "deaf.py"
    script.write_text(DEAF)
    setattr(workers, "program", lambda *_: ([sys.executable, str(script)], None))  # noqa: B010
    setattr(workers, "_patience", lambda _: PATIENCE)  # noqa: B010
    path: Any = getattr(engine.units, "MediaPath", None) or engine.units.Media
    request = UnitRequest(
        stage="speakers", version=1, sha256="0" * 64, kind=Kind.AUDIO, stream=-1, span=Span(0, 1),
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, upstream={"a": [bytes(size)]},
        media=path("nothing"),
    )  # fmt: skip
    took = GIVE_UP
    noticed = threading.Event()

    def run() -> None:
        nonlocal took
        backend = workers.Workers(workers.Equipment(models=Path("nothing")))
        began = time.monotonic()
        backend.submit(request)
        while not noticed.is_set():
            if any(worker.busy and worker.busy.attempts > 1 for worker in backend._workers):
                took = time.monotonic() - began
                noticed.set()
            backend.poll(0.05)
        backend.cancel()
        backend.close()

    threading.Thread(target=run, daemon=True).start()
    noticed.wait(GIVE_UP)
    return took


@contextmanager
def _case() -> Iterator[tuple[Any, str]]:
    sys.path.insert(0, str(Path.cwd()))
    from tests.made_case import put_item
    from tests.vault import new_account, new_case

    with tempfile.TemporaryDirectory() as folder:
        account = new_account(Path(folder) / "home")
        with new_case(account) as case:
            yield case, put_item(case, "film")
        account.close()


def _progress(case: Any) -> Any:
    try:
        from app.jobs.progress_estimate import ProgressEstimate as Estimate
    except ImportError:
        from app.jobs.pace import Pace as Estimate  # type: ignore[import-not-found,no-redef]
    return Estimate(case.account, "cpu", 1)


def measure() -> dict[str, Any]:
    """All figures of the code in the folder this process runs in."""
    return {"waiting": waiting(), "deaf": {str(size): deaf(size) for size in (1_000, 1_000_000)}}


def _of(folder: Path) -> dict[str, Any] | None:
    command = [sys.executable, str(Path(__file__).resolve()), MEASURED]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    found: dict[str, Any] | None = json.loads(told.stdout.splitlines()[-1]) if told.stdout else None
    if found is None:
        print(told.stderr[-500:])
    return found


def _say(name: str, found: dict[str, Any]) -> None:
    w = found["waiting"]
    print(
        f"{name}: {w['asked']:,} questions for a slot and {w['polled']} polls in {SECONDS:.0f} s, "
        f"{w['cpu_seconds']:.3f} CPU-s ({w['cpu_seconds'] / SECONDS:.1%})"
    )
    for size, took in found["deaf"].items():
        when = f"tried again after {took:.1f} s" if took < GIVE_UP else f"not noticed in {GIVE_UP:.0f} s"
        print(f"{name}: a worker that reads nothing of {int(size):,} bytes, limit {PATIENCE:.0f} s: {when}")


def main() -> int:
    if MEASURED in sys.argv:
        sys.path.insert(0, str(Path.cwd()))
        print(json.dumps(measure()), flush=True)
        import os

        os._exit(0)  # a thread may be held for good
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default=BEFORE, metavar="COMMIT")
    args = parser.parse_args()
    with _worktree(args.before) as folder:
        if folder is None:
            print(f"the code at {args.before} is not in this history: only that of today is measured")
        elif (before := _of(folder)) is not None:
            _say(f"at {args.before}", before)
    today = _of(ROOT)
    assert today is not None
    _say("today", today)
    slow = [took for took in today["deaf"].values() if took > MOST_NOTICED]
    return 1 if slow or today["waiting"]["cpu_seconds"] > MOST_SHARE * SECONDS else 0


@contextmanager
def _worktree(commit: str) -> Iterator[Path | None]:
    """The files of a commit in a folder of their own; None where git does not have it."""
    git: Callable[..., Any] = lambda *words: subprocess.run(  # noqa: E731
        ["git", *words], cwd=ROOT, capture_output=True, check=False
    )
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "before"
        made = git("worktree", "add", "--detach", str(folder), commit).returncode == 0
        try:
            yield folder if made else None
        finally:
            if made:
                git("worktree", "remove", "--force", str(folder))


if __name__ == "__main__":
    sys.exit(main())
