"""Where one recording in a file ends and what lies behind it: further recordings, or bytes of no known kind.

Containers say how long they are; what follows that end no decoder would ever look at. Only headers are read,
except of formats that do not state their length (JPEG, Ogg, FLAC, FLV), which are looked through once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from engine.media import sniff
from engine.media.matroska import end_of_matroska

MOST = 10_000
"""Recordings of one file that are told apart; what lies behind them counts as one of no known kind."""
BLOCK = 1 << 20
NEAR = 1 << 16
"""Bytes of no known kind between two recordings that are passed over."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes `[start, end)` of a file and the family of what they hold; "" where it is none we know."""

    start: int
    end: int
    what: str


def layout(file: BinaryIO, what: str) -> list[Stretch]:
    """The recordings behind each other in a file that begins with one of the family `what`."""
    size = file.seek(0, io.SEEK_END)
    found: list[Stretch] = []
    at = 0
    while at < size and len(found) < MOST:
        end = min(size, max(at + 1, _end(file, what, at, size)))
        found.append(Stretch(at, end, what))
        at, what = _following(file, end, size, what)
        if at > end:
            found.append(Stretch(end, at, ""))
    file.seek(0)
    return [s for s in found if s.what or not _blank(file, s)]


def _end(file: BinaryIO, what: str, at: int, size: int) -> int:
    find = ENDS.get(what)
    return find(file, at, size) if find else size


def _following(file: BinaryIO, end: int, size: int, before: str) -> tuple[int, str]:
    """Where the next recording begins at or soon after `end`, and its family; else the file's end."""
    file.seek(end)
    data = file.read(NEAR)
    for found in _beginning.finditer(data):
        start = found.start() - (4 if found.group().startswith(b"ftyp") else 0)
        what = sniff.family(data[start : start + 64]) if start >= 0 else ""
        if what in ENDS and (what != "jpeg" or start == 0 or before in sniff.IMAGES):
            return end + start, what
    return size, ""


_beginning = re.compile(
    rb"\xff\xd8\xff[\xc0-\xfe]|ftyp[\x20-\x7e]{4}|RIFF....(?:WAVE|AVI |WEBP)|\x89PNG\r\n\x1a\n|GIF8[79]a"
    rb"|\x1aE\xdf\xa3|OggS\x00\x02|fLaC[\x00\x80]\x00\x00\x22|FLV\x01[\x00-\x05]\x00\x00\x00\x09",
    re.DOTALL,
)


def _blank(file: BinaryIO, stretch: Stretch) -> bool:
    """Whether a stretch is padding: nothing but zeros, ones or blanks."""
    file.seek(stretch.start)
    left = stretch.end - stretch.start
    while left > 0 and (data := file.read(min(BLOCK, left))):
        if data.strip(b"\x00\xff \r\n"):
            return False
        left -= len(data)
    return True


def _end_of_isobmff(file: BinaryIO, at: int, size: int) -> int:
    """The second `ftyp`, or the first thing that is no box."""
    begun = False
    while at + 8 <= size:
        file.seek(at)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        if not _box_name.fullmatch(header[4:8]) or (begun and header[4:8] == b"ftyp"):
            return at
        if length == 1 and len(header) == 16:
            length = int.from_bytes(header[8:16], "big")
        if length == 0:
            return size
        if length < 8:
            return at
        begun, at = True, at + length
    return size


_box_name = re.compile(rb"[A-Za-z0-9 _\xa9-]{4}")


def _end_of_riff(file: BinaryIO, at: int, size: int) -> int:
    """End of a RIFF file; of an AVI with its further `AVIX` parts."""
    while True:
        file.seek(at)
        header = file.read(12)
        length = int.from_bytes(header[4:8], "big" if header[:4] == b"RIFX" else "little")
        if header[:4] == b"RF64" or length in (0, 0xFFFFFFFF):
            return size
        at += 8 + length + length % 2
        file.seek(at)
        if file.read(12)[8:12] != b"AVIX":
            return at


