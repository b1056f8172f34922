"""`doctor`: what this machine has for AIMA, what is missing, how to get it. Changes and unlocks nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cases.profile import profile, profiles
from app.jobs.machine import State, checks

if TYPE_CHECKING:
    from app.command_line import Output

HELP = "show devices, packs, libraries and free space, and what is missing"
SOMETHING_MISSING = 8


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="compare the packs' sizes, not their hashes")
    parser.add_argument(
        "--profile", default="police", choices=sorted(profiles), help="whose use licences must allow"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """0 if everything that analysis needs is there, 8 if something is missing or damaged."""
    worst = 0
    for check in checks(out.home, out.models, profile(args.profile).uses, quick=args.quick):
        mark = {State.GOOD: "ok  ", State.NOTE: "note", State.MISSING: "MISSING"}[check.state]
        out.line(f"{mark:7}  {check.name:16} {check.detail}")
        if check.remedy:
            out.line(f"{'':26}→ {check.remedy}")
        out.record(
            {
                "check": check.name,
                "state": check.state.value,
                "detail": check.detail,
                "remedy": check.remedy,
                **check.facts,
            }
        )
        if check.state is State.MISSING:
            worst = SOMETHING_MISSING
    return worst
