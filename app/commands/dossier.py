"""`dossier`: write the cited account of a case as HTML and JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.command_line import Output
from app.dossier.catalogue import LANGUAGES
from app.dossier.export import write

HELP = "write the dossier of a case (HTML and JSON, not encrypted)"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="dossier", metavar="DIR", help="folder (default: dossier)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="language of the account")
    parser.add_argument("--narrative", metavar="MODEL", help="ollama[:NAME], llama or openai:URL[#NAME]")


def run(args: argparse.Namespace, out: Output) -> int:
    with out.open_case(args) as case:
        narrate = None
        if args.narrative:
            from app.dossier.narrative import narrator

            narrate = narrator(args.narrative, args.language, out.models)
        written = write(case, Path(args.out), args.language, narrate)
    out.record(
        {
            "page": str(written.page.absolute()),
            "document": str(written.document.absolute()),
            "statements": written.statements,
            "sources": written.sources,
        }
    )
    out.line(f"{written.statements} statements, {written.sources} sources")
    out.line(f"{written.page.absolute()}")
    out.line(f"{written.document.absolute()}")
    out.line("These files are not encrypted: whoever has them can read them.")
    return 0
