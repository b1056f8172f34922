"""What of a file was read and what was not, in bytes and in time: one row for every part of it.

Its *code* says what a part is. Codes of `UNREAD` name what nobody looked at; the others only describe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.records import Table

READ = "read"
STRETCH, PICTURE = "damaged-stretch", "damaged-picture"
"""Damage within a stream and of a still picture: told by decoding (`engine/stages/damage.py`)."""
UNREAD = frozenset(
    {
        "truncated", "damaged", "appended", "edited-out", "attached", "only-first-picture", "second-picture",
        "stream-codec-missing", "stream-unreadable", "stream-encrypted", "damaged-end", STRETCH, PICTURE,
    }
)  # fmt: skip
"""Codes of what is there, or was said to be there, and was not looked at."""
SAID = UNREAD | {
    "clock-jump",
    "rate-assumed",
    "further-recording",
    "duration-mismatch",
    "reduced",
    "unread-writing",
}
"""Codes that a person is told; others, such as `interlaced`, change nothing that a person relies on."""

PLACED = frozenset({STRETCH, "clock-jump", "truncated"})
"""Codes of which start and end lie on the item's time line, or behind its end."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One part of a file. `stream` is -1 where it is none's; unknown times and bytes are 0."""

    code: str
    stream: int = -1
    start_ns: int = 0
    end_ns: int = 0
    bytes: int = 0
    count: int = 0
    """Pictures, recordings, or streams; nanoseconds by which a clock jumped."""

    @property
    def length_ns(self) -> int:
        return max(0, self.end_ns - self.start_ns)

    def values(self, name: str) -> dict[str, str | int]:
        """What fills the sentence `left.CODE` of `dossier.json` about an item called `name`."""
        jumps = self.code == "clock-jump"
        return {
            "untrusted_item": name,
            "long_ns": self.length_ns,
            "from_time": self.start_ns,
            "to_time": self.end_ns,
            "bytes": self.bytes,
            "count": 0 if jumps else self.count,
            "jump_ns": abs(self.count) if jumps else 0,
            "stream": self.stream,
        }

    @classmethod
    def all(cls, table: Table) -> list[FileEntry]:
        """The rows of the probe's table `account`."""
        numbers = zip(
            *(table[n].tolist() for n in ("stream", "start_ns", "end_ns", "bytes", "count")), strict=True
        )
        return [cls(code, *row) for code, row in zip(table["code"], numbers, strict=True)]


def completed(
    entries: Iterable[FileEntry], size: int, duration_ns: int, warnings: Iterable[tuple[str, str]]
) -> list[FileEntry]:
    """The account of a file of `size` bytes: what was read, the entries, and other warnings."""
    told = list(entries)
    known = {e.code for e in told}
    if "truncated" in known:
        known.add("duration-mismatch")
    for code, detail in warnings:
        if code in SAID and code not in known:
            number = int(detail) if detail.isdigit() else -1
            told.append(
                FileEntry(code, count=number) if code == "rate-assumed" else FileEntry(code, stream=number)
            )
    left = sum(e.bytes for e in told if e.code in UNREAD and e.code != "truncated")
    read = FileEntry(READ, end_ns=duration_ns, bytes=max(0, size - left))
    return [read, *sorted(told, key=lambda e: (e.start_ns, e.stream, e.code))]


def share_read(entries: Iterable[FileEntry]) -> float:
    """Share of a file that was read, 0 to 1: by the time of what is left, else by its bytes."""
    by: dict[bool, list[FileEntry]] = {True: [], False: []}
    read, within = FileEntry(READ), list[FileEntry]()
    for entry in entries:
        if entry.code == READ:
            read = entry
        elif entry.code == STRETCH:
            within.append(entry)
        elif entry.code in UNREAD:
            by[entry.length_ns > 0].append(entry)
    timed, sized = sum(e.length_ns for e in by[True]), sum(e.bytes for e in by[False])
    counted = sum(e.count for e in by[False] if not e.bytes)
    share = read.length_ns / (read.length_ns + timed) if timed else 1.0
    share *= read.bytes / (read.bytes + sized) if sized else 1.0
    share *= 1 - min(1.0, _covered(within) / read.length_ns) if within and read.length_ns else 1.0
    return share / (1 + counted) if counted else share


def _covered(entries: Iterable[FileEntry]) -> int:
    """How much time the entries cover, whatever the streams; what two of them share counts once."""
    covered, reached = 0, 0
    for entry in sorted(entries, key=lambda e: e.start_ns):
        covered += max(0, entry.end_ns - max(entry.start_ns, reached))
        reached = max(reached, entry.end_ns)
    return covered
