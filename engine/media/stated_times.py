"""What a file states about the moment of its recording: every statement, the most trusted first.

Cameras write the moment of the picture; programs that edit or share a file rewrite other fields. So each
statement keeps its own zone and its place in an order of trust. `app/cases/clocks.py` decides which one
holds; nothing is dropped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Row = tuple[str, str, str]
"""Scope, key and value, as the probe's `metadata` table has them."""
APPLE = "com.apple.quicktime.creationdate"
_XMP_ORIGINAL = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:DateTimeDigitized")
_XMP = re.compile(
    r"(?<!/)\b(exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate|exif:DateTimeDigitized)"
    r"(?:\s*=\s*[\"']([^\"'<>]{1,64})[\"']|\s*>\s*([^<>]{1,64})<)",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}[-:/.]\d\d[-:/.]\d\d", re.ASCII)
_ZONED = re.compile(r"T?\d\d:?\d\d:?\d\d(?:\.\d+)?[+-]\d\d:?\d\d$", re.ASCII)
_HOUR = re.compile(r"\d\d[:.-]\d\d[:.-]\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement. `untrusted_zone` is what a field of its own says about the zone of `untrusted_text`."""

    key: str
    untrusted_text: str
    untrusted_zone: str = ""


def stated_times(rows: Iterable[Row]) -> list[Stated]:
    """Every statement about the recording, the most trusted first, each text once."""
    tags: dict[tuple[str, str], str] = {}
    for scope, key, value in rows:
        tags.setdefault((_scope(scope), key.lower()), value)
    found = [*_picture(tags), *_container(tags)]
    first: dict[tuple[str, str], Stated] = {}
    for one in found:
        if one.untrusted_text.strip():
            first.setdefault((one.untrusted_text, one.untrusted_zone), one)
    return list(first.values())


def _scope(scope: str) -> str:
    return "stream" if scope.startswith("stream ") else scope


def _picture(tags: Mapping[tuple[str, str], str]) -> Iterator[Stated]:
    """EXIF 2.32: each of three times has an offset of its own; XMP repeats two of them."""

    def exif(name: str) -> str:
        return tags.get(("exif", name.lower()), "")

    xmp = _xmp(tags.get(("xmp", "xmp"), ""))
    original = exif("DateTimeOriginal")
    # the offset of the last change tells the camera's zone only while nothing has changed since
    unchanged = exif("DateTime") in ("", original)
    zone = exif("OffsetTimeOriginal") or (exif("OffsetTime") if unchanged else "")
    yield Stated("EXIF DateTimeOriginal", original, zone)
    for name in _XMP_ORIGINAL[:2]:
        yield Stated(f"XMP {name}", xmp.get(name, ""))
    yield Stated("EXIF DateTimeDigitized", exif("DateTimeDigitized"), exif("OffsetTimeDigitized"))
    for name in _XMP_ORIGINAL[2:]:
        yield Stated(f"XMP {name}", xmp.get(name, ""))
    yield Stated("GPS", _satellites(tags))
    for name in ("Creation Time", "create-date"):
        yield Stated(f"text {name}", tags.get(("text", name.lower()), ""))


def _container(tags: Mapping[tuple[str, str], str]) -> Iterator[Stated]:
    """Apple's own key goes before the header, which every program that writes the file sets again."""
    for scope in ("container", "stream"):
        yield Stated(APPLE, tags.get((scope, APPLE), ""))
    for scope in ("container", "stream"):
        day, hour = tags.get((scope, "date"), ""), tags.get((scope, "creation_time"), "")
        if _DAY.fullmatch(day.strip()) and _HOUR.fullmatch(hour.strip()):  # Broadcast Wave: two fields
            date = re.sub(r"[/.]", "-", day.strip())
            time = re.sub(r"[.-]", ":", hour.strip())
            yield Stated("BWF OriginationDate and OriginationTime", f"{date} {time}")
        else:
            # a day with its own zone is the device's; programs that write the file set the header again
            both = [Stated(f"{scope} creation_time", hour), Stated(f"{scope} date", day)]
            yield from reversed(both) if _ZONED.search(day.strip()) else both
        for name in ("date_recorded", "date_digitized"):
            yield Stated(f"{scope} {name}", tags.get((scope, name), ""))


def _xmp(untrusted_packet: str) -> dict[str, str]:
    """The first value of each date, written as an attribute or an element; no XML parser sees the packet."""
    dates: dict[str, str] = {}
    for found in _XMP.finditer(untrusted_packet):
        dates.setdefault(found[1], (found[2] or found[3]).strip())
    return dates


def _satellites(tags: Mapping[tuple[str, str], str]) -> str:
    """The time of the satellites' signal, always UTC: a date, and three numbers as a tuple."""
    day, parts = tags.get(("gps", "gpsdatestamp"), ""), tags.get(("gps", "gpstimestamp"), "")
    numbers = re.findall(r"\d+(?:\.\d+)?", parts)
    if not _DAY.fullmatch(day.strip()) or len(numbers) != 3:
        return ""
    hour, minute, second = (int(float(n)) for n in numbers)
    return f"{day.strip()} {hour:02}:{minute:02}:{second:02}Z"
