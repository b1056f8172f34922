"""Files that hold several pictures, or pictures and a film, are looked at whole and in full size."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.media.inspection import Inspection, inspect
from engine.media.reel import Reel
from engine.media.source import MediaCache, UnitSource
from engine.media.stills import exact_still
from engine.units import SECOND, Kind, MediaPath, Sampling, Span, UnitRequest
from tests.hostile.making import video

Colour = tuple[int, int, int]
RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)
NAMES = {0: "blue", 1: "green", 2: "red"}


def picture(colour: Colour, size: tuple[int, int] = (320, 240)) -> Image.Image:
    return Image.new("RGB", size, colour)


def jpeg(colour: Colour, size: tuple[int, int] = (320, 240), note: bytes = b"") -> bytes:
    made = io.BytesIO()
    picture(colour, size).save(made, "JPEG")
    data = made.getvalue()
    segment = b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note if note else b""
    return data[:2] + segment + data[2:]


def look(path: Path) -> tuple[Inspection, MediaPath]:
    found = inspect(MediaPath(str(path)))
    return found, MediaPath(str(path), parts=tuple(found.parts))


def seen(media: MediaPath, found: Inspection, hz: float = 0.5) -> list[tuple[float, str, int]]:
    """Time, colour and width of every picture that a stage of `hz` is given."""
    request = UnitRequest(
        stage="faces", version=1, sha256="", kind=found.kind, stream=0, span=Span(0, found.duration_ns),
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, media=media,
    )  # fmt: skip
    frames = UnitSource(request, MediaCache()).frames(hz)
    return [
        (f.t_ns / SECOND, NAMES[int(f.bgr().reshape(-1, 3).mean(axis=0).argmax())], f.bgr().shape[1])
        for f in frames
    ]


def film(path: Path, colour: Colour) -> bytes:
    frame = np.zeros((240, 320, 3), np.uint8) + np.array(colour, np.uint8)
    return video(path, pictures=itertools.repeat(frame, 75), options={"g": "25"}).read_bytes()


def test_the_film_behind_a_photo_is_looked_at_and_the_photo_in_full_size(tmp_path: Path) -> None:
    path = tmp_path / "motion.jpg"
    path.write_bytes(jpeg(RED, (4000, 3000)) + film(tmp_path / "film.mp4", BLUE))
    found, media = look(path)
    assert found.kind is Kind.VIDEO
    assert found.duration_ns == pytest.approx(5 * SECOND, abs=SECOND // 10)
    assert [row.kind for row in found.streams] == ["video", "audio"]
    assert {e.code for e in found.account} == {"read", "further-recording"}
    pictures = seen(media, found, 5)
    assert pictures[0] == (0.0, "red", 4000)
    assert {(colour, width) for _, colour, width in pictures[1:]} == {("blue", 320)}
    request = UnitRequest(
        stage="voice_activity", version=1, sha256="", kind=found.kind, stream=1,
        span=Span(0, found.duration_ns), sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={},
        media=media,
    )  # fmt: skip
    heard = UnitSource(request, MediaCache()).sound()
    assert np.abs(heard[:16_000]).max() == 0.0
    assert np.abs(heard[3 * 16_000 :]).max() > 0.1


def test_it_can_be_watched_and_cited(tmp_path: Path) -> None:
    path = tmp_path / "motion.jpg"
    path.write_bytes(jpeg(RED) + film(tmp_path / "film.mp4", BLUE))
    _, media = look(path)
    reel = Reel(media)
    first = reel.at(0)
    assert (first.t_ns, first.upright.width) == (0, 320)
    second = reel.after(first.t_ns)
    assert second is not None
    assert second.t_ns >= 2 * SECOND
    back = reel.before(second.t_ns)
    assert back is not None
    assert back.t_ns == 0
    reel.close()
    assert exact_still(media, 0, SECOND).t_ns == 0
    assert exact_still(media, 0, 3 * SECOND).t_ns >= 2 * SECOND


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "MPO"])
def test_every_picture_of_a_file_is_looked_at(form: str, tmp_path: Path) -> None:
    path = tmp_path / "several"
    more = [picture(GREEN), picture(BLUE)]
    options = {"lossless": True} if form == "WEBP" else {}
    picture(RED).save(path, form, save_all=True, append_images=more, **options)
    found, media = look(path)
    assert found.kind is Kind.VIDEO
    assert [(t, c) for t, c, _ in seen(media, found)] == [(0.0, "red"), (2.0, "green"), (4.0, "blue")]
    assert {e.code: e.count for e in found.account}["further-recording"] == 3


def test_two_photos_behind_each_other_are_two_pictures(tmp_path: Path) -> None:
    path = tmp_path / "two.jpg"
    path.write_bytes(jpeg(RED) + jpeg(BLUE, (640, 480)))
    found, media = look(path)
    assert [(c, w) for _, c, w in seen(media, found)] == [("red", 320), ("blue", 640)]


def test_what_a_camera_sent_picture_by_picture_is_a_film(tmp_path: Path) -> None:
    path = tmp_path / "stream.mjpeg"
    path.write_bytes(b"".join(jpeg(RED) for _ in range(25)) + b"".join(jpeg(BLUE) for _ in range(25)))
    found, media = look(path)
    assert found.kind is Kind.VIDEO
    assert found.duration_ns == 2 * SECOND
    assert "rate-assumed" in {e.code for e in found.account}
    assert {c for t, c, _ in seen(media, found, 5) if t < 1} == {"red"}
    assert {c for t, c, _ in seen(media, found, 5) if t >= 1} == {"blue"}


def test_maps_and_previews_belong_to_their_photo_and_are_named(tmp_path: Path) -> None:
    maps = (
        jpeg(GREEN, note=b"http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version='1.0'/>"),
        jpeg(GREEN, (80, 60)),
    )
    for number, other in enumerate(maps):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(jpeg(RED) + other)
        found, media = look(path)
        assert found.kind is Kind.IMAGE
        assert media.parts == ()
        assert {e.code: e.bytes for e in found.account}["second-picture"] == len(other)


def test_a_photo_alone_stays_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(jpeg(RED))
    found, media = look(path)
    assert (found.kind, media.parts) == (Kind.IMAGE, ())
    assert [e.code for e in found.account] == ["read"]
