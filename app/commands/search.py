"""`search`: words, faces and pictures, and where two of them are close together in time."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from app.cases.clusters import VOICES
from app.cases.findings import Item
from app.cases.image_search import search_like
from app.cases.items import item_named
from app.cases.model_choice import packs_for
from app.cases.search import Hit, near, search_text
from app.cases.text_query import Mode
from app.command_line import Output, UsageError
from app.exports import export
from app.exports.export import NOT_ENCRYPTED
from app.exports.search_results import ResultRow, ResultsOptions, SearchResults
from app.operations.moments import UTTERANCE, parse_timecode, shared_ns, timecode
from app.review.face_search import FaceSearchLocked, PurposeMissing, Reason, read_example, search_face
from app.review.review import Review, review
from engine.units import SECOND, Kind

HELP = "find words, faces and pictures, and what happens close together"
NOTHING_FOUND = 5
JOINED = 10_000
"""Hits of each set that a joined search looks at."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help='words, "a phrase" or begin*')
    mode = parser.add_mutually_exclusive_group()
    for name, text in (
        ("phrase", "the words side by side"),
        ("prefix", "words that begin like this"),
        ("part", "three or more letters inside words, such as of a licence plate"),
    ):
        mode.add_argument(f"--{name}", dest="mode", action="store_const", const=Mode(name), help=text)
    parser.add_argument("--face", metavar="FILE", help="picture of the person to look for; needs a purpose")
    parser.add_argument("--purpose", default="", help="why the face is searched for; logged")
    parser.add_argument("--legal-basis", default="", help="legal basis of the face search; logged")
    parser.add_argument("--like", metavar="ITEM@TIME", help="pictures like the one there")
    parser.add_argument(
        "--near",
        metavar="SETS",
        help='such as "face:3 word:exit 30s"; a set is face:N, voice:N, word:W or part:TEXT',
    )
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="maximum number of results (default: 50)"
    )
    parser.add_argument("--after", default="", metavar="PLACE", help="continue where a text search ended")
    parser.add_argument("--out", metavar="FILE", help="write the answers there (.csv, .json), not encrypted")
    parser.add_argument("--replace", action="store_true", help="replace a file of that name")
    parser.set_defaults(mode=Mode.WORDS)


def run(args: argparse.Namespace, out: Output) -> int:
    """0 if something was found, 5 if not."""
    if not (args.words or args.face or args.like or args.near):
        raise UsageError("say what to search for: words, --face, --like or --near")
    if args.limit < 1:
        raise UsageError("--limit takes a number from 1")
    with out.open_findings(args) as case, review(case) as found:
        after, whole = "", True
        if args.face:
            hits = _face(found, args, out)
        elif args.like:
            hits = _like(found, args)
        elif args.near:
            hits = _near(found, args.near, out)[: args.limit]
        else:
            typed = " ".join(args.words)
            edits = found.state.edits
            answer = search_text(found.connection, typed, args.mode, args.limit, edits, args.after)
            hits, after, whole = list(answer.hits), answer.after, answer.whole
        for hit in hits if not args.out else ():
            _say(found, hit, out)
        if args.out:
            _write(found, hits, args, out)
        if after:
            out.record({"after": after})
            more = "" if whole else " The word is common: these are ranked among the first of them only."
            out.line(f"More passages match; repeat the search with --after {after} to see them.{more}")
    if not hits:
        out.line("Nothing found in what has been analysed; `status` shows what has not been analysed.")
    return 0 if hits else NOTHING_FOUND


def _face(found: Review, args: argparse.Namespace, out: Output) -> list[Hit]:
    from app.jobs.backends import Machine, workers

    case = found.case
    if not case.profile.face_search:
        raise FaceSearchLocked(case.profile.name)
    reason = Reason(args.purpose, args.legal_basis)
    if not reason.purpose.strip() or not reason.legal_basis.strip():
        raise PurposeMissing
    example, machine = Path(args.face).absolute(), Machine(out.models)
    uses = case.profile.uses
    packs = packs_for(case, machine.models)
    with workers(machine, uses, example, 1) as backend:
        face = read_example(example, backend, packs)
    answer = search_face(case, found.faces.appearances.values(), face, reason, limit=args.limit)
    if answer.compared.other_model:
        out.remark(
            f"{answer.compared.other_model} faces were not compared: another face model saw them. "
            "Analyse their items again to compare them too."
        )
    return answer.hits


def _like(found: Review, args: argparse.Namespace) -> list[Hit]:
    named, _, at = str(args.like).rpartition("@")
    try:
        t_ns = parse_timecode(at)
    except ValueError:
        raise UsageError(f"{args.like}: write ITEM@TIME, such as film.mp4@01:12") from None
    item = found.items[item_named(found.case, named)]
    return search_like(found.findings, found.items.values(), item, t_ns, args.limit)


