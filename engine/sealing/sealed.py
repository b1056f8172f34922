"""Sealed media: the AES256-GCM-HKDF streaming format that Tink publishes, and a seekable reader for it.

    header: length of the header (1 byte, 40) · salt (32) · nonce prefix (7)
    segments of 256 KiB, the first shorter by the header, the last as long as it needs to be:
        AES-256-GCM(key, nonce = prefix · number of the segment (4, big-endian) · 1 if last else 0)
    key = HKDF-SHA256(item key, salt, info = associated data)

https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming (derived key 32 bytes, SHA-256).
Each segment is checked when it is read; order and end are in the nonce, so segments can be neither moved
nor cut off. A file takes 16 bytes per segment and 40 more.
"""

from __future__ import annotations

import io
import os
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.media.errors import MediaDamaged, MediaMissing

SEGMENT = 256 * 1024
"""Bytes of a sealed segment, tag and all; part of the format of a case."""
KEPT_SEGMENTS = 8
_SALT, _PREFIX, _TAG, _KEY = 32, 7, 16, 32
HEADER = 1 + _SALT + _PREFIX


def _cipher(key: bytes, salt: bytes, associated: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY, salt, associated).derive(key))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")


class SealedWriter:
    """Seals what is written to it into `target`, a binary file it neither closes nor flushes to the disk.

    Memory: two segments, whatever the size. `finish` must be called; without it the file has no end
    and is refused.
    """

    def __init__(self, target: BinaryIO, key: bytes, associated: bytes, segment: int = SEGMENT) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._target = target
        self._cipher = _cipher(key, salt, associated)
        self._plain = segment - _TAG
        self._room = self._plain - HEADER
        self._held = memoryview(bytearray(self._plain))
        self._count = 0
        self._sealed = memoryview(bytearray(segment))
        self._number = 0
        target.write(bytes([HEADER]) + salt + self._prefix)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Any amount; a segment is sealed once it is known that another follows."""
        rest = memoryview(data)
        if self._count:
            rest = rest[self._hold(rest) :]
            if not rest:
                return
            self._seal(self._held[: self._count], last=False)
            self._count = 0
        while len(rest) > self._room:
            room = self._room
            self._seal(rest[:room], last=False)
            rest = rest[room:]
        self._hold(rest)

    def finish(self) -> None:
        """Seal the last segment, which may be empty."""
        self._seal(self._held[: self._count], last=True)
        self._count = 0

    def _hold(self, data: memoryview) -> int:
        """Keep what still fits into the segment; the number of bytes kept."""
        kept = min(self._room - self._count, len(data))
        self._held[self._count : self._count + kept] = data[:kept]
        self._count += kept
        return kept

    def _seal(self, plain: memoryview, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        target = self._sealed[: len(plain) + _TAG]
        self._cipher.encrypt_into(nonce, plain, None, target)
        self._target.write(target)
        self._number += 1
        self._room = self._plain


class SealedReader(io.RawIOBase):
    """Plain bytes of a sealed file, from anywhere in it. Keeps the last 8 segments: 2 MB at any size.

    The end is checked when the file is opened, every other segment when it is reached; MediaDamaged
    names the segment.
    """

    def __init__(self, file: BinaryIO, key: bytes, associated: bytes, segment: int = SEGMENT) -> None:
        super().__init__()
        self._file = file
        self._segment, self._plain = segment, segment - _TAG
        header = file.read(HEADER)
        if len(header) != HEADER or header[0] != HEADER:
            raise MediaDamaged("header")
        self._cipher = _cipher(key, header[1 : 1 + _SALT], associated)
        self._prefix = header[1 + _SALT :]
        self._total = file.seek(0, os.SEEK_END)
        self._segments = max(1, -(-self._total // segment))
        self._size = self._total - HEADER - _TAG * self._segments
        self._position = 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        if self._size < 0:
            raise MediaDamaged("header")
        self._segment_at(self._segments - 1)

    @property
    def size(self) -> int:
        """Plain bytes of the whole file."""
        return self._size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("negative position")
        self._position = base + offset
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        """As much as asked for, less only at the end. Raises MediaDamaged."""
        left = max(0, self._size - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        number, start = self._place(self._position)
        if wanted and (first := self._segment_at(number)) and start + wanted <= len(first):
            self._position += wanted
            return first[start : start + wanted]
        buffer = bytearray(wanted)
        self.readinto(buffer)
        return bytes(buffer)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill `buffer`, less only at the end. Raises MediaDamaged."""
        target = memoryview(buffer).cast("B")
        done = 0
        while done < len(target) and self._position < self._size:
            number, start = self._place(self._position)
            plain = self._segment_at(number)
            count = min(len(plain) - start, len(target) - done)
            target[done : done + count] = memoryview(plain)[start : start + count]
            done += count
            self._position += count
        return done

    def close(self) -> None:
        if not self.closed:
            self._kept.clear()
            self._file.close()
        super().close()

    def _place(self, position: int) -> tuple[int, int]:
        """Segment that holds a plain position, and where in it."""
        first = self._plain - HEADER
        if position < first:
            return 0, position
        number, start = divmod(position - first, self._plain)
        return number + 1, start

    def _segment_at(self, number: int) -> bytes:
        kept = self._kept.get(number)
        if kept is not None:
            self._kept.move_to_end(number)
            return kept
        start = HEADER if number == 0 else number * self._segment
        self._file.seek(start)
        sealed = self._file.read(min((number + 1) * self._segment, self._total) - start)
        nonce = _nonce(self._prefix, number, number == self._segments - 1)
        try:
            plain = self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise MediaDamaged(f"segment {number}") from None
        self._kept[number] = plain
        if len(self._kept) > KEPT_SEGMENTS:
            self._kept.popitem(last=False)
        return plain


def open_sealed(path: str | Path, key: bytes, associated: bytes, segment: int = SEGMENT) -> BinaryIO:
    """A readable, seekable file of the plain bytes. Raises MediaMissing, MediaDamaged."""
    try:
        # segments are read whole, so a buffer in between would only copy them once more
        file = Path(path).open("rb", buffering=0)  # noqa: SIM115 (the reader closes it)
    except FileNotFoundError:
        raise MediaMissing from None
    try:
        return cast(BinaryIO, SealedReader(cast(BinaryIO, file), key, associated, segment))
    except BaseException:
        file.close()
        raise
