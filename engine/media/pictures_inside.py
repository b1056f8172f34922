"""Files that hold several still pictures, or pictures and a film: each is looked at, in its full size.

Camera streams (JPEG behind JPEG, all of one size) are films. Previews, depth and brightness maps belong to
the picture before them and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from PIL import Image

from engine.errors import MediaError
from engine.media import images, sniff
from engine.media.account import FileEntry
from engine.media.inspected import Inspection, StreamRow
from engine.media.joining import behind, joined
from engine.media.layout import Stretch
from engine.media.opening import open_file
from engine.units import SECOND, Kind, Media, MediaPart

STILL_NS = 2 * SECOND
"""How long a still picture is shown among others: every stage looks at one picture in that time."""
FILM = 10
"""Pictures of one size behind each other from which on they are a film."""
MOST_PICTURES = 2000
MULTI_PICTURE = b"MPF\x00"
"""In a JPEG that lists the pictures behind it (CIPA DC-007)."""
REDUCED = 1
"""Bit of a TIFF page's NewSubfileType that marks a reduced copy of another page (TIFF 6.0, section 8)."""
_auxiliary = (b"hdrgm:", b"HDRGainMap", b"hdrgainmap", b"DepthMap", b"depthmap", b"aux:")

Look = Callable[[MediaPart, str], Inspection]


def whole(
    media: Media, first: Inspection, image: Image.Image, stretches: Sequence[Stretch], look: Look
) -> Inspection:
    """The probe of all that a file holds whose first picture is `image`; `look` probes a film in it."""
    begin = stretches[0]
    found, rest = _pages(first, image, begin)
    for stretch in stretches[1:]:
        part = MediaPart(
            stretch.start, stretch.end, 0, STILL_NS, page=0 if stretch.what in sniff.IMAGES else -1
        )
        try:
            more = _picture(media, part, image.size) if part.page == 0 else look(part, stretch.what)
        except MediaError:
            rest += behind([stretch])
            continue
        if more is None:
            rest.append(FileEntry("second-picture", bytes=stretch.end - stretch.start, count=1))
        else:
            found.append((part, more))
    if len(found) == 1:
        first.account += rest
        return first
    made = joined(found)
    made.kind = Kind.VIDEO
    made.account += [FileEntry("further-recording", count=len(found)), *rest]
    return made


def is_film(media: Media, stretches: Sequence[Stretch]) -> bool:
    """Whether pictures behind each other are what a camera sent, one after the other."""
    if len(stretches) < FILM or {s.what for s in stretches} != {"jpeg"}:
        return False
    sizes = set()
    for stretch in stretches[:FILM]:
        try:
            with closing(open_file(media, MediaPart(stretch.start, stretch.end, 0, 0))) as file:
                if MULTI_PICTURE in file.read(1 << 16):
                    return False
                sizes.add(images.opened(file).size)
        except MediaError:
            return False
    return len(sizes) == 1


def _pages(
    first: Inspection, image: Image.Image, place: Stretch
) -> tuple[list[tuple[MediaPart, Inspection]], list[FileEntry]]:
    count = int(getattr(image, "n_frames", 1)) if image.format != "MPO" else 1
    found, rest = (
        [(MediaPart(place.start, place.end, 0, STILL_NS, page=0), _shown(first, first.streams[0]))],
        [],
    )
    for page in range(1, min(count, MOST_PICTURES)):
        try:
            images.turn_to(image, page)
        except MediaError:
            rest.append(FileEntry("damaged", count=1))
            continue
        if _is_reduced(image):
            rest.append(FileEntry("second-picture", count=1))
            continue
        width, height = images.upright_size(image)
        row = replace(first.streams[0], width=width, height=height)
        found.append((MediaPart(place.start, place.end, 0, STILL_NS, page=page), _shown(first, row, page)))
    if count > MOST_PICTURES:
        rest.append(FileEntry("only-first-picture", count=count - MOST_PICTURES))
    return found, rest


def _is_reduced(image: Any) -> bool:
    tags = getattr(image, "tag_v2", None)
    return bool(tags and int(tags.get(254, 0)) & REDUCED)


def _picture(media: Media, part: MediaPart, size: tuple[int, int]) -> Inspection | None:
    """A picture behind the first one; None if it is only a preview or a map of it. Raises MediaError."""
    with closing(open_file(media, part)) as file:
        head = file.read(1 << 16)
        image = images.opened(file)
        if any(mark in head for mark in _auxiliary) or image.mode == "L" or 2 * image.width < size[0]:
            return None
        width, height = images.upright_size(image)
    row = StreamRow(0, "image", str(image.format).lower(), width, height, default=True)
    return _shown(Inspection(format=row.codec), row, 1)


def _shown(found: Inspection, row: StreamRow, page: int = 0) -> Inspection:
    """A still picture as a moment of a film."""
    shown = replace(row, kind="video", duration_ns=STILL_NS)
    made = replace(found, kind=Kind.VIDEO, duration_ns=STILL_NS, streams=[shown], keyframes=[(0, 0)])
    return made if page == 0 else replace(made, account=[], warnings=[], metadata=[])
