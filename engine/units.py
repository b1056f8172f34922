"""The unit of work: one stage on one segment of one item, as plain bytes that can travel."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

import msgpack

from engine.arithmetic import is_class
from engine.untrusted import unpacked

SECOND = 1_000_000_000
"""Nanoseconds in a second; every time in AIMA is an int of nanoseconds from the start of the item."""


class Kind(StrEnum):
    """What an item is. A container with any picture stream that moves is a video."""

    VIDEO = "video"
    AUDIO = "audio"
    IMAGE = "image"
    OTHER = "other"


class Sampling(StrEnum):
    """Which pictures a unit looks at: keyframes only (preview), a regular grid (full pass), or the one in
    which a person drew faces; their boxes are the setting `BOXES`, and no plan has such units."""

    KEYFRAMES = "keyframes"
    GRID = "grid"
    DRAWN = "drawn"


BOXES = "boxes"
"""Setting of drawn units alone: x0 y0 x1 y1 of each face in pixels of the upright picture."""


class Verdict(StrEnum):
    """What an outcome says about its unit.

    FINAL: a result, or an error about the evidence; the same unit would end the same way again. RETRY: it
    failed here and now, by a lack of memory, a missing pack, a stop nobody asked for. LOST: who computed it
    is gone, and nobody knows how far it came.
    """

    FINAL = "final"
    RETRY = "retry"
    LOST = "lost capacity"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open segment of time `[start_ns, end_ns)`."""

    start_ns: int
    end_ns: int

    def holds(self, t_ns: int) -> bool:
        return self.start_ns <= t_ns < self.end_ns


@dataclass(frozen=True, slots=True)
class MediaPart:
    """One of several recordings behind each other in a file: bytes `[start, end)`, shown from `offset_ns` on.

    `head`: bytes at the file's beginning that are read before them (tables of a transport stream). `streams`:
    (number in the item, number in this recording) of each stream.
    """

    start: int
    end: int
    offset_ns: int
    length_ns: int
    streams: tuple[tuple[int, int], ...] = ()
    head: int = 0
    page: int = -1
    """0 and more: not a film but this picture of a still one (pages of a TIFF, pictures of an animation)."""

    @property
    def span(self) -> Span:
        return Span(self.offset_ns, self.offset_ns + self.length_ns)


@dataclass(frozen=True, slots=True)
class MediaPath:
    """An item on a disk the worker can read: a sealed file and its 32-byte key, or a plain one (no `key`).

    The key travels only through the pipe to the worker; it is in no log, no key and no result.
    """

    path: str
    key: bytes = field(repr=False, default=b"")
    associated: bytes = b""
    parts: tuple[MediaPart, ...] = ()
    """Recordings of the file, where it holds several, as the probe found them."""


@dataclass(frozen=True, slots=True)
class MediaPackage:
    """An item that travels with its unit: sealed bytes named by their content, and the one-time key they are
    granted with. `sha256` is the item's; the package opens for no other (`engine/sealing/packages.py`).

    The grant, like a key, is in no log, no unit key and no result.
    """

    digest: str
    """SHA-256 of `content` in hex."""
    sha256: str
    grant: bytes = field(repr=False)
    content: bytes = field(repr=False, compare=False)
    parts: tuple[MediaPart, ...] = ()


Media = MediaPath | MediaPackage
"""How a worker opens the item."""


