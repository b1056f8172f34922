"""The recordings of a file one after the other on the item's time line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.media.opening import Input
from engine.units import Media, MediaPart, Span


def parts_within(media: Media, span: Span, stream: int = -1) -> list[tuple[MediaPart | None, Span]]:
    """Each recording that has something of `stream` in `span`, and the piece of `span` that it covers.

    (None, `span`) where the file is one recording. The last one also covers what lies behind its end.
    """
    if not media.parts:
        return [(None, span)]
    last = media.parts[-1]
    found: list[tuple[MediaPart | None, Span]] = []
    for part in media.parts:
        end = span.end_ns if part is last else part.span.end_ns
        start, end = max(span.start_ns, part.offset_ns), min(span.end_ns, end)
        if start < end and (stream < 0 or not part.streams or stream in dict(part.streams)):
            found.append((part, Span(start, end)))
    return found


def part_at(media: Media, t_ns: int, stream: int = -1) -> MediaPart | None:
    """The recording shown at a time, or the last before it that has the stream; None: the file is one."""
    before = parts_within(media, Span(0, t_ns + 1), stream) or parts_within(media, Span(0, 1 << 62), stream)
    return before[-1][0] if before else None


@contextmanager
def opened(media: Media, part: MediaPart | None = None) -> Iterator[Input]:
    """The recording, closed at the end. Raises MediaError."""
    source = Input(media, part)
    try:
        yield source
    finally:
        source.close()
