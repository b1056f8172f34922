"""Stills for people: the picture shown at a moment, decoded with nothing left out."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections import deque
from dataclasses import dataclass, field

from PIL import Image

from engine.media import images
from engine.media.decoding import exactly
from engine.media.errors import Unreadable
from engine.media.opening import Input, open_file
from engine.media.parts import opened, part_at, still_at
from engine.media.pictures import Converter, DecodedFrame, Picture, Shelf, Tools
from engine.units import SECOND, Media, Span

LOOK_BACK_NS = (2 * SECOND, 60 * SECOND)


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as PNG, upright, in full size. `t_ns`, `pts`: of the picture, at or before what was asked."""

    png: bytes = field(repr=False)
    sha256: str
    t_ns: int
    pts: int
    width: int
    height: int


def exact_still(media: Media, stream: int, t_ns: int) -> Still:
    """The picture of `stream` (-1: the first) shown at `t_ns`; the first one where none is shown yet.

    The same file and moment give the same pixels on every machine, and the same bytes with the same
    release of the PNG encoder. Raises MediaError.
    """
    part = part_at(media, t_ns, stream)
    if part is not None and part.page >= 0:
        return _still(still_at(media, part).picture, part.offset_ns, 0)
    with opened(media, part) as source:
        frame = _shown(source, stream, t_ns)
        return _still(frame.bgr(), frame.t_ns, frame.pts)


def exact_image(media: Media) -> Still:
    """A still picture as PNG, upright. Raises MediaError."""
    file = open_file(media)
    try:
        return _still(images.decoded(file).picture, 0, 0)
    finally:
        file.close()


def _shown(source: Input, stream: int, t_ns: int) -> DecodedFrame:
    for back in (0, *LOOK_BACK_NS, t_ns):
        span = Span(max(0, t_ns - back), t_ns + 1)
        if last := deque(exactly(source, stream, span, _tools()), maxlen=1):
            return last.pop()
    first = next(exactly(source, stream, Span(0, 1 << 62), _tools()), None)
    if first is None:
        raise Unreadable
    return first


def _tools() -> Tools:
    return Tools(Converter(), Shelf(0), itertools.count())


def _still(picture: Picture, t_ns: int, pts: int) -> Still:
    made = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(made, "PNG", compress_level=6)
    data = made.getvalue()
    height, width = picture.shape[:2]
    return Still(data, hashlib.sha256(data).hexdigest(), t_ns, pts, width, height)
