"""Colours of 16 bits of which a file uses 8 to 14: Pillow keeps the upper bytes, which are nearly black.

Where the upper bytes are that dark, the picture is decoded once more for the lower ones.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from engine.media.greys import TOPS

DARKEST = 64
"""Upper bytes below it are of 14 bits or fewer."""
_NATIVE, _OTHER = (";16L", ";16B") if sys.byteorder == "little" else (";16B", ";16L")
_SWAPPED = {";16L": ";16B", ";16B": ";16L", ";16N": _OTHER}
"""The order of bytes that makes Pillow keep the lower one."""


def deep(image: Image.Image) -> list[Any]:
    """How to decode the lower bytes of a picture that is not loaded yet; [] where colours have 8 bits."""
    stored = getattr(image, "tile", []) if image.mode in ("RGB", "RGBA") else []
    tiles = [_lower(tile) for tile in stored]
    return tiles if all(tiles) else []


def _lower(tile: Any) -> Any:
    mode, *rest = (tile.args,) if isinstance(tile.args, str) else tile.args
    colours, sign, depth = str(mode).partition(";")
    swapped = _SWAPPED.get(sign + depth)
    return tile._replace(args=(colours + swapped, *rest)) if swapped else None


def lightened(image: Image.Image, lower: Callable[[], Image.Image]) -> Image.Image:
    """`image`, loaded, as light as it was meant. `lower` decodes the lower bytes; called where it is dark."""
    upper = np.asarray(image)
    if upper[..., :3].max(initial=0) >= DARKEST:
        return image
    values = upper[..., :3].astype(np.uint16) << 8
    values |= np.asarray(lower())[..., :3]
    top = next(top for top in TOPS if values.max(initial=0) <= top)
    table = np.minimum(255, np.arange(top + 1) * 255.0 / top + 0.5).astype(np.uint8)
    light = table[values]
    return Image.fromarray(np.dstack((light, upper[..., 3])) if image.mode == "RGBA" else light)
