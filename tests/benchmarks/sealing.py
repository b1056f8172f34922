"""Sealed media beside the plain file: sealing against copying, seeking in both, memory. CPU seconds (user +
system).

`python tests/benchmarks/sealing.py [--megabytes N] [--pairs N]`; every pair runs both sides one after the
other, the median of the pairs' ratios counts. Also: 100,000 item keys wrapped again for a new epoch.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402

from app.cases.epochs import advance  # noqa: E402
from app.store.schema import items  # noqa: E402
from engine.sealing.sealed import SealedWriter, open_sealed  # noqa: E402
from tests.vault import new_account, new_case  # noqa: E402

KEY, ABOUT = bytes(32), b"case|item|media"
PIECE = 1 << 20
MOST = {"sealing / copying": 1.5, "seeking in sealed video / plain": 1.05, "memory": 64.0}


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, user and system."""
    before = time.process_time()
    work()
    return time.process_time() - before


def ratios(name: str, candidate: Callable[[], object], comparator: Callable[[], object], pairs: int) -> float:
    """Median of the ratios of interleaved pairs; both medians are printed."""
    mine, theirs = [], []
    for _ in range(pairs):
        mine.append(cpu(candidate))
        theirs.append(cpu(comparator))
    ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    one, other = statistics.median(mine), statistics.median(theirs)
    print(f"{name}: {ratio:.2f} × ({one:.3f} s beside {other:.3f} s CPU, {pairs} pairs)")
    return ratio


def seal(source: Path, target: Path) -> None:
    with source.open("rb", buffering=0) as origin, target.open("wb") as file:
        writer, buffer = SealedWriter(file, KEY, ABOUT), memoryview(bytearray(PIECE))
        while count := origin.readinto(buffer):
            writer.write(buffer[:count])
        writer.finish()
    target.unlink()


def copy(source: Path, target: Path) -> None:
    """What `cp` does where the file system shares no blocks: read and write, in pieces of 1 MiB."""
    with source.open("rb", buffering=0) as origin, target.open("wb", buffering=0) as file:
        buffer = memoryview(bytearray(PIECE))
        while count := origin.readinto(buffer):
            file.write(buffer[:count])
    target.unlink()


def seek_video(file: Any, times: list[int]) -> None:
    """Open a video, go to moments in it and decode one picture at each, as a person does who looks around."""
    import av

    with av.open(file) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        for second in times:
            container.seek(second * 1_000_000)
            next(container.decode(stream))


def seeking(folder: Path, pairs: int) -> float:
    video = ROOT / ".aima" / "media" / "obama_speech.mp4"
    sealed = folder / "sealed"
    with video.open("rb") as origin, sealed.open("wb") as file:
        writer = SealedWriter(file, KEY, ABOUT)
        writer.write(origin.read())
        writer.finish()
    chance = random.Random(1)
    times = [chance.randrange(5) for _ in range(20)]

    def plain() -> None:
        with video.open("rb") as file:
            seek_video(file, times)

    def closed() -> None:
        with open_sealed(sealed, KEY, ABOUT) as file:
            seek_video(file, times)

    plain()
    closed()
    return ratios("seeking in sealed video / plain", closed, plain, pairs)


def epoch(folder: Path) -> None:
    account = new_account(folder / "home")
    with new_case(account) as case:
        rows = [
            {
                "id": f"{n:032x}", "sha256": f"{n:064x}", "blake3": "", "name": "n", "bytes": 1,
                "sealed": f"{n:032x}", "epoch": 1, "added_at": "", "added_by": "",
                "wrapped_key": case.keys.wrap_item_key(f"{n:032x}", "media", bytes(32)),
            }
            for n in range(100_000)
        ]  # fmt: skip
        with case.writing() as connection:
            connection.execute(insert(items), rows)
        taken = cpu(lambda: advance(case, [account.identity.public]))
        print(f"100,000 item keys for a new epoch: {taken:.2f} s CPU")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--folder", default=None, help="where to write; one in memory measures no disk")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as scratch:
        folder = Path(scratch)
        source = folder / "source"
        with source.open("wb") as file:
            for _ in range(args.megabytes):
                file.write(os.urandom(PIECE))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = {
            "sealing / copying": ratios(
                "sealing / copying",
                lambda: seal(source, folder / "a"),
                lambda: copy(source, folder / "b"),
                args.pairs,
            )
        }
        found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"memory for sealing {args.megabytes} MB: {found['memory']:.0f} MB more")
        found["seeking in sealed video / plain"] = seeking(folder, args.pairs)
        epoch(folder)
    missed = [name for name, most in MOST.items() if found[name] > most]
    print(f"missed: {', '.join(missed)}" if missed else "all gates reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
