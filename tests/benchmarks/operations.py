"""What 20,000 operations of a case cost, against the code before operations, in one run.

    python tests/benchmarks/operations.py [operations]

A real encrypted case is filled once with corrections and names (every tenth) and once with listened segments.
Then, each in a process of its own: the first opening, on a computer that has checked nothing yet; the next
one; a look at what holds; one correction more with the look after it; and taking it back. The same is done
with the code before, from the history of the repository where it is there. Seconds are the processor's. Exits
with 1 if a limit is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "4b1addd"
LIMITS = {"first opening": 5.0, "next opening": 0.3, "look": 0.1, "one more": 0.005}
MOST_BEFORE = 4000
"""Operations with which the code before is measured: its costs grow with the square."""

COMMON = """
import json, sys, time, statistics
from pathlib import Path
sys.path.insert(0, sys.argv[1])
home, step, count, what = Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
from engine.units import SECOND
from tests.vault import PASSPHRASE, new_account, new_case
from app.cases.case import Case
from app.keys.account import Account
try:
    from app.cases import log as decision_log
    from app.operations.moments import Moment
    from app.review import listened
    from app.review.review import review
except ImportError:
    from app.cases import decision_log, listened
    from app.cases.moments import Moment
    from app.cases.review import review
SHA = "ab" * 32
def at(n, kind):
    start = n * 2 * SECOND
    box = (0, 0, 10, 10) if kind == "face" else ()
    return Moment(kind, SHA, 0, start, start + SECOND, start, box).to_json()
def say(case, connection, n, what):
    if what == "listened":
        body = {"moments": [at(n, "utterance")], "heard": True, "by_playing": True}
        return decision_log.decide(case, connection, "listened", body)
    if n % 10 == 0:
        body = {"moments": [at(n, "face")], "name": f"Person {n}"}
        return decision_log.decide(case, connection, "name", body)
    body = {"moments": [at(n, "utterance")], "text": f"corrected words of utterance {n}"}
    return decision_log.decide(case, connection, "edit-transcript", body)
def look(case):
    with review(case) as found:
        return listened.heard(found.connection) if what == "listened" else found.state
def busy(work):
    started = time.process_time()
    work()
    return time.process_time() - started
"""
FILL = """
account = new_account(home)
with new_case(account) as case:
    for first in range(0, count, 500):
        with case.writing() as connection:
            for n in range(first, min(first + 500, count)):
                say(case, connection, n, what)
"""
OPEN = """
account = Account.unlock(home, PASSPHRASE)
opened = []
def begin():
    opened.append(Case.find(account))
    look(opened[0])
out = {"opening": busy(begin)}
(case,) = opened
out["look"] = statistics.median(busy(lambda: look(case)) for _ in range(5))
made = []
def one_more():
    with case.writing() as connection:
        made.append(say(case, connection, count + len(made) + 1, what))
times = [busy(one_more) for _ in range(9 if count > 5000 else 3)]
out["one more"] = statistics.median(times)
out["one more and a look"] = busy(lambda: (one_more(), look(case)))
def undo():
    with case.writing() as connection:
        decision_log.undo(case, connection, made[-1].id)
    look(case)
out["undo and a look"] = busy(undo)
case.close()
account.close()
print(json.dumps(out))
"""
FORGET = """
from sqlalchemy import text
account = Account.unlock(home, PASSPHRASE)
with account.database.begin() as connection:
    connection.execute(text("DELETE FROM cases"))
account.close()
"""


def in_process(code: Path, home: Path, step: str, count: int, what: str) -> dict[str, float]:
    script = COMMON + {"fill": FILL, "open": OPEN, "forget": FORGET}[step]
    command = [sys.executable, "-c", script, str(code), str(home), step, str(count), what]
    done = subprocess.run(command, cwd=code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout) if done.stdout.strip() else {}


def measured(code: Path, count: int, what: str) -> dict[str, float]:
    """Fill a case and open it: first as one that nobody has checked here, then as one that was."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        started = time.perf_counter()
        in_process(code, home, "fill", count, what)
        print(f"  filled in {time.perf_counter() - started:.0f} s", flush=True)
        in_process(code, home, "forget", count, what)
        first = in_process(code, home, "open", count, what)
        after = in_process(code, home, "open", count, what)
    return {"first opening": first["opening"], "next opening": after.pop("opening"), **after}


@contextmanager
def code_before() -> Iterator[Path | None]:
    """The code of the commit before in a folder of its own; None where the history is not there."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        made = subprocess.run([*git, "add", "--detach", str(tree), BEFORE], capture_output=True, check=False)
        try:
            yield tree if made.returncode == 0 else None
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], capture_output=True, check=False)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    good = True
    with code_before() as before:
        for what in ("corrections and names", "listened"):
            print(f"{count} {what}", flush=True)
            now = measured(ROOT, count, what)
            fewer = min(count, MOST_BEFORE)
            then = measured(before, fewer, what) if before else {}
            for name, seconds in now.items():
                limit = LIMITS.get(name)
                good &= limit is None or seconds <= limit
                told = f"  {name:<20} {seconds * 1000:9.1f} ms"
                told += f"  (limit {limit * 1000:.0f})" if limit else ""
                told += f"   before, with {fewer}: {then[name] * 1000:9.1f} ms" if name in then else ""
                print(told, flush=True)
            if before is None:
                print("  (the commit before is not in this history: not compared)")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
