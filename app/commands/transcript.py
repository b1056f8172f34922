"""`transcript`: what is said in an item, as text, subtitles or JSON; and people's corrections of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cases.findings import Item
from app.cases.items import item_named
from app.cases.listening import Listening
from app.cases.transcript import Utterance, lost_edits
from app.command_line import Output, UsageError
from app.exports import export
from app.exports.export import NOT_ENCRYPTED
from app.exports.place import OneFile
from app.exports.transcript import JSON, TEXT, Transcript, TranscriptOptions
from app.exports.transcript_forms import as_records
from app.operations.moments import parse_timecode
from app.review import evidence_actions
from app.review.coverage import coverage
from app.review.review import Review, review
from engine.errors import AimaError

TRANSCRIPTION = "transcription"
NOTHING_FOUND = 5
FORMS = {"text": TEXT, "json": JSON, "srt": "srt", "vtt": "vtt"}
HELP = "what is said in an item, as text, SubRip, WebVTT or JSON"


class NotTranscribed(AimaError):
    """Nothing of this item has been transcribed: it holds no sound, or its analysis has not run, has not come
    that far, or failed. `status` shows which; `analyze` analyses it.
    """

    code = "not-transcribed"
    exit_code = NOTHING_FOUND


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", help="name, id or hash")
    parser.add_argument("--format", choices=tuple(FORMS), help="default: as the file's name ends, else text")
    parser.add_argument("--out", metavar="FILE", help="write it to a file, not encrypted; logged")
    parser.add_argument("--replace", action="store_true", help="replace a file of that name")
    parser.add_argument("--correct", nargs=2, metavar=("TIME", "TEXT"), help="correct the line at this time")


def run(args: argparse.Namespace, out: Output) -> int:
    with out.open_findings(args) as case, review(case, write=bool(args.correct)) as found:
        item = found.items[item_named(case, args.item)]
        said = found.transcript(item)
        heard, planned = _heard(found, item)
        if not said and (not planned or not heard):
            raise NotTranscribed
        if heard < planned:
            out.remark(f"{round(100 * (1 - heard / planned)) or 1} % of the sound has not been transcribed.")
        if args.correct:
            _correct(found, said, args.correct[0], args.correct[1], out)
            return 0

        _write(found, item, said, args, out)
        for edit in lost_edits(said, found.state.edits_of(item.sha256)):
            out.record({"lost": edit.moment.uri, "text": edit.text})
            out.line(f"a correction no longer matches anything: {edit.moment.uri}  {edit.text}")
    return 0


def _heard(found: Review, item: Item) -> tuple[int, int]:
    """Of the item's sound, how much was transcribed and how much there is, in ns."""
    steps = [s for s in coverage(found.findings, item, [TRANSCRIPTION]).stages if s.stage == TRANSCRIPTION]
    return sum(s.done_ns for s in steps), sum(s.planned_ns for s in steps)


def _write(found: Review, item: Item, said: list[Utterance], args: argparse.Namespace, out: Output) -> None:
    """To a file, or to standard output; the log of the case knows of both, unless a person looks at it."""
    form, transcript = FORMS.get(args.format or ""), Transcript()
    if args.out:
        place = transcript.place(Path(args.out)) if form is None else OneFile(Path(args.out))
        options = TranscriptOptions(found, [item], form or place.path.suffix[1:].lower())
        written = export.write(transcript, found.case, place, options, replace=args.replace)
        out.record({"path": str(place.path.absolute()), "utterances": written.content.records})
        out.line(f"{place.path.absolute()}")
        out.line(NOT_ENCRYPTED)
        return
    listening = Listening(found.state.heard)
    records = as_records(said, lambda utterance: found.speaker(item.id, utterance.speaker), listening)
    options = TranscriptOptions(found, [item], JSON if out.json else form or TEXT)

    def show(data: bytes) -> None:
        for record in records:
            out.record(record)
        # only at line feeds: `splitlines` would also part at U+0085, U+2028 and U+2029
        for line in data.decode().removesuffix("\n").split("\n"):
            out.line(line)

    if out.looked_at and options.form == TEXT:
        show(transcript.gather(found.case, options).files[""])
    else:
        export.stream(transcript, found.case, options, show)
        out.remark(NOT_ENCRYPTED)


def _correct(found: Review, said: list[Utterance], at: str, text: str, out: Output) -> None:
    try:
        t_ns = parse_timecode(at)
    except ValueError:
        raise UsageError(f"{at} is no time; write MM:SS or HH:MM:SS") from None
    here = [u for u in said if u.moment.start_ns <= t_ns < u.moment.end_ns]
    if not here:
        raise UsageError(f"nothing is said at {at}")
    decision = evidence_actions.reword(found, here[0].moment, text)
    out.record({"decision": decision.id})
    out.line(f"recorded as decision {decision.id[:12]}; the automatic wording is kept as well")
