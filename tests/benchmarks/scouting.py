"""Scouting measured: the preview of many photos and of a film of hours, beside a plain loop in the same run.

    python tests/benchmarks/scouting.py [--photos N] [--film SECONDS] [--plain-photos N] [--plain-seconds N]
        [--media FOLDER] [--full]

Photos as phones leave them (`phone_photos.py`) and a film cut together from the sample media
(`long_film.py`). Comparator: OpenCV decodes, `cv2.FaceDetectorYN` (fp32) looks in full size,
`cv2.FaceRecognizerSF` embeds each face; it stores nothing. It looks at every photo, or at every so many of
them, and at every picture of seconds spread over the film, scaled to the whole. What counts
is CPU seconds: those of the stages of the preview as the case has them, and those of the whole command with
start, encryption and storing.

Printed: the ratio, how many of the known people each side finds, the time and CPU time from the start of the
process to the first finding, and what was said of the time left beside what it was: at the start, after 60 s,
at a quarter, half and three quarters. `--full` does the rest of the analysis after that, with the same table.

Gates: a photo at most 1.5 times the comparator, a film at least 250 times less; all people whom the
comparator finds in its part, none mixed; first finding within 3 s of CPU time; work said within a factor of
two of what it was.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from sqlalchemy import func, select  # noqa: E402

from app.store import schema  # noqa: E402
from tests.benchmarks.long_film import long_film  # noqa: E402
from tests.benchmarks.people_found import People, found_in, known_people, recognised  # noqa: E402
from tests.benchmarks.phone_photos import phone_photos  # noqa: E402
from tests.benchmarks.plain_loop import PlainLoop  # noqa: E402
from tests.investigator import Investigator  # noqa: E402

MODELS, MEDIA = ROOT / ".aima" / "models", ROOT / ".aima" / "media"
MARKS = (0.25, 0.5, 0.75)
TIMES_PHOTO, TIMES_FILM, FIRST_SECONDS, FACTOR = 1.5, 250.0, 3.0, 2.0


@dataclass
class Run:
    """One `analyze` as it went: seconds of the clock since the process was started, and of the processor."""

    said: dict[str, float] = field(default_factory=dict)
    """The estimate: low, likely, high, work, held_up."""
    asked: float = 0.0
    first: tuple[float, float] = (0.0, 0.0)
    """The first face was stored: clock, and processor (the command's and its busiest worker's)."""
    estimate_cpu: float = 0.0
    marks: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Clock since the estimate, share, seconds left as said, work left as said."""
    took: float = 0.0
    """From the estimate to the end."""
    cpu: float = 0.0
    """Of all processes."""
    work: float = 0.0
    """Of the units."""


def analysed(investigator: Investigator, *options: str) -> Run:
    found, before, begun = Run(), _children(), time.monotonic()
    earlier = sum(stage_seconds(investigator).values())
    running = investigator.start("analyze", "--json", *options)
    process = psutil.Process(running.pid)
    assert running.stdout is not None
    for line in running.stdout:
        record, now = json.loads(line), time.monotonic() - begun
        match record.get("event"):
            case "estimate":
                found.said, found.asked, found.estimate_cpu = record, now, _in_a_row(process)
            case "unit" if record["stage"] == "face_embeddings" and not found.first[0]:
                found.first = now, _in_a_row(process)
            case "progress":
                found.marks.append(
                    (now - found.asked, record["share"], record["left"] or 0.0, record["work_left"])
                )
            case "ended":
                found.took = now - found.asked
    assert running.wait() == 0
    found.cpu = _children() - before
    found.work = sum(stage_seconds(investigator).values()) - earlier
    return found


def _in_a_row(process: psutil.Process) -> float:
    """CPU seconds of the command and of the worker that worked most: the wait on an idle machine."""
    workers = [_cpu(child) for child in process.children()]
    return _cpu(process) + max(workers, default=0.0)


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stage_seconds(investigator: Investigator) -> dict[str, float]:
    """CPU seconds by stage, as the case has them."""
    u = schema.units.c
    with investigator.open_case() as case, case.database.connect() as connection:
        rows = connection.execute(select(u.stage, func.sum(u.cpu_seconds)).group_by(u.stage)).all()
    return {stage: float(seconds) for stage, seconds in rows}


