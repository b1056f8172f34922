"""Places in the evidence: what decisions, search results and citations point at.

A place names the item by its hash and a time, never a row or a cluster number, so that it means the
same after any re-run. Written as a URI it follows the W3C Media Fragments notation
(`#t=3.2,5&xywh=pixel:…`), with exact nanoseconds beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from engine.units import SECOND

Box = tuple[float, float, float, float]
FACE, VOICE, UTTERANCE, PICTURE, TEXT = "face", "voice", "utterance", "picture", "text"
PLACE = "place"
"""Nothing found there, but a time that a person named (`t_ns`), or the whole item (`t_ns` -1)."""
SLACK_NS = SECOND
"""How far a re-run may move an appearance of a face, or a turn, and still mean the same one."""
LEAST_OVERLAP = 0.3


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A segment `[start_ns, end_ns)` of one stream of one item; `t_ns` and `box` single out one thing in it.

    `box` is x0 y0 x1 y1 in pixels of the upright picture at `t_ns`, empty for sound.
    """

    kind: str
    sha256: str
    stream: int
    start_ns: int
    end_ns: int
    t_ns: int
    box: tuple[float, ...] = ()

    def __hash__(self) -> int:
        return hash(
            (self.sha256, self.start_ns, self.t_ns, self.kind)
        )  # tells nearly all apart, and is quick

    @property
    def uri(self) -> str:
        return uri(self.sha256, self.stream, self.start_ns, self.end_ns, self.box)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"box": [round(float(v), 1) for v in self.box]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Moment:
        """Raises KeyError, TypeError, ValueError where it is no moment."""
        if len(raw) != _FIELDS:
            raise TypeError("fields")
        box = raw["box"]
        return cls(
            raw["kind"], raw["sha256"], raw["stream"], raw["start_ns"], raw["end_ns"], raw["t_ns"],
            tuple(map(float, box)) if box else (),
        )  # fmt: skip


_FIELDS = len(fields(Moment))


def uri(sha256: str, stream: int, start_ns: int, end_ns: int, box: tuple[float, ...] = ()) -> str:
    """`aima:item/HASH?stream=0&ns=A-B#t=a,b[&xywh=pixel:x,y,w,h]`."""
    seconds = f"{start_ns / SECOND:.3f},{end_ns / SECOND:.3f}"
    place = f"aima:item/{sha256}?stream={stream}&ns={start_ns}-{end_ns}#t={seconds}"
    if len(box) == 4:
        x0, y0, x1, y1 = (round(v) for v in box)
        place += f"&xywh=pixel:{x0},{y0},{x1 - x0},{y1 - y0}"
    return place


def timecode(t_ns: int, tenths: bool = True) -> str:
    """`1:02:03.4`, `02:03.4`: what people read; rounded down."""
    seconds, rest = divmod(max(0, t_ns), SECOND)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = f"{minutes:02d}:{seconds:02d}" + (f".{rest * 10 // SECOND}" if tenths else "")
    return f"{hours}:{text}" if hours else text


def parse_timecode(text: str) -> int:
    """Nanoseconds of `SS`, `MM:SS` or `HH:MM:SS`, each with optional decimals. Raises ValueError."""
    parts = text.split(":")
    if not 1 <= len(parts) <= 3 or not all(parts):
        raise ValueError(text)
    whole, _, fraction = parts[-1].partition(".")
    if not all(p.isdecimal() for p in [*parts[:-1], whole, fraction or "0"]):
        raise ValueError(text)
    seconds = 0
    for part in [*parts[:-1], whole]:
        seconds = seconds * 60 + int(part)
    return seconds * SECOND + int((fraction + "0" * 9)[:9])


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    if len(a) != 4 or len(b) != 4:
        return 0.0
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def shared_ns(a: Moment, b: Moment) -> int:
    """Nanoseconds that two segments of the same stream share."""
    return max(0, min(a.end_ns, b.end_ns) - max(a.start_ns, b.start_ns))
