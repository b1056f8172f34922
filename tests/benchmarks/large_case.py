"""What lists of people, near duplicates and the gathering of a dossier cost in a large case.

    python tests/benchmarks/large_case.py [hours] [hours for the version before]

Makes a case of so many one-hour videos (50 by default), every unit with its packed and sealed result, and
asks each question in a process of its own, which tells its processor time and memory, imports and unlocking
included. Then the same, smaller where that is asked for (20 hours), with the version before (`git
worktree`); without the history this part is left out. Exits with 1 where a question takes more than 20
CPU-seconds or 300 MB: that is what a case of 1,000 hours may cost.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "4b1addd"
MOST_SECONDS, MOST_MB = 20.0, 300.0
QUESTIONS = ("faces list", "voices list", "near duplicates", "dossier: gathering")


def main(hours: int, hours_before: int) -> int:
    with tempfile.TemporaryDirectory(prefix="aima-large-") as folder:
        now = measured(ROOT, Path(folder) / "now", hours)
        same = now if hours == hours_before else measured(ROOT, Path(folder) / "small", hours_before)
        with version_before(Path(folder)) as root:
            before = measured(root, Path(folder) / "before", hours_before) if root else {}
    print(f"\n{'':22} {hours:>5} h now        {hours_before:>5} h now        {hours_before:>5} h before")
    for question in QUESTIONS:
        print(f"{question:22}", *(_said(each.get(question)) for each in (now, same, before)))
    over = [q for q in QUESTIONS if now[q]["seconds"] > MOST_SECONDS or now[q]["mb"] > MOST_MB]
    if over:
        print("over the limit:", ", ".join(over))
    return 1 if over else 0


def _said(found: dict[str, float] | None) -> str:
    return "not measured        " if found is None else f"{found['seconds']:7.2f} s {found['mb']:6.0f} MB "


def measured(root: Path, home: Path, hours: int) -> dict[str, Any]:
    """Make a case with the program at `root`, and ask each question."""
    made = run_apart(root, "make", home, str(hours))
    print(f"{root.name}: {hours} h made in {made['seconds']:.0f} CPU-s, {made['gb']:.2f} GB")
    for what in ("keep", "group"):
        done = run_apart(root, what, home)
        if done.get("units"):
            each = 1000 * done["seconds"] / done["units"]
            print(f"    views kept in {done['seconds']:.0f} CPU-s: {each:.2f} ms a unit")
    return {question: run_apart(root, question, home) for question in QUESTIONS}


def run_apart(root: Path, what: str, home: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--in", str(root), what, str(home), *more]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextlib.contextmanager
def version_before(folder: Path) -> Iterator[Path | None]:
    """The program as it was, beside this one; None where there is no history."""
    place = folder / "version-before"
    added = subprocess.run(
        ["git", "worktree", "add", "--detach", str(place), BEFORE], cwd=ROOT, capture_output=True, check=False
    )
    if added.returncode:
        print(f"no {BEFORE} in this history: nothing to compare with")
        yield None
        return
    try:
        for name in ("made_large_case.py",):
            (place / "tests" / name).write_bytes((ROOT / "tests" / name).read_bytes())
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=ROOT, check=False)


def answer(root: str, what: str, home: Path, more: list[str]) -> dict[str, Any]:
    """Do one thing in this process and tell what it cost."""
    sys.path.insert(0, root)
    extra: dict[str, Any] = {}
    if what == "make":
        extra = _make(home, int(more[0]))
    else:
        from app.cases.case import Case
        from app.keys.account import Account
        from tests.vault import PASSPHRASE

        account = Account.unlock(home, PASSPHRASE)
        with Case.find(account) as case:
            extra = {"keep": _keep, "group": _group}.get(what, _ask(what))(case) or {}
        account.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"seconds": used.ru_utime + used.ru_stime, "mb": _most_mb(used.ru_maxrss / 1024), **extra}


def _most_mb(otherwise: float) -> float:
    """The most memory this program held; what `getrusage` tells counts the parent's that started it."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return otherwise
    return float(told.partition("VmHWM:")[2].split()[0]) / 1024


def _make(home: Path, hours: int) -> dict[str, Any]:
    from tests.made_large_case import build
    from tests.vault import new_account, new_case

    with new_case(new_account(home)) as case:
        build(case, hours)
        return {"gb": (case.folder / "case.db").stat().st_size / 1e9}


def _keep(case: Any) -> dict[str, Any]:
    try:
        from app.review import kept_views
    except ImportError:
        return {}
    from sqlalchemy import func, select

    from app.store import schema

    kept_views.fill(case)
    with case.database.connect() as connection:
        return {"units": connection.execute(select(func.count()).select_from(schema.units)).scalar_one()}


def _group(case: Any) -> None:
    """Group what is not grouped yet, and store it with what this version notes about groups of faces."""
    review = _review()
    with review(case, write=True) as found:
        found.regroup()
    if hasattr(type(found), "stacks"):
        with review(case) as found:
            assert found.voices.clusters
            assert found.faces.clusters
            assert isinstance(found.stacks, list)


def _ask(what: str) -> Any:
    return {
        "faces list": lambda case: _list(case, "face"),
        "voices list": lambda case: _list(case, "voice"),
        "near duplicates": _near_duplicates,
        "dossier: gathering": _gather,
    }.get(what)


def _list(case: Any, kind: str) -> None:
    import argparse

    from app.command_line import Output

    try:
        from app.commands.group_command import GroupCommand
    except ImportError:
        from app.group_command import GroupCommand  # type: ignore[no-redef, import-not-found, unused-ignore]
    command = GroupCommand(kind, "list", "person", ("sighting", "sightings"))
    args = argparse.Namespace(who=[], crops=None, json=False, quiet=False, verbose=False)
    with Path(os.devnull).open("w") as nowhere, _review()(case) as found:
        command.list(found, args, Output(args, nowhere, nowhere))


def _near_duplicates(case: Any) -> None:
    with _review()(case) as found:
        if hasattr(type(found), "stacks"):
            list(found.stacks)
        else:
            from app.cases import stacks

            stacks.group(found.connection, found.findings, found.state)


def _gather(case: Any) -> None:
    from app.dossier.material import gather

    with case.database.connect() as connection:
        material = gather(case, connection)
        assert material.faces.clusters


def _review() -> Any:
    try:
        from app.review.review import review
    except ImportError:
        from app.cases.review import review  # type: ignore[no-redef, import-not-found, unused-ignore]
    return review


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        _, _, root, what, home, *more = sys.argv
        print(json.dumps(answer(root, what, Path(home), more)))
    else:
        began = time.monotonic()
        asked = [int(n) for n in sys.argv[1:]]
        status = main(asked[0] if asked else 50, asked[1] if len(asked) > 1 else 20)
        print(f"{time.monotonic() - began:.0f} s")
        sys.exit(status)
