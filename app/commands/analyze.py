"""`analyze`: run the missing units of the case, preview first, and say how far it got."""

from __future__ import annotations

import argparse
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.command_line import Output, UsageError
from app.commands.models import chosen_models
from app.jobs.analysis import Analysis
from app.jobs.backends import Machine
from app.jobs.events import (
    End,
    Ended,
    JobEvent,
    MissingUnit,
    Progress,
    UnitDone,
    UnitSentBack,
    UnitStarted,
)
from app.jobs.progress_estimate import Estimate
from app.jobs.runner import JobSettings
from engine.stage import stages
from resources.displays import display, displays
from resources.languages import SOURCE

HELP = "analyse the evidence of a case, or continue where an earlier run stopped"
SOME_FAILED = 8
RECORD_SECONDS = 1.0
BUSY = 2.0
"""Times longer than on an idle computer from which the estimate says so."""


def configure(parser: argparse.ArgumentParser) -> None:
    named = (f"{name} ({shown.name(SOURCE)})" for name, shown in displays().items())
    parser.epilog = f"Steps: {', '.join(named)}."
    parser.add_argument("items", nargs="*", metavar="ITEM", help="name, id or hash of an item (default: all)")
    parser.add_argument(
        "--stage", action="append", metavar="STAGE", help="only this analysis step and those it needs"
    )
    parser.add_argument(
        "--preview-only",
        "--scout-only",
        action="store_true",
        help="only keyframes of every file, no full pass",
    )
    parser.add_argument("--estimate", action="store_true", help="print the estimate and stop")
    parser.add_argument("--retry-failed", action="store_true", help="retry failed segments")
    parser.add_argument(
        "--model", action="append", metavar="TASK=PACK", help="a model pack for this run (`models list`)"
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="default: one per core")
    parser.add_argument("--device", default="cpu", metavar="DEVICE", help="cpu or cuda:0 (default: cpu)")


def run(args: argparse.Namespace, out: Output) -> int:
    for name in args.stage or []:
        if name not in stages():
            raise UsageError(f"no stage {name}; there are {', '.join(stages())}")
    if args.workers < 0:
        raise UsageError("--workers takes a number from 1, or 0 for one per core")
    if not re.fullmatch(r"cpu|cuda:\d+", args.device):
        raise UsageError(f"{args.device}: a device is cpu or cuda:0; `doctor` lists what there is")
    settings = JobSettings(
        wanted=args.stage,
        full_pass=not args.preview_only,
        retry_failed=args.retry_failed,
        models=chosen_models(args.model),
    )
    machine = Machine(out.models, args.device, args.workers)
    with out.open_case(args, write=True) as case:
        return _analyze(Analysis(out.unlock(), case, machine, settings), args, out)


def _analyze(analysis: Analysis, args: argparse.Namespace, out: Output) -> int:
    chosen = analysis.items(args.items)
    with _interrupt() as stop, analysis.backends() as backends:
        analysis.probe_some(backends, chosen, stop.is_set)
        estimate = analysis.estimate(chosen)
        _say_estimate(estimate, out)
        if args.estimate:
            return 0
        ended = analysis.run(backends, chosen, _Teller(out), stop.is_set, estimate)
    if ended.state is End.CANCELLED:
        return 130
    return SOME_FAILED if ended.failed_units or ended.missing else 0


class _Teller:
    """Turns job events into lines."""

    def __init__(self, out: Output) -> None:
        self._out, self._recorded = out, 0.0

    def __call__(self, event: JobEvent) -> None:
        match event:
            case UnitStarted(item_id, stage, key):
                self._out.record({"event": "started", "item": item_id, "stage": stage, "key": key})
            case UnitDone(item_id, stage, error):
                self._out.record({"event": "unit", "item": item_id, "stage": stage, "error": error})
                if error:
                    self._out.progress("")
                    self._out.remark(
                        f"{display(stage).name(SOURCE)} failed on a segment of {item_id}: {error}"
                    )
            case UnitSentBack(item_id, stage, key, error, again):
                self._out.record(
                    {
                        "event": "sent back",
                        "item": item_id,
                        "stage": stage,
                        "key": key,
                        "error": error,
                        "again": again,
                    }
                )
            case Progress():
                self._out.progress(_progress_line(event))
                self._record(event)
            case Ended():
                self._out.record(
                    {
                        "event": "ended",
                        "state": event.state.value,
                        "done": event.done_units,
                        "failed": event.failed_units,
                        "skipped": event.skipped_units,
                        "seconds": round(event.wall_seconds, 2),
                        "missing": [_missing(unit) for unit in event.missing],
                    }
                )
                self._out.progress("")
                self._out.line(
                    f"{event.state.value}: {event.done_units} units done, {event.skipped_units} done before, "
                    f"{event.failed_units} failed, {event.wall_seconds:.1f} s"
                )
                self._say_missing(event.missing)

    def _record(self, event: Progress) -> None:
        """Now and then: a job of photos has thousands of units."""
        if time.monotonic() - self._recorded >= RECORD_SECONDS:
            self._recorded = time.monotonic()
            left, work = event.remaining_seconds, event.remaining_work
            self._out.record({"event": "progress", "share": event.share, "left": left, "work_left": work})

    def _say_missing(self, missing: Sequence[MissingUnit]) -> None:
        if not missing:
            return
        self._out.line(f"{len(missing)} units are missing; `analyze` tries them again:")
        for (stage, error), count in sorted(Counter((u.stage, u.error) for u in missing).items()):
            self._out.line(f"    {display(stage).name(SOURCE)}: {error}, {count} ×")


def _missing(unit: MissingUnit) -> dict[str, object]:
    span = {"start_ns": unit.span.start_ns, "end_ns": unit.span.end_ns}
    return {"item": unit.item_id, "stage": unit.stage, "stream": unit.stream, **span, "error": unit.error}


def _progress_line(event: Progress) -> str:
    left = "" if event.remaining_seconds is None else f", about {_duration(event.remaining_seconds)} left"
    return f"{event.share:4.0%}  {display(event.stage).name(SOURCE)}  {event.rate:.1f}× real time{left}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"


def _say_estimate(estimate: Estimate, out: Output) -> None:
    facts = {"low": estimate.low, "likely": estimate.likely, "high": estimate.high, "units": estimate.units}
    facts |= {"work": estimate.work_seconds, "held_up": estimate.held_up}
    out.record({"event": "estimate", **facts, "measured": estimate.measured})
    how = (
        "from earlier runs on this device"
        if estimate.measured
        else "from shipped rates, not yet measured here"
    )
    low, likely, high = (_duration(s) for s in (estimate.low, estimate.likely, estimate.high))
    out.line(f"{estimate.units} units to do, about {likely} (between {low} and {high}; {how})")
    if estimate.held_up >= BUSY:
        work = _duration(estimate.work_seconds)
        out.line(f"This computer is busy: the {work} of work take {estimate.held_up:.0f} times as long now.")


@contextmanager
def _interrupt() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM ask the job to stop; what is done stays."""
    stop = threading.Event()
    handlers = {s: signal.signal(s, lambda *_: stop.set()) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
