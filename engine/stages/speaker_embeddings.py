"""Who speaks within seconds: local speakers in overlapping windows, and a vector per piece of voice.

Windows of 10 s begin every 2.5 s of the stream, wherever units begin, and belong to the unit in which
they begin. A local speaker is one of three in one window; `speakers` joins them over the item. Vectors
are cut from pieces of at most two seconds, since within one window the model now and then takes two
similar voices for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.models.diarization import (
    CENTRE,
    HOP,
    LOCAL,
    RATE,
    WINDOW,
    Activity,
    SpeakerSegmenter,
    VoiceEmbedder,
)
from engine.models.tasks import Task
from engine.records import ANY, Column, Result, Schemas, Table, sized
from engine.stage import Context, Reads, Source, Stage
from engine.units import SECOND, Kind

STEP = WINDOW // 4
LONGEST = 2 * RATE
"""Samples of the longest piece."""
LEAST = 60
"""Feature frames (10 ms) a vector needs."""
FEATURE_HOP = RATE // 100
STREAM_BITS = 20
"""Bits of `local` that number the windows of one stream: enough for 30 days."""


class SpeakerEmbeddings(Stage):
    """Speaker segmentation in windows, and speaker embedding of what each window holds."""

    name = "speaker_embeddings"
    version = 2
    reads = Reads.SOUND
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    needs = (Task.SPEAKER_SEGMENTATION, Task.SPEAKER_EMBEDDING)
    tables: ClassVar[Schemas] = {
        "segments": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "local": Column("i32", doc="((stream << 20) + window) * 3 + speaker of that window"),
            "overlap": Column("bool", doc="whether another speaker is heard for half of it or more"),
        },
        "voices": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "local": Column("i32"),
            "vector": Column("f32", (ANY,), "length 1"),
        },
    }

    def run(self, source: Source, context: Context) -> Result:
        segmenter: SpeakerSegmenter = context.model(Task.SPEAKER_SEGMENTATION)
        embedder: VoiceEmbedder = context.model(Task.SPEAKER_EMBEDDING)
        origin = source.span.start_ns * RATE // SECOND
        sound = source.sound(0, WINDOW * SECOND // RATE)
        segments: list[dict[str, Any]] = []
        voices: list[dict[str, Any]] = []
        for start in _window_starts(origin, source.span.end_ns * RATE // SECOND, origin + len(sound)):
            context.check()
            window = sound[start - origin : start - origin + WINDOW]
            window = np.pad(window, (0, WINDOW - len(window)))
            activity = segmenter.activity(window[None])[0]
            if not activity.any():
                continue
            features = embedder.features(window)
            first = ((source.stream << STREAM_BITS) + start // STEP) * LOCAL
            for local, low, high in _pieces(activity):
                place: dict[str, Any] = {
                    "start_ns": _ns(start, low),
                    "end_ns": _ns(start, high),
                    "local": first + local,
                }
                alone = activity[low:high].sum(axis=1) == 1
                segments.append({**place, "overlap": bool(alone.mean() <= 0.5)})
                frames = _frames(low, high, alone, len(features))
                if len(frames) >= LEAST:
                    voices.append({**place, "vector": embedder.vector(features[frames])})
        return {
            "segments": Table.from_rows(self.tables["segments"], segments),
            "voices": Table.from_rows(
                sized(self.tables["voices"], vector=context.space(Task.SPEAKER_EMBEDDING).width), voices
            ),
        }


def _window_starts(begin: int, end: int, sound_end: int) -> Iterator[int]:
    """Samples at which the unit's windows begin; none but the first where all sound was in the one before."""
    for start in range(-(-begin // STEP) * STEP, end, STEP):
        if start == 0 or start - STEP + WINDOW < sound_end:
            yield start


def _pieces(activity: Activity) -> Iterator[tuple[int, int, int]]:
    """Runs of each local speaker as `(speaker, first frame, end frame)`, long ones in equal parts."""
    for local in range(LOCAL):
        edges = np.flatnonzero(np.diff(activity[:, local].astype(np.int8), prepend=0, append=0))
        for low, high in edges.reshape(-1, 2).tolist():
            parts = -(-(high - low) * HOP // LONGEST)
            bounds = np.linspace(low, high, parts + 1).round().astype(int).tolist()
            for start, end in pairwise(bounds):
                yield local, start, end


def _frames(low: int, high: int, alone: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.int64]:
    """Feature frames of a piece: those of one voice alone if they suffice, otherwise all."""
    place = np.arange(count) * FEATURE_HOP + FEATURE_HOP * 5 // 4
    frame = np.clip((place - CENTRE + HOP // 2) // HOP, 0, None)
    inside = np.flatnonzero((frame >= low) & (frame < high))
    solitary = inside[alone[frame[inside] - low]]
    return np.asarray(solitary if len(solitary) >= LEAST else inside, dtype=np.int64)


def _ns(window_start: int, frame: int) -> int:
    return (window_start + (CENTRE - HOP // 2 + HOP * frame if frame else 0)) * SECOND // RATE
