"""Damage of a still picture: decoders show the rest of it, and only a strict look tells that part is lost.

What a format without checksums (JPEG, WebP) decodes to other colours goes unseen: nothing in the file tells
it from what was photographed.
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from contextlib import closing
from typing import BinaryIO

import av
import av.error
import av.logging
from PIL import Image, ImageFile

from engine.errors import MediaError
from engine.media import images, sniff
from engine.media.damage import Harm
from engine.media.opening import open_file
from engine.units import Media

_broken = re.compile(
    r"overread|error count|error y=|error dc|bad vlc|invalid|unexpected|premature|EOI missing"
)
"""What libavcodec says of the coded data of a JPEG that it decodes to the end all the same."""
_restart = re.compile(rb"\xff([\xd0-\xd7])")
_mark = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
_after_a_scan = b"\xc4\xd8\xd9\xda\xdb\xdc\xdd\xe1\xfe"
MOST_BYTES = 64 << 20
"""A larger file is not looked through a second time."""


def harm_of_picture(media: Media) -> list[Harm]:
    """The damage of a still picture, with the bytes from where on it was seen. Raises MediaError."""
    with closing(open_file(media)) as file:
        what = sniff.family(sniff.head_of(file))
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if size > MOST_BYTES:
            return []
        if what == "png":
            lost = _damage_of_png(file, size)
        elif what == "jpeg":
            lost = _damage_of_jpeg(file.read())
        else:
            lost = 0 if _loads(file) else -1
    return [Harm(0, 1, max(0, lost), 1)] if lost else []


def _damage_of_png(file: BinaryIO, size: int) -> int:
    """Bytes of chunks that fail their checksum, or that lie behind a broken chain (ISO 15948, 5.3)."""
    at, bad = 8, 0
    while at + 12 <= size:
        file.seek(at)
        head = file.read(8)
        length = int.from_bytes(head[:4], "big")
        if at + 12 + length > size or not head[4:].isalpha():
            return bad + size - at
        body = file.read(length + 4)
        if zlib.crc32(head[4:] + body[:-4]) != int.from_bytes(body[-4:], "big"):
            bad += 12 + length
        at += 12 + length
        if head[4:] == b"IEND":
            return bad
    return bad + max(1, size - at)


def _damage_of_jpeg(data: bytes) -> int:
    """-1 where the coded data break off or make no sense, else 0."""
    if b"\xff\xd9" not in data[-(1 << 16) :] and b"\xff\xd9" not in data:
        return -1
    if not _scans_in_order(data):
        return -1
    said: list[str] = []
    level = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as messages, av.open(io.BytesIO(data), "r", format="jpeg_pipe") as source:
            for packet in source.demux(video=0):
                packet.decode()
        said = [text for _, name, text in messages if name == "mjpeg"]
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError, ValueError, IndexError):
        return 0  # a kind of JPEG that libavcodec does not know; Pillow has its say
    finally:
        av.logging.set_level(level)
    return -1 if any(_broken.search(text) for text in said) else 0


def _scans_in_order(data: bytes) -> bool:
    """Whether restart marks count on by one within each scan, and only marks that may follow a scan do.

    ITU T.81, B.1.1 and B.2.1.
    """
    at = data.find(b"\xff\xda", _first_scan(data))
    while at >= 0:
        begin = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        mark = _mark.search(data, begin)
        end = mark.start() if mark else len(data)
        numbers = [restart[0] & 7 for restart in _restart.findall(data, begin, end)]
        if any(number != place & 7 for place, number in enumerate(numbers)):
            return False
        if mark is None or mark[1] not in _after_a_scan:
            return mark is None
        at = _next_scan(data, end)
    return True


def _first_scan(data: bytes) -> int:
    """Where the segments before the first scan end."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] not in (b"\xda", b""):
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at


def _next_scan(data: bytes, at: int) -> int:
    """Where the next scan begins behind tables and comments; -1 at the end of the picture."""
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] not in (b"\xd9", b"\xda", b"\xd8", b""):
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at if data[at : at + 2] == b"\xff\xda" else -1


def _loads(file: BinaryIO) -> bool:
    """Whether the picture decodes to its last line."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = images.opened(file)
            if image.width * image.height > images.MAX_PIXELS:
                return True
            image.load()
    except MediaError:
        raise
    except MemoryError:
        raise
    except Exception:  # parsers of hostile files raise anything
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return True
