"""When a file was recorded: which of its statements holds, with which zone, and what contradicts it."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest
from PIL import Image

from app.cases.clocks import ASSUMED, STATED, Recorded, recorded
from engine.media.stated_times import Stated, stated_times
from engine.stage import stages
from engine.units import SECOND, MediaPath
from tests.hostile.making import video

ORIGINAL, DIGITIZED, CHANGED = 0x9003, 0x9004, 0x0132
OFFSET, OFFSET_ORIGINAL, OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
TEN = "2024:05:03 10:00:00"


def utc(*date: int) -> int:
    return round(datetime(*date, tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]


def probed(path: Path) -> Any:
    """The tables of the probe of a file."""
    source: Any = SimpleNamespace(media=MediaPath(str(path)))
    context: Any = SimpleNamespace(check=lambda: None)
    return stages()["probe"].run(source, context)


def said(path: Path) -> Recorded:
    return recorded(probed(path))


def photo(path: Path, tags: Mapping[int, str], changed: str = "", xmp: bytes = b"") -> Path:
    exif = Image.Exif()
    if changed:
        exif[CHANGED] = changed
    exif.get_ifd(0x8769).update(tags)
    Image.new("RGB", (32, 24), "grey").save(path, exif=exif, xmp=xmp or None)
    return path


def packet(attribute: str) -> bytes:
    return (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        f"<rdf:Description rdf:about='' {attribute}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def bwf(path: Path, day: str, hour: str) -> Path:
    """A second of silence whose `bext` chunk tells when it began (EBU Tech 3285)."""
    bext = bytes(256 + 32 + 32) + day.encode() + hour.encode() + bytes(602 - 338)
    sound = bytes(2 * 8000)
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body
        for name, body in (
            (b"bext", bext),
            (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)),
            (b"data", sound),
        )
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    return path


XMP_ELEMENT = packet(
    "xmlns:exif='http://ns.adobe.com/exif/1.0/'><exif:DateTimeOriginal>2024-05-03T10:00:00+02:00"
    "</exif:DateTimeOriginal>"
)
XMP_ATTRIBUTE = packet("xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:CreateDate='2024-05-03T10:00:00'>")
XMP_SAME_HOUR = packet(
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:DateCreated='2024-05-03T10:00:00-05:00'>"
)


@pytest.mark.parametrize(
    ("tags", "changed", "xmp", "at_ns", "zone"),
    [
        ({ORIGINAL: TEN, OFFSET_ORIGINAL: "+02:00", OFFSET: "-04:00"}, "2024:05:03 04:00:00", b"", 8, STATED),
        ({ORIGINAL: TEN, OFFSET: "-04:00"}, "2024:05:03 04:00:00", b"", 10, ASSUMED),
        ({ORIGINAL: TEN, OFFSET: "+02:00"}, TEN, b"", 8, STATED),
        ({DIGITIZED: TEN}, "", b"", 10, ASSUMED),
        ({DIGITIZED: TEN, OFFSET_DIGITIZED: "+01:00"}, "", b"", 9, STATED),
        ({}, "", XMP_ELEMENT, 8, STATED),
        ({}, "", XMP_ATTRIBUTE, 10, ASSUMED),
        ({ORIGINAL: TEN}, "", XMP_SAME_HOUR, 15, STATED),
    ],
)
def test_a_photos_time_is_the_originals_with_its_own_zone(
    tmp_path: Path, tags: Mapping[int, str], changed: str, xmp: bytes, at_ns: int, zone: str
) -> None:
    found = said(photo(tmp_path / "a.jpg", tags, changed, xmp))
    assert (found.at_ns, found.zone, found.contradicted) == (utc(2024, 5, 3, at_ns), zone, False)


def test_the_day_of_the_last_change_is_no_time_of_recording(tmp_path: Path) -> None:
    assert said(photo(tmp_path / "a.jpg", {OFFSET: "+02:00"}, TEN)).at_ns is None


def test_the_satellites_time_is_named_beside_a_camera_clock_that_was_wrong() -> None:
    rows = [
        ("exif", "DateTimeOriginal", "2019:01:01 00:00:00"),
        ("gps", "GPSDateStamp", "2024:05:03"),
        ("gps", "GPSTimeStamp", "(8.0, 0.0, 7.0)"),
    ]
    assert stated_times(rows)[1] == Stated("GPS", "2024:05:03 08:00:07Z")


def test_broadcast_wave_tells_day_and_hour_in_two_fields(tmp_path: Path) -> None:
    for day, hour in (("2024-05-03", "10:11:12"), ("2024/05/03", "10-11-12"), ("2024:05:03", "10.11.12")):
        found = said(bwf(tmp_path / "a.wav", day, hour))
        assert (found.at_ns, found.zone) == (utc(2024, 5, 3, 10, 11, 12), ASSUMED)


CREATED, REWRITTEN = "2024-05-03T10:00:00+0200", "2024-06-01T12:00:00Z"
APPLE = "com.apple.quicktime.creationdate"


def _film(path: Path, tags: dict[str, str]) -> Path:
    return video(path, 12, sounds=0, muxing={"movflags": "use_metadata_tags"}, tags=tags)


def test_a_header_that_was_rewritten_stands_behind_and_is_named(tmp_path: Path) -> None:
    found = said(_film(tmp_path / "a.mov", {APPLE: CREATED, "creation_time": REWRITTEN}))
    assert (found.at_ns, found.zone, found.contradicted) == (utc(2024, 5, 3, 8), STATED, True)
    assert [(c.key, c.at_ns) for c in found.candidates] == [
        (APPLE, utc(2024, 5, 3, 8)),
        ("container creation_time", utc(2024, 6, 1, 12)),
    ]


def test_a_day_with_its_own_zone_goes_before_a_header_that_was_rewritten(tmp_path: Path) -> None:
    tags = {"date": CREATED, "creation_time": REWRITTEN}
    found = said(video(tmp_path / "a.mov", 12, sounds=0, tags=tags))
    assert (found.at_ns, found.contradicted) == (utc(2024, 5, 3, 8), True)
    assert [c.key for c in found.candidates] == ["container date", "container creation_time"]


def test_statements_that_agree_are_no_contradiction(tmp_path: Path) -> None:
    agreeing = {APPLE: CREATED, "creation_time": "2024-05-03T08:00:01Z"}
    assert not said(_film(tmp_path / "a.mov", agreeing)).contradicted


@pytest.mark.parametrize("rate", [12, 50])
@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [("a.h264", "libx264", {}), ("a.hevc", "libx265", {"x265-params": "log-level=none"})],
)
def test_a_raw_stream_runs_at_the_rate_of_its_own_header(
    tmp_path: Path, rate: int, name: str, codec: str, options: dict[str, str]
) -> None:
    path = video(tmp_path / name, 48, codec=codec, rate=rate, sounds=0, options=options)
    probe = probed(path)
    assert probe["container"]["duration_ns"][0] == pytest.approx(48 * SECOND / rate, abs=2)
    assert probe["streams"]["frame_rate"][0] == pytest.approx(rate)
    assert "rate-assumed" not in probe["warnings"]["code"]


def _late_sound(path: Path) -> Path:
    """Four seconds of pictures, and sound of the same length that begins three seconds after them."""
    film = video(path.with_suffix(".mp4"), 100, options={"g": "50", "bf": "2"})
    source: Any
    with av.open(str(film)) as source, av.open(str(path), "w") as out:
        tracks = {s.index: out.add_stream_from_template(s) for s in source.streams}
        packets = [p for p in source.demux() if p.dts is not None]
        for packet in packets:
            if packet.stream.type == "audio":
                late = round(3 / packet.time_base)
                packet.pts, packet.dts = packet.pts + late, packet.dts + late
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            packet.stream = tracks[packet.stream_index]
            out.mux(packet)
    return path


def test_pictures_begin_at_zero_though_the_sound_of_a_matroska_begins_later(tmp_path: Path) -> None:
    probe = probed(_late_sound(tmp_path / "a.mkv"))
    kinds = list(probe["streams"]["kind"])
    pictures = kinds.index("video")
    assert probe["streams"]["start_ns"][pictures] == 0
    assert probe["streams"]["duration_ns"][pictures] == pytest.approx(4 * SECOND, rel=0.03)
    assert 0 in list(probe["keyframes"]["t_ns"])
    assert probe["streams"]["start_ns"][kinds.index("audio")] == pytest.approx(3 * SECOND, abs=SECOND // 10)
