"""`transcript`: what is said in an item, as text, subtitles or JSON; and people's corrections of it."""

from __future__ import annotations

import argparse
import json

from app.cases.items import item_named
from app.cases.transcript import Namer, Utterance, as_records, as_subtitles, as_text, lost_edits
from app.command_line import Output, UsageError
from app.operations.decisions import EDIT
from app.operations.moments import parse_timecode
from app.review.review import Review, review

HELP = "what is said in an item, as text, SubRip, WebVTT or JSON"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", help="name, id or hash")
    parser.add_argument("--format", choices=("text", "json", "srt", "vtt"), default="text")
    parser.add_argument(
        "--correct", nargs=2, metavar=("TIME", "TEXT"), help="word the utterance at a time anew"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    with out.open_case(args) as case, review(case, write=bool(args.correct)) as found:
        item = found.items[item_named(case, args.item)]
        said = found.transcript(item)
        if args.correct:
            _correct(found, said, args.correct[0], args.correct[1], out)
            return 0

        def name(utterance: Utterance) -> str:
            return found.speaker(item.id, utterance.speaker)

        for record in as_records(said, name):
            out.record(record)
        for line in _written(said, name, args.format).splitlines():
            out.line(line)
        for edit in lost_edits(said, (e for e in found.state.edits if e.moment.sha256 == item.sha256)):
            out.record({"lost": edit.moment.uri, "text": edit.text})
            out.line(f"a correction fits nothing that is said now: {edit.moment.uri}  {edit.text}")
    return 0


def _written(said: list[Utterance], name: Namer, form: str) -> str:
    if form == "json":
        return json.dumps(as_records(said, name), ensure_ascii=False, indent=1)
    return as_text(said, name) if form == "text" else as_subtitles(said, name, form)


def _correct(found: Review, said: list[Utterance], at: str, text: str, out: Output) -> None:
    try:
        t_ns = parse_timecode(at)
    except ValueError:
        raise UsageError(f"{at} is no time; write MM:SS or HH:MM:SS") from None
    here = [u for u in said if u.moment.start_ns <= t_ns < u.moment.end_ns]
    if not here:
        raise UsageError(f"nothing is said at {at}")
    decision = found.decide(EDIT, [here[0].moment], text=text)
    out.record({"decision": decision.id})
    out.line(f"recorded as decision {decision.id[:12]}; the machine's wording is kept beside it")
