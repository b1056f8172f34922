"""`dossier`: write the cited account of a case as HTML and JSON; judge its statements; read its drafts."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.cases import drafts
from app.cases.case import Case
from app.command_line import Output, UsageError
from app.dossier import statement_actions
from app.dossier.catalogue import Catalogue
from app.dossier.document import Dossier
from app.dossier.judging import VERDICTS, called, lost
from app.dossier.material import gather
from app.exports.dossier_files import Choices, write
from app.exports.export import NOT_ENCRYPTED
from app.exports.json_text import json_text
from resources.languages import SOURCE, languages

HELP = "export the dossier of a case (HTML and JSON, not encrypted), and review its statements"
EPILOG = (
    "`dossier claims [WORD…]` lists statements with their ids; `dossier judge ID accept|reject|edit` says "
    "what you think of one (--text: your wording); `dossier drafts [ID]` shows earlier drafts."
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("action", nargs="?", choices=sorted(_ACTIONS), default="write", help="default: write")
    parser.add_argument("what", nargs="*", metavar="WHAT", help="id of a statement or draft, verdict, words")
    parser.add_argument("--out", default="dossier", metavar="DIR", help="folder (default: dossier)")
    parser.add_argument(
        "--language", choices=tuple(languages()), default=SOURCE, help="language of the account"
    )
    parser.add_argument(
        "--accepted-only", action="store_true", help="only statements that a person accepted or reworded"
    )
    parser.add_argument("--narrative", metavar="MODEL", help="ollama[:NAME], llama or openai:URL[#NAME]")
    parser.add_argument("--text", default="", help="your wording of a statement, with `judge ID edit`")


def run(args: argparse.Namespace, out: Output) -> int:
    action, fewest, most = _ACTIONS[args.action]
    if not fewest <= len(args.what) <= most:
        raise UsageError(EPILOG)
    with out.open_findings(args) as case:
        action(case, args, out)
    return 0


def _write(case: Case, args: argparse.Namespace, out: Output) -> None:
    narrate = None
    if args.narrative:
        from app.dossier.narrative import narrator

        narrate = narrator(args.narrative, args.language, out.models)
    choices = Choices(accepted_only=args.accepted_only)
    written = write(case, Path(args.out), args.language, narrate, choices)
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
    out.line(NOT_ENCRYPTED)


def _claims(case: Case, args: argparse.Namespace, out: Output) -> None:
    """Statements that hold all the words given, with what people said about them."""
    catalogue = Catalogue(args.language)
    with case.database.connect() as connection:
        dossier = Dossier.write(gather(case, connection), "", "")
    for section in dossier.sections:
        for claim in section.claims:
            text = catalogue.say(claim.key, claim.values)
            if not all(word.casefold() in text.casefold() for word in args.what):
                continue
            verdict = dossier.verdicts.get(claim.id)
            judged = verdict.to_json() if verdict else None
            out.record({"claim": claim.id, "section": section.key, "text": text, "judged": judged})
            stale = " (of an earlier wording)" if verdict and verdict.stale else ""
            said = f"  [{verdict.word} by {verdict.judgement.author[:8]}{stale}]" if verdict else ""
            out.line(f"{claim.id}  {' '.join(text.split())}{said}")
            if verdict and verdict.text:
                out.line(f"    {verdict.text}")
    for judgement in lost(dossier.claims(), dossier.material.state):
        out.record({"lost": judgement.decision})
        out.line(f"decision {judgement.decision[:12]} is about a statement that no longer exists")


def _judge(case: Case, args: argparse.Namespace, out: Output) -> None:
    named, verdict = args.what
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict}: say accept, reject or edit")
    with case.database.connect() as connection:
        claim = called(Dossier.write(gather(case, connection), "", "").claims(), named)
    decision = statement_actions.judge(case, claim, verdict, args.text, args.language)
    out.record({"decision": decision.id})
    out.line(f"recorded as decision {decision.id[:12]}; `faces undo {decision.id[:12]}` undoes it")


def _drafts(case: Case, args: argparse.Namespace, out: Output) -> None:
    with case.database.connect() as connection:
        if args.what:
            body = drafts.read(connection, args.what[0])
            out.record(body)
            for line in json_text(body).split("\n"):
                out.line(line)
            return
        for draft in drafts.listed(connection):
            out.record({"draft": draft.id, "at": draft.at, "kind": draft.kind, "language": draft.language})
            out.line(f"{draft.id[:12]}  {draft.at[:19]}  {draft.actor[:8]}  {draft.kind}  {draft.language}")


_ACTIONS: dict[str, tuple[Callable[[Case, argparse.Namespace, Output], None], int, int]] = {
    "write": (_write, 0, 0),
    "claims": (_claims, 0, 20),
    "judge": (_judge, 2, 2),
    "drafts": (_drafts, 0, 1),
}
"""Per action: what does it, and how many arguments it takes."""
