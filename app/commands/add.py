"""`add`: bring files and folders into a case."""

from __future__ import annotations

import argparse

from app.cases.case import Case
from app.cases.intake import Imported, Intake, Progress
from app.command_line import Output, UsageError

HELP = "add files and folders to a case as evidence"
SOME_FAILED = 8


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder; never written to")
    parser.add_argument(
        "--new-only", action="store_true", help="skip files whose path, size and time are known"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """0 if everything was added, 8 if some files were not; the same command again tries only those."""
    if not all(args.paths):
        raise UsageError("a path is empty")
    teller = _Teller(out)
    with Case.find(out.unlock(), args.case, write=True) as case:
        summary = Intake(case, teller.told, teller.progress).add(args.paths, args.new_only)
    done, again, failed = (summary.count(state) for state in ("done", "duplicate", "failed"))
    out.record(
        {
            "event": "ended", "added": done, "duplicates": again, "failed": failed,
            "resumed": summary.resumed, "finished": summary.finished,
        }
    )  # fmt: skip
    out.line(
        f"{done} added, {again} already in the case, {failed} skipped"
        + (" (resumed)" if summary.resumed else "")
    )
    return SOME_FAILED if failed else 0


class _Teller:
    def __init__(self, out: Output) -> None:
        self._out, self._shown = out, -1

    def told(self, imported: Imported) -> None:
        self._out.record(
            {
                "event": "file", "path": imported.path, "state": imported.state, "item": imported.item_id,
                "bytes": imported.bytes, "error": imported.error,
            }
        )  # fmt: skip
        note = {"done": "added", "duplicate": "known"}.get(imported.state, f"skipped ({imported.error})")
        self._out.line(f"{note:<8} {imported.path}")

    def progress(self, progress: Progress) -> None:
        share = 100 * progress.bytes // max(1, progress.of_bytes)
        if share // 5 != self._shown:
            self._shown = share // 5
            self._out.progress(f"{share:3d} %  file {progress.files} of {progress.of_files}")
