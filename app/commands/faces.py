"""`faces`: who appears; name, merge, split, detach and verify people."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.cases import decision_log
from app.cases.clusters import Cluster
from app.cases.decisions import CANNOT, DETACH, MERGE, NAME, SPLIT
from app.cases.moments import timecode
from app.cases.review import Review, review
from app.command_line import Output, UsageError

HELP = "who appears in a case; name, merge, split, detach and verify people"
EPILOG = """A person is a number from `faces list`; a sighting is PERSON.SIGHTING, such as 3.2."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("action", choices=sorted(_ACTIONS), help="what to do")
    parser.add_argument("who", nargs="*", metavar="WHO", help="people, sightings, a name or a decision's id")
    parser.add_argument("--crops", metavar="DIR", help="write the pictures of the faces there, not encrypted")


def run(args: argparse.Namespace, out: Output) -> int:
    action, least, writes = _ACTIONS[args.action]
    if len(args.who) < least:
        raise UsageError(f"faces {args.action} needs at least {least} arguments. {EPILOG}")
    with out.open_case(args) as case, review(case, write=writes) as found:
        action(found, args, out)
    return 0


def _list(found: Review, args: argparse.Namespace, out: Output) -> None:
    wanted = {int(w) for w in args.who if w.isdecimal()}
    for cluster in found.faces.clusters:
        if not wanted or cluster.number in wanted:
            _show(found, cluster, args, out, each=bool(wanted))
    for identity in found.faces.lost:
        out.record({"lost": identity.moment.uri})
        out.line(f"a name points at a face that is no longer found: {identity.moment.uri}")
    for first, second in found.faces.contradictions:
        out.record({"contradiction": [first.uri, second.uri]})
        out.line(f"people disagree whether these are one person: {first.uri} {second.uri}")


def _show(found: Review, cluster: Cluster, args: argparse.Namespace, out: Output, each: bool) -> None:
    tracks = found.sightings(cluster)
    name = found.shown_name(cluster.identity)
    status = found.status(cluster.identity) if cluster.identity else ""
    out.record(
        {
            "person": cluster.number,
            "name": name,
            "status": status,
            "items": len({t.item_id for t in tracks}),
            "sightings": [{"uri": t.moment.uri, "item": t.item_id} for t in tracks],
        }
    )
    said = name or ("named by somebody; verify it without seeing the name" if status else "not named")
    items = len({t.item_id for t in tracks})
    out.line(
        f"person {cluster.number:<4} {len(tracks):4d} sightings in {items} items  {said}  {status}".rstrip()
    )
    for number, track in enumerate(tracks, 1) if each else ():
        item = found.items[track.item_id]
        at = f"{timecode(track.moment.start_ns)}–{timecode(track.moment.end_ns)}"
        out.line(f"    {cluster.number}.{number}  {at}  {item.untrusted_name}")
    if args.crops:
        folder = Path(args.crops)
        folder.mkdir(parents=True, exist_ok=True)
        for number, track in enumerate(tracks, 1):
            (folder / f"person-{cluster.number}-{number}.jpg").write_bytes(track.crop)


def _name(found: Review, args: argparse.Namespace, out: Output) -> None:
    cluster, track = found.sighting(args.who[0])
    moment = cluster.identity.moment if cluster.identity and "." not in args.who[0] else track.moment
    _told(found.decide(NAME, [moment], name=" ".join(args.who[1:])).id, out)


def _merge(found: Review, args: argparse.Namespace, out: Output) -> None:
    _told(found.decide(MERGE, [found.sighting(w)[1].moment for w in args.who]).id, out)


def _cannot(found: Review, args: argparse.Namespace, out: Output) -> None:
    _told(found.decide(CANNOT, [found.sighting(w)[1].moment for w in args.who]).id, out)


def _split(found: Review, args: argparse.Namespace, out: Output) -> None:
    """The sightings named become a person of their own, apart from the rest of their group."""
    chosen = [found.sighting(w) for w in args.who]
    apart = [track.moment for _, track in chosen]
    rest = [t.moment for t in found.sightings(chosen[0][0]) if t.moment not in apart]
    if not rest:
        raise UsageError("these are all sightings of that person: there is nothing left to split from")
    _told(found.decide(SPLIT, [rest[0], *apart]).id, out)


def _detach(found: Review, args: argparse.Namespace, out: Output) -> None:
    cluster, track = found.sighting(args.who[0])
    rest = [t.moment for t in found.sightings(cluster) if t.moment != track.moment]
    _told(found.decide(DETACH, [track.moment, *rest[:1]]).id, out)


def _verify(found: Review, args: argparse.Namespace, out: Output) -> None:
    identity = found.verify(int(args.who[0]) if args.who[0].isdecimal() else -1, " ".join(args.who[1:]))
    status = found.status(identity)
    out.record({"person": int(args.who[0]), "status": status})
    out.line(f"recorded; the identity is now {status}")


def _undo(found: Review, args: argparse.Namespace, out: Output) -> None:
    decision = decision_log.undo(found.case, found.connection, args.who[0])
    found.regroup()
    _told(decision.id, out)


def _log(found: Review, args: argparse.Namespace, out: Output) -> None:
    undone = found.state.undone
    for d in decision_log.decisions(found.connection):
        out.record(
            {"decision": d.id, "author": d.author, "at": d.at, "kind": d.kind, "undone": d.id in undone}
        )
        out.line(
            f"{d.id[:12]}  {d.at[:19]}  {d.author[:8]}  {d.kind}{'  (taken back)' if d.id in undone else ''}"
        )


def _told(decision: str, out: Output) -> None:
    out.record({"decision": decision})
    out.line(f"recorded as decision {decision[:12]}; `faces undo {decision[:12]}` takes it back")


_ACTIONS: dict[str, tuple[Callable[[Review, argparse.Namespace, Output], None], int, bool]] = {
    "list": (_list, 0, False),
    "name": (_name, 2, True),
    "merge": (_merge, 2, True),
    "cannot": (_cannot, 2, True),
    "split": (_split, 1, True),
    "detach": (_detach, 1, True),
    "verify": (_verify, 2, True),
    "undo": (_undo, 1, True),
    "log": (_log, 0, False),
}
"""Per action: what does it, how many arguments it needs, whether it writes."""
