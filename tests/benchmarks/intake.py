"""Intake beside what it replaces: reading, SHA-256, BLAKE3, sealing and writing in one pass.

`python tests/benchmarks/intake.py [--megabytes N] [--pairs N]`, interleaved pairs, medians of their ratios.
Three comparators, the first the gate: the same results by separate passes (hash, hash again, seal); SHA-256
alone, in CPU seconds; SHA-256 alone by the clock, where a second core is free.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from blake3 import blake3  # noqa: E402

from app.cases.one_pass import OnePass  # noqa: E402
from app.cases.originals import Original  # noqa: E402
from engine.sealing.sealed import SealedWriter  # noqa: E402

PIECE = 1 << 20
KEY, ABOUT = bytes(32), b"case|item|media"
GATE = 1.0


def measured(work: Callable[[], object]) -> tuple[float, float, float]:
    """User CPU, user and system CPU, clock: seconds."""
    clock, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    user = after.user - before.user
    return user, user + after.system - before.system, time.perf_counter() - clock


def read(source: Path, use: Callable[[memoryview], object]) -> None:
    buffer = memoryview(bytearray(PIECE))
    with source.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            use(buffer[:count])


def sha256(source: Path) -> None:
    digest = hashlib.sha256()
    read(source, digest.update)
    digest.hexdigest()


def separate(source: Path, target: Path) -> None:
    """Three passes, each as fast as it goes, and the same flush to the disk at the end."""
    sha256(source)
    other = blake3()
    read(source, other.update)
    with target.open("wb") as file:
        writer = SealedWriter(file, KEY, ABOUT)
        read(source, writer.write)
        writer.finish()
        file.flush()
        os.fsync(file.fileno())
    target.unlink()


def one_pass(passes: OnePass, source: Path, target: Path) -> None:
    with Original(str(source)) as original:
        passes.copy(original, target, KEY, ABOUT)
    target.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--folder", default=None, help="where to write; one in memory measures no disk")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as scratch, OnePass() as passes:
        folder = Path(scratch)
        source = folder / "source"
        with source.open("wb") as file:
            for _ in range(args.megabytes):
                file.write(os.urandom(PIECE))
        sides: dict[str, Callable[[], object]] = {
            "one pass": lambda: one_pass(passes, source, folder / "a"),
            "separate passes": lambda: separate(source, folder / "b"),
            "SHA-256 alone": lambda: sha256(source),
        }
        for work in sides.values():
            work()
        taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in sides}
        for _ in range(args.pairs):
            for name, work in sides.items():
                taken[name].append(measured(work))
    return report(taken, args.megabytes)


def report(taken: dict[str, list[tuple[float, float, float]]], megabytes: int) -> int:
    for name, rows in taken.items():
        user, whole, clock = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name:<16} {user:.3f} s user, {whole:.3f} s CPU, {clock:.3f} s clock for {megabytes} MB")
    gate = ratio(taken, "separate passes", 1)
    print(f"one pass / separate passes: {gate:.2f} × CPU, {ratio(taken, 'separate passes', 2):.2f} × clock")
    print(
        f"one pass / SHA-256 alone: {ratio(taken, 'SHA-256 alone', 0):.2f} × user CPU, "
        f"{ratio(taken, 'SHA-256 alone', 2):.2f} × clock (aim 1.2)"
    )
    print("gate reached" if gate <= GATE else f"gate missed: {gate:.2f} > {GATE}")
    return 0 if gate <= GATE else 1


def ratio(taken: dict[str, list[tuple[float, float, float]]], comparator: str, column: int) -> float:
    pairs = zip(taken["one pass"], taken[comparator], strict=True)
    return statistics.median(mine[column] / theirs[column] for mine, theirs in pairs)


if __name__ == "__main__":
    sys.exit(main())
