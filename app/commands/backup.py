"""`backup`: copy a case to a folder and read the copy back; or take cases back from such a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cases.backup import back_up, restore
from app.cases.case import Case
from app.cases.check import check
from app.command_line import Output, UsageError

HELP = "back up a case to a folder, or restore cases from one"
NOT_SOUND = 6


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="DEST|restore", help="folder to copy to, or the word `restore`")
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="with restore: the folder of the backup")


def run(args: argparse.Namespace, out: Output) -> int:
    if args.what == "restore":
        if not args.source:
            raise UsageError("backup restore needs the folder of the backup")
        return _restore(Path(args.source), out)
    if args.source:
        raise UsageError("backup takes one folder")
    with Case.find(out.unlock(), args.case, write=True) as case:
        done = back_up(case, Path(args.what))
    out.record({"folder": str(done.folder), "copied": done.copied, "already_there": done.already_there})
    out.line(f"{done.copied} sealed files copied, {done.already_there} already there; all read back intact.")
    return 0


def _restore(source: Path, out: Output) -> int:
    restored = restore(out.home, source)
    out.line(f"{len(restored)} cases copied to {out.home}; now opening them.")
    account = out.unlock()
    wrong = 0
    for case_id in restored:
        with Case.open(account, case_id, write=True) as case:
            problems = [c for c in check(case) if not c.sound]
            case.custody.record("case restored", case_id, {"source": str(source.absolute())})
            wrong += len(problems)
            out.record({"case": case_id, "name": case.name, "problems": [c.problem for c in problems]})
            out.line(f"{case_id}  {case.name}: {len(problems)} problems")
    return NOT_SOUND if wrong else 0
