"""The one picture that is shown at a time."""

from __future__ import annotations

from collections import deque

from engine.media.errors import Unreadable
from engine.stage import Frame, Source
from engine.units import SECOND, Kind, Span

LOOK_BACK_NS = (2 * SECOND, 60 * SECOND)
"""How far back a picture may have begun that is still shown."""


def shown_at(source: Source) -> Frame:
    """The picture, in full, that is shown when the segment begins. Raises Unreadable where there is none."""
    at = source.span.start_ns
    for back in (0,) if source.kind is Kind.IMAGE else LOOK_BACK_NS:
        last = deque(source.exact_frames(Span(max(0, at - back), at + 1)), maxlen=1)
        if last:
            return last[0]
    raise Unreadable
