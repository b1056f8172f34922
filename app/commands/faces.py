"""`faces`: who appears; name, merge, split, detach and verify people; draw a face that was missed."""

from __future__ import annotations

import argparse

from app.cases.clusters import FACES
from app.cases.items import item_named
from app.cases.model_choice import packs_for
from app.command_line import Output, UsageError
from app.commands.group_command import GroupCommand
from app.jobs.face_drawing import Box, FaceDrawing, Looked, record
from app.operations.moments import parse_timecode, timecode
from app.review.review import Review, review

HELP = "who appears in a case; name, merge, split, detach and verify people, draw a face"
DRAW_HELP = "draw a face: `faces draw ITEM[@TIME] X,Y,WIDTH,HEIGHT`, in pixels of the upright picture."
_COMMAND = GroupCommand(FACES, "faces", "person", ("sighting", "sightings"))


def configure(parser: argparse.ArgumentParser) -> None:
    _COMMAND.configure(parser, ("draw",))
    parser.epilog = f"{_COMMAND.epilog} To {DRAW_HELP}"


def run(args: argparse.Namespace, out: Output) -> int:
    if args.action != "draw":
        return _COMMAND.run(args, out)
    if len(args.who) != 2:
        raise UsageError(f"To {DRAW_HELP}")
    where, t_ns = _item_and_time(args.who[0])
    box = _box(args.who[1])
    with out.open_findings(args) as case:
        with review(case) as found:
            looked = _look(found, where, t_ns, box, out)
        decision = record(case, looked).id[:12]
    at = looked.moment.uri
    out.record({"decision": decision, "uri": at, "comparable": looked.comparable})
    out.line(f"{at} at {timecode(looked.moment.t_ns)}")
    if not looked.comparable:
        out.line("The eyes, nose and mouth were not found in it: it is kept, and compared with nobody.")
    out.line(f"recorded as decision {decision}; `faces undo {decision}` undoes it")
    return 0


def _look(found: Review, where: str, t_ns: int, box: Box, out: Output) -> Looked:
    from app.jobs.backends import Machine, workers

    case, machine = found.case, Machine(out.models)
    item = found.items[item_named(case, where)]
    packs = packs_for(case, machine.models)
    with workers(machine, case.profile.uses, 1) as backend:
        return FaceDrawing(found, item, backend, packs).look(box, t_ns)


def _item_and_time(named: str) -> tuple[str, int]:
    """`film.mp4@01:12` and what it means; a name alone is of its beginning."""
    name, _, at = named.rpartition("@")
    try:
        return (name, parse_timecode(at)) if name else (at, 0)
    except ValueError:
        return named, 0


def _box(text: str) -> Box:
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"{text}: To {DRAW_HELP}") from None
    if x < 0 or y < 0 or not (0 < width < 1e6 and 0 < height < 1e6):
        raise UsageError(f"{text} is no box. To {DRAW_HELP}")
    return x, y, x + width, y + height
