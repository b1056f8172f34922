"""`note`: remarks about the case, an item, or a time in it."""

from __future__ import annotations

import argparse

from app.cases.findings import Item
from app.cases.items import item_named
from app.command_line import Output, UsageError
from app.operations.moments import parse_timecode, timecode
from app.operations.state import Note
from app.review import evidence_actions
from app.review.names_withheld import WITHHELD, withheld_from
from app.review.review import Review, review

HELP = "write a note about an item, a time in it or the case, and list notes"
THE_CASE = "-"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Without TEXT, notes are listed. `faces undo ID` takes a note back."
    text = f"name, id or hash; {THE_CASE} for the case as a whole; without it all notes are listed"
    parser.add_argument("item", nargs="?", metavar="ITEM", help=text)
    parser.add_argument("text", nargs="*", metavar="TEXT", help="what you note")
    parser.add_argument("--at", metavar="TIME", help="about this time in the item, as MM:SS or HH:MM:SS")
    parser.add_argument("--tag", action="append", default=[], metavar="WORD", help="a word to find it by")


def run(args: argparse.Namespace, out: Output) -> int:
    text = " ".join(args.text).strip()
    if not text and (args.at or args.tag):
        raise UsageError("--at and --tag belong to a note: give its TEXT")
    with out.open_findings(args) as case, review(case, write=bool(text)) as found:
        about = args.item is not None and args.item != THE_CASE
        item = found.items[item_named(case, args.item)] if about else None
        if text:
            made = evidence_actions.note(found, text, item, _time(item, args.at), args.tag)
            out.record({"decision": made.id})
            out.line(f"recorded as decision {made.id[:12]}; `faces undo {made.id[:12]}` undoes it")
        else:
            _list(found, args.item, item, out)
    return 0


def _time(item: Item | None, at: str | None) -> int | None:
    if at is None:
        return None
    if item is None:
        raise UsageError("--at is a time in an item: name the item")
    try:
        t_ns = parse_timecode(at)
    except ValueError:
        raise UsageError(f"{at} is no time; write MM:SS or HH:MM:SS") from None
    if t_ns >= item.duration_ns:
        raise UsageError(f"{at} is not in the item, which is {timecode(item.duration_ns)} long")
    return t_ns


def _list(found: Review, asked: str | None, item: Item | None, out: Output) -> None:
    """All notes, those of an item, or those about the case as a whole, in the order they were written."""
    names = {one.sha256: one for one in found.items.values()}
    hidden = withheld_from(found)
    for note in found.state.notes:
        about = {m.sha256 for m in note.moments}
        if asked is not None and (item.sha256 not in about if item else about):
            continue
        shown = note.decision not in hidden
        words = {"text": note.text, "tags": list(note.tags)} if shown else {"withheld": True}
        by = {"decision": note.decision, "author": note.author, "at": note.at}
        items, places = [names[s].id for s in about if s in names], [m.uri for m in note.moments]
        out.record({**by, "items": items, "places": places, **words})
        where = ", ".join(_where(note, names)) or "the case"
        tags = f"  [{', '.join(note.tags)}]" if note.tags and shown else ""
        said = note.text if shown else WITHHELD
        out.line(f"{note.decision[:12]}  {note.at[:19]}  {note.author[:8]}  {where}: {said}{tags}")


def _where(note: Note, items: dict[str, Item]) -> list[str]:
    found = []
    for m in note.moments:
        name = items[m.sha256].untrusted_name if m.sha256 in items else m.sha256[:16]
        found.append(name if m.t_ns < 0 else f"{name} {timecode(m.t_ns)}")
    return found
