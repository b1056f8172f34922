"""What an item is: its streams, real duration, keyframes, metadata and what is odd about it.

Declared durations are not believed. Where the container has a complete index (MP4, MOV, AVI), the
last entry inside the file counts; otherwise every packet is read once, which decodes nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import av.error
from av.stream import Discard

from engine.media import images, metadata, provenance, sniff
from engine.media.decoding import EXACT, picture_aspect, prepare
from engine.media.errors import CodecMissing, Encrypted, FormatRefused, NoStreams, Truncated, Unreadable
from engine.media.opening import Input, is_cover, open_file, reading
from engine.media.pictures import Upright
from engine.media.times import Clock
from engine.units import SECOND, Kind, Media

TOLERANCE = 0.02
"""Share by which a declared duration may differ from the real one unreported; 1 s always may."""
ENCRYPTED_TAGS = frozenset({"encv", "enca"})


@dataclass(slots=True)
class StreamRow:
    """One stream as the `streams` table of the probe holds it; 0 and "" where a value does not apply."""

    index: int
    kind: str
    codec: str
    width: int = 0
    height: int = 0
    rotation: int = 0
    frame_rate: float = 0.0
    sample_rate: int = 0
    channels: int = 0
    language: str = ""
    default: bool = False
    start_ns: int = 0
    duration_ns: int = 0


@dataclass(slots=True)
class Inspection:
    """Everything the probe yields."""

    format: str
    kind: Kind = Kind.OTHER
    duration_ns: int = 0
    summary: dict[str, str] = field(default_factory=dict)
    streams: list[StreamRow] = field(default_factory=list)
    keyframes: list[tuple[int, int]] = field(default_factory=list)
    metadata: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def warn(self, code: str, detail: object = "") -> None:
        self.warnings.append((code, str(detail)))

    def rows(self) -> Iterable[dict[str, Any]]:
        return (asdict(row) for row in self.streams)

    @property
    def metadata_json(self) -> str:
        return json.dumps(self.summary, sort_keys=True, ensure_ascii=False)


def inspect(media: Media) -> Inspection:
    """Look at an item without decoding more than a picture of each stream. Raises MediaError."""
    file = open_file(media)
    try:
        what = sniff.family(sniff.head_of(file))
        moving = (what == "gif" and sniff.moves(file, what)) or (what == "png" and sniff.moves(file, what))
        if (what in sniff.IMAGES or what == "gif") and not moving:
            found = _image(file)
        else:
            found = _streams(media, file, what)
        if provenance.manifest_present(file, what):
            found.metadata += [("c2pa", key, metadata.clean(v)) for key, v in provenance.manifest(file, what)]
            found.summary["c2pa"] = next(
                (v for s, k, v in found.metadata if (s, k) == ("c2pa", "state")), "unreadable"
            )
        return found
    finally:
        file.close()


def _image(file: Any) -> Inspection:
    image = images.opened(file)
    found = Inspection(format=str(image.format).lower(), kind=Kind.IMAGE, duration_ns=1)
    try:
        found.metadata, found.summary = metadata.of_image(image)
    except Exception:  # parsers of hostile metadata raise anything
        found.warn("damaged-metadata")
    orientation = metadata.orientation(image)
    width, height = image.size
    if orientation >= 5:
        width, height = height, width
    turns = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    found.streams = [StreamRow(0, "image", found.format, width, height, turns, default=True, duration_ns=1)]
    if getattr(image, "is_animated", False) and image.format != "MPO":
        found.warn("only-first-picture", getattr(image, "n_frames", 0))
    if width * height > images.MAX_PIXELS:
        found.warn("reduced", f"{width}x{height}")
    return found


def _streams(media: Media, file: Any, what: str) -> Inspection:
    try:
        source = Input(media)
    except (Unreadable, FormatRefused):
        if what == "isobmff" and sniff.is_cut(file):
            raise Truncated from None
        raise (Unreadable if what in sniff.STREAMS else FormatRefused) from None
    try:
        return _Container(source, file, what).inspected()
    finally:
        source.close()


class _Container:
    """Walks one opened container."""

    def __init__(self, source: Input, file: Any, what: str) -> None:
        self.source, self.file, self.what = source, file, what
        self.container = source.container
        self.found = Inspection(format=self.container.format.name)
        self.moving: list[Any] = []

    def inspected(self) -> Inspection:
        found = self.found
        found.metadata, found.summary = metadata.of_container(self.container)
        pictures = [s for s in self.container.streams if s.type == "video" and not is_cover(s)]
        sounds = [s for s in self.container.streams if s.type == "audio"]
        if not pictures and not sounds:
            raise NoStreams
        found.streams = [self._row(stream) for stream in self.container.streams]
        usable = self._usable(pictures + sounds)
        self._times(usable)
        found.kind = Kind.VIDEO if any(s.type == "video" for s in usable) else Kind.AUDIO
        if len(sounds) > 1:
            found.warn("several-sound-streams", len(sounds))
        if len(pictures) > 1:
            found.warn("several-picture-streams", len(pictures))
        return found

    def _row(self, stream: Any) -> StreamRow:
        context = stream.codec_context
        row = StreamRow(
            index=stream.index,
            kind="cover" if stream.type == "video" and is_cover(stream) else str(stream.type or "other"),
            codec=metadata.clean(context.codec.canonical_name if context else "unknown", 64),
            language=metadata.clean(stream.metadata.get("language", ""), 16),
            default=bool(stream.disposition & 1),
        )
        if stream.type == "video" and context:
            row.width, row.height = context.width, context.height
            rate = stream.average_rate or stream.guessed_rate or 0
            row.frame_rate = float(rate) if 0 < rate < 10_000 else 0.0
        if stream.type == "audio" and context:
            row.sample_rate, row.channels = context.sample_rate, context.channels
        return row

    def _usable(self, streams: list[Any]) -> list[Any]:
        """Streams of which one picture or block of sound could be decoded."""
        usable, errors = [], []
        for stream in streams:
            try:
                self._first(stream)
                usable.append(stream)
            except (CodecMissing, Encrypted, Unreadable) as error:
                errors.append(error)
                self.found.warn(f"stream-{error.code}", stream.index)
        if not usable:
            raise errors[0]
        return usable

    def _first(self, stream: Any) -> None:
        if stream.codec_context is None:
            raise CodecMissing
        if stream.codec_context.codec_tag in ENCRYPTED_TAGS:
            raise Encrypted
        prepare(stream, EXACT)
        frame = self._decoded(stream)
        if frame is None:
            raise Unreadable
        if stream.type == "video":
            row = self.found.streams[stream.index]
            upright = Upright.of(frame, picture_aspect(stream))
            row.width, row.height, row.rotation = upright.width, upright.height, 90 * upright.turns
            if frame.interlaced_frame:
                self.found.warn("interlaced", stream.index)

    def _decoded(self, stream: Any, tries: int = 500) -> Any:
        with reading():
            self.container.seek(0) if self.what not in ("", "mpeg-ts") else None
        try:
            for packet in self.container.demux(stream):
                tries -= 1
                try:
                    frames = packet.decode()
                except (av.error.FFmpegError, ValueError):
                    frames = []
                if frames or not tries:
                    return frames[0] if frames else None
        except (av.error.FFmpegError, OSError, ValueError):
            return None
        return None

    def _times(self, usable: list[Any]) -> None:
        size = self.container.size
        clocks = {s.index: self.source.clock(s) for s in usable}
        real = {s.index: Times(clocks[s.index], s.type == "video") for s in usable}
        indexed = self._indexed(usable, size)
        if indexed:
            for stream in usable:
                real[stream.index].from_index(stream, size)
        self._read(usable, real, every=not indexed)
        for stream in usable:
            times, row = real[stream.index], self.found.streams[stream.index]
            row.start_ns, row.duration_ns = times.start, times.end - times.start
            self.found.keyframes += [(stream.index, t) for t in sorted(times.keyframes)]
            if times.cut:
                self.found.warn("truncated", stream.index)
            if stream.type == "video" and times.irregular:
                self.found.warn("variable-frame-rate", stream.index)
        self.found.duration_ns = max(1, *(t.end for t in real.values()))
        self._compare()

    def _indexed(self, usable: list[Any], size: int) -> bool:
        """Whether the index covers what the header declares, so that packets need not be read."""
        if self.what not in ("isobmff", "avi"):
            return False
        for stream in usable:
            entries = stream.index_entries
            if len(entries) == 0 or not stream.duration or not stream.time_base:
                return False
            covered = (entries[len(entries) - 1].timestamp - entries[0].timestamp) * stream.time_base
            declared = stream.duration * stream.time_base
            if abs(declared - covered) > max(1, TOLERANCE * declared):
                return False
        return True

    def _read(self, usable: list[Any], real: dict[int, Times], *, every: bool) -> None:
        wanted = {s.index for s in usable if every or s.type == "video"}
        if not wanted:
            return
        for stream in self.container.streams:
            stream.discard = Discard.default if every else Discard.nonkey
            if stream.index not in wanted:
                stream.discard = Discard.all
        try:
            self.container.seek(0)
        except (av.error.FFmpegError, OSError, ValueError):
            return
        try:
            for packet in self.container.demux([self.container.streams[i] for i in sorted(wanted)]):
                if packet.size:
                    real[packet.stream_index].add(packet)
        except (av.error.FFmpegError, OSError, ValueError):
            self.found.warn("damaged-end")

    def _compare(self) -> None:
        declared = (self.container.duration or 0) * 1000
        seconds = self.found.duration_ns / SECOND
        if declared and abs(declared / SECOND - seconds) > max(1.0, TOLERANCE * seconds):
            self.found.warn("duration-mismatch", f"{declared / SECOND:.1f} s declared, {seconds:.1f} s found")
        if self.what == "isobmff" and sniff.is_cut(self.file):
            self.found.warn("truncated", "file")


class Times:
    """Start, end and keyframes of one stream, as found."""

    def __init__(self, clock: Clock, pictures: bool) -> None:
        self.clock, self.pictures = clock, pictures
        self.first: int | None = None
        self.last: int | None = None
        self.length = 0
        self.keyframes: set[int] = set()
        self.cut = False
        self._steps: dict[int, int] = {}
        self._before: int | None = None

    def from_index(self, stream: Any, size: int) -> None:
        """Times of all entries that lie inside the file."""
        step = 0
        for entry in stream.index_entries:
            if entry.pos + entry.size > size:
                self.cut = True
                break
            if self.last is not None:
                step = max(0, entry.timestamp - self.last)
                self._steps[step] = self._steps.get(step, 0) + 1
            self.last = entry.timestamp
        self.first = stream.start_time if stream.start_time is not None else None
        entries = stream.index_entries
        if self.last is not None and len(entries):
            # the index counts decoding times; their distance to showing times is taken from the start
            self.last += (self.first if self.first is not None else 0) - entries[0].timestamp
        self.length = step

    def add(self, packet: Any) -> None:
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None:
            return
        if packet.is_keyframe and self.pictures:
            self.keyframes.add(max(0, self.clock.t_ns(pts)))
        self.first = pts if self.first is None else min(self.first, pts)
        if self.last is None or pts > self.last:
            self.last = pts
            self.length = packet.duration or self.length
        dts = packet.dts
        if dts is not None and self._before is not None and packet.duration is not None:
            step = max(0, dts - self._before)
            self._steps[step] = self._steps.get(step, 0) + 1
        self._before = dts

    @property
    def start(self) -> int:
        return max(0, self.clock.t_ns(self.first)) if self.first is not None else 0

    @property
    def end(self) -> int:
        if self.last is None:
            return self.start
        return max(self.start + 1, self.clock.t_ns(self.last + max(1, self.length)))

    @property
    def irregular(self) -> bool:
        """Whether a tenth of the pictures or more are shown for other than the usual time."""
        total = sum(self._steps.values())
        if total < 10:
            return False
        usual = max(self._steps, key=lambda s: (self._steps[s], -s))
        near = sum(n for step, n in self._steps.items() if math.isclose(step, usual, rel_tol=0.1, abs_tol=1))
        return near < 0.9 * total
