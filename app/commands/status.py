"""`status`: what of the case has been analysed, what failed and why, what is left."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from app.cases.case import Case
from app.cases.findings import Findings
from app.command_line import Output
from app.dossier.catalogue import Catalogue
from app.jobs.checkpoints import DONE, Checkpoints, StoredUnit
from app.review.coverage import coverage
from app.store.schema import items
from engine.media.account import FileEntry
from engine.plan import WHOLE
from engine.stage import stages
from engine.units import SECOND
from resources.displays import display
from resources.languages import SOURCE

HELP = "show how far the analysis of a case has come"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--failed", action="store_true", help="list every failed segment")


def run(args: argparse.Namespace, out: Output) -> int:
    with out.open_case(args) as case:
        _tell(case, args.failed, out)
    return 0


OUTDATED = "Outdated items hold results of an older version, which are not shown: `analyze` renews them."


def _tell(case: Case, list_failed: bool, out: Output) -> None:
    checkpoints, outdated = Checkpoints(case), False
    with case.database.connect() as connection:
        rows = connection.execute(select(items).order_by(items.c.name)).all()
        findings = Findings(connection, case.open_result)
        left = {item.id: coverage(findings, item).left for item in findings.items()}
    if not rows:
        out.line("The case is empty; `add` adds files.")
    for row in rows:
        known = list(checkpoints.of_item(row.id).values())
        outdated |= _tell_item(row, known, out)
        _tell_left(row, left.get(row.id, ()), out)
        if list_failed:
            _tell_failed(row.id, known, out)
    if outdated:
        out.line(OUTDATED)


def _tell_item(row: Row[Any], known: Sequence[StoredUnit], out: Output) -> bool:
    """Whether some of the item's results come from stages that have a newer version."""
    states = Counter(c.state for c in known)
    errors = Counter(c.error for c in known if c.error)
    versions = {name: stage.version for name, stage in stages().items()}
    old = sum(c.version != versions.get(c.slot.stage) for c in known)
    seconds = (row.duration_ns or 0) / SECOND
    out.record(
        {
            "item": row.id,
            "name": row.name,
            "kind": row.kind,
            "state": row.state,
            "error": row.error,
            "seconds": seconds,
            "units": dict(states),
            "errors": dict(errors),
            "outdated": old,
        }
    )
    problems = ", ".join(f"{n} × {code}" for code, n in sorted(errors.items()))
    out.line(
        f"{'outdated' if old else row.state:<11} {row.kind or '?':<6} {seconds:8.1f} s  "
        f"{states[DONE]:4d} units  {row.name}" + (f"  ({problems})" if problems else "")
    )
    return old > 0


def _tell_left(row: Row[Any], left: Sequence[FileEntry], out: Output) -> None:
    """What of the file itself was not read, or is odd about it."""
    say = Catalogue(SOURCE)
    for entry in left:
        out.record({"left": entry.code, "item": row.id, **asdict(entry)})
        text = say.say(f"left.{entry.code}", entry.values(row.name))
        out.line("    " + text.replace("\u00a0", " ").replace("\u202f", " "))


def _tell_failed(item_id: str, known: Iterable[StoredUnit], out: Output) -> None:
    for c in (c for c in known if c.error):
        slot, span = c.slot, c.slot.span
        facts = {"start_ns": span.start_ns, "end_ns": span.end_ns, "error": c.error}
        out.record({"failed": slot.stage, "item": item_id, "stream": slot.stream, **facts})
        whole = span == WHOLE
        seconds = "whole item" if whole else f"{span.start_ns / SECOND:.1f}–{span.end_ns / SECOND:.1f} s"
        out.line(f"    {display(slot.stage).name(SOURCE)}, stream {slot.stream} {seconds}: {c.error}")