def _near(found: Review, typed: str, out: Output) -> list[Hit]:
    """Sets are `face:NUMBER`, `voice:NUMBER`, `word:WORD` and `part:TEXT`; the window ends in s or min."""
    *sets, window = typed.split()
    length = re.fullmatch(r"(\d+(?:\.\d+)?)(s|min)", window)
    if not length or len(sets) < 2:
        raise UsageError('--near takes two sets or more and a window, such as "face:3 word:exit 30s"')
    window_ns = round(float(length[1]) * (60 if length[2] == "min" else 1) * SECOND)
    first, *others = [_set(found, each, out) for each in sets]
    return near(first, others, window_ns)


def _set(found: Review, named: str, out: Output) -> list[Hit]:
    kind, _, what = named.partition(":")
    if kind == "face" and what.isdecimal():
        cluster = found.person(int(what))
        return [
            Hit(t.moment, t.item_id, 1.0, found.label(cluster), unit_key=t.unit.key)
            for t in found.appearances(cluster)
        ]
    if kind == "voice" and what.isdecimal():
        cluster = found.person(int(what), VOICES)
        return [
            Hit(turn, v.item_id, 1.0, found.label(cluster), unit_key=v.unit.key)
            for v in found.appearances(cluster)
            for turn in v.turns
        ]
    if kind in ("word", "part"):
        mode = Mode.PART if kind == "part" else Mode.WORDS
        answer = search_text(found.connection, what, mode, JOINED, found.state.edits, window=JOINED)
        if answer.after:
            out.line(f"{what} occurs too often: only the first {len(answer.hits)} are combined.")
        return list(answer.hits)
    raise UsageError(f"{named}: a set is face:NUMBER, voice:NUMBER, word:WORD or part:TEXT")


def _write(found: Review, hits: list[Hit], args: argparse.Namespace, out: Output) -> None:
    """All answers to a file, each with its citation."""
    results = SearchResults()
    place = results.place(Path(args.out))
    options = ResultsOptions((_result(found, hit) for hit in hits), place.path.suffix[1:].lower())
    written = export.write(results, found.case, place, options, replace=args.replace)
    out.record({"path": str(place.path.absolute()), "results": written.content.records})
    out.line(f"{written.content.records} results in {place.path.absolute()}")
    out.line(NOT_ENCRYPTED)


def _result(found: Review, hit: Hit) -> ResultRow:
    item, m = _item_of(found, hit), hit.moment
    beside = [f"{h.untrusted_text or h.why} ({timecode(h.moment.start_ns)})" for h in hit.with_hits]
    still = item is not None and item.kind == Kind.IMAGE
    return ResultRow(
        item.untrusted_name if item else m.sha256[:16],
        hit.why,
        m.start_ns,
        -1 if still else m.end_ns,
        ", ".join(_person(found, hit) or _speakers(found, item, hit)),
        hit.untrusted_text,
        "; ".join(beside),
        m.uri,
    )


def _item_of(found: Review, hit: Hit) -> Item | None:
    return next((i for i in found.items.values() if i.sha256 == hit.moment.sha256), None)


def _say(found: Review, hit: Hit, out: Output) -> None:
    item = _item_of(found, hit)
    name = item.untrusted_name if item else hit.moment.sha256[:16]
    speakers, people = _speakers(found, item, hit), _person(found, hit)
    partners = [{"uri": h.moment.uri, "why": h.why, "text": h.untrusted_text} for h in hit.with_hits]
    out.record(
        {
            "uri": hit.moment.uri,
            "item": item.id if item else "",
            "name": name,
            "score": hit.score,
            "why": hit.why,
            "who": people or speakers,
            "text": hit.untrusted_text,
            "flags": hit.flags,
            "with": partners,
        }
    )
    at = timecode(hit.moment.start_ns)
    said = " + ".join(
        t for t in (hit.untrusted_text, *(h.untrusted_text or h.why for h in hit.with_hits)) if t
    )
    doubt = "[?] " if hit.flags else ""
    who = ", ".join(people or speakers)
    out.line(f"{at:>10}  {hit.score:6.3f}  {hit.why:<9} {name}  {who + ': ' if who else ''}{doubt}{said}")


def _speakers(found: Review, item: Item | None, hit: Hit) -> list[str]:
    """Who says a passage, in order of time."""
    if item is None or hit.moment.kind != UTTERANCE:
        return []
    here = [u for u in found.transcript(item) if shared_ns(u.moment, hit.moment)]
    return list(dict.fromkeys(who for u in here if (who := found.speaker(item.id, u.speaker))))


def _person(found: Review, hit: Hit) -> list[str]:
    """Whose face a hit shows, where hits are faces."""
    if hit.why != "face":
        return []
    of = {place: found.label(c) for c in found.faces.clusters for place in (m.place for m in c.members)}
    return [
        of[place] for place, t in found.faces.appearances.items() if t.moment == hit.moment and place in of
    ]
