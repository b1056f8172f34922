"""Where one camera run ends and the next begins, within one segment.

Samples are compared by their looks (`engine/media/looks.py`).

* *Cut*: neighbouring samples differ by `cut`, and far more than the samples around them do (as
  PySceneDetect's adaptive detector asks), and the picture does not come back right after (flash). The moment
  is then found exactly, to the picture: a keyframe that stands out between the two samples, or else by
  decoding what lies between them; a cut happens within one picture, fast motion does not. Where hardly
  anything else moves `faint_cut` is enough.
* *Fade or dissolve*: samples that differ little from one to the next but by `cut` in sum (the twin
  comparison of Zhang, Kankanhalli and Smoliar, "Automatic partitioning of full-motion video",
  Multimedia Systems 1993), while the pictures between are a blend of both ends, or dark. Its moment is
  its middle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from engine.media.looks import COLOURS, difference, look
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import Kind, Span

LOOK_HZ = 5.0
CUT = 0.38
FAINT_CUT = 0.26
STANDS_OUT, FAINT_STANDS_OUT = 2.5, 5.0
"""How many times a cut differs more than the samples around it."""
ABRUPT = 0.5
"""Share of a cut's difference that lies between two neighbouring pictures."""
LONGEST_FADE = 10
"""Samples (2 s)."""
MOST_AT_ONCE = 0.9
"""Share of a gradual change that may lie between two neighbouring samples."""
BLEND_REST = 0.25
"""Share of a picture's variation that a blend of both ends may leave unexplained."""
DARK = 0.08
"""Mean value (0 … 1) below which a picture is black."""


@dataclass(frozen=True, slots=True)
class _Change:
    before: int
    """Sample before the change."""
    after: int
    """First sample of the new shot."""
    score: float
    gradual: bool


class ShotChanges(Stage):
    """Changes of shot within a segment, and the looks of its ends for joining segments."""

    name = "shot_changes"
    version = 2
    reads = Reads.PICTURES
    kinds = frozenset({Kind.VIDEO})
    defaults: ClassVar[Mapping[str, Any]] = {"hz": LOOK_HZ, "cut": CUT, "faint_cut": FAINT_CUT}
    tables: ClassVar[Schemas] = {
        "changes": {"t_ns": Column("i64", doc="first picture of the new shot"), "score": Column("f32")},
        "edges": {
            "t_ns": Column("i64", doc="first and last sampled picture of the stretch"),
            "signature": Column("f32", (48,), "its look"),
        },
    }

    def run(self, source: Source, context: Context) -> Result:
        times: list[int] = []
        looks: list[Vector] = []
        for frame in source.frames(context.settings["hz"]):
            context.check()
            times.append(frame.t_ns)
            looks.append(look(frame))
        changes = []
        for change in _changes(np.array(looks), context.settings):
            t_ns: int | None = (times[change.before] + times[change.after]) // 2
            if not change.gradual:
                t_ns = _exact_moment(source, context, times[change.before : change.after + 1], change.score)
            if t_ns is not None:
                changes.append({"t_ns": t_ns, "score": change.score})
        ends = [0, len(times) - 1] if times else []
        return {
            "changes": Table.from_rows(self.tables["changes"], changes),
            "edges": Table.from_rows(
                self.tables["edges"], [{"t_ns": times[i], "signature": looks[i]} for i in ends]
            ),
        }


def _changes(looks: Vector, settings: Mapping[str, Any]) -> list[_Change]:
    cut, faint = float(settings["cut"]), float(settings["faint_cut"])
    steps = np.array([difference(a, b) for a, b in pairwise(looks)], np.float32)
    found: list[_Change] = []
    at = 0
    while at < len(steps):
        change = _cut(looks, steps, at, cut, faint) or _fade(looks, steps, at, cut)
        if change is None:
            at += 1
            continue
        found.append(change)
        at = change.after
    return found


def _cut(looks: Vector, steps: Vector, at: int, cut: float, faint: float) -> _Change | None:
    score = float(steps[at])
    if score < faint:
        return None
    around = np.r_[steps[max(0, at - 3) : at], steps[at + 1 : at + 4]]
    least = STANDS_OUT if score >= cut else FAINT_STANDS_OUT
    if score < least * (float(np.median(around)) if len(around) else 0):
        return None
    later = [difference(looks[at], other) for other in looks[at + 2 : at + 4]]
    sooner = [difference(other, looks[at + 1]) for other in looks[max(0, at - 2) : at]]
    if min([*later, *sooner], default=1) < score / 2:
        return None  # the picture came back: a flash
    return _Change(at, at + 1, score, gradual=False)


def _fade(looks: Vector, steps: Vector, at: int, cut: float) -> _Change | None:
    """A gradual change after sample `at`: up to the nearest end that differs enough and is a blend away."""
    if steps[at] < cut / 6:
        return None
    before = looks[max(0, at - 2) : at]
    for end in range(at + 2, min(at + LONGEST_FADE, len(looks) - 1) + 1):
        score = difference(looks[at], looks[end])
        still = end == len(looks) - 1 or steps[end] < cut / 6
        slow = float(steps[at:end].max()) < MOST_AT_ONCE * score
        within = looks[at : end + 1]
        if not (still and score >= cut and (_through_black(within) or (slow and _blended(within)))):
            continue
        if min((difference(other, looks[end]) for other in before), default=1) < score / 2:
            return None  # back to the picture before: a flash, or a look away
        return _Change(at, end, score, gradual=True)
    return None


def _through_black(looks: Vector) -> bool:
    return bool(looks[1:-1, COLOURS:].mean(axis=1).min() < DARK)


def _blended(looks: Vector) -> bool:
    """Whether all looks between the ends are mixtures of both."""
    thumbs = looks[:, COLOURS:]
    ends = np.stack([thumbs[0], thumbs[-1]], axis=1).astype(np.float64)
    for middle in thumbs[1:-1].astype(np.float64):
        shares, *_ = np.linalg.lstsq(ends, middle, rcond=None)
        rest = middle - ends @ shares
        spread = middle - middle.mean()
        if shares.min() < -0.15 or rest @ rest > BLEND_REST * max(float(spread @ spread), 0.02):
            return False
    return True


def _exact_moment(source: Source, context: Context, between: list[int], score: float) -> int | None:
    """Time of the first picture of the new shot between two samples; None if it changes bit by bit."""
    keyframe = source.scene_keyframe(Span(between[0] + 1, between[-1] + 1))
    if keyframe is not None:
        return keyframe
    times: list[int] = []
    looks: list[Vector] = []
    for frame in source.exact_frames(Span(between[0], between[-1] + 1)):
        context.check()
        times.append(frame.t_ns)
        looks.append(look(frame))
    if len(looks) < 2:
        return between[-1]
    steps = [difference(a, b) for a, b in pairwise(looks)]
    return times[int(np.argmax(steps)) + 1] if max(steps) >= ABRUPT * score else None