def _end_of_wave(file: BinaryIO, at: int, size: int) -> int:
    """The stated end, or where the next WAVE begins if samples follow that the header left out."""
    end = _end_of_riff(file, at, size)
    file.seek(end)
    behind = file.read(12)
    if len(behind) < 12 or _following(file, end, size, "wave")[0] == end or not behind.strip(b"\0"):
        return end
    return _search(file, _wave, end, size, 12)


_wave = re.compile(rb"RIFF....WAVE", re.DOTALL)


def longer_than_stated(file: BinaryIO, at: int, end: int) -> int:
    """By how many bytes a WAVE at `[at, end)` is longer than its header says."""
    return max(0, end - _end_of_riff(file, at, end))


def _end_of_jpeg(file: BinaryIO, at: int, size: int) -> int:
    """Behind the end mark of the picture that begins at `at` (ITU T.81, annex B)."""
    at += 2
    while at + 4 <= size:
        file.seek(at)
        mark, kind, *length = file.read(4)
        if mark != 0xFF:
            return at
        if kind == 0xD9:
            return at + 2
        if kind == 0xFF or 0xD0 <= kind <= 0xD7 or kind == 0x01:
            at += 1 if kind == 0xFF else 2
            continue
        at += 2 + int.from_bytes(bytes(length), "big")
        if kind == 0xDA:
            at = _search(file, _mark, at, size)
    return size


_mark = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def _search(file: BinaryIO, wanted: re.Pattern[bytes], at: int, size: int, overlap: int = 1) -> int:
    """Where `wanted` first occurs at or after `at`; `size` where it does not."""
    while at < size:
        file.seek(at)
        data = file.read(BLOCK)
        if found := wanted.search(data):
            return at + found.start()
        if len(data) <= overlap:
            break
        at += len(data) - overlap
    return size


def _end_of_png(file: BinaryIO, at: int, size: int) -> int:
    at += 8
    while at + 12 <= size:
        file.seek(at)
        header = file.read(8)
        at += 12 + int.from_bytes(header[:4], "big")
        if header[4:8] == b"IEND":
            return at
    return size


def _end_of_gif(file: BinaryIO, at: int, size: int) -> int:
    file.seek(at)
    for _ in sniff.gif_pictures(file):
        pass
    return file.tell() if file.tell() > at else size


def _end_of_ogg(file: BinaryIO, at: int, size: int) -> int:
    """Where a page begins a stream after pages that continued one (RFC 3533, section 4)."""
    begun = False
    while at + 27 <= size:
        file.seek(at)
        page = file.read(282)
        if page[:4] != b"OggS":
            at = _search(file, _page, at + 1, size, 3)
            continue
        first = bool(page[5] & 2)
        if first and begun:
            return at
        begun = begun or not first
        at += 27 + page[26] + sum(page[27 : 27 + page[26]])
    return size


_page = re.compile(rb"OggS")


def _until_next(start: bytes) -> Callable[[BinaryIO, int, int], int]:
    """For formats without a length: they end where the next of their kind begins."""
    wanted = re.compile(start, re.DOTALL)
    return lambda file, at, size: _search(file, wanted, at + 4, size, 16)


ENDS: Mapping[str, Callable[[BinaryIO, int, int], int]] = {
    "isobmff": _end_of_isobmff,
    "heif": _end_of_isobmff,
    "avif": _end_of_isobmff,
    "matroska": end_of_matroska,
    "avi": _end_of_riff,
    "wave": _end_of_wave,
    "webp": _end_of_riff,
    "jpeg": _end_of_jpeg,
    "png": _end_of_png,
    "gif": _end_of_gif,
    "ogg": _end_of_ogg,
    "flac": _until_next(rb"fLaC[\x00\x80]\x00\x00\x22"),
    "flv": _until_next(rb"FLV\x01[\x00-\x05]\x00\x00\x00\x09\x00\x00\x00\x00"),
}
"""Family → where a recording ends that begins at a place of a file of a size."""
