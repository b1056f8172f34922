"""Still pictures: bombs, damaged metadata, rare kinds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.hostile.making import picture

Made = set[str]
RESULT: Made = {"result"}


def _jpeg(**options: Any) -> bytes:
    made = io.BytesIO()
    Image.fromarray(picture(0)).save(made, "JPEG", **options)
    return made.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(path: Path) -> Made:
    """1.6 gigapixels of nothing in seven megabytes."""
    side = 40_000
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    rows = bytes((side + 1) * 400)
    body = b"".join(packer.compress(rows) for _ in range(side // 400)) + packer.flush()
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )
    return {"too-large"}


def jpeg_bomb(path: Path) -> Made:
    """A small JPEG whose header claims 65,500 × 65,500."""
    data = bytearray(_jpeg())
    at = data.find(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    path.write_bytes(bytes(data))
    return {"too-large"}


def progressive_bomb(path: Path) -> Made:
    data = bytearray(_jpeg(progressive=True))
    at = data.find(b"\xff\xc2") + 5
    data[at : at + 4] = struct.pack(">HH", 30_000, 30_000)
    path.write_bytes(bytes(data))
    return {"too-large"}


def big_jpeg(path: Path) -> Made:
    """108 megapixels, as phones take them; decoded at a reduced size."""
    Image.new("RGB", (12_000, 9_000), (40, 90, 160)).save(path, "JPEG", quality=30)
    return RESULT


def text_bomb(path: Path) -> Made:
    """A PNG with a compressed text that unfolds to 256 MB."""
    body = io.BytesIO()
    Image.fromarray(picture(0)).save(body, "PNG")
    data = body.getvalue()
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(256 << 20), 1))
    path.write_bytes(data[:33] + text + data[33:])
    return RESULT


def turned(path: Path) -> Made:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker\x00\x01 <b>"
    path.write_bytes(_jpeg(exif=exif.tobytes()))
    return RESULT


def corrupt_exif(path: Path) -> Made:
    exif = Image.Exif()
    exif[0x0112] = 3
    data = bytearray(exif.tobytes())
    data[10:14] = b"\xff\xff\xff\x7f"  # the first directory lies two gigabytes on
    path.write_bytes(_jpeg(exif=bytes(data)))
    return RESULT


def looping_exif(path: Path) -> Made:
    """A directory whose next directory is itself, with an absurd number of entries."""
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 65_535) + bytes(200) + struct.pack("<I", 8)
    path.write_bytes(_jpeg(exif=body))
    return RESULT


def cut(path: Path) -> Made:
    data = _jpeg()
    path.write_bytes(data[: len(data) // 2])
    return RESULT


def animated_png(path: Path) -> Made:
    frames = [Image.fromarray(picture(20 * n)) for n in range(5)]
    frames[0].save(path, "PNG", save_all=True, append_images=frames[1:], duration=200)
    return RESULT


def animated_webp(path: Path) -> Made:
    frames = [Image.fromarray(picture(20 * n)) for n in range(5)]
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:], duration=200)
    return RESULT


def _saved(mode: str, form: str) -> Callable[[Path], Made]:
    def make(path: Path) -> Made:
        if mode == "I;16":
            grey = picture(0)[:, :, 0].astype(np.uint16) * 257
            Image.fromarray(grey).save(path, form)
        else:
            Image.fromarray(picture(0)).convert(mode).save(path, form)
        return RESULT

    return make


MAKERS: dict[str, Callable[[Path], Made]] = {
    "gigapixel.png": png_bomb,
    "claims.jpg": jpeg_bomb,
    "claims progressive.jpg": progressive_bomb,
    "108 megapixels.jpg": big_jpeg,
    "text bomb.png": text_bomb,
    "turned.jpg": turned,
    "corrupt exif.jpg": corrupt_exif,
    "looping exif.jpg": looping_exif,
    "half.jpg": cut,
    "animated.png": animated_png,
    "animated.webp": animated_webp,
    "16 bits.png": _saved("I;16", "PNG"),
    "four inks.jpg": _saved("CMYK", "JPEG"),
    "palette.png": _saved("P", "PNG"),
    "transparent.png": _saved("RGBA", "PNG"),
    "one bit.tif": _saved("1", "TIFF"),
    "wide gamut.avif": _saved("RGB", "AVIF"),
}