def media_of(raw: Mapping[str, Any]) -> Media:
    """What `dataclasses.asdict` made of either. Raises TypeError for anything else."""
    parts = tuple(
        MediaPart(**{**part, "streams": tuple(tuple(pair) for pair in part["streams"])})
        for part in raw.get("parts", ())
    )
    told = {**raw, "parts": parts}
    return MediaPackage(**told) if "grant" in told else MediaPath(**told)


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """Everything a worker needs to compute one unit.

    `stream` is the container's stream index, -1 where the stage reads the whole item. `upstream`
    holds the packed results of the stages this one comes after, each a list in order of time.
    """

    stage: str
    version: int
    sha256: str
    kind: Kind
    stream: int
    span: Span
    sampling: Sampling
    settings: Mapping[str, Any]
    digests: Mapping[str, str]
    """Model packs that decide the result, by label (`engine/models/choice.py`)."""
    upstream_keys: Mapping[str, list[str]]
    upstream: Mapping[str, list[bytes]] = field(repr=False, default_factory=dict)
    media: Media | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    """Task → name of the pack; what of it decides the result is in `digests` and in the upstream's keys."""
    lease: int = 0
    """Number of this attempt, given by the job; it comes back with the outcome and is not part of the key."""

    @property
    def key(self) -> str:
        """H(stage, version, item, stream, span, sampling, settings, model digests, upstream units)."""
        return unit_key(self)

    def to_bytes(self) -> bytes:
        packed: bytes = msgpack.packb(asdict(self))
        return packed

    @classmethod
    def from_bytes(cls, data: bytes) -> UnitRequest:
        raw = msgpack.unpackb(data)
        raw["span"] = Span(**raw["span"])
        raw["kind"], raw["sampling"] = Kind(raw["kind"]), Sampling(raw["sampling"])
        raw["media"] = media_of(raw["media"]) if raw["media"] else None
        return cls(**raw)


def unit_key(request: UnitRequest) -> str:
    """Hex SHA-256 over canonical JSON of what decides the result. Neither device nor path is in it."""
    bare = asdict(replace(request, upstream={}, media=None, models={}))
    del bare["models"], bare["lease"]
    if request.media is not None and request.media.parts:
        bare["parts"] = [asdict(part) for part in request.media.parts]
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """What came back: `result` packed tables, or an error `code` (never text from the evidence)."""

    key: str
    result: bytes | None = field(repr=False)
    error: str = ""
    """Stable error code; empty on success."""
    device: str = "cpu"
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    attempts: int = 1
    verdict: Verdict = Verdict.FINAL
    lease: int = 0
    """The lease of the request; set by a process the back end trusts, never by a worker."""
    arithmetic: str = ""
    """Classes of arithmetic of its models (`engine/arithmetic.py`)."""

    def to_bytes(self) -> bytes:
        packed: bytes = msgpack.packb(asdict(self))
        return packed

    @classmethod
    def from_bytes(cls, untrusted: bytes) -> UnitOutcome:
        """Parse what a worker sent, which hostile media may have taken over. Raises ValueError.

        The error must look like a code: a worker has no other way to bring text of the evidence out.
        """
        try:
            raw = unpacked(untrusted, MOST_OF_AN_OUTCOME)
            outcome = cls(**{**raw, "verdict": Verdict(raw["verdict"])})
        except (TypeError, ValueError, KeyError) as error:
            raise ValueError("no outcome") from error
        for name, kinds in _OUTCOME_TYPES.items():
            if not isinstance(getattr(outcome, name), kinds):
                raise ValueError(f"{name} is no {kinds}")
        if not (_CODE.fullmatch(outcome.error) and _DEVICE.fullmatch(outcome.device)):
            raise ValueError("no error code or device")
        if not is_class(outcome.arithmetic):
            raise ValueError("no class of arithmetic")
        if outcome.verdict is Verdict.LOST or (
            outcome.verdict is Verdict.RETRY and outcome.result is not None
        ):
            raise ValueError("no verdict of a worker")
        return outcome


MOST_OF_AN_OUTCOME = 100
_CODE, _DEVICE = re.compile("[a-z0-9-]{0,40}"), re.compile("[a-z0-9:]{1,20}")
_OUTCOME_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "key": str,
    "result": (bytes, type(None)),
    "error": str,
    "device": str,
    "cpu_seconds": float,
    "wall_seconds": float,
    "attempts": int,
    "lease": int,
    "arithmetic": str,
}
