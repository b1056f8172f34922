"""What a container holds beside what plays: footage outside its edit list, covers, attached files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import av.error

from engine.errors import MediaError
from engine.media.account import FileEntry
from engine.media.opening import demuxed_by, is_cover
from engine.units import SECOND

LEAST_NS = SECOND // 2
"""Encoders' priming, less than this, is outside of every edit list."""
ATTACHED = ("attachment",)


def edited_out(file: BinaryIO, container: Any, usable: Sequence[int]) -> list[FileEntry]:
    """The longest footage of a stream that its edit list leaves out (ISO 14496-12, 8.6.6)."""
    shown = [_length(container.streams[index]) for index in usable]
    file.seek(0)
    try:
        whole = demuxed_by(file, {"ignore_editlist": "1"})
    except MediaError:
        return []
    try:
        streams = list(whole.streams)
        left = [
            (_length(streams[index]) - length, index)
            for index, length in zip(usable, shown, strict=True)
            if index < len(streams) and length
        ]
    finally:
        whole.close()
    longest, index = max(left, default=(0, -1))
    return [FileEntry("edited-out", index, 0, longest)] if longest >= LEAST_NS else []


def _length(stream: Any) -> int:
    return int(stream.duration * stream.time_base * SECOND) if stream.duration and stream.time_base else 0


def attached(container: Any) -> Iterator[FileEntry]:
    """Covers and attached files: nobody looks at them, so they are counted."""
    for stream in container.streams:
        if stream.type == "video" and is_cover(stream):
            yield FileEntry("attached", stream.index, bytes=_cover_bytes(container, stream), count=1)
        elif stream.type in ATTACHED:
            yield FileEntry(
                "attached", stream.index, bytes=len(getattr(stream, "data", None) or b""), count=1
            )


def _cover_bytes(container: Any, stream: Any) -> int:
    try:
        return next((int(packet.size) for packet in container.demux(stream)), 0)
    except MemoryError:
        raise  # libav's is an FFmpegError too, and says nothing of the file
    except (av.error.FFmpegError, OSError, ValueError):
        return 0
