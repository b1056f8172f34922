"""What the probe finds out about an item."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.media.account import FileEntry
from engine.units import Kind, MediaPart


@dataclass(slots=True)
class StreamRow:
    """One stream as the `streams` table of the probe holds it; 0 and "" where a value does not apply."""

    index: int
    kind: str
    codec: str
    width: int = 0
    height: int = 0
    rotation: int = 0
    frame_rate: float = 0.0
    sample_rate: int = 0
    channels: int = 0
    language: str = ""
    default: bool = False
    start_ns: int = 0
    duration_ns: int = 0


@dataclass(slots=True)
class Inspection:
    """Everything the probe yields."""

    format: str
    kind: Kind = Kind.OTHER
    duration_ns: int = 0
    summary: dict[str, str] = field(default_factory=dict)
    streams: list[StreamRow] = field(default_factory=list)
    keyframes: list[tuple[int, int]] = field(default_factory=list)
    metadata: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    account: list[FileEntry] = field(default_factory=list)
    parts: list[MediaPart] = field(default_factory=list)
    """The recordings, where the file holds several behind each other."""

    def warn(self, code: str, detail: object = "") -> None:
        self.warnings.append((code, str(detail)))

    def rows(self) -> Iterable[dict[str, Any]]:
        return (asdict(row) for row in self.streams)

    @property
    def metadata_json(self) -> str:
        return json.dumps(self.summary, sort_keys=True, ensure_ascii=False)
