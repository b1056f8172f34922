"""Still pictures: upright BGR under a limit of pixels, whatever their format, depth and colour model."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.media.errors import FormatRefused, TooLarge, Unreadable

Picture = npt.NDArray[np.uint8]

FORMATS = (
    "JPEG", "MPO", "PNG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF", "HEIF", "JPEG2000", "PPM", "TGA",
    "ICO", "PCX", "SGI",
)  # fmt: skip
"""Pillow's names of formats that may be opened: no programs (EPS), no vectors, no references."""
MAX_PIXELS = 120_000_000
"""Most pixels decoded; at three bytes each, with working copies, below 1 GB."""
MAX_JPEG_PIXELS = 1_600_000_000
"""A JPEG can be decoded at 1/2, 1/4 or 1/8 of its size, so larger ones may be opened."""


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


def opened(file: BinaryIO) -> Image.Image:
    """The picture with its header read and checked, no pixel decoded yet.

    Raises FormatRefused, TooLarge, Unreadable.
    """
    import pi_heif  # type: ignore[import-untyped]

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # checked below, against our own limits
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError:
        raise FormatRefused from None
    except Exception:  # parsers of hostile files raise anything
        raise Unreadable from None
    limit = MAX_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS
    if image.width * image.height > limit:
        raise TooLarge
    return image


def decoded(file: BinaryIO) -> StillFrame:
    """The first picture of the file, upright. Raises FormatRefused, TooLarge, Unreadable."""
    image = opened(file)
    full = image.size
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if image.width * image.height > MAX_PIXELS:
                image.draft("RGB", _draft_size(full))
                if image.width * image.height > MAX_PIXELS:
                    raise TooLarge
            turned = ImageOps.exif_transpose(_with_safe_orientation(image))
            picture = _bgr(turned)
    except TooLarge:
        raise
    except MemoryError:
        raise TooLarge from None
    except Exception:  # parsers of hostile files raise anything
        raise Unreadable from None
    if (turned.width > turned.height) != (image.width > image.height):
        full = full[1], full[0]
    picture.setflags(write=False)
    return StillFrame(picture, *full)


def _draft_size(full: tuple[int, int]) -> tuple[int, int]:
    divisor = next((d for d in (2, 4, 8) if full[0] * full[1] // d**2 <= MAX_PIXELS), 8)
    return full[0] // divisor, full[1] // divisor


def _with_safe_orientation(image: Image.Image) -> Image.Image:
    """The image, without its EXIF where that cannot be read: a damaged tag must not cost the picture."""
    try:
        image.getexif().get(0x0112)
    except Exception:
        image.info.pop("exif", None)
        image = image.copy()
    return image


def _bgr(image: Image.Image) -> Picture:
    """BGR uint8. 16 bits are scaled, palettes and CMYK converted, transparent parts laid on white."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values: Any = np.asarray(image).astype(np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        grey = np.clip(values * (255 / top), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        image = Image.alpha_composite(ground, clear)
    rgb = np.asarray(image.convert("RGB"))
    return np.ascontiguousarray(rgb[:, :, ::-1])


def in_memory(data: bytes) -> BinaryIO:
    return io.BytesIO(data)
