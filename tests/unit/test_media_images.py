"""Still pictures: upright, every colour model, within the limits."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from engine.media import images
from engine.media.errors import FormatRefused, TooLarge, Unreadable
from engine.media.inspection import inspect
from engine.media.source import MediaCache
from engine.units import Kind, MediaPath, Sampling, Span, UnitRequest
from tests.conftest import ROOT
from tests.hostile import pictures
from tests.hostile.making import picture


def shown(data: bytes) -> images.StillFrame:
    return images.decoded(io.BytesIO(data))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_ends_upright(orientation: int) -> None:
    """Pillow's own turning is the judge."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(Image.fromarray(picture(0, 96, 64)), "PNG", exif=exif)
    upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
    frame = shown(data)
    assert (frame.width, frame.height) == (upright.shape[1], upright.shape[0])
    assert np.array_equal(frame.bgr()[:, :, ::-1], upright)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "CMYK"])
def test_every_colour_model_gives_its_colours(mode: str, form: str) -> None:
    image = Image.fromarray(picture(0)).convert("RGB" if (mode, form) == ("CMYK", "PNG") else mode)
    truth = np.asarray(image.convert("RGB"))
    assert np.array_equal(shown(saved(image, form)).bgr()[:, :, ::-1], truth)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF", "BMP", "JPEG2000"])
def test_every_usual_format_is_read(form: str) -> None:
    found = shown(saved(Image.fromarray(picture(0)), form)).bgr()[:, :, ::-1].astype(int)
    assert np.abs(found - picture(0)).mean() < 8


