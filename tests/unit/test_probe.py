"""What the probe says of an item."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import ExifTags, Image

from engine.execute import run_unit
from engine.media.errors import Empty, Encrypted, NoStreams, Truncated
from engine.media.inspection import Inspection, inspect
from engine.media.source import MediaCache
from engine.models.packs import PackStore
from engine.plan import WHOLE
from engine.records import unpack
from engine.stage import Context
from engine.stages.probe import Probe
from engine.units import SECOND, Kind, MediaPath, Sampling, UnitRequest
from tests.hostile import containers, pictures
from tests.hostile.making import picture, sound, video


def look(path: Path) -> Inspection:
    return inspect(MediaPath(str(path)))


def codes(found: Inspection) -> set[str]:
    return {code for code, _ in found.warnings}


def test_the_tables_hold_what_was_found(media: Callable[[str], Path], tmp_path: Path) -> None:
    path = media("obama_speech.mp4")
    request = UnitRequest(
        stage="probe", version=Probe.version, sha256="", kind=Kind.OTHER, stream=-1, span=WHOLE,
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, media=MediaPath(str(path)),
    )  # fmt: skip
    packed = [
        run_unit(request, Context(settings={}, packs=PackStore(tmp_path)), MediaCache()) for _ in range(2)
    ]
    assert packed[0] == packed[1]
    tables = unpack(packed[0], Probe.tables)
    assert tables["container"]["kind"] == ["video"]
    assert tables["streams"]["kind"] == ["audio", "video"]
    assert tables["streams"]["codec"] == ["aac", "h264"]
    assert tables["streams"]["width"].tolist() == [0, 320]
    assert tables["keyframes"]["t_ns"].tolist() == [0, 5 * SECOND]
    assert json.loads(tables["container"]["metadata"][0])["recorded_at"].startswith("2016-11-09")


def test_the_duration_is_the_contents_not_the_headers(tmp_path: Path) -> None:
    makers = (containers.ten_hours, containers.ten_hours_matroska, containers.wave_too_long)
    for maker, ending in zip(makers, ("mp4", "mkv", "wav"), strict=True):
        path = tmp_path / f"item.{ending}"
        maker(path)
        assert abs(look(path).duration_ns - 3 * SECOND) < SECOND // 4


def test_a_header_that_lies_is_reported(tmp_path: Path) -> None:
    containers.ten_hours_matroska(tmp_path / "item.mkv")
    assert "duration-mismatch" in codes(look(tmp_path / "item.mkv"))


def test_the_end_is_the_end_of_the_last_picture(tmp_path: Path) -> None:
    for form in ("mp4", "matroska", "avi", "mpegts", "h264"):
        path = video(tmp_path / f"item.{form}", 75, form=form, sounds=0, options={"g": "25"})
        found = look(path)
        assert abs(found.duration_ns - 3 * SECOND) < SECOND // 20, form
        assert [round(t / SECOND, 1) for _, t in found.keyframes] == [0, 1, 2], form


@pytest.mark.parametrize(
    "name", ["WolfgangLanger_Pexels.mp4", "face_noface.mov", "bikes.mp4", "shot_change.mp4"]
)
def test_keyframes_found_by_the_index_are_those_of_all_packets(
    name: str, media: Callable[[str], Path]
) -> None:
    import av

    with av.open(str(media(name))) as container:
        stream = container.streams.video[0]
        base = stream.time_base or 1
        truth = [float(p.pts * base) for p in container.demux(stream) if p.is_keyframe and p.pts is not None]
    found = [t / SECOND for _, t in look(media(name)).keyframes]
    assert found == pytest.approx(sorted(truth), abs=1e-6)


def test_kinds(tmp_path: Path) -> None:
    containers.cover_only(tmp_path / "song.mp4")
    Image.fromarray(picture(0)).save(tmp_path / "photo.gif")
    made = {
        "film.mp4": video(tmp_path / "film.mp4", 5),
        "voice.wav": sound(tmp_path / "voice.wav", 1),
        "song.mp4": tmp_path / "song.mp4",
        "photo.gif": tmp_path / "photo.gif",
    }
    pictures.animated_png(tmp_path / "moves.png")
    pictures.turned(tmp_path / "turned.jpg")
    made |= {name: tmp_path / name for name in ("moves.png", "turned.jpg")}
    assert {name: str(look(path).kind) for name, path in made.items()} == {
        "film.mp4": "video", "voice.wav": "audio", "song.mp4": "audio", "photo.gif": "image",
        "moves.png": "video", "turned.jpg": "image",
    }  # fmt: skip
    assert [row.kind for row in look(tmp_path / "song.mp4").streams] == ["audio", "cover"]


def test_oddities_are_reported(tmp_path: Path) -> None:
    containers.uneven(tmp_path / "uneven.mp4")
    containers.cut_content(tmp_path / "cut.mp4")
    containers.codec_unknown(tmp_path / "unknown.mp4")
    pictures.cut(tmp_path / "half.jpg")
    pictures.animated_webp(tmp_path / "moves.webp")
    video(tmp_path / "three.mp4", 5, sounds=3)
    found = {path.name: codes(look(path)) for path in tmp_path.iterdir()}
    assert "variable-frame-rate" in found["uneven.mp4"]
    assert {"truncated", "duration-mismatch"} <= found["cut.mp4"]
    assert found["unknown.mp4"] == {"stream-codec-missing"}
    assert found["half.jpg"] == {"truncated"}
    assert found["moves.webp"] == set(), "its pictures are looked at, one after the other"
    assert found["three.mp4"] == {"several-sound-streams"}


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    containers.no_index(tmp_path / "no index")
    containers.encrypted(tmp_path / "encrypted")
    (tmp_path / "empty").write_bytes(b"")
    for name, error in (("no index", Truncated), ("encrypted", Encrypted), ("empty", Empty)):
        with pytest.raises(error):
            look(tmp_path / name)
    subtitles = tmp_path / "subtitles.mkv"
    video(subtitles, 5)
    data = (
        subtitles.read_bytes()
        .replace(b"\x83\x81\x01", b"\x83\x81\x11")
        .replace(b"\x83\x81\x02", b"\x83\x81\x11")
    )
    subtitles.write_bytes(data)
    with pytest.raises(NoStreams):
        look(subtitles)


def test_position_and_time_of_a_photo_are_read(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = "Maker\0", 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:22 10:11:12"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[1], gps[2], gps[3], gps[4] = "S", (33.0, 51.0, 24.0), "E", (151.0, 12.0, 0.0)
    Image.fromarray(picture(0)).save(tmp_path / "photo.jpg", exif=exif)
    found = look(tmp_path / "photo.jpg")
    assert found.summary == {
        "make": "Maker", "recorded_at": "2026:11:22 10:11:12", "location": "-33.856667+151.200000/",
    }  # fmt: skip
    row = found.streams[0]
    assert (row.width, row.height, row.rotation) == (240, 320, 90)


def test_metadata_is_bounded_and_free_of_control_characters(tmp_path: Path) -> None:
    tags = {"title": "x" * 1_000_000, "comment": "a\x00b\x1b[31mc\u202e"}
    found = look(video(tmp_path / "tags.mp4", 5, tags=tags))
    assert max(len(value) for _, _, value in found.metadata) <= 65_536
    assert all(c.isprintable() or c in "\t\n\u202e" for _, _, v in found.metadata for c in v)
    assert len(found.summary["title"]) == 256


def certificate(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    """An end certificate of the profile that Content Credentials ask for."""
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(
        issuer, subject, public, x509.random_serial_number(), now - day, now + day
    )
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(False, None), True),
        (x509.SubjectKeyIdentifier.from_public_key(public), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False),
        (x509.KeyUsage(True, False, False, False, False, False, False, False, False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
    ]
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def signed(image: bytes) -> bytes:
    """`image` with Content Credentials, signed by a certificate made for this test."""
    import c2pa  # type: ignore[import-untyped]

    key, root_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name, root = (
        x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, n),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Nobody"),
            ]
        )
        for n in ("Test Camera", "Test Root")
    )
    pem = serialization.Encoding.PEM
    chain = certificate(name, key.public_key(), root, root_key).public_bytes(pem)
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    info = c2pa.C2paSignerInfo(b"es256", chain, private, None)
    manifest = {
        "claim_generator_info": [{"name": "test camera", "version": "1"}],
        "title": "photo",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [{
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        }]}}],
    }  # fmt: skip
    made = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(manifest)) as builder:
        builder.sign(signer, "image/jpeg", io.BytesIO(image), made)
    return made.getvalue()


def test_content_credentials_are_read_and_tampering_shows(tmp_path: Path) -> None:
    plain = io.BytesIO()
    Image.fromarray(picture(0)).save(plain, "JPEG")
    data = signed(plain.getvalue())
    (tmp_path / "signed.jpg").write_bytes(data)
    found = {k: v for s, k, v in look(tmp_path / "signed.jpg").metadata if s == "c2pa"}
    assert found["present"] == "yes"
    assert found["state"] == "Valid"
    assert found["signer"] == "Nobody"
    assert found["action"].startswith("c2pa.created")
    changed = bytearray(data)
    changed[-500] ^= 0x10
    (tmp_path / "changed.jpg").write_bytes(bytes(changed))
    tampered = look(tmp_path / "changed.jpg")
    assert tampered.summary["c2pa"] == "Invalid"
    assert ("c2pa", "failure", "assertion.dataHash.mismatch") in tampered.metadata


def test_without_content_credentials_nothing_is_said(tmp_path: Path) -> None:
    Image.fromarray(picture(0)).save(tmp_path / "plain.jpg")
    found = look(tmp_path / "plain.jpg")
    assert "c2pa" not in found.summary
    assert not [row for row in found.metadata if row[0] == "c2pa"]
