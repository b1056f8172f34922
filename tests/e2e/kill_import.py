"""Kills imports with SIGKILL at random moments: nothing may be lost, read twice or left over.

`python -m tests.e2e.kill_import --kills 50` is the full form; the test suite runs a short one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from app.cases.case import Case
from app.cases.check import check
from app.cases.intake import Intake
from app.cases.items import held
from app.keys.account import Account
from app.store.schema import imports
from tests.vault import PASSPHRASE, new_account, new_case

FILES = 24
_ADD = """
import sys
from pathlib import Path
from app.cases.case import Case
from app.cases.intake import Intake
from app.keys.account import Account
with Case.find(Account.unlock(Path(sys.argv[1]), sys.argv[2]), write=True) as case:
    print("begin", flush=True)
    Intake(case).add([sys.argv[3]])
"""


def _source(folder: Path) -> dict[str, str]:
    """Files of many sizes, two of them alike; hash by name."""
    folder.mkdir()
    hashes = {}
    for number in range(FILES):
        chance = random.Random(number if number else 1)
        content = chance.randbytes(chance.choice([0, 1000, 300_000, 3_000_000]) + (number or 1))
        (folder / f"{number:02}.bin").write_bytes(content)
        hashes[f"{number:02}.bin"] = hashlib.sha256(content).hexdigest()
    return hashes


def _start(home: Path, source: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _ADD, str(home), PASSPHRASE, str(source)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout
    assert started.stdout.readline() == "begin\n"
    return started


def _finished(case: Case) -> dict[str, tuple[str, str]]:
    """State and item by path, of files that are done."""
    query = select(imports).where(imports.c.state.in_(("done", "duplicate")))
    with case.database.connect() as connection:
        return {r.path: (r.state, r.item_id) for r in connection.execute(query)}


def kill_at_random_moments(folder: Path, kills: int, seed: int) -> int:
    """Kill `kills` imports, each resumed until the last ends by itself; returns how often a kill hit work."""
    chance = random.Random(seed)
    hashes = _source(folder / "source")
    window = _undisturbed(folder)
    hits = rounds = 0
    while hits < kills:
        home = folder / f"home{rounds}"
        rounds += 1
        account = new_account(home)
        new_case(account).close()
        before: dict[str, tuple[str, str]] = {}
        while hits < kills:
            importing = _start(home, folder / "source")
            if killed := _kill(importing, chance.uniform(0, window)):
                hits += 1
            window *= 1.1 if killed else 0.5  # an import that ends before it is killed proves nothing
            with Case.find(account, write=True) as case:
                now = _finished(case)
            assert before.items() <= now.items(), "a finished file was lost or done again"
            before = now
            if len(before) == FILES:
                break
        _resume_and_compare(account, folder / "source", hashes, before)
    return hits


def _kill(importing: subprocess.Popen[str], after: float) -> bool:
    """Whether it still worked when it was killed."""
    try:
        importing.wait(after)
    except subprocess.TimeoutExpired:
        importing.send_signal(signal.SIGKILL)
    importing.communicate()
    return importing.returncode == -signal.SIGKILL


def _undisturbed(folder: Path) -> float:
    """Seconds an import takes that nobody disturbs."""
    new_case(new_account(folder / "quiet")).close()
    importing = _start(folder / "quiet", folder / "source")
    began = time.monotonic()
    importing.communicate()
    assert importing.returncode == 0
    return time.monotonic() - began


def _resume_and_compare(
    account: Account, source: Path, hashes: dict[str, str], before: dict[str, tuple[str, str]]
) -> None:
    with Case.find(account, write=True) as case:
        summary = Intake(case).add([source])
        read_again = {Path(f.path).name for f in summary.files} & {Path(p).name for p in before}
        assert len(before) == FILES or not read_again
        if len(before) < FILES:
            assert before.items() <= _finished(case).items()
            # one sighting per file: a file read twice would have been seen twice
            assert sum(item.places for item in held(case)) == FILES
        assert {item.sha256 for item in held(case)} == set(hashes.values())
        assert summary.finished
        problems = [c for c in check(case) if not c.sound or c.part == "leftovers"]
        assert problems == []
        assert list((case.folder / "incoming").iterdir()) == []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        kills = kill_at_random_moments(Path(scratch), args.kills, args.seed)
    print(f"{kills} kills survived: nothing lost, nothing read twice, nothing left over")
    return 0


if __name__ == "__main__":
    sys.exit(main())
