"""The recordings of a file one after the other on the item's time line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from engine.media.images import StillFrame, decoded
from engine.media.opening import Input, open_file
from engine.units import Media, MediaPart, Span


def parts_within(
    media: Media, span: Span, stream: int = -1, stills: bool = False
) -> list[tuple[MediaPart | None, Span]]:
    """Each recording that has something of `stream` in `span`, and the piece of `span` that it covers.

    `stills`: still pictures too, each of which is shown for a while. (None, `span`) where the file is one
    recording. The last one also covers what lies behind its end.
    """
    if not media.parts:
        return [(None, span)]
    last = media.parts[-1]
    found: list[tuple[MediaPart | None, Span]] = []
    for part in media.parts:
        end = span.end_ns if part is last else part.span.end_ns
        start, end = max(span.start_ns, part.offset_ns), min(span.end_ns, end)
        if part.page >= 0 and not stills:
            continue
        if start < end and (stream < 0 or not part.streams or stream in dict(part.streams)):
            found.append((part, Span(start, end)))
    return found


def part_at(media: Media, t_ns: int, stream: int = -1) -> MediaPart | None:
    """The recording shown at a time, or the last before it that has the stream; None: the file is one."""
    found = parts_within(media, Span(0, t_ns + 1), stream, stills=True)
    before = found or parts_within(media, Span(0, 1 << 62), stream, stills=True)
    return before[-1][0] if before else None


def still_at(media: Media, part: MediaPart) -> StillFrame:
    """The still picture that a part is, at the time at which it begins. Raises MediaError."""
    with closing(open_file(media, part)) as file:
        return decoded(file, part.page, part.offset_ns)


@contextmanager
def opened(media: Media, part: MediaPart | None = None) -> Iterator[Input]:
    """The recording, closed at the end. Raises MediaError."""
    source = Input(media, part)
    try:
        yield source
    finally:
        source.close()