def table(name: str, run: Run) -> Iterator[str]:
    """What was said beside what it was; names what is off."""
    print(f"  {name}: {run.took:.0f} s, {run.work:.1f} s of work; busy {run.said['held_up']:.1f}×")
    rows = [("0 s", 0.0, 0.0, run.said["likely"], run.said["work"])]
    rows += [("60 s", *mark) for mark in run.marks if mark[0] >= 60][:1]
    for share in MARKS:
        rows += [(f"{share:.0%}", *mark) for mark in run.marks if mark[1] >= share][:1]
    for title, at, share, left, work in rows:
        print(f"    at {title:>5}: {left:7.0f} s said, {run.took - at:7.0f} were;", end=" ")
        print(f"work {work:7.1f} said, {run.work * (1 - share):7.1f} was")
    if not 1 / FACTOR <= run.said["work"] / run.work <= FACTOR:
        yield f"{name}: work said {run.said['work']:.0f}, was {run.work:.0f}"


@dataclass(frozen=True)
class Aim:
    """What is compared: a name, how many times the plain loop, and whether that is a most or a least."""

    name: str
    times: float
    most: bool


def measured(source: Path, aim: Aim, plain: tuple[float, People], full: bool) -> Iterator[str]:
    """A new case with the source, its preview and the rest; names what is missed."""
    with tempfile.TemporaryDirectory(dir=source.parent) as made:
        investigator = Investigator.set_up(Path(made) / "home", MODELS)
        investigator.new_case()
        investigator.run("add", str(source))
        run = analysed(investigator, "--preview-only")
        stages = stage_seconds(investigator)
        with investigator.open_case() as case:
            ours = found_in(case)
        print(aim.name)
        yield from costs(aim, plain[0], run, stages)
        yield from people(plain[1], ours)
        yield from table("preview", run)
        if full:
            yield from table("the rest", analysed(investigator))


def costs(aim: Aim, plain: float, run: Run, stages: Mapping[str, float]) -> Iterator[str]:
    own = sum(cost for stage, cost in stages.items() if stage != "probe")
    ratio, whole = (own / plain, run.cpu / plain) if aim.most else (plain / own, plain / run.cpu)
    print(
        f"  plain {plain:.0f} CPU s; preview {own:.1f} in its stages, {run.cpu:.1f} the whole command:",
        end=" ",
    )
    print(f"{ratio:.2f} times {'as much' if aim.most else 'less'}, {whole:.2f} the whole command")
    print("  ", {stage: round(cost, 2) for stage, cost in sorted(stages.items())})
    clock, cpu = run.first
    print(
        f"  first finding {clock:.1f} s after the start, {cpu:.2f} CPU s in a row; after the estimate",
        end=" ",
    )
    print(f"{clock - run.asked:.1f} s, {cpu - run.estimate_cpu:.2f} CPU s")
    if (ratio > aim.times) if aim.most else (ratio < aim.times):
        yield f"{aim.name}: {ratio:.2f}"
    if cpu > FIRST_SECONDS:
        yield f"{aim.name}: first finding {cpu:.1f} s"


def people(seen: People, ours: People) -> Iterator[str]:
    known = known_people(MEDIA)
    theirs, mixed = recognised(known, seen)
    mine, mine_mixed = recognised(known, ours)
    print(f"  of {len(known)} known people: plain {len(theirs)} ({mixed} mixed),", end=" ")
    print(f"preview {len(mine)} ({mine_mixed} mixed); {len(theirs - mine)} of plain's not found")
    if theirs - mine or mine_mixed:
        yield f"people: {len(theirs - mine)} not found, {mine_mixed} mixed"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--film", type=float, default=600.0, help="seconds; 0: no film")
    parser.add_argument("--plain-photos", type=int, default=200, help="that the comparator looks at, at most")
    parser.add_argument("--plain-seconds", type=int, default=24, help="of the film that it looks at")
    parser.add_argument(
        "--media", type=Path, help="keep the photos and the film there, and use what is there"
    )
    parser.add_argument("--full", action="store_true", help="the full analysis after the preview too")
    asked = parser.parse_args()
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        folder = asked.media or Path(made)
        loop = PlainLoop(MODELS)
        if asked.photos:
            photos = folder / "photos"
            if not photos.exists():
                phone_photos(MEDIA, photos, asked.photos)
            plain = loop.photos(photos, asked.plain_photos)
            missed += measured(photos, Aim(f"{asked.photos} photos", TIMES_PHOTO, True), plain, asked.full)
        if asked.film:
            film = folder / f"film{asked.film:.0f}.mp4"
            if not film.exists():
                long_film(MEDIA, film, asked.film)
            plain = loop.film(film, asked.plain_seconds)
            aim = Aim(f"film of {asked.film:.0f} s", TIMES_FILM, False)
            missed += measured(film, aim, plain, asked.full)
    print("missed: " + "; ".join(missed) if missed else "all gates held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
