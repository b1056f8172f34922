"""`fact`: what people state about an item, by name: where it was seized, with which camera it was made."""

from __future__ import annotations

import argparse

from app.cases.items import item_named
from app.cases.stated_facts import stated
from app.command_line import Output
from app.review import evidence_actions
from app.review.names_withheld import WITHHELD, withheld_from
from app.review.review import Review, review

HELP = "state a fact about an item, such as where it was seized, and list what was stated"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Without VALUE, facts are listed. The latest word about each holds; an empty VALUE withdraws it. "
        "All that was ever stated stays in the custody log."
    )
    text = "name, id or hash; without it the facts of all items are listed"
    parser.add_argument("item", nargs="?", metavar="ITEM", help=text)
    parser.add_argument("name", nargs="?", metavar="NAME", help="what the fact is about, such as place")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="what you state")


def run(args: argparse.Namespace, out: Output) -> int:
    stating = args.value is not None
    with out.open_findings(args) as case, review(case, write=stating) as found:
        wanted = [item_named(case, args.item)] if args.item is not None else list(found.items)
        if stating:
            made = evidence_actions.state_fact(found, found.items[wanted[0]], args.name, args.value)
            out.record({"operation": made.id})
            out.line("recorded in the custody log" if args.value.strip() else "withdrawn; the log keeps both")
        else:
            _list(found, wanted, args.name, out)
    return 0


def _list(found: Review, wanted: list[str], name: str | None, out: Output) -> None:
    """What holds of these items, with the account that stated it and when."""
    hidden = withheld_from(found)
    items = {found.items[one].sha256: found.items[one] for one in wanted}
    for fact in stated(found.connection):
        if fact.sha256 not in items or (name is not None and fact.name != evidence_actions.one_line(name)):
            continue
        item, shown = items[fact.sha256], fact.operation not in hidden
        words = {"name": fact.name, "value": fact.value} if shown else {"withheld": True}
        by = {"author": fact.author, "at": fact.at, "operation": fact.operation}
        out.record({"item": item.id, **words, **by})
        said = f"{fact.name}: {fact.value}" if shown else WITHHELD
        out.line(f"{item.untrusted_name}  {said}  ({fact.author[:8]}, {fact.at[:19]})")
