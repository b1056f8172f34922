"""Opening untrusted containers: one file object, no protocols, a list of formats."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import av
import av.error
import av.logging
from av.format import Flags

from engine.media import sniff
from engine.media.errors import Empty, FormatRefused, Unreadable, Vanished, WrongStream
from engine.media.layout import longer_than_stated
from engine.media.times import Clock, origin_of
from engine.media.window import window
from engine.units import SECOND, Media, MediaPackage, MediaPart

FORMATS = (
    "mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "h264", "hevc", "m4v", "ivf", "obu", "av1",
    "flv", "asf", "rm", "mxf", "dv", "nut", "gif", "apng", "webp_anim", "mjpeg", "yuv4mpegpipe", "dhav",
    "wav", "w64", "aiff", "au", "caf", "flac", "mp3", "aac", "ac3", "eac3", "dts", "ogg", "amr", "amrnb",
    "amrwb", "ape", "wv", "tta", "voc", "gsm", "qcp", "dsf",
)  # fmt: skip
"""Demuxers that may open a file, by libavformat's names. None of them reads a second file: playlists
(hls, dash, concat), session descriptions (sdp) and image sequences (image2) are not among them."""

MAX_STREAMS = 64
NONE = -2
"""Number of a stream that is not there."""
MAX_PIXELS = 8192 * 8192
"""Most pixels of one moving picture; a decoder may hold 16 of them."""
BUFFER_BYTES = 1 << 18


class PlainReader(io.RawIOBase):
    """A file without a name: libavformat would otherwise trust the name's ending when guessing formats."""

    def __init__(self, path: str) -> None:
        self._file = Path(path).open("rb", buffering=0)  # noqa: SIM115 -- closed by close()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._file.readinto(buffer)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def open_file(media: Media, part: MediaPart | None = None) -> BinaryIO:
    """The item's bytes, or those of one of its recordings, seekable. Raises Vanished, Empty, MediaDamaged."""
    file = _whole_file(media)
    return file if part is None else _not_empty(window(file, ((0, part.head), (part.start, part.end))))


def _whole_file(media: Media) -> BinaryIO:
    if isinstance(media, MediaPackage):
        from engine.sealing.packages import open_package

        return _not_empty(open_package(media))
    try:
        if not stat.S_ISREG(Path(media.path).stat().st_mode):
            raise Vanished  # a fifo would hang, a device would never end
        if media.key:
            from engine.sealing.sealed import open_sealed

            file: BinaryIO = open_sealed(Path(media.path), media.key, media.associated)
        else:
            file = io.BufferedReader(PlainReader(media.path), 1 << 16)
    except OSError as error:
        raise Vanished from error
    return _not_empty(file)


def _not_empty(file: BinaryIO) -> BinaryIO:
    if file.seek(0, io.SEEK_END) == 0:
        file.close()
        raise Empty
    file.seek(0)
    return file


class Input:
    """An opened container and its file. Close it; it holds a file descriptor and decoders."""

    def __init__(self, media: Media, part: MediaPart | None = None) -> None:
        """`part`: the recording of the file to open; of several the first where none is named."""
        self.part = part or next(iter(media.parts), None)
        self.file = open_file(media, self.part)
        self.indexed = sniff.has_whole_index(self.file)
        """Whether the container's own index lists every packet (MP4 and MOV, unless fragmented)."""
        try:
            self._options = _options(self.file)
            self.container: Any = demuxed_by(self.file, self._options)
        except BaseException:
            self.file.close()
            raise
        self.counted = bool(self.container.format.flags & Flags.no_timestamps.value)
        """Whether the format knows no times (raw H.264 of recorders): pictures are counted from the start,
        and nothing can be sought."""
        moving = [s for s in self.container.streams if s.type in ("video", "audio") and not is_cover(s)]
        origin = origin_of((s.start_time, s.time_base) for s in moving if s.time_base)
        self.begin_ns = self.part.offset_ns if self.part else 0
        """Time of the item at which this recording begins."""
        self.origin = origin - Fraction(self.begin_ns, SECOND)
        self.watch: Any = None
        """Sees what is read, where damage is looked for (`engine/media/damage.py`)."""

    def reopen(self) -> None:
        """Begin again at the first byte, for formats that cannot seek."""
        self.container.close()
        self.file.seek(0)
        self.container = demuxed_by(self.file, self._options)

    def clock(self, stream: Any) -> Clock:
        return Clock(stream.time_base or Fraction(1, 1000), self.origin)

    def stream(self, index: int, kind: str) -> Any:
        """Stream `index` of `kind` ("video", "audio"); -1 is the first that is no cover picture."""
        fit = [s for s in self.container.streams if s.type == kind and not is_cover(s)]
        index = self.number_of(index)
        chosen = fit[:1] if index == -1 else [s for s in fit if s.index == index]
        if not chosen:
            raise WrongStream
        return chosen[0]

    def number_of(self, index: int) -> int:
        """Number in this recording of the item's stream `index`; NONE where it lacks it."""
        if index >= 0 and self.part and self.part.streams:
            return dict(self.part.streams).get(index, NONE)
        return index

    def close(self) -> None:
        self.container.close()
        self.file.close()


def _options(file: BinaryIO) -> dict[str, str]:
    """What a demuxer is told of a file whose header is wrong."""
    size = file.seek(0, io.SEEK_END)
    longer = sniff.family(sniff.head_of(file)) == "wave" and longer_than_stated(file, 0, size)
    file.seek(0)
    return {"ignore_length": "1"} if longer else {}


def demuxed_by(file: BinaryIO, more: Mapping[str, str]) -> Any:
    """The container of a file, with what its demuxer is told besides. Raises MediaError."""
    av.logging.set_level(None)
    with reading():
        return av.open(
            _Nameless(file),
            mode="r",
            container_options={
                "format_whitelist": ",".join(FORMATS),
                "protocol_whitelist": "none",
                "max_streams": str(MAX_STREAMS),
                **more,
            },
            options={"max_pixels": str(MAX_PIXELS)},
            buffer_size=BUFFER_BYTES,
            metadata_errors="replace",
            io_open=_refuse,
        )


class _Nameless:
    """Only what libavformat needs of a file, so that no name or path reaches it."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


def is_cover(stream: Any) -> bool:
    """Whether the stream is a single attached picture (album cover), not a moving picture."""
    return bool(
        stream.disposition & (av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails)
    )


def _refuse(url: str, flags: int, options: object) -> NoReturn:
    raise FormatRefused


@contextmanager
def reading() -> Iterator[None]:
    """Turn errors of libav into ours; what they say may quote the evidence and is dropped."""
    try:
        yield
    except (av.error.ArgumentError, av.error.DemuxerNotFoundError, av.error.ProtocolNotFoundError):
        raise FormatRefused from None  # a format outside the list is reported as EINVAL
    except av.error.InvalidDataError:
        raise Unreadable from None
    except MemoryError:
        raise MemoryError from None  # the caller tries the unit again with more room
    except (av.error.FFmpegError, OSError, ValueError, OverflowError):
        raise Unreadable from None
