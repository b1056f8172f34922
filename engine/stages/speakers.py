"""Speakers of an item: local speakers of all windows joined, and turns voted by overlapping windows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from engine.across.spoken import is_speech
from engine.across.voice_parts import Labels, voice_groups
from engine.models.tasks import Task
from engine.records import ANY, Column, Result, Schemas, Table, sized
from engine.stage import Context, Reads, Scope, Source, Stage
from engine.units import SECOND, Kind

GRID = SECOND // 100
BLOCK = 60_000
"""Grid points voted on at once (10 minutes)."""
STEP_NS, WINDOW_NS = 5 * SECOND // 2, 10 * SECOND
"""Grid of the windows of `speaker_embeddings`."""
LOCAL, STREAM_BITS = 3, 20

Times = npt.NDArray[np.int64]


class Speakers(Stage):
    """Voices divided into speakers, and voting over windows."""

    name = "speakers"
    version = 3
    scope = Scope.ITEM
    reads = Reads.NOTHING
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    after = ("voice_activity", "sound_events", "speaker_embeddings")
    spaces = (Task.SPEAKER_EMBEDDING,)
    tables: ClassVar[Schemas] = {
        "turns": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "speaker": Column("i32", doc="numbered in order of first appearance"),
            "overlap": Column("bool", doc="whether somebody else speaks for half of it or more"),
        },
        "voices": {
            "speaker": Column("i32"),
            "vector": Column("f32", (ANY,), doc="mean direction of the speaker's voice"),
            "seconds": Column("f32", doc="how long the speaker is heard"),
        },
    }
    defaults: ClassVar[Mapping[str, Any]] = {
        "least_speaker_s": 2.0,
        "joined_gap_s": 0.25,
        "least_turn_s": 0.1,
    }

    def run(self, source: Source, context: Context) -> Result:
        found = source.upstream("speaker_embeddings")
        segments, voices = (_spoken(found[name], source) for name in ("segments", "voices"))
        space = context.space(Task.SPEAKER_EMBEDDING)
        if not len(segments):
            tables = {**self.tables, "voices": sized(self.tables["voices"], vector=space.width)}
            return {name: Table.empty(schema) for name, schema in tables.items()}
        seconds = ((voices["end_ns"] - voices["start_ns"]) / SECOND).astype(np.float32)
        # the same second is heard by four windows
        overlaps = WINDOW_NS // STEP_NS
        least_s = context.settings["least_speaker_s"] * overlaps
        times = (voices["start_ns"], voices["end_ns"])
        groups = voice_groups(voices["vector"], seconds, *times, least_s, space.threshold("join"))
        context.check()
        speaker = _of_segments(segments, voices, groups)
        turns = _turns(segments, speaker, source.span.end_ns, context.settings)
        return self._numbered(turns, voices["vector"], seconds, groups)

    def _numbered(self, turns: list[dict[str, Any]], vectors: Any, seconds: Any, groups: Labels) -> Result:
        """Turns in order of time, speakers numbered by first appearance, and their voices."""
        turns.sort(key=lambda turn: (turn["start_ns"], turn["end_ns"], turn["speaker"]))
        number: dict[int, int] = {}
        heard: dict[int, int] = {}
        for turn in turns:
            turn["speaker"] = number.setdefault(turn["speaker"], len(number))
            heard[turn["speaker"]] = heard.get(turn["speaker"], 0) + turn["end_ns"] - turn["start_ns"]
        voices = []
        for group, speaker in number.items():
            rows = np.flatnonzero(groups == group)
            if not len(rows):
                continue
            mean = (vectors[rows] * seconds[rows, None]).astype(np.float64).sum(axis=0)
            voices.append(
                {
                    "speaker": speaker,
                    "vector": (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32),
                    "seconds": heard[speaker] / SECOND,
                }
            )
        return {
            "turns": Table.from_rows(self.tables["turns"], turns),
            "voices": Table.from_rows(sized(self.tables["voices"], vector=vectors.shape[1]), voices),
        }


def _spoken(stretches: Table, source: Source) -> Table:
    """Those in which somebody speaks."""
    speech, events = source.upstream("voice_activity")["speech"], source.upstream("sound_events")["events"]
    spoken = is_speech(stretches["start_ns"], stretches["end_ns"], speech, events)
    return stretches.take(np.flatnonzero(spoken))


def _of_segments(segments: Table, voices: Table, groups: Labels) -> Labels:
    """Group of each segment: that of its own vector, else of the nearest piece of the same local speaker,
    else of the nearest voice."""
    if not len(voices):
        return np.zeros(len(segments), np.int64)
    named = zip(voices["local"].tolist(), voices["start_ns"].tolist(), strict=True)
    own = dict(zip(named, groups.tolist(), strict=True))
    middles = (voices["start_ns"] + voices["end_ns"]) // 2
    rows: dict[int, list[int]] = {}
    for row, local in enumerate(voices["local"].tolist()):
        rows.setdefault(local, []).append(row)
    by_time = np.argsort(middles, kind="stable")
    result = np.zeros(len(segments), np.int64)
    columns = (segments[name].tolist() for name in ("local", "start_ns", "end_ns"))
    for i, (local, start, end) in enumerate(zip(*columns, strict=True)):
        if (local, start) in own:
            result[i] = own[local, start]
            continue
        middle = (start + end) // 2
        near = rows.get(local)
        if near is None:
            at = int(np.searchsorted(middles[by_time], middle))
            near = by_time[max(0, at - 1) : at + 1].tolist()
        result[i] = groups[min(near, key=lambda row: (abs(int(middles[row]) - middle), row))]
    return result


def _turns(
    segments: Table, speaker: Labels, end_ns: int, settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = []
    streams = (segments["local"] // LOCAL) >> STREAM_BITS
    for stream in np.unique(streams).tolist():
        rows = np.flatnonzero(streams == stream)
        start, end = segments["start_ns"][rows], segments["end_ns"][rows]
        windows = (segments["local"][rows] // LOCAL) & ((1 << STREAM_BITS) - 1)
        last = min(int(windows.max()), max(0, -(-(end_ns - WINDOW_NS) // STEP_NS)))
        spoken = _vote(start // GRID, -(-end // GRID), speaker[rows], last)
        turns += _runs(spoken, settings)
    return turns


def _vote(start: Times, end: Times, speaker: Labels, last: int) -> npt.NDArray[np.bool_]:
    """Bool `(grid points, speakers)`: the most voted, as many as the windows count on average."""
    length, speakers = int(end.max()), int(speaker.max()) + 1
    blocks = []
    for low in range(0, length, BLOCK):
        size = min(BLOCK, length - low)
        rows = np.flatnonzero((end > low) & (start < low + size))
        change = np.zeros((size + 1, speakers), np.int32)
        np.add.at(change, (np.clip(start[rows] - low, 0, size), speaker[rows]), 1)
        np.add.at(change, (np.clip(end[rows] - low, 0, size), speaker[rows]), -1)
        votes = np.cumsum(change, axis=0)[:-1]
        time = (np.arange(size) + low) * GRID
        first_window = np.maximum(0, -(-(time + 1 - WINDOW_NS) // STEP_NS))
        windows = np.maximum(1, np.minimum(last, time // STEP_NS) - first_window + 1)
        count = (2 * votes.sum(axis=1) + windows) // (2 * windows)
        order = np.argsort(-votes, axis=1, kind="stable")
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(speakers)[None].repeat(size, axis=0), axis=1)
        blocks.append((rank < count[:, None]) & (votes > 0))
    return np.concatenate(blocks)


def _runs(spoken: npt.NDArray[np.bool_], settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    gap = round(settings["joined_gap_s"] * SECOND / GRID)
    least = round(settings["least_turn_s"] * SECOND / GRID)
    together = spoken.sum(axis=1) > 1
    turns = []
    for speaker in range(spoken.shape[1]):
        edges = np.flatnonzero(np.diff(spoken[:, speaker].astype(np.int8), prepend=0, append=0)).reshape(
            -1, 2
        )
        joined: list[list[int]] = []
        for low, high in edges.tolist():
            if joined and low - joined[-1][1] <= gap:
                joined[-1][1] = high
            else:
                joined.append([low, high])
        for low, high in joined:
            if high - low >= least:
                overlap = bool(together[low:high].mean() >= 0.5)
                turns.append(
                    {"start_ns": low * GRID, "end_ns": high * GRID, "speaker": speaker, "overlap": overlap}
                )
    return turns
