"""What an item is: its streams, real duration, keyframes, metadata and what is odd about it.

Declared durations are not believed. Where the container has a complete index (MP4, MOV, AVI), the
last entry inside the file counts; otherwise every packet is read once, which decodes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import av.error
from av.stream import Discard

from engine.errors import MediaError
from engine.media import images, metadata, provenance, sniff
from engine.media.account import FileEntry, completed
from engine.media.beside import attached, edited_out
from engine.media.clock_jumps import ClockWatch, Jump, divided, pauses
from engine.media.decoding import EXACT, picture_aspect, prepare
from engine.media.errors import (
    CodecMissing,
    Encrypted,
    FormatRefused,
    NoStreams,
    Truncated,
    Unreadable,
)
from engine.media.extent import Times
from engine.media.inspected import Inspection, StreamRow
from engine.media.joining import behind, joined, jumped
from engine.media.layout import layout
from engine.media.opening import Input, is_cover, open_file
from engine.media.packets import BY_BYTES, keyframes, shown, stated_rate, ticks
from engine.media.pictures import Upright
from engine.media.pictures_inside import is_film, whole
from engine.units import SECOND, Kind, Media, MediaPart, Span

__all__ = ["Inspection", "inspect"]

TOLERANCE = 0.02
"""Share by which a declared duration may differ from the real one unreported; 1 s always may."""
TAIL_NS = 3 * SECOND
"""How far before its end an indexed container is read to its last packets."""
MOVING = sniff.STREAMS
"""Families of which recordings behind each other are joined."""
ENCRYPTED_TAGS = frozenset({"encv", "enca"})


def inspect(media: Media) -> Inspection:
    """Look at an item without decoding more than a picture of each stream. Raises MediaError."""
    media = replace(media, parts=())
    file = open_file(media)
    try:
        what = sniff.family(sniff.head_of(file))
        moving = (what == "gif" and sniff.moves(file, what)) or (what == "png" and sniff.moves(file, what))
        if (what in sniff.IMAGES or what == "gif") and not moving:
            found = _pictures(media, file, what)
        else:
            found = _streams(media, file, what)
        if provenance.manifest_present(file, what):
            found.metadata += [("c2pa", key, metadata.clean(v)) for key, v in provenance.manifest(file, what)]
            found.summary["c2pa"] = next(
                (v for s, k, v in found.metadata if (s, k) == ("c2pa", "state")), "unreadable"
            )
        size = file.seek(0, io.SEEK_END)
        found.account = completed(found.account, size, found.duration_ns, found.warnings)
        return found
    finally:
        file.close()


def _pictures(media: Media, file: Any, what: str) -> Inspection:
    stretches = layout(file, what)
    if is_film(media, stretches):
        return _recording(media, None, what)[0]
    found = _image(file, what)
    if len(stretches) == 1 and not getattr(images.opened(file), "is_animated", False):
        return found

    def look(part: MediaPart, family: str) -> Inspection:
        return _recording(media, part, family)[0]

    return whole(media, found, images.opened(file), stretches, look)


def _image(file: Any, what: str) -> Inspection:
    image = images.opened(file)
    found = Inspection(format=str(image.format).lower(), kind=Kind.IMAGE, duration_ns=1)
    try:
        found.metadata, found.summary = metadata.of_image(image)
    except MemoryError:
        raise
    except Exception:  # parsers of hostile metadata raise anything
        found.warn("damaged-metadata")
    orientation = metadata.orientation(image)
    width, height = images.upright_size(image)
    turns = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    found.streams = [StreamRow(0, "image", found.format, width, height, turns, default=True, duration_ns=1)]
    if width * height > images.WORKING_PIXELS:
        found.warn("reduced", f"{width}x{height}")
    if sniff.ends_early(file, what):
        found.warn("truncated", "file")
    return found


def _streams(media: Media, file: Any, what: str) -> Inspection:
    stretches = layout(file, what)
    pieces = [(MediaPart(s.start, s.end, 0, 0), s.what) for s in stretches if s.what in MOVING]
    rest = [s for s in stretches if s.what not in MOVING]
    if len(pieces) > 1:
        return _several(media, pieces, behind(rest))
    found, jumps = _recording(media, None, what)
    if jumps:
        size = file.seek(0, io.SEEK_END)
        found = _several(media, [(part, what) for part in divided(file, size, jumps)], [])
        found.account += [jumped(part, jump) for part, jump in zip(found.parts[1:], jumps, strict=False)]
    found.account += behind(stretches[1:])
    return found


def _several(media: Media, pieces: Sequence[tuple[MediaPart, str]], rest: list[FileEntry]) -> Inspection:
    """Recordings behind each other; those that cannot be read are left out and counted."""
    found: list[tuple[MediaPart, Inspection]] = []
    errors: list[MediaError] = []
    for part, what in pieces:
        try:
            found.append((part, _recording(media, part, what)[0]))
        except MediaError as error:
            errors.append(error)
            code = "damaged" if part.start == 0 else "appended"
            rest.append(FileEntry(code, bytes=part.end - part.start, count=1))
    if not found:
        raise errors[0]
    whole = joined(found)
    if len(found) > 1:
        whole.account.append(FileEntry("further-recording", count=len(found)))
    whole.account += rest
    return whole


def _recording(media: Media, part: MediaPart | None, what: str) -> tuple[Inspection, list[Jump]]:
    """One recording, and where its clock jumps. Raises MediaError."""
    try:
        source = Input(media, part)
    except (Unreadable, FormatRefused):
        with closing(open_file(media, part)) as file:
            if what == "isobmff" and sniff.is_cut(file):
                raise Truncated from None
        raise (Unreadable if what in sniff.STREAMS else FormatRefused) from None
    try:
        with closing(open_file(media, part)) as file:  # the source reads from where it stands in its own
            container = _Container(source, file, what)
            return container.inspected(), container.watch.jumps
    finally:
        source.close()


class _Container:
    """Walks one opened container."""

    def __init__(self, source: Input, file: Any, what: str) -> None:
        self.source, self.file, self.what = source, file, what
        self.container = source.container
        self.found = Inspection(format=self.container.format.name)
        self.watch = ClockWatch()
        self.protected = what == "isobmff" and sniff.is_protected(file)

    def inspected(self) -> Inspection:
        found = self.found
        found.metadata, found.summary = metadata.of_container(self.container)
        pictures = [s for s in self.container.streams if s.type == "video" and not is_cover(s)]
        sounds = [s for s in self.container.streams if s.type == "audio"]
        if not pictures and not sounds:
            raise NoStreams
        found.streams = [self._row(stream) for stream in self.container.streams]
        if len(sounds) > 1:
            found.warn("several-sound-streams", len(sounds))
        if len(pictures) > 1:
            found.warn("several-picture-streams", len(pictures))
        usable = self._usable([s.index for s in pictures + sounds])
        self._times(usable)
        moving = any(self._stream(i).type == "video" for i in usable)
        found.kind = Kind.VIDEO if moving else Kind.AUDIO
        if self.what == "isobmff":
            found.account += edited_out(self.file, self.container, usable)
        self._rewind()
        found.account += attached(self.container)
        return found

    def _stream(self, index: int) -> Any:
        """By number, since streams die when a container is opened again."""
        return self.container.streams[index]

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
            if self.source.counted:
                rate = stated_rate(stream) or rate
            row.frame_rate = float(rate) if 0 < rate < 10_000 else 0.0
        if stream.type == "audio" and context:
            row.sample_rate, row.channels = context.sample_rate, context.channels
        return row

    def _usable(self, indexes: list[int]) -> list[int]:
        """Streams of which one picture or block of sound could be decoded."""
        usable, errors = [], []
        for index in indexes:
            try:
                self._first(index)
                usable.append(index)
            except (CodecMissing, Encrypted, Unreadable) as error:
                errors.append(error)
                self.found.warn(f"stream-{error.code}", index)
        if not usable:
            raise errors[0]
        return usable

    def _first(self, index: int) -> None:
        self._rewind()
        stream = self._stream(index)
        if stream.codec_context is None or stream.codec_context.codec_tag in ENCRYPTED_TAGS:
            raise Encrypted if self.protected else CodecMissing
        prepare(stream, EXACT)
        frame = self._decoded(stream)
        if frame is None:
            raise Unreadable
        if stream.type == "video":
            row = self.found.streams[index]
            upright = Upright.of(frame, picture_aspect(stream))
            row.width, row.height, row.rotation = upright.width, upright.height, 90 * upright.turns
            if frame.interlaced_frame:
                self.found.warn("interlaced", index)

    def _decoded(self, stream: Any, tries: int = 500) -> Any:
        try:
            for packet in self.container.demux(stream):
                tries -= 1
                try:
                    frames = packet.decode()
                except MemoryError:
                    raise  # libav's is an FFmpegError too, and says nothing of the file
                except (av.error.FFmpegError, ValueError):
                    frames = []
                if frames or not tries:
                    return frames[0] if frames else None
        except MemoryError:
            raise  # libav's is an FFmpegError too, and says nothing of the file
        except (av.error.FFmpegError, OSError, ValueError):
            return None
        return None

    def _times(self, usable: list[int]) -> None:
        real: dict[int, Times] = {}
        for index in usable:
            stream = self._stream(index)
            count = ticks(stream) if self.source.counted else 0
            if count and not stated_rate(stream):
                self.found.warn("rate-assumed", round(SECOND / max(1, count * stream.time_base * SECOND)))
            real[index] = Times(self.source.clock(stream), stream.type == "video", count)
        if self._indexed(usable):
            for index in usable:
                real[index].from_index(self._stream(index), self.container.size)
            latest = max(t.end for t in real.values())
            self._read(usable, real, max(0, latest - TAIL_NS) // 1000)
            for index in usable:
                if real[index].pictures:
                    self._keyframes(index, real[index])
        else:
            self._read(usable, real)
        for index, times in real.items():
            row = self.found.streams[index]
            row.start_ns, row.duration_ns = times.start, times.end - times.start
            self.found.keyframes += [(index, t) for t in sorted(times.keyframes)]
            if times.cut:
                self.found.warn("truncated", index)
            if times.pictures and times.irregular:
                self.found.warn("variable-frame-rate", index)
        self.found.duration_ns = max(1, *(t.end for t in real.values()))
        self.found.account += [
            FileEntry("clock-jump", -1, span.start_ns, span.end_ns, count=span.end_ns - span.start_ns)
            for span in pauses(times.pauses for times in real.values())
        ]
        self._compare()

    def _indexed(self, usable: list[int]) -> bool:
        """Whether the index covers what the header declares, so that not all packets need be read."""
        if not self.source.indexed:
            return False
        for stream in map(self._stream, usable):
            entries = stream.index_entries
            if len(entries) == 0 or not stream.duration or not stream.time_base:
                return False
            covered = (entries[len(entries) - 1].timestamp - entries[0].timestamp) * stream.time_base
            declared = stream.duration * stream.time_base
            if abs(declared - covered) > max(1, TOLERANCE * declared):
                return False
        return True

    def _read(self, wanted: list[int], real: dict[int, Times], start_us: int = 0) -> None:
        """Read packets of the streams `wanted` from `start_us` to the end."""
        self._rewind(start_us)
        watched = self.container.format.name in BY_BYTES
        for stream in self.container.streams:
            stream.discard = Discard.default if stream.index in wanted else Discard.all
        try:
            for packet in self.container.demux([self._stream(i) for i in wanted]):
                if packet.size:
                    times = real[packet.stream_index]
                    times.add(packet)
                    if watched and packet.dts is not None:
                        self.watch.add(packet.stream_index, packet.pos, times.clock.t_ns(packet.dts))
        except MemoryError:
            raise  # libav's is an FFmpegError too, and says nothing of the file
        except (av.error.FFmpegError, OSError, ValueError):
            self.found.warn("damaged-end")

    def _keyframes(self, index: int, times: Times) -> None:
        """Keyframes by the index alone: which packets a parser calls keyframes may differ."""
        stream = self._stream(index)
        for other in self.container.streams:
            other.discard = Discard.default if other.index == index else Discard.all
        found = keyframes(self.source, stream, times.clock, Span(0, times.end))
        times.keyframes = {max(0, times.clock.t_ns(shown(p))) for p in found if p.size}

    def _rewind(self, start_us: int = 0) -> None:
        """Go back to `start_us`; a container that cannot seek is opened again."""
        name = self.container.format.name
        for stream in self.container.streams:
            stream.discard = (
                Discard.default
            )  # a seek goes by a stream that is wanted, and may miss the others
        if not self.source.counted and (start_us or name not in BY_BYTES):
            try:
                self.container.seek(start_us)
                return
            except MemoryError:
                raise  # libav's is an FFmpegError too, and says nothing of the file
            except (av.error.FFmpegError, OSError, ValueError):
                pass
        self.source.reopen()
        self.container = self.source.container

    def _compare(self) -> None:
        declared = (self.container.duration or 0) * 1000
        seconds = self.found.duration_ns / SECOND
        if declared and abs(declared / SECOND - seconds) > max(1.0, TOLERANCE * seconds):
            self.found.warn("duration-mismatch", f"{declared / SECOND:.1f} s declared, {seconds:.1f} s found")
        cut = self.what == "isobmff" and sniff.is_cut(self.file)
        if cut:
            self.found.warn("truncated", "file")
        if cut or "truncated" in (code for code, _ in self.found.warnings):
            behind = max(self.found.duration_ns, declared)
            self.found.account.append(FileEntry("truncated", start_ns=self.found.duration_ns, end_ns=behind))
