"""Sealed media against Tink itself, the oracle for the format, in both directions."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.media.errors import MediaDamaged, MediaMissing
from engine.sealing.sealed import HEADER, SealedReader, SealedWriter, open_sealed

KEY, ABOUT = bytes(range(32)), b"case|item|media"
SEGMENTS = (4096, 65536, 256 * 1024)


def _sizes(segment: int) -> list[int]:
    first, full = segment - 16 - HEADER, segment - 16
    around_ends = [first - 1, first, first + 1, first + full - 1, first + full, first + full + 1]
    return [0, 1, *around_ends, first + 3 * full]


def _tink(segment: int) -> Any:
    import tink
    from tink import proto_keyset_format, secret_key_access, streaming_aead
    from tink.proto import aes_gcm_hkdf_streaming_pb2 as streaming
    from tink.proto import common_pb2, tink_pb2

    streaming_aead.register()
    params = streaming.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=segment, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256
    )
    key = streaming.AesGcmHkdfStreamingKey(version=0, params=params, key_value=KEY)
    keyset = tink_pb2.Keyset(primary_key_id=1)
    entry = keyset.key.add(
        key_id=1, status=tink_pb2.KeyStatusType.ENABLED, output_prefix_type=tink_pb2.OutputPrefixType.RAW
    )
    entry.key_data.type_url = "type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey"
    entry.key_data.value = key.SerializeToString()
    entry.key_data.key_material_type = tink_pb2.KeyData.SYMMETRIC
    handle: tink.KeysetHandle = proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(streaming_aead.StreamingAead)


def _sealed(plain: bytes, segment: int, piece: int = 10_000) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, KEY, ABOUT, segment)
    for start in range(0, len(plain), piece):
        writer.write(plain[start : start + piece])
    writer.finish()
    return target.getvalue()


def _reader(sealed: bytes, segment: int) -> SealedReader:
    return SealedReader(io.BytesIO(sealed), KEY, ABOUT, segment)


class _Kept(io.BytesIO):
    """Tink closes what it writes to; the bytes are wanted after that."""

    written = b""

    def close(self) -> None:
        self.written = self.getvalue()
        super().close()


@pytest.mark.parametrize("segment", SEGMENTS)
def test_tink_reads_what_is_sealed_here(segment: int) -> None:
    oracle = _tink(segment)
    for size in _sizes(segment):
        plain = random.Random(size).randbytes(size)
        with oracle.new_decrypting_stream(io.BytesIO(_sealed(plain, segment)), ABOUT) as stream:
            assert stream.read() == plain, size


@pytest.mark.parametrize("segment", SEGMENTS)
def test_what_tink_sealed_is_read_here(segment: int) -> None:
    oracle = _tink(segment)
    for size in _sizes(segment):
        plain, target = random.Random(size).randbytes(size), _Kept()
        with oracle.new_encrypting_stream(target, ABOUT) as stream:
            stream.write(plain)
        reader = _reader(target.written, segment)
        assert reader.size == size
        assert reader.read() == plain, size


@pytest.mark.parametrize("piece", [1, 17, 4095, 4096, 100_000])
def test_the_size_of_the_pieces_written_does_not_matter(piece: int) -> None:
    plain = random.Random(1).randbytes(30_000)
    assert _reader(_sealed(plain, 4096, piece), 4096).read() == plain


def test_any_place_reads_as_in_the_plain_file() -> None:
    chance = random.Random(7)
    plain = chance.randbytes(200_000)
    with _reader(_sealed(plain, 4096), 4096) as reader:
        for _ in range(2_000):
            place, count = chance.randrange(210_000), chance.choice([0, 1, 100, 4080, 20_000])
            assert reader.seek(place) == place
            assert reader.read(count) == plain[place : place + count]
        assert reader.seek(-5, os.SEEK_END) == 199_995
        buffer = bytearray(10)
        assert reader.readinto(buffer) == 5
        assert bytes(buffer[:5]) == plain[-5:]
        assert reader.read(10) == b""


def _at(changed: bytes, place: int) -> bytes:
    return changed[:place] + bytes([changed[place] ^ 1]) + changed[place + 1 :]


def test_damage_is_found_in_its_segment_and_the_others_still_read() -> None:
    plain = random.Random(2).randbytes(20_000)
    damaged = _reader(_at(_sealed(plain, 4096), 2 * 4096 + 100), 4096)
    assert damaged.read(4096) == plain[:4096]
    with pytest.raises(MediaDamaged, match="segment 2"):
        damaged.read()
    damaged.seek(3 * 4096)
    assert damaged.read(1000) == plain[3 * 4096 :][:1000]


@pytest.mark.parametrize("place", [0, 5, 35])
def test_a_changed_header_opens_nothing(place: int) -> None:
    with pytest.raises(MediaDamaged):
        _reader(_at(_sealed(b"x" * 9000, 4096), place), 4096)


def test_segments_can_be_neither_cut_off_nor_moved_nor_added() -> None:
    sealed = _sealed(random.Random(3).randbytes(20_000), 4096)
    moved = sealed[:4096] + sealed[8192:12288] + sealed[4096:8192] + sealed[12288:]
    for cut in (sealed[:8192], sealed[:-1], sealed[:HEADER], sealed[:10], b"", sealed + sealed[4096:8192]):
        with pytest.raises(MediaDamaged):
            _reader(cut, 4096)
    with pytest.raises(MediaDamaged, match="segment 1"):
        _reader(moved, 4096).read()


def test_another_key_or_item_opens_nothing() -> None:
    sealed = _sealed(b"evidence", 4096)
    for key, about in ((bytes(32), ABOUT), (KEY, b"case|other|media")):
        with pytest.raises(MediaDamaged):
            SealedReader(io.BytesIO(sealed), key, about, 4096)


def test_a_missing_file_is_named_as_missing(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        open_sealed(tmp_path / "gone", KEY, ABOUT)


_READ_LARGE = """
import random, resource, sys
from engine.sealing.sealed import SealedWriter, open_sealed
path, key = sys.argv[1], bytes(32)
piece = random.Random(0).randbytes(1 << 20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(path, "wb") as file:
    writer = SealedWriter(file, key, b"x")
    for _ in range(300):
        writer.write(piece)
    writer.finish()
with open_sealed(path, key, b"x") as reader:
    buffer = bytearray(1 << 20)
    while reader.readinto(buffer):
        pass
    for place in range(0, 300 << 20, 7_000_001):
        reader.seek(place)
        reader.read(100)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_sealing_and_reading_300_mb_takes_less_than_64_mb_of_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READ_LARGE, str(tmp_path / "large")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 64
