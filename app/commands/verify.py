"""`verify`: check a case from end to end."""

from __future__ import annotations

import argparse

from app.cases.case import Case
from app.cases.check import check
from app.cases.items import held
from app.command_line import Output

HELP = "check database, sealed files, results and custody log of a case; changes nothing"
NOT_SOUND = 6


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--export-custody", metavar="FILE", help="also write the custody log, one entry a line"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """0 if everything is sound, 6 if not."""
    wrong = 0
    with Case.find(out.unlock(), args.case, write=False) as case:
        if args.export_custody:
            case.custody.export(args.export_custody)
        names = {item.id: item.name for item in held(case)}
        for checked in check(case):
            wrong += not checked.sound
            name = names.get(checked.subject, "")
            out.record(
                {
                    "part": checked.part, "subject": checked.subject, "name": name, "sound": checked.sound,
                    "problem": checked.problem, "detail": checked.detail,
                    "warning": checked.warning,
                }
            )  # fmt: skip
            said = (checked.warning or "sound") if checked.sound else f"NOT SOUND: {checked.problem}"
            out.line(f"{checked.part:<10} {said:<12} {name or checked.subject}  {checked.detail}".rstrip())
    out.record({"sound": not wrong, "problems": wrong})
    out.line(
        "Everything is sound." if not wrong else f"{wrong} problems. Restore what is damaged from a backup."
    )
    return NOT_SOUND if wrong else 0
