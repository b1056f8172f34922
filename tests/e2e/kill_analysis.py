"""Kills an analysis with SIGKILL at random moments and compares what resuming gives.

`python -m tests.e2e.kill_analysis --kills 50` is the full form; the test suite runs a short one.
Prints: kills, units, units done twice, and whether all results are the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.store.schema import items, units
from tests.investigator import Investigator

ROOT = Path(__file__).resolve().parents[2]
FILES = ("obama_speech.mp4", "sample.wav", "t1.jpg")
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    kills: int
    units: int
    redone: int
    different: list[str]
    missing: int

    def line(self) -> str:
        return (
            f"{self.kills} kills, {self.units} units a round, {self.redone} units done twice (at most "
            f"{self.kills * WORKERS} allowed), {len(self.different)} different, {self.missing} missing"
        )

    def with_round(
        self, kills: int, redone: int, found: dict[str, bytes], expected: dict[str, bytes]
    ) -> Verdict:
        different = [p for p in expected if p in found and expected[p] != found[p]]
        missing = len(expected.keys() ^ found.keys())
        return Verdict(
            self.kills + kills,
            self.units,
            self.redone + redone,
            self.different + different,
            self.missing + missing,
        )

    @property
    def passed(self) -> bool:
        return not self.different and not self.missing and self.redone <= self.kills * WORKERS


def torment(folder: Path, media: Sequence[Path], models: Path, kills: int, seed: int) -> Verdict:
    """Analyse `media` undisturbed, then again and again with kills until there were enough, and compare.

    A round ends when an analysis comes through between two kills; the next begins with an empty case.
    """
    calm = _prepare(folder / "calm", media, models)
    _finish(calm)
    expected = _results(calm)
    verdict = Verdict(0, len(expected), 0, [], 0)
    chance = random.Random(seed)
    for number in itertools.count():
        investigator = _prepare(folder / f"harried{number}", media, models)
        verdict = verdict.with_round(*_round(investigator, chance, kills - verdict.kills), expected)
        if verdict.kills >= kills:
            return verdict
    raise AssertionError


def _round(
    investigator: Investigator, chance: random.Random, kills: int
) -> tuple[int, int, dict[str, bytes]]:
    """Kills given, units done twice, results at the end."""
    starts: Counter[str] = Counter()
    given = 0
    while given < kills:
        killed, seen = _run_until(investigator, chance.uniform(0.0, 4.0))
        starts.update(seen)
        if not killed:
            break
        given += 1
    starts.update(_finish(investigator))
    return given, starts.total() - len(starts), _results(investigator)


def _prepare(home: Path, media: Sequence[Path], models: Path) -> Investigator:
    investigator = Investigator.set_up(home, models)
    investigator.new_case()
    investigator.run("add", *[str(p) for p in media])
    return investigator


def _start(investigator: Investigator) -> subprocess.Popen[str]:
    return investigator.start("analyze", "--json", "--workers", str(WORKERS))


def _finish(investigator: Investigator) -> list[str]:
    with _start(investigator) as process:
        out, _ = process.communicate(timeout=1200)
    assert process.returncode == 0, process.returncode
    return _started(out.splitlines())


def _run_until(investigator: Investigator, wait: float) -> tuple[bool, list[str]]:
    """Kill an analysis `wait` seconds after its first unit: whether it still ran, and the units it began."""
    lines: list[str] = []
    first = threading.Event()

    def read(stdout: Iterable[str]) -> None:
        for line in stdout:
            lines.append(line)
            if '"started"' in line:
                first.set()
        first.set()

    with _start(investigator) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=read, args=(process.stdout,))
        reader.start()
        first.wait(60)
        time.sleep(wait)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        reader.join()
    return running, _started(lines)


def _started(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue  # the kill cut this line
        if record.get("event") == "started":
            found.append(record["key"])
    return found


def _results(investigator: Investigator) -> dict[str, bytes]:
    """Opened results by place."""
    with investigator.open_case() as case, case.database.connect() as connection:
        hashes = {r.id: r.sha256 for r in connection.execute(select(items.c.id, items.c.sha256))}
        found = {}
        for row in connection.execute(select(units)):
            place = f"{hashes[row.item_id][:8]} {row.stage} {row.stream} {row.start_ns} {row.sampling}"
            found[place] = (
                case.open_result(row.item_id, row.key, row.result) if row.result else row.error.encode()
            )
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261122)
    args = parser.parse_args()
    media = [ROOT / ".aima" / "media" / name for name in FILES]
    with tempfile.TemporaryDirectory() as folder:
        verdict = torment(Path(folder), media, ROOT / ".aima" / "models", args.kills, args.seed)
    print(verdict.line())
    for place in verdict.different[:10]:
        print("different:", place)
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    sys.exit(main())
