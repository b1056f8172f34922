"""What `faces` and `voices` share: lists of groups, and people's decisions about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cases import log as decision_log
from app.cases.clusters import FACES, Cluster
from app.command_line import Output, UsageError
from app.exports import export
from app.exports.export import NOT_ENCRYPTED
from app.exports.face_crops import CropsOptions, FaceCrops
from app.exports.place import Folder
from app.operations.decisions import Decision
from app.operations.moments import Moment, timecode
from app.review import person_actions
from app.review.person_actions import Target
from app.review.review import Review, review


@dataclass(frozen=True)
class GroupCommand:
    """A command about groups of one kind. `noun` is what a group is called, `counted` what is in it."""

    kind: str
    command: str
    noun: str
    counted: tuple[str, str]

    @property
    def epilog(self) -> str:
        return (
            f"A {self.noun} is a number from `{self.command} list`; one {self.counted[0]} of it is "
            "NUMBER.WHICH, such as 3.2."
        )

    def configure(self, parser: argparse.ArgumentParser, more: Sequence[str] = ()) -> None:
        """`more` are actions of the command's own."""
        parser.epilog = self.epilog
        parser.add_argument("action", choices=sorted([*_ACTIONS, *more]), help="what to do")
        parser.add_argument("who", nargs="*", metavar="WHO", help="numbers, a name or the id of a decision")
        if self.kind == FACES:
            text = "write the pictures of the faces there, not encrypted"
            parser.add_argument("--crops", metavar="DIR", help=text)

    def run(self, args: argparse.Namespace, out: Output) -> int:
        action, least, writes = _ACTIONS[args.action]
        if len(args.who) < least:
            raise UsageError(f"{self.command} {args.action} needs at least {least} arguments. {self.epilog}")
        with out.open_findings(args) as case, review(case, write=writes) as found:
            action(self, found, args, out)
        return 0

    def list(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        wanted = {found.appearance(w, self.kind)[0].number for w in args.who}
        groups = found.groups(self.kind)
        shown = [cluster for cluster in groups.clusters if not wanted or cluster.number in wanted]
        for cluster in shown:
            self._show(found, cluster, out, each=bool(wanted))
        if getattr(args, "crops", None):
            place = Folder(Path(args.crops))
            written = export.write(FaceCrops(), found.case, place, CropsOptions(found, shown), replace=True)
            out.record({"folder": str(place.path.absolute()), "crops": written.content.records})
            out.line(f"{written.content.records} pictures of faces in {place.path.absolute()}")
            out.line(NOT_ENCRYPTED)
        if aside := len(found.faces.aside) if self.kind == FACES else 0:
            out.record({"set_aside": aside})
            out.line(
                f"{aside} faces are too unclear or turned too far away to tell whose they are; "
                "`faces aside` lists them"
            )
        if not groups.clusters:
            out.line("None found so far; `status` shows what has not been analysed.")
        for identity in groups.lost:
            out.record({"lost": identity.moment.uri})
            out.line(f"a name points at a {self.noun} that no longer exists: {identity.moment.uri}")
        for first, second in groups.contradictions:
            out.record({"contradiction": [first.uri, second.uri]})
            out.line(f"people disagree whether these are one {self.noun}: {first.uri} {second.uri}")

    def aside(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        """Faces that no list of people shows, each with the number by which it can be named."""
        if self.kind != FACES:
            raise UsageError("no voice is set aside")
        for why, rows in (("set aside", found.faces.aside), ("no face", found.faces.no_faces)):
            for row in rows.tolist():
                seen, number = found.faces.seen(row), int(found.faces.faces.number[row])
                out.record({"face": number, "why": why, "uri": seen.moment.uri, "item": seen.item_id})
                at, item = timecode(seen.moment.t_ns), found.items[seen.item_id].untrusted_name
                out.line(f"{self.noun} {number:<4} {why:<10} {at}  {item}")
        if not len(found.faces.aside) + len(found.faces.no_faces):
            out.line("No face was set aside, and nobody has said of any that it is none.")

    def _show(self, found: Review, cluster: Cluster, out: Output, each: bool) -> None:
        seen = found.appearances(cluster)
        name = found.shown_name(cluster.identity)
        status = found.status(cluster.identity) if cluster.identity else ""
        items = len({s.item_id for s in seen})
        out.record(
            {
                self.noun: cluster.number,
                "id": cluster.subject,
                "name": name,
                "status": status,
                "items": items,
                "sightings": [{"uri": s.moment.uri, "item": s.item_id} for s in seen],
            }
        )
        said = name or ("named by somebody; verify it without seeing the name" if status else "not named")
        many = f"{len(seen)} {self.counted[len(seen) != 1]} in {items} item{'s' * (items != 1)}"
        out.line(f"{self.noun} {cluster.number:<4} {many:<26} {said}  {status}".rstrip())
        for number, one in enumerate(seen, 1) if each else ():
            item = found.items[one.item_id]
            at = f"{timecode(one.moment.start_ns)}–{timecode(one.moment.end_ns)}"
            out.line(f"    {cluster.number}.{number}  {at}  {item.untrusted_name}")

    def name(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        (who,) = self._targets(found, args.who[:1])
        if self.kind == FACES and who.number in found.faces.faces.number[found.faces.no_faces]:
            raise UsageError(
                "somebody said that this is no face, or took it back; undo that first (`faces log`)"
            )
        self._told(person_actions.name(found, who, " ".join(args.who[1:])), out)

    def merge(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        self._told(person_actions.merge(found, self._targets(found, args.who)), out)

    def cannot(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        self._told(person_actions.part(found, self._targets(found, args.who)), out)

    def split(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        """What is named becomes a group of its own, apart from the rest of its group."""
        made = person_actions.split(found, self._sightings(found, args.who))
        if not made:
            raise UsageError(f"this is all there is of that {self.noun}: nothing is left to split from")
        self._told(made, out)

    def detach(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        self._told(person_actions.detach(found, self._sightings(found, args.who)), out)

    def no_face(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        """What is named is no face, and nobody is counted for it."""
        if self.kind != FACES:
            raise UsageError("a voice is no face to begin with")
        self._told(person_actions.no_face(found, self._sightings(found, args.who)), out)

    def verify(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        number = int(args.who[0]) if args.who[0].isdecimal() else -1
        asked = Target(self.kind, number)
        _, identity = person_actions.verify(found, asked, " ".join(args.who[1:]))
        status = found.status(identity)
        out.record({self.noun: number, "id": found.person(number, self.kind).subject, "status": status})
        out.line(f"recorded; the identity is now {status}")

    def undo(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        decision = decision_log.beginning(found.connection, args.who[0])
        made, _ = person_actions.undo(found, [decision])
        self._told(made, out)

    def _targets(self, found: Review, named: Sequence[str]) -> Sequence[Target]:
        """People by number (`3`), or one sighting of theirs (`3.2`). Raises NoSuchGroup."""
        chosen = [(*found.appearance(w, self.kind), "." in w) for w in named]
        return [Target(self.kind, c.number, (one.moment,) if which else ()) for c, one, which in chosen]

    def _sightings(self, found: Review, named: Sequence[str]) -> Sequence[Target]:
        """Sightings by the person they are of; of a person alone the one that is seen or heard best."""
        by_number: dict[int, list[Moment]] = {}
        for cluster, one in (found.appearance(w, self.kind) for w in named):
            by_number.setdefault(cluster.number, []).append(one.moment)
        return [Target(self.kind, number, tuple(moments)) for number, moments in by_number.items()]

    def log(self, found: Review, args: argparse.Namespace, out: Output) -> None:
        undone = found.state.undone
        for d in decision_log.decisions(found.connection):
            out.record(
                {"decision": d.id, "author": d.author, "at": d.at, "kind": d.kind, "undone": d.id in undone}
            )
            taken = "  (taken back)" if d.id in undone else ""
            out.line(f"{d.id[:12]}  {d.at[:19]}  {d.author[:8]}  {d.kind}{taken}")

    def _told(self, made: Sequence[Decision], out: Output) -> None:
        for decision in made:
            one = decision.id[:12]
            out.record({"decision": decision.id})
            out.line(f"recorded as decision {one}; `{self.command} undo {one}` undoes it")


Action = Callable[[GroupCommand, Review, argparse.Namespace, Output], None]
_ACTIONS: dict[str, tuple[Action, int, bool]] = {
    "list": (GroupCommand.list, 0, False),
    "aside": (GroupCommand.aside, 0, False),
    "name": (GroupCommand.name, 2, True),
    "merge": (GroupCommand.merge, 2, True),
    "cannot": (GroupCommand.cannot, 2, True),
    "split": (GroupCommand.split, 1, True),
    "detach": (GroupCommand.detach, 1, True),
    "no-face": (GroupCommand.no_face, 1, True),
    "verify": (GroupCommand.verify, 2, True),
    "undo": (GroupCommand.undo, 1, True),
    "log": (GroupCommand.log, 0, False),
}
"""Per action: what does it, how many arguments it needs, whether it writes."""
