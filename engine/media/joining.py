"""The probes of several recordings behind each other made one, on one time line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.media.account import FileEntry
from engine.media.clock_jumps import Jump
from engine.media.inspected import Inspection, StreamRow
from engine.media.layout import Stretch
from engine.units import MediaPart

MOVING = ("video", "audio")


def joined(found: Sequence[tuple[MediaPart, Inspection]]) -> Inspection:
    """One probe of all recordings, in order; `parts` says where each is. Times are put behind each other."""
    whole = replace(found[0][1], streams=[], keyframes=[], warnings=[], account=[], parts=[])
    offset = 0
    for part, each in found:
        numbers = _numbered(whole.streams, each.streams, offset)
        whole.keyframes += [(numbers[n], t + offset) for n, t in each.keyframes if n in numbers]
        whole.warnings += [w for w in each.warnings if w not in whole.warnings]
        whole.account += [_moved(entry, numbers, offset) for entry in each.account]
        length = each.duration_ns
        whole.parts.append(
            replace(
                part, offset_ns=offset, length_ns=length, streams=tuple((m, n) for n, m in numbers.items())
            )
        )
        if each.kind == "video":
            whole.kind = each.kind
        offset += length
    whole.keyframes.sort()
    whole.duration_ns = offset
    return whole


def _numbered(rows: list[StreamRow], more: Sequence[StreamRow], offset: int) -> dict[int, int]:
    """Number in the item of each stream of a further recording; its rows are joined with `rows`.

    The second stream of sound continues the second stream of sound, whatever their numbers are.
    """
    numbers: dict[int, int] = {}
    first = not rows
    for row in more:
        before = [r for r in rows if r.kind == row.kind and r.index not in numbers.values()]
        if before and row.kind in MOVING and not first:
            numbers[row.index] = before[0].index
            start = min(before[0].start_ns, row.start_ns + offset) if before[0].duration_ns else row.start_ns
            before[0].start_ns, end = start, row.start_ns + offset + row.duration_ns
            before[0].duration_ns = max(before[0].duration_ns, end - start)
        else:
            number = row.index if first else 1 + max((r.index for r in rows), default=-1)
            numbers[row.index] = number
            rows.append(replace(row, index=number, start_ns=row.start_ns + offset))
    return numbers


def behind(stretches: Sequence[Stretch]) -> list[FileEntry]:
    """Entries for bytes that are not read."""
    return [FileEntry("appended", bytes=s.end - s.start, count=int(bool(s.what))) for s in stretches]


def jumped(part: MediaPart, jump: Jump) -> FileEntry:
    """The entry for a jump of the clock at which a recording begins again."""
    at = part.offset_ns
    return FileEntry("clock-jump", start_ns=at, end_ns=at, count=jump.to_ns - jump.from_ns)


def _moved(entry: FileEntry, numbers: dict[int, int], offset: int) -> FileEntry:
    stream = numbers.get(entry.stream, entry.stream)
    return replace(entry, stream=stream, start_ns=entry.start_ns + offset, end_ns=entry.end_ns + offset)
