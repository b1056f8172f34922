"""`status`: what of the case has been analysed, what failed and why, what is left."""

from __future__ import annotations

import argparse
from collections import Counter

from sqlalchemy import select

from app.cases.case import Case
from app.command_line import Output
from app.jobs.checkpoints import DONE, Checkpoints
from app.store.schema import items
from engine.units import SECOND

HELP = "how far the analysis of a case has come"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--failed", action="store_true", help="list every failed stretch")


def run(args: argparse.Namespace, out: Output) -> int:
    with out.open_case(args) as case:
        _tell(case, args.failed, out)
    return 0


def _tell(case: Case, list_failed: bool, out: Output) -> None:
    checkpoints = Checkpoints(case)
    with case.database.connect() as connection:
        rows = connection.execute(select(items).order_by(items.c.name)).all()
    if not rows:
        out.line("The case holds nothing yet; `add` brings files in.")
    for row in rows:
        known = checkpoints.of_item(row.id).values()
        states = Counter(c.state for c in known)
        errors = Counter(c.error for c in known if c.error)
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
            }
        )
        problems = ", ".join(f"{n} × {code}" for code, n in sorted(errors.items()))
        out.line(
            f"{row.state:<11} {row.kind or '?':<6} {seconds:8.1f} s  {states[DONE]:4d} units  {row.name}"
            + (f"  ({problems})" if problems else "")
        )
        if list_failed:
            for c in (c for c in known if c.error):
                place = c.place
                span = f"{place.span.start_ns / SECOND:.1f}–{place.span.end_ns / SECOND:.1f} s"
                out.line(f"    {place.stage} stream {place.stream} {span}: {c.error}")
