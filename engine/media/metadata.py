"""What cameras and programs wrote into a file: container tags, EXIF, GPS, XMP. None of it is verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

from engine.media.stated_times import stated_times

MOST_ROWS = 2000
MOST_CHARACTERS = 4096
XMP_CHARACTERS = 65536
Row = tuple[str, str, str]

_summary_keys = {
    "location": "location", "title": "title",
    "com.apple.quicktime.location.ISO6709": "location",
    "make": "make", "Make": "make", "com.apple.quicktime.make": "make", "com.android.manufacturer": "make",
    "model": "model", "Model": "model", "com.apple.quicktime.model": "model", "com.android.model": "model",
    "encoder": "software", "Software": "software", "com.apple.quicktime.software": "software",
}  # fmt: skip


def clean(untrusted: object, most: int = MOST_CHARACTERS) -> str:
    """Text without control characters and lone surrogates, cut to `most` characters."""
    text = untrusted.decode("utf-8", "replace") if isinstance(untrusted, bytes) else str(untrusted)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text.rstrip("\x00 "))[:most]


def of_container(container: Any) -> tuple[list[Row], dict[str, str]]:
    """Tags of the container, its streams and chapters."""
    rows: list[Row] = [("container", clean(k, 256), clean(v)) for k, v in container.metadata.items()]
    for stream in container.streams:
        rows += [(f"stream {stream.index}", clean(k, 256), clean(v)) for k, v in stream.metadata.items()]
    for chapter in container.chapters()[:500]:
        title = chapter.get("metadata", {}).get("title", "")
        rows.append(("chapter", str(chapter.get("start")), clean(title)))
    rows = rows[:MOST_ROWS]
    return rows, summary(rows)


def of_image(image: Image.Image) -> tuple[list[Row], dict[str, str]]:
    """EXIF with its GPS part, and XMP as it stands."""
    exif = image.getexif()
    rows = _named("exif", exif, ExifTags.TAGS)
    rows += _named("exif", exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    rows += _named("gps", gps, ExifTags.GPSTAGS)
    if xmp := image.info.get("xmp"):
        rows.append(("xmp", "xmp", clean(xmp, XMP_CHARACTERS)))
    rows += [("text", clean(k, 256), clean(v)) for k, v in getattr(image, "text", {}).items()]
    rows = rows[:MOST_ROWS]
    short = summary(rows)
    if place := position(gps):
        short["location"] = f"{place[0]:+.6f}{place[1]:+.6f}/"
    return rows, short


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where it is missing or nonsense."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def position(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, north and east positive (EXIF 2.32, 4.6.6)."""
    try:
        latitude, longitude = (_degrees(gps[k]) for k in (2, 4))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    latitude *= -1 if str(gps.get(1)).upper().startswith("S") else 1
    longitude *= -1 if str(gps.get(3)).upper().startswith("W") else 1
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def summary(rows: list[Row]) -> dict[str, str]:
    """The few tags people ask for: recorded_at, location, make, model, software, title."""
    short: dict[str, str] = {}
    for _, key, value in rows:
        name = _summary_keys.get(key) or _summary_keys.get(key.lower())
        if name and value and name not in short:
            short[name] = value[:256]
    if times := stated_times(rows):
        short["recorded_at"] = times[0].untrusted_text[:256]
    return short


def _named(scope: str, tags: Mapping[int, Any], names: Mapping[int, str]) -> list[Row]:
    return [
        (scope, names.get(tag, f"0x{tag:04x}"), clean(value))
        for tag, value in sorted(tags.items())
        if not isinstance(value, dict) and tag not in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
    ]


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(p) for p in parts)
    return degrees + minutes / 60 + seconds / 3600
