"""`clock`: when items were recorded, and how far a source's clock was off."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

from app.cases import clocks
from app.cases.clocks import Placed
from app.cases.findings import Item
from app.cases.items import item_named
from app.command_line import Output, UsageError
from app.review import evidence_actions
from app.review.burned_clock import BurnedClock, burned_clocks, told
from app.review.review import Review, review
from engine.errors import AimaError
from engine.text.written_clocks import DAY_FIRST, MONTH_FIRST
from engine.units import SECOND

HELP = "when items were recorded, and how far the clock of a source was off"


class NoClockRead(AimaError):
    """No clock was read in the picture of this item, or its readings do not agree. Analyse the text in its
    picture first, or give the time by hand."""

    code = "no-clock-read"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", nargs="?", metavar="ITEM", help="name, id or hash; without it all are listed")
    parser.add_argument("--offset", type=float, metavar="SECONDS", help="true time minus stated time")
    parser.add_argument("--at", metavar="TIME", help="when it began, such as 2024-05-03T10:11:12+02:00")
    parser.add_argument(
        "--from-picture", action="store_true", help="when it began by the clock that was read in its picture"
    )
    parser.add_argument("--read", action="store_true", help="only show what that clock says")
    parser.add_argument("--zone", default="", metavar="+HH:MM", help="zone of that clock, or of --at")
    parser.add_argument("--order", choices=("day", "month"), help="which comes first in the picture's dates")
    parser.add_argument("--uncertainty", type=float, default=0.0, metavar="SECONDS", help="give or take")
    parser.add_argument("--reason", default="", help="how you know, such as a clock seen in the picture")
    parser.add_argument(
        "--device", action="store_true", help="for all items of the same device, not this one alone"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    ways = [args.offset is not None, args.at is not None, args.from_picture, args.read]
    if sum(ways) > 1 or (any(ways) and args.item is None):
        raise UsageError("name one item and one of --offset, --at, --from-picture and --read")
    with out.open_findings(args) as case, review(case, write=any(ways[:3])) as found:
        wanted = {item_named(case, args.item)} if args.item else set(found.items)
        item_id = next(iter(wanted), "")
        if args.read:
            return _read(found, found.items[item_id], out)
        if args.offset is not None:
            _set(found, item_id, args, out)
        elif args.at is not None:
            _give(found, found.items[item_id], *_typed(args), args, out)
        elif args.from_picture:
            clock = _chosen(found, found.items[item_id], args)
            at_ns, fuzz = _zoned(clock.at_ns, args.zone)
            _give(found, found.items[item_id], at_ns, fuzz + clock.uncertainty_ns, args, out)
        else:
            _list(found, wanted, out)
    return 0


def _typed(args: argparse.Namespace) -> tuple[int, int]:
    """The time of `--at`, and how far it may be off for want of a zone."""
    at_ns, zone = clocks.parsed(args.at, args.zone)
    if at_ns is None:
        raise UsageError(f"{args.at}: write the time as 2024-05-03T10:11:12+02:00")
    return at_ns, clocks.ZONE_UNCERTAINTY_NS if zone == clocks.ASSUMED else 0


def _zoned(at_ns: int, zone: str) -> tuple[int, int]:
    """A time of a clock in a zone as UTC, and how far it may be off where none is given."""
    if not zone:
        return at_ns, clocks.ZONE_UNCERTAINTY_NS
    whole, _ = clocks.parsed(told(at_ns), zone)
    ahead, known = clocks.parsed("2000-01-01 00:00:00", zone)
    if whole is None or ahead is None or known == clocks.ASSUMED:
        raise UsageError(f"{zone}: write the zone as +02:00")
    return whole + at_ns % SECOND, 0


def _chosen(found: Review, item: Item, args: argparse.Namespace) -> BurnedClock:
    """The clock in the picture, in the order of day and month that was asked for."""
    order = {"day": DAY_FIRST, "month": MONTH_FIRST, None: ""}[args.order]
    read = burned_clocks(found.findings, item)
    fit = [clock for clock in read if not order or clock.order in ("", order)]
    if not fit:
        raise NoClockRead
    if len(fit) > 1:
        raise UsageError("day and month can be exchanged: say --order day or --order month; see --read")
    return fit[0]


def _read(found: Review, item: Item, out: Output) -> int:
    read = burned_clocks(found.findings, item)
    for clock in read:
        fields = {"agreeing": clock.agreeing, "readings": clock.readings, "order": clock.order}
        out.record({"item": item.id, "at_ns": clock.at_ns, "uncertainty_ns": clock.uncertainty_ns, **fields})
        order = f", {clock.order}" if clock.order else ""
        out.line(
            f"begins {told(clock.at_ns)} ± {clock.uncertainty_ns / SECOND:.1f} s by the clock in the picture"
            f" (zone not known{order}): {clock.agreeing} of {clock.readings} readings agree"
        )
    if not read:
        raise NoClockRead
    return 0


def _give(found: Review, item: Item, at_ns: int, fuzz_ns: int, args: argparse.Namespace, out: Output) -> None:
    reason = args.reason or ("clock read in the picture" if args.from_picture else "")
    uncertainty = fuzz_ns + round(abs(args.uncertainty) * SECOND)
    made = evidence_actions.set_time(found, item.sha256, at_ns, uncertainty, reason)
    out.record({"decision": made.id, "item": item.id, "start_ns": at_ns, "uncertainty_ns": uncertainty})
    out.line(f"recorded as decision {made.id[:12]}; what the file states stays as it is")


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
    times = found.state.times
    placed, apart = clocks.placed(items, lambda item: clocks.recorded_of(found.findings, item), known, times)
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