def test_sixteen_bits_are_scaled_to_eight() -> None:
    grey = np.linspace(0, 65_535, 256 * 16).reshape(16, 256).astype(np.uint16)
    frame = shown(saved(Image.fromarray(grey), "PNG"))
    assert np.abs(frame.bgr()[:, :, 0].astype(int) - grey // 257).max() <= 1


@pytest.mark.parametrize("top", [1023, 4095, 16_383, 65_535])
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_greys_of_any_depth_are_as_light_as_they_were_meant(top: int, form: str) -> None:
    light = picture(0)[:, :, 0]
    deep = (light.astype(np.uint32) * top // 255).astype(np.uint16)
    frame = shown(saved(Image.fromarray(deep), form))
    assert np.abs(frame.bgr()[:, :, 0].astype(int) - light).max() <= 2


@pytest.mark.parametrize("top", [255, 1023, 4095, 16_383, 65_535])
@pytest.mark.parametrize("form", [".png", ".tiff"])
@pytest.mark.parametrize("clear", [False, True])
def test_colours_of_any_depth_are_as_light_as_they_were_meant(top: int, form: str, clear: bool) -> None:
    light = picture(0)
    deep = (light.astype(np.uint32) * top // 255).astype(np.uint16)
    if clear:
        deep = np.dstack([deep, np.full(deep.shape[:2], 65_535, np.uint16)])
    stored = cv2.imencode(form, cv2.cvtColor(deep, cv2.COLOR_RGBA2BGRA if clear else cv2.COLOR_RGB2BGR))[1]
    found = shown(stored.tobytes()).bgr()[:, :, ::-1].astype(int)
    assert np.abs(found - light).max() <= 2


def test_further_pages_of_a_deep_tiff_are_light_too() -> None:
    light = [picture(number, 96, 64) for number in (0, 1)]
    deep = [(page.astype(np.uint32) * 4095 // 255).astype(np.uint16)[..., ::-1] for page in light]
    data = cv2.imencodemulti(".tiff", deep)[1].tobytes()
    for number, page in enumerate(light):
        found = images.decoded(io.BytesIO(data), number).bgr()[:, :, ::-1].astype(int)
        assert np.abs(found - page).max() <= 2


@pytest.mark.parametrize("scale", [1.0, 255.0, 4095.0])
def test_floating_greys_are_as_light_as_they_were_meant(scale: float) -> None:
    light = picture(0)[:, :, 0]
    values = light.astype(np.float32) * (scale / 255)
    values[0, 0] = np.nan
    grey = shown(saved(Image.fromarray(values), "TIFF")).bgr()[:, :, 0]
    assert grey[0, 0] == 0
    assert np.abs(grey.astype(int) - light)[0, 1:].max() <= 2


def test_temperatures_in_a_narrow_range_give_a_picture() -> None:
    """A camera for heat counts hundredths of a kelvin: 20 to 36 °C are 29,315 to 30,915."""
    light = picture(0)[:, :, 0]
    heat = (29_315 + light.astype(np.uint32) * 1600 // 255).astype(np.uint16)
    grey = shown(saved(Image.fromarray(heat), "PNG")).bgr()[:, :, 0].astype(int)
    assert np.corrcoef(grey.ravel(), light.ravel())[0, 1] > 0.99
    assert grey.max() - grey.min() > 240


def test_the_noise_of_an_even_surface_is_not_made_a_picture() -> None:
    even = (30_000 + np.random.default_rng(1).integers(0, 20, (64, 64))).astype(np.uint16)
    assert np.ptp(shown(saved(Image.fromarray(even), "PNG")).bgr()) <= 1


def test_a_tiff_that_counts_from_white_is_not_shown_as_a_negative() -> None:
    light = picture(0)[:, :, 0]
    stored = 65_535 - light.astype(np.uint16) * 257
    data = saved(Image.fromarray(stored), "TIFF", tiffinfo={262: 0})
    assert np.abs(shown(data).bgr()[:, :, 0].astype(int) - light).max() <= 1


def test_a_large_deep_grey_is_reduced_like_others() -> None:
    grey = np.full((7100, 7100), 40_000, np.uint16)
    frame = shown(saved(Image.fromarray(grey), "PNG", compress_level=1))
    assert (frame.width, frame.height, frame.bgr().shape) == (7100, 7100, (3550, 3550, 3))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_is_turned_once(orientation: int, tmp_path: Path) -> None:
    """As the PNG with the same tag and the same stored pixels."""
    stored, exif = Image.fromarray(picture(0, 96, 64)), Image.Exif()
    exif[0x0112] = orientation
    upright = shown(saved(stored, "PNG", exif=exif))
    data = saved(stored, "TIFF", tiffinfo={0x0112: orientation})
    found = shown(data)
    assert (found.width, found.height) == (upright.width, upright.height)
    assert np.array_equal(found.bgr(), upright.bgr())
    (tmp_path / "a.tif").write_bytes(data)
    row = inspect(MediaPath(str(tmp_path / "a.tif"))).streams[0]
    assert (row.width, row.height) == (upright.width, upright.height)


def test_what_is_transparent_is_laid_on_white() -> None:
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    clear.putpixel((0, 0), (255, 0, 0, 255))
    found = shown(saved(clear, "PNG")).bgr()
    assert found[0, 0].tolist() == [0, 0, 255]
    assert found[4, 4].tolist() == [255, 255, 255]


def test_a_damaged_exif_does_not_cost_the_picture(tmp_path: Path) -> None:
    for maker in (pictures.corrupt_exif, pictures.looping_exif):
        maker(tmp_path / "x.jpg")
        assert shown((tmp_path / "x.jpg").read_bytes()).bgr().shape == (240, 320, 3)


def test_the_upper_half_of_a_cut_photo_is_shown(tmp_path: Path) -> None:
    pictures.cut(tmp_path / "half.jpg")
    found = shown((tmp_path / "half.jpg").read_bytes()).bgr().astype(int)
    truth = picture(0)[:, :, ::-1].astype(int)
    assert np.abs(found[:80] - truth[:80]).mean() < 15


def test_a_large_photo_is_reduced_but_keeps_its_coordinates(tmp_path: Path) -> None:
    pictures.big_jpeg(tmp_path / "big.jpg")
    frame = shown((tmp_path / "big.jpg").read_bytes())
    assert (frame.width, frame.height) == (12_000, 9_000)
    assert frame.bgr().shape == (4_500, 6_000, 3)
    assert frame.bgr(1000).shape == (750, 1000, 3)


def test_bombs_are_refused_by_their_header(tmp_path: Path) -> None:
    for maker in (pictures.png_bomb, pictures.jpeg_bomb, pictures.progressive_bomb):
        maker(tmp_path / "bomb")
        with pytest.raises(TooLarge):
            shown((tmp_path / "bomb").read_bytes())


def test_programs_and_drawings_are_no_pictures() -> None:
    for data in (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"<svg/>", b"PK\x03\x04" + bytes(60)):
        with pytest.raises(FormatRefused):
            shown(data)


def test_a_header_without_a_picture_is_unreadable() -> None:
    with pytest.raises((Unreadable, FormatRefused)):
        shown(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(4))


def test_a_heic_photo_is_read() -> None:
    path = ROOT / "tests" / "data" / "gradient.heic"
    asked = UnitRequest(
        stage="faces", version=1, sha256="", kind=Kind.IMAGE, stream=0, span=Span(0, 1),
        sampling=Sampling.GRID, settings={}, digests={}, upstream_keys={}, media=MediaPath(str(path)),
    )  # fmt: skip
    frame = next(MediaCache().source(asked).frames(5))
    assert (frame.width, frame.height) == (128, 64)
    assert np.abs(frame.bgr().astype(int) - picture(0, 128, 64)[:, :, ::-1]).mean() < 15
