"""Where speech is: segments of voice with a confidence.

A segment of speech belongs to the unit in which it begins. Speech that runs on more than six
seconds past the border of a unit is cut at its quietest moment after the border; both units find
the same moment, since all they look at is the sound around the border.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from engine.models.silero import FRAME, RATE, VoiceDetector, quietest, speech_runs
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind

MARGIN = 15 * SECOND
"""Sound read past both ends: a whole block of the detector and its warm-up."""
OVERRUN = 6 * RATE
"""Samples that speech may run on past a border before it is cut."""


class VoiceActivity(Stage):
    """Silero VAD on a fixed grid, joined by hysteresis."""

    name = "voice_activity"
    version = 1
    reads = Reads.SOUND
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    needs = (Task.VOICE_ACTIVITY,)
    tables: ClassVar[Schemas] = {
        "speech": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "confidence": Column("f32", doc="mean likelihood of speech over the stretch"),
        }
    }
    defaults: ClassVar[Mapping[str, Any]] = {
        "on": 0.5,
        "off": 0.35,
        "least_silence_s": 0.3,
        "least_speech_s": 0.15,
        "pad_s": 0.1,
    }

    def run(self, source: Source, context: Context) -> Result:
        detector: VoiceDetector = context.model(Task.VOICE_ACTIVITY)
        sound = source.sound(MARGIN, MARGIN)
        first_sample = _samples(max(0, source.span.start_ns - MARGIN))
        first, likelihoods = detector.likelihoods(sound, first_sample)
        context.check()
        settings = context.settings
        runs = speech_runs(
            likelihoods,
            settings["on"],
            settings["off"],
            round(settings["least_silence_s"] * RATE / FRAME),
            round(settings["least_speech_s"] * RATE / FRAME),
        )
        pieces = _padded((runs + first) * FRAME, round(settings["pad_s"] * RATE), first_sample + len(sound))
        border, end = _samples(source.span.start_ns), _samples(source.span.end_ns)
        for place in (border, end):
            if first_sample < place < first_sample + len(sound):
                pieces = _cut(pieces, place, sound[place - first_sample :])
        own = [(a, b) for a, b in pieces if border <= a < end]
        confidence = [
            float(likelihoods[max(0, a // FRAME - first) : -(-b // FRAME) - first].mean()) for a, b in own
        ]
        schema = self.tables["speech"]
        starts, ends = [_ns(a) for a, _ in own], [_ns(b) for _, b in own]
        return {"speech": Table(schema, {"start_ns": starts, "end_ns": ends, "confidence": confidence})}


def _padded(runs: Any, pad: int, length: int) -> list[tuple[int, int]]:
    """Runs in samples, widened by `pad` but no further than half way to their neighbours."""
    widened = []
    for i, (start, end) in enumerate(runs.tolist()):
        before = (start - runs[i - 1, 1]) // 2 if i else start
        after = (runs[i + 1, 0] - end) // 2 if i + 1 < len(runs) else length - end
        widened.append((int(start - min(pad, before)), int(end + min(pad, max(0, after)))))
    return widened


def _cut(pieces: list[tuple[int, int]], border: int, after: Vector) -> list[tuple[int, int]]:
    """`pieces` with one that runs on too far past `border` cut in two; `after` is the sound from there."""
    cut: list[tuple[int, int]] = []
    for start, end in pieces:
        if start < border and end > border + OVERRUN:
            place = border + quietest(after[:OVERRUN])
            cut += [(start, place), (place, end)]
        else:
            cut.append((start, end))
    return cut


def _samples(t_ns: int) -> int:
    return t_ns * RATE // SECOND


def _ns(sample: int) -> int:
    return sample * SECOND // RATE
