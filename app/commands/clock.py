"""`clock`: when items were recorded, and how far a source's clock was off."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

from app.cases import clocks
from app.cases.clocks import Placed
from app.cases.items import item_named
from app.command_line import Output
from app.review import evidence_actions
from app.review.review import Review, review
from engine.units import SECOND

HELP = "when items were recorded, and how far the clock of a source was off"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", nargs="?", metavar="ITEM", help="name, id or hash; without it all are listed")
    parser.add_argument("--offset", type=float, metavar="SECONDS", help="true time minus stated time")
    parser.add_argument("--uncertainty", type=float, default=0.0, metavar="SECONDS", help="give or take")
    parser.add_argument("--reason", default="", help="how you know, such as a clock seen in the picture")
    parser.add_argument(
        "--device", action="store_true", help="for all items of the same device, not this one alone"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    setting = args.item is not None and args.offset is not None
    with out.open_findings(args) as case, review(case, write=setting) as found:
        wanted = {item_named(case, args.item)} if args.item else set(found.items)
        if setting:
            _set(found, next(iter(wanted)), args, out)
        else:
            _list(found, wanted, out)
    return 0


def _set(found: Review, item_id: str, args: argparse.Namespace, out: Output) -> None:
    item = found.items[item_id]
    said = clocks.recorded_of(found.findings, item)
    source = clocks.source(item, said) if args.device else clocks.item_source(item)
    offset, uncertainty = round(args.offset * SECOND), round(abs(args.uncertainty) * SECOND)
    made = evidence_actions.set_clock(found, source, offset, uncertainty, args.reason)
    out.record({"decision": made.id, "source": source})
    out.line(f"recorded as decision {made.id[:12]}; what the files state stays as it is")


def _list(found: Review, wanted: set[str], out: Output) -> None:
    items = [item for item in found.items.values() if item.id in wanted]
    known = found.state.clocks
    placed, apart = clocks.placed(items, lambda item: clocks.recorded_of(found.findings, item), known)
    for one in placed:
        fields = {"start_ns": one.start_ns, "uncertainty_ns": one.uncertainty_ns, "zone": one.zone}
        stated = [{"key": c.key, "at_ns": c.at_ns, "zone": c.zone} for c in one.recorded.candidates]
        against = {"candidates": stated, "contradicted": one.recorded.contradicted}
        out.record({"item": one.item.id, "source": one.source, **fields, **against})
        out.line(f"{_when(one):<34}  {one.item.untrusted_name}")
        if one.recorded.contradicted:
            out.line("  the file contradicts itself:")
            for candidate in one.recorded.candidates:
                out.line(f"    {_utc(candidate.at_ns)} UTC, zone {candidate.zone}: {candidate.key}")
    for item, _ in apart:
        out.record({"item": item.id, "source": clocks.item_source(item), "start_ns": None})
        out.line(f"{'no time is stated':<34}  {item.untrusted_name}")


def _when(one: Placed) -> str:
    give_or_take = f" ± {one.uncertainty_ns / SECOND:g} s" if one.uncertainty_ns else ""
    return f"{_utc(one.start_ns)} UTC{give_or_take}"


def _utc(at_ns: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_ns // 1000)
    return f"{at:%Y-%m-%d %H:%M:%S}"
