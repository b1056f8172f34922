"""What a viewer process says, as frozen values; and how they are made of what it sent, which is not trusted.

A hostile file may have taken the process over: every field is checked, and only codes come as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.units import Kind
from gpu_backends.shared_pictures import SharedPictures

LARGEST_SIDE = 1 << 24
LATEST = 1 << 62
"""What a time may be at most, either way: sums of two still fit into 64 bits."""
_CODE = re.compile("[a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Opened:
    """The item could be opened. What it is and how long, measured if not given."""

    kind: Kind
    duration_ns: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of `width` × `height` pixels (blue, green, red and nothing) in a slot to be given back.

    `region` x0 y0 x1 y1 is the part of the upright picture of size `full`; `exact` False: the keyframe
    before, until the picture itself is decoded.
    """

    number: int
    slot: int
    pixels: memoryview = field(repr=False)
    width: int
    height: int
    region: tuple[float, float, float, float]
    full: tuple[int, int]
    t_ns: int
    pts: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """There is no picture at this time, as in an item of sound only."""

    number: int
    t_ns: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Interleaved 16-bit stereo samples at 48 kHz, the first of them of time `t_ns`."""

    number: int
    t_ns: int
    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SoundOver:
    """No more sound comes; what has been sent ends at `t_ns`."""

    number: int
    t_ns: int


@dataclass(frozen=True, slots=True)
class Ran:
    """Running has come to an end: nothing more is sent."""

    number: int


@dataclass(frozen=True, slots=True)
class Silent:
    """The sound stream cannot be played; the rest can."""

    code: str


@dataclass(frozen=True, slots=True)
class StillMade:
    """An exact picture as PNG with its SHA-256, decoded again."""

    png: bytes = field(repr=False)
    sha256: str
    t_ns: int
    pts: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wave:
    """Lowest and highest value (int8, two bytes each) of every 10 ms from number `first` on."""

    stream: int
    first: int
    peaks: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WaveOver:
    """The waveform is complete, or ended for the reason of `code`."""

    stream: int
    code: str


@dataclass(frozen=True, slots=True)
class Failing:
    """What was asked for cannot be done; `code` is that of an AimaError."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The viewer ended (`viewer-died`), hung (`viewer-hung`) or grew too large (`viewer-too-large`)."""

    code: str


ViewerMessage = (
    Opened | Shown | Blank | Heard | SoundOver | Ran | Silent | StillMade | Wave | WaveOver | Failing | Lost
)


def delivery(untrusted: Mapping[str, Any], shared: SharedPictures) -> ViewerMessage | None:
    """The value of one message; None for a mere sign of life. Raises ValueError on what is none of them."""
    kind = untrusted.get("tell")
    if kind in ("ready", "alive"):
        return None
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise ValueError("not a message")
    try:
        return make(untrusted, shared)
    except (KeyError, TypeError) as error:
        raise ValueError("not a message") from error


def _shown(untrusted: Mapping[str, Any], shared: SharedPictures) -> Shown:
    width, height = _whole(untrusted["width"], 1), _whole(untrusted["height"], 1)
    slot, (full_width, full_height) = _whole(untrusted["slot"]), untrusted["full"]
    region = tuple(float(v) for v in untrusted["region"])
    if len(region) != 4 or not all(0 <= v <= LARGEST_SIDE for v in region):
        raise ValueError("no region")
    return Shown(
        number=_whole(untrusted["number"]),
        slot=slot,
        pixels=shared.slot(slot, width * height * 4),
        width=width,
        height=height,
        region=(region[0], region[1], region[2], region[3]),
        full=(_whole(full_width, 1), _whole(full_height, 1)),
        t_ns=_time(untrusted["t_ns"]),
        pts=_time(untrusted["pts"]),
        exact=bool(untrusted["exact"]),
    )


def _still(untrusted: Mapping[str, Any], _: SharedPictures) -> StillMade:
    sha256 = untrusted["sha256"]
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("no hash")
    return StillMade(
        png=_bytes(untrusted["png"]),
        sha256=sha256,
        t_ns=_time(untrusted["t_ns"]),
        pts=_time(untrusted["pts"]),
        width=_whole(untrusted["width"], 1),
        height=_whole(untrusted["height"], 1),
    )


def _whole(untrusted: Any, least: int = 0) -> int:
    if not isinstance(untrusted, int) or not least <= untrusted <= LARGEST_SIDE:
        raise ValueError("no whole number")
    return untrusted


def _time(untrusted: Any) -> int:
    if not isinstance(untrusted, int) or abs(untrusted) > LATEST:
        raise ValueError("no time")
    return untrusted


def _bytes(untrusted: Any) -> bytes:
    if not isinstance(untrusted, bytes):
        raise ValueError("no bytes")
    return untrusted


def _code(untrusted: Any) -> str:
    if not isinstance(untrusted, str) or not _CODE.fullmatch(untrusted):
        raise ValueError("no code")
    return untrusted


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], SharedPictures], ViewerMessage]] = {
    "opened": lambda m, _: Opened(Kind(m["kind"]), _time(m["duration_ns"])),
    "picture": _shown,
    "blank": lambda m, _: Blank(_whole(m["number"]), _time(m["t_ns"])),
    "sound": lambda m, _: Heard(_whole(m["number"]), _time(m["t_ns"]), _bytes(m["pcm"])),
    "sound end": lambda m, _: SoundOver(_whole(m["number"]), _time(m["t_ns"])),
    "end": lambda m, _: Ran(_whole(m["number"])),
    "silent": lambda m, _: Silent(_code(m["code"])),
    "still": _still,
    "wave": lambda m, _: Wave(_time(m["stream"]), _whole(m["first"]), _bytes(m["peaks"])),
    "wave end": lambda m, _: WaveOver(_time(m["stream"]), _code(m["code"])),
    "failed": lambda m, _: Failing(_whole(m["number"]), _code(m["code"])),
}
