"""Where speech is: segments of voice with a confidence.

A segment of speech belongs to the unit in which it begins. Speech that runs on more than six
seconds past the border of a unit is cut at its quietest moment after the border; both units find
the same moment, since all they look at is the sound around the border.

Channels with sounds of their own are looked at one by one: two people who speak at once on two channels are
two segments. Where one person is heard on several channels, the loudest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.media.channels import SAME, Channel, alike
from engine.models.level import level_db
from engine.models.silero import FRAME, RATE, VoiceDetector, quietest, speech_runs
from engine.models.tasks import Task
from engine.records import Column, Result, Schemas, Table
from engine.stage import Context, Reads, Source, Stage, Vector
from engine.units import SECOND, Kind

MARGIN = 15 * SECOND
"""Sound read past both ends: a whole block of the detector and its warm-up."""
COVERED = 0.7
"""Share of a segment that another channel must hold too for it to be the same speech."""
OVERRUN = 6 * RATE
"""Samples that speech may run on past a border before it is cut."""


class VoiceActivity(Stage):
    """Silero VAD on a fixed grid, joined by hysteresis."""

    name = "voice_activity"
    version = 2
    reads = Reads.SOUND
    kinds = frozenset({Kind.VIDEO, Kind.AUDIO})
    needs = (Task.VOICE_ACTIVITY,)
    tables: ClassVar[Schemas] = {
        "speech": {
            "start_ns": Column("i64"),
            "end_ns": Column("i64"),
            "confidence": Column("f32", doc="mean likelihood of speech over the stretch"),
            "channel": Column("i32", doc="channel it is heard on, -1 for all of them together"),
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
        first_sample = _samples(max(0, source.span.start_ns - MARGIN))
        found: list[_Voiced] = []
        for channel in source.channels(MARGIN, MARGIN):
            context.check()
            found += _voiced(channel, first_sample, detector, context.settings, source)
        if len({voiced.channel.number for voiced in found}) > 1:
            found = _once(found, first_sample)
        found.sort(key=lambda voiced: (voiced.start, voiced.end, voiced.channel.number))
        columns = {
            "start_ns": [_ns(voiced.start) for voiced in found],
            "end_ns": [_ns(voiced.end) for voiced in found],
            "confidence": [voiced.confidence for voiced in found],
            "channel": [voiced.channel.number for voiced in found],
        }
        return {"speech": Table(self.tables["speech"], columns)}


@dataclass(frozen=True, slots=True)
class _Voiced:
    """A segment of speech on one channel, in samples of the stream."""

    start: int
    end: int
    confidence: float
    channel: Channel

    def sound(self, start: int, end: int, first_sample: int) -> Vector:
        return self.channel.sound[start - first_sample : end - first_sample]


def _voiced(
    channel: Channel, first_sample: int, detector: VoiceDetector, settings: Mapping[str, Any], source: Source
) -> list[_Voiced]:
    """Speech of one channel that begins in the unit, where the channel has a sound of its own."""
    sound = channel.sound
    first, likelihoods = detector.likelihoods(sound, first_sample)
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
    kept = _inside(pieces, (channel.ranges + first_sample).tolist(), round(settings["least_speech_s"] * RATE))
    return [
        _Voiced(a, b, float(likelihoods[max(0, a // FRAME - first) : -(-b // FRAME) - first].mean()), channel)
        for a, b in kept
        if border <= a < end
    ]


def _inside(pieces: list[tuple[int, int]], ranges: list[list[int]], least: int) -> list[tuple[int, int]]:
    """What of `pieces` lies in `ranges`, but for scraps shorter than `least`."""
    cut = [(max(a, low), min(b, high)) for a, b in pieces for low, high in ranges]
    return [(a, b) for a, b in cut if b - a >= least]


def _once(found: list[_Voiced], first_sample: int) -> list[_Voiced]:
    """Without speech that a louder channel holds too: a microphone picks up its neighbour's voice."""
    return [one for one in found if not any(_is_echo(one, other, first_sample) for other in found)]


def _is_echo(one: _Voiced, other: _Voiced, first_sample: int) -> bool:
    start, end = max(one.start, other.start), min(one.end, other.end)
    if one.channel.number == other.channel.number or (end - start) < COVERED * (one.end - one.start):
        return False
    own, its = (voiced.sound(start, end, first_sample) for voiced in (one, other))
    quieter = (level_db(own), -one.channel.number) < (level_db(its), -other.channel.number)
    return quieter and alike(own, its) >= SAME


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
