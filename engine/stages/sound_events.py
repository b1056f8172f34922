"""What sounds: classes of AudioSet over time, from speech and crowd to glass, sirens and gunshots.

An event is cut at the border of a unit; the parts lie end to end. None lasts longer than the recording.

Silence is measured, not recognised: the model calls so whatever is faint to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from engine.media.channels import Ranges
from engine.models.tasks import Task
from engine.models.yamnet import PATCH_HOP, RATE, SoundTagger
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind, Span

BEFORE_PATCHES = 10
"""Patches looked at before the unit, to know what already sounds when it begins."""
AFTER = SECOND
FRAME = RATE // 50
SILENCE = "Silence"
SILENT_DB, LEAST_SILENCE_NS = -70.0, 2 * SECOND
"""Silence is nothing louder than so many dBFS for so long."""
RARE = (
    "Gunshot", "Machine gun", "Fusillade", "Artillery", "Explosion", "Scream", "Shout", "Yell", "Siren",
    "Police car", "Ambulance", "Fire engine", "Alarm", "Glass", "Shatter", "Crying", "Whimper", "Wail",
    "Bark", "Vehicle", "Car", "Motorcycle", "Helicopter", "Skidding", "Breaking", "Slap", "Applause",
)  # fmt: skip
"""Beginnings of the names of classes that matter in a case even when faint."""


class SoundEvents(Stage):
    """YAMNet, joined by hysteresis."""

    name = "sound_events"
    version = 2
    reads = Reads.SOUND
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    needs = (Task.SOUND_EVENTS,)
    tables: ClassVar[Schemas] = {
        "events": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "label": Column("str", doc="display name in AudioSet"),
            "score": Column("f32", doc="highest likelihood during the event"),
        }
    }
    defaults: ClassVar[Mapping[str, Any]] = {"on": 0.4, "on_rare": 0.2, "off_ratio": 0.5}

    def run(self, source: Source, context: Context) -> Result:
        tagger: SoundTagger = context.model(Task.SOUND_EVENTS)
        begin, end = (t * RATE // SECOND for t in (source.span.start_ns, source.span.end_ns))
        first = -(-begin // PATCH_HOP)
        earliest = max(0, first - BEFORE_PATCHES)
        before_ns = source.span.start_ns - earliest * PATCH_HOP * SECOND // RATE
        sound = source.sound(before_ns, AFTER)
        last = -(-min(end, earliest * PATCH_HOP + len(sound)) // PATCH_HOP)
        scores = tagger.scores(sound[: (last - earliest) * PATCH_HOP + AFTER * RATE // SECOND])
        context.check()
        found = _events(scores[: last - earliest], first - earliest, tagger.classes, context.settings)
        recorded = source.recorded(before_ns, AFTER)
        origin_ns = max(0, source.span.start_ns - before_ns)
        ended_ns = origin_ns + (int(recorded[-1, 1]) * SECOND // RATE if len(recorded) else 0)
        rows = []
        for event in found:
            start_ns = max(_ns(earliest + event["low"]), source.span.start_ns)
            end_ns = min(_ns(earliest + event["high"]), ended_ns)
            if start_ns < end_ns:
                named = {"label": event["label"], "score": event["score"]}
                rows.append({"start_ns": start_ns, "end_ns": end_ns, **named})
        rows += _silences(sound, recorded, source.span, origin_ns)
        rows.sort(key=lambda row: (row["start_ns"], row["end_ns"], row["label"]))
        return {"events": Table.from_rows(self.tables["events"], rows)}


def _events(
    scores: Vector, first: int, classes: list[str], settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Runs of patches in which a class sounds, cut to those from `first` on; patches as `low`, `high`."""
    rows = []
    for number, label in enumerate(classes):
        if label == SILENCE:
            continue
        on = settings["on_rare"] if label.startswith(RARE) else settings["on"]
        for low, high in _runs(scores[:, number], on, on * settings["off_ratio"]):
            low = max(low, first)
            if low < high:
                rows.append(
                    {"low": low, "high": high, "label": label, "score": float(scores[low:high, number].max())}
                )
    return rows


def _silences(sound: Vector, recorded: Ranges, span: Span, origin_ns: int) -> list[dict[str, Any]]:
    """Stretches of the unit that were recorded and hold nothing loud.

    What nobody recorded is not silent.
    """
    loud = 10 ** (SILENT_DB / 20)
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    quiet = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1)) < loud
    for low, high in _unrecorded(recorded, len(sound)):
        quiet[low // FRAME : -(-high // FRAME)] = False
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    rows = []
    for low, high in edges.tolist():
        start_ns, end_ns = (origin_ns + n * FRAME * SECOND // RATE for n in (low, high))
        if end_ns - start_ns < LEAST_SILENCE_NS:
            continue
        start_ns, end_ns = max(start_ns, span.start_ns), min(end_ns, span.end_ns)
        if start_ns < end_ns:
            rows.append({"start_ns": start_ns, "end_ns": end_ns, "label": SILENCE, "score": 1.0})
    return rows


def _unrecorded(recorded: Ranges, length: int) -> list[tuple[int, int]]:
    edges = [0, *recorded.reshape(-1).tolist(), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _runs(likelihood: Vector, on: float, off: float) -> list[tuple[int, int]]:
    """Runs that begin at `on` and last while the likelihood stays at `off` or above."""
    if not (likelihood >= on).any():
        return []
    runs, start = [], -1
    for i, value in enumerate(likelihood.tolist()):
        if start < 0 and value >= on:
            start = i
        elif start >= 0 and value < off:
            runs.append((start, i))
            start = -1
    if start >= 0:
        runs.append((start, len(likelihood)))
    return runs


def _ns(patch: int) -> int:
    """Where a patch's own time begins: its middle half, except that the first begins with the stream."""
    return (patch * PATCH_HOP + (PATCH_HOP // 2 if patch else 0)) * SECOND // RATE
