"""The sandbox of a worker: no network, no other program, few files, bounded memory and output.

A worker calls `enter` after its imports and before the first byte of media. Each measure is tried,
and what the machine does not offer is named in `Sandbox.missing`: nothing is claimed that is not so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from gpu_backends.programs import ROOT
from gpu_backends.sandbox_terms import Sandbox


def enter(readable: Sequence[Path], memory_bytes: int, device: str = "cpu") -> Sandbox:
    """Confine this process for good. It writes no file; Python, the libraries and `readable` can be read.

    Call it while there is one thread: the kernel confines files per thread. With `device` "cuda…" the
    driver's device files stay open, and memory is bounded by the parent's watch alone. The process dies
    with the thread of the parent that started it.
    """
    if sys.platform == "linux":
        from gpu_backends.sandbox_linux import confine

        return confine(readable, memory_bytes, device)
    if sys.platform == "darwin":
        from gpu_backends.sandbox_macos import confine as confine_macos

        return confine_macos()
    if sys.platform == "win32":
        from gpu_backends.sandbox_windows import confine as confine_windows

        return confine_windows(memory_bytes)
    return Sandbox((), ("every measure: this system is not known",))


def describe() -> Sandbox:
    """What `enter` reaches on this machine, tried out in a child. For `doctor`.

    In a frozen program there is no Python to start; there a worker says it (`Workers.confined`).
    """
    if getattr(sys, "frozen", False):
        return Sandbox((), ("unknown until a worker has started",))
    try:
        told = subprocess.run(
            [sys.executable, "-m", "gpu_backends.sandbox"],
            cwd=ROOT,
            capture_output=True,
            timeout=30,
            check=True,
        )
        facts = json.loads(told.stdout)
        return Sandbox(tuple(facts["measures"]), tuple(facts["missing"]))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        return Sandbox((), (f"every measure: a confined process could not start ({type(error).__name__})",))


if __name__ == "__main__":
    print(json.dumps(asdict(enter([], 2 << 30))))  # noqa: T201
