"""Still pictures: upright BGR under a limit of pixels, whatever their format, depth and colour model."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, UnidentifiedImageError

from engine.media import deep_colours, metadata
from engine.media.errors import FormatRefused, TooLarge, Unreadable
from engine.media.greys import eight_bits

Picture = npt.NDArray[np.uint8]

FORMATS = (
    "JPEG", "PNG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF", "HEIF", "JPEG2000", "PPM", "TGA",
    "ICO", "PCX", "SGI",
)  # fmt: skip
"""Pillow's names of formats that may be opened: no programs (EPS), no vectors, no references.
JPEG includes MPO, several JPEG pictures in one file, of which the first is read."""
MAX_PIXELS = 120_000_000
"""Most pixels decoded: half a gigabyte."""
WORKING_PIXELS = 50_000_000
"""Most pixels kept; a larger picture is reduced by a whole factor as soon as it is decoded."""
MAX_JPEG_PIXELS = 1_600_000_000
"""A JPEG can be decoded at 1/2, 1/4 or 1/8 of its size, so larger ones may be opened."""

PHOTOMETRIC, WHITE_IS_ZERO = 262, 0
"""TIFF 6.0: a grey picture that counts from white down."""

_turns = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by EXIF orientation (TIFF 6.0, section 8)."""


@dataclass(slots=True)
class StillFrame:
    """A `Frame` of engine.stage over a still picture at time 0."""

    picture: Picture
    width: int
    height: int
    t_ns: int = 0
    pts: int = 0
    exact: bool = True
    sized: dict[int, Picture] | None = None

    @property
    def nbytes(self) -> int:
        return self.picture.nbytes

    def bgr(self, max_side: int | None = None) -> Picture:
        import cv2

        height, width = self.picture.shape[:2]
        if max_side is None or max(width, height) <= max_side:
            return self.picture
        self.sized = self.sized if self.sized is not None else {}
        if max_side not in self.sized:
            scale = max_side / max(width, height)
            size = max(1, round(width * scale)), max(1, round(height * scale))
            small = np.asarray(cv2.resize(self.picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            small.setflags(write=False)
            self.sized[max_side] = small
        return self.sized[max_side]


@cache
def registered() -> None:
    """Load Pillow's formats and HEIF, once, and set its limits aside for ours."""
    import pi_heif  # type: ignore[import-untyped]

    Image.init()
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # opened() has limits of its own
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # the upper half of a photo is evidence too


def opened(file: BinaryIO) -> Image.Image:
    """The picture with its header read and checked, no pixel decoded yet.

    Raises FormatRefused, TooLarge, Unreadable.
    """
    registered()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError:
        raise FormatRefused from None
    except MemoryError:
        raise
    except Exception:  # parsers of hostile files raise anything
        raise Unreadable from None
    # a progressive JPEG holds all coefficients in memory, whatever the size that is asked for
    scalable = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if image.width * image.height > (MAX_JPEG_PIXELS if scalable else MAX_PIXELS):
        raise TooLarge
    return image


def decoded(file: BinaryIO, page: int = 0, t_ns: int = 0) -> StillFrame:
    """A picture of the file, upright, at a time. Raises FormatRefused, TooLarge, Unreadable."""
    image = opened(file)
    if page:
        turn_to(image, page)
    deep = deep_colours.deep(image)  # before anything else, since asking a PNG for its EXIF loads it
    full = upright_size(image)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if image.format in ("JPEG", "MPO"):
                image.draft("RGB", (image.width // _divisor(image), image.height // _divisor(image)))
            if image.width * image.height > MAX_PIXELS:
                raise TooLarge
            image.load()
            turn = metadata.orientation(image)  # of a TIFF it is gone: Pillow turns it as it loads
            if deep:
                image = deep_colours.lightened(image, lambda: _decoded_so(file, page, deep))
            image = _shallow(image)
            if _divisor(image) > 1:
                image = image.reduce(_divisor(image))
            if turn in _turns:
                image = image.transpose(_turns[turn])
            picture = _bgr(image)
    except (TooLarge, MemoryError):
        raise
    except Exception:  # parsers of hostile files raise anything
        raise Unreadable from None
    picture.setflags(write=False)
    return StillFrame(picture, *full, t_ns=t_ns)


def _decoded_so(file: BinaryIO, page: int, tiles: list[Any]) -> Image.Image:
    """A picture of the file, decoded as `tiles` say."""
    file.seek(0)
    image = opened(file)
    if page:
        turn_to(image, page)
    image.tile = tiles  # type: ignore[attr-defined]  # Image.open gives an ImageFile, says Image
    image.load()
    return image


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as they are shown; Pillow itself has turned those of a TIFF."""
    turned = image.format != "TIFF" and metadata.orientation(image) >= 5
    return image.size[::-1] if turned else image.size


def turn_to(image: Image.Image, page: int) -> None:
    """Go to a further picture of the file. Raises TooLarge, Unreadable."""
    try:
        image.seek(page)
    except MemoryError:
        raise
    except Exception:  # parsers of hostile files raise anything
        raise Unreadable from None
    if image.width * image.height > MAX_PIXELS:
        raise TooLarge


def _divisor(image: Image.Image) -> int:
    """Smallest power of two up to 8 (what JPEG can scale by) that makes the picture small enough."""
    pixels = image.width * image.height
    return next((d for d in (1, 2, 4, 8) if pixels // d**2 <= WORKING_PIXELS), 8)


def _shallow(image: Image.Image) -> Image.Image:
    """Greys of 10 to 16 bits and floating ones in 8 bits; others as they are."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    tags = getattr(image, "tag_v2", {})
    return Image.fromarray(eight_bits(np.asarray(image), inverted=tags.get(PHOTOMETRIC) == WHITE_IS_ZERO))


def _bgr(image: Image.Image) -> Picture:
    """BGR uint8. Palettes and CMYK converted, transparent parts laid on white."""
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        image = Image.alpha_composite(ground, clear)
    rgb = np.asarray(image.convert("RGB"))
    return np.ascontiguousarray(rgb[:, :, ::-1])
