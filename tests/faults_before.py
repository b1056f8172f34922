"""Which of the faults that outsiders found a version of the program shows.

    python -m tests.faults_before [--fault NAME …] [CHECKOUT …]

Without a CHECKOUT: version 4b1addd from this history, in which all were found, and this one. Every fault is
looked at in a process of its own that runs the program of the checkout; what the looking needs
(`tests/faults/`) is always this version's. Prints a table. Exits with 1 where this version shows a
fault, or where looking did not work.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.look import FAULTS

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "4b1addd"


def look(fault: str, checkout: Path) -> tuple[str, str]:
    """`fault shown`, `right` or `not known`, and what was seen."""
    path = os.pathsep.join([str(checkout), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.faults.look", fault],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return "not known", (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
    found = json.loads(done.stdout.splitlines()[-1])
    return ("fault shown" if found["shown"] else "right"), found["seen"]


@contextmanager
def before() -> Iterator[list[Path]]:
    """The version before in a folder of its own; nothing where the history is not there."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / BEFORE
        git = ["git", "-C", str(ROOT), "worktree"]
        made = subprocess.run([*git, "add", "--detach", str(tree), BEFORE], capture_output=True, check=False)
        if made.returncode:
            print(f"no {BEFORE} in this history: only this version is looked at")
        try:
            yield [] if made.returncode else [tree]
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], capture_output=True, check=False)


def table(checkouts: list[Path], faults: list[str]) -> bool:
    """Print a line per fault and checkout; whether looking worked and this version is right in all."""
    good = True
    print("| fault | version | found | seen |\n|---|---|---|---|")
    for fault in faults:
        for checkout in checkouts:
            found, seen = look(fault, checkout)
            good &= found == "right" if checkout == ROOT else found != "not known"
            version = "now" if checkout == ROOT else checkout.name
            print(f"| {fault}: {FAULTS[fault][0]} | {version} | {found} | {seen} |", flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", nargs="*", type=lambda p: Path(p).resolve(), metavar="CHECKOUT")
    parser.add_argument("--fault", action="append", choices=sorted(FAULTS), help="only this one")
    args = parser.parse_args()
    faults = args.fault or list(FAULTS)
    if args.checkouts:
        return 0 if table(args.checkouts, faults) else 1
    with before() as earlier:
        return 0 if table([*earlier, ROOT], faults) else 1


if __name__ == "__main__":
    sys.exit(main())
