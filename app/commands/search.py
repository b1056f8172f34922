"""`search`: words, faces and pictures, and where two of them are close together in time."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.cases.findings import Item
from app.cases.image_search import search_like
from app.cases.items import item_named
from app.cases.model_choice import packs_for
from app.cases.search import Hit, search_text
from app.cases.text_query import EmptyQuery, Mode
from app.command_line import Output, UsageError
from app.dossier.catalogue import Catalogue
from app.exports import export
from app.exports.export import NOT_ENCRYPTED
from app.exports.search_results import ResultRow, ResultsOptions, SearchResults
from app.operations.moments import UTTERANCE, parse_timecode, shared_ns, timecode
from app.review.case_index import CaseIndex
from app.review.face_search import FaceSearchLocked, PurposeMissing, Reason, read_example, search_face
from app.review.result_rows import ResultRows
from app.review.review import Review, review
from app.review.search_engine import Finder
from app.review.search_rows import (
    BEST,
    ENTITY,
    OBJECT,
    PERSON,
    PICTURE,
    SCREEN,
    SOUND,
    SPEECH,
    VOICE,
    Row,
    Who,
)
from app.review.search_terms import COPIES, PART, WORDS, length_ns, parse
from app.review.unread import UnreadIndex
from engine.units import Kind
from resources.languages import SOURCE

HELP = "find words, faces and pictures, and what happens close together"
NOTHING_FOUND = 5
WHY = {SPEECH: "spoken", SCREEN: "written", PERSON: "face"}
"""Kinds of results under the names that records of this command have always had."""

KINDS_OF = {
    WORDS: (SPEECH, SCREEN), PART: (SPEECH, SCREEN), PERSON: (PERSON,), VOICE: (VOICE,),
    OBJECT: (OBJECT, PICTURE), SOUND: (SOUND,), COPIES: (PICTURE,),
}  # fmt: skip
"""Kinds of results that a term looks for; a term of any other kind looks for entities."""


def configure(parser: argparse.ArgumentParser) -> None:
    text = 'words, "a phrase", begin*, person:Ada, object:car …; A + B within:30s for what is close together'
    parser.add_argument("words", nargs="*", metavar="WORDS", help=text)
    mode = parser.add_mutually_exclusive_group()
    for name, text in (
        ("phrase", "the words side by side"),
        ("prefix", "words that begin like this"),
        ("part", "three or more letters inside words, such as of a licence plate"),
    ):
        mode.add_argument(f"--{name}", dest="mode", action="store_const", const=Mode(name), help=text)
    parser.add_argument("--face", metavar="FILE", help="picture of the person to look for; needs a purpose")
    text = "which face of that picture, from left to right (default: the largest)"
    parser.add_argument("--face-number", type=int, default=0, metavar="N", help=text)
    text = "least likeness of a face, 0 to 1 (default: as the face model's pack says); logged"
    parser.add_argument("--least", type=float, metavar="COSINE", help=text)
    parser.add_argument("--purpose", default="", help="why the face is searched for; logged")
    parser.add_argument("--legal-basis", default="", help="legal basis of the face search; logged")
    parser.add_argument("--like", metavar="ITEM@TIME", help="pictures like the one there")
    parser.add_argument(
        "--near",
        metavar="SETS",
        help='earlier form of "A + B within:30s", such as "face:3 word:exit 30s"',
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
    if args.face_number < 0 or not (args.least is None or 0 < args.least <= 1):
        raise UsageError("--face-number takes a number from 1, --least one above 0 and up to 1")
    if args.limit < 1:
        raise UsageError("--limit takes a number from 1")
    typed = " ".join(args.words)
    with out.open_findings(args) as case, review(case) as found:
        after, whole = "", True
        if args.face:
            hits = _face(found, args, out)
        elif args.like:
            hits = _like(found, args)
        elif args.near or not _words_alone(typed, args.mode):
            hits = _terms(found, _earlier_form(args.near) if args.near else typed, args.limit, out)
        else:
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
        _tell_unread(found, _kinds(args, typed), len(hits), out)
    return 0 if hits else NOTHING_FOUND


def _kinds(args: argparse.Namespace, typed: str) -> frozenset[str]:
    """Kinds of results that were asked for."""
    if args.face:
        return frozenset({PERSON})
    if args.like:
        return frozenset({PICTURE})
    asked = [term.kind for term in parse(_earlier_form(args.near) if args.near else typed).terms]
    return frozenset(kind for term in asked for kind in KINDS_OF.get(term, (ENTITY,)))


def _tell_unread(found: Review, kinds: frozenset[str], hits: int, out: Output) -> None:
    """What the answer cannot speak for."""
    index, say = UnreadIndex(), Catalogue(SOURCE)
    index.refresh(found.findings)
    left = index.of(kinds)
    if not hits:
        out.line("Nothing found in what has been analysed; `status` shows what has not been analysed.")
    if not left.percent:
        return
    why = [say.show("reason", {"word": f"reason.{code}"}) for code, _ in left.reasons]
    out.record({"not_analysed_percent": left.percent, "reasons": {c: round(s, 4) for c, s in left.reasons}})
    out.remark(f"{hits} hits; {left.percent} % of the footage was not analysed, because: {'; '.join(why)}.")


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
    with workers(machine, uses, 1) as backend:
        face = read_example(example, backend, packs, which=args.face_number)
    seen = found.faces.comparable()
    answer = search_face(case, seen, face, reason, args.least, limit=args.limit)
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


def _words_alone(typed: str, mode: Mode) -> bool:
    """Whether only passages of words are asked for, which are read window by window."""
    asked = parse(typed)
    return mode is not Mode.WORDS or not (asked.filters or [t for t in asked.terms if t.kind != WORDS])


def _earlier_form(near: str) -> str:
    """`face:3 word:exit 30s` as the one grammar has it: `person:3 + exit within:30s`."""
    *sets, window = near.split()
    if len(sets) < 2 or length_ns(window) is None:
        raise UsageError('--near takes two sets or more and a window, such as "face:3 word:exit 30s"')
    keys = {"face": "person:", "word": ""}
    parts = [each.partition(":") for each in sets]
    return " + ".join(keys.get(key, key + sign) + value for key, sign, value in parts) + f" within:{window}"


def _terms(found: Review, typed: str, limit: int, out: Output) -> list[Hit]:
    """What a question with keys or several terms finds, the best first: the window's own search."""
    index, asked = CaseIndex(), parse(typed)
    if not asked.terms:
        raise EmptyQuery
    index.refresh(found, lambda: None)
    finder = Finder(found, index, asked)
    every = finder.all().ordered(BEST)
    page = every.take(np.arange(min(limit, len(every))))
    for value in finder.unknown:
        out.remark(f"nothing in the case is called {value}")
    if finder.cut:
        out.remark(f"A term occurs too often: only the first {finder.cut} passages were combined.")
    return [_hit(row) for row in ResultRows(found, index, asked.terms).of(page)]


def _hit(row: Row) -> Hit:
    beside = tuple(
        Hit(
            replace(
                row.moment,
                sha256=b.sha256 or row.moment.sha256,
                start_ns=b.start_ns,
                end_ns=b.end_ns,
                t_ns=b.start_ns,
                box=(),
            ),
            row.item_id,
            0.0,
            WHY.get(b.kind, b.kind),
            b.untrusted_text or _called(b.who),
        )
        for b in row.beside
    )
    text, why = row.untrusted_text or _called(row.who), WHY.get(row.kind, row.kind)
    score, flags = round(row.score, 3), int(row.doubtful)
    return Hit(row.moment, row.item_id, score, why, text, flags, with_hits=beside)


def _called(who: Who | None) -> str:
    return (who.untrusted_name or f"{who.kind} {who.number}") if who else ""


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
