"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

IMAGES = frozenset({"jpeg", "png", "webp", "bmp", "tiff", "heif", "avif", "jpeg2000", "ppm", "ico"})
STREAMS = frozenset({"isobmff", "matroska", "avi", "wave", "ogg", "flac", "mpeg-ts", "flv", "asf", "gif"})

_prefixes: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF", "pdf"),
)
_brands = {
    b"heic": "heif",
    b"heix": "heif",
    b"heim": "heif",
    b"heis": "heif",
    b"mif1": "heif",
    b"avif": "avif",
}
_riff = {b"AVI ": "avi", b"WAVE": "wave", b"WEBP": "webp"}
_boxes = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"styp", b"pnot", b"uuid"})


def family(head: bytes) -> str:
    """A word for the format that `head` (≥ 32 bytes) begins, "" if it is none we know."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64"):
        return _riff.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _brands.get(head[8:12], "isobmff")
    if head[4:8] in _boxes:
        return "isobmff"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return "ppm"
    return next((name for prefix, name in _prefixes if head.startswith(prefix)), "")


def head_of(file: BinaryIO, size: int = 64) -> bytes:
    """The first bytes; the position is put back to the start."""
    file.seek(0)
    head = file.read(size)
    file.seek(0)
    return head


def boxes(file: BinaryIO, most: int = 1000) -> dict[bytes, int]:
    """Top-level boxes of an ISO media file: type → declared end, the last one per type.

    Reads only headers. A declared end behind the file's end means that the file was cut.
    """
    found: dict[bytes, int] = {}
    end = file.seek(0, io.SEEK_END)
    at = 0
    while at + 8 <= end and most:
        file.seek(at)
        header = file.read(16)
        size = int.from_bytes(header[:4], "big")
        if size == 1 and len(header) == 16:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = end - at
        if size < 8:
            break
        at += size
        found[header[4:8]] = at
        most -= 1
    file.seek(0)
    return found


def has_whole_index(file: BinaryIO) -> bool:
    """Whether an ISO media file has one index for all (`moov`) rather than one per fragment (`moof`)."""
    if family(head_of(file)) not in ("isobmff", "heif", "avif"):
        return False
    found = boxes(file, 64)
    return b"moov" in found and b"moof" not in found


def is_cut(file: BinaryIO) -> bool:
    """Whether an ISO media file ends inside a box or has no index (`moov`)."""
    found = boxes(file)
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    return b"moov" not in found or any(stop > end for stop in found.values())


def ends_early(file: BinaryIO, what: str) -> bool:
    """Whether a JPEG or PNG lacks its end mark in the last 64 KiB (cameras append data of their own)."""
    mark = {"jpeg": b"\xff\xd9", "png": b"IEND"}.get(what)
    if mark is None:
        return False
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16)))
    tail = file.read()
    file.seek(0)
    return mark not in tail


def is_protected(file: BinaryIO) -> bool:
    """Whether an ISO media file declares protected tracks (`encv`, `enca`: ISO 14496-12, 8.12)."""
    end = boxes(file).get(b"moov")
    if end is None:
        return False
    file.seek(max(0, end - (4 << 20)))
    index = file.read(4 << 20)
    file.seek(0)
    return b"encv" in index or b"enca" in index


def moves(file: BinaryIO, what: str) -> bool:
    """Whether a PNG or GIF holds more than one picture."""
    if what == "png":
        head = head_of(file, 4096)
        return 0 < head.find(b"acTL") < (head.find(b"IDAT") + 1 or len(head))
    if what == "gif":
        file.seek(0)
        second = len(list(islice(gif_pictures(file), 2))) > 1
        file.seek(0)
        return second
    return False


def gif_pictures(file: BinaryIO) -> Iterator[int]:
    """Places of the image blocks of the GIF that begins where the file stands; it stands at the end then
    (GIF89a, sections 17–26)."""
    begin = file.tell()
    screen = file.read(13)
    if len(screen) < 13:
        return
    file.seek(begin + 13 + _colours(screen[10]))
    while mark := file.read(1):
        if mark == b"!":
            file.read(1)
        elif mark == b",":
            yield file.tell() - 1
            place = file.read(9)
            if len(place) < 9:
                return
            file.seek(_colours(place[8]) + 1, io.SEEK_CUR)
        else:
            return
        if not _skip_blocks(file):
            return


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(file: BinaryIO) -> bool:
    while size := file.read(1):
        if size == b"\0":
            return True
        file.seek(size[0], io.SEEK_CUR)
    return False
