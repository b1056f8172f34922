"""The pictures of an item that holds several recordings behind each other, as one film for watching."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import av
import numpy as np

from engine.media.decoding import Shown
from engine.media.film import Film
from engine.media.parts import part_at, parts_within, still_at
from engine.media.pictures import Upright
from engine.units import Media, MediaPart, Span

END_NS = 1 << 62


def _never() -> bool:
    return False


def _nothing(first: Shown) -> None:
    return


def opened_film(media: Media, stream: int = -1) -> Film | Reel:
    """What shows the pictures of a stream. Raises MediaError."""
    return Reel(media, stream) if media.parts else Film(media, stream)


class StillFilm:
    """Does what a `Film` does, of one still picture."""

    def __init__(self, media: Media, part: MediaPart) -> None:
        frame = still_at(media, part)
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame.picture), format="bgr24")
        self._shown = Shown(picture, Upright.of(picture, None), part.offset_ns, 0, exact=True)

    def close(self) -> None:
        """Nothing is open."""

    def at(
        self, t_ns: int, stop: Callable[[], bool] = _never, preview: Callable[[Shown], None] = _nothing
    ) -> Shown:
        """The picture, whenever."""
        return self._shown

    def after(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """The picture where it is still to come."""
        return self._shown if t_ns < self._shown.t_ns else None

    def before(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """The picture where it is over."""
        return self._shown if t_ns > self._shown.t_ns else None

    def keyframe(self, t_ns: int) -> Shown | None:
        """The picture."""
        return self._shown

    def keyframe_time(self, t_ns: int) -> int:
        """When it is shown."""
        return self._shown.t_ns

    def sparse(self, t_ns: int) -> Iterator[Shown]:
        """The picture alone."""
        yield self._shown


class Reel:
    """Does what a `Film` does; one recording is open at a time. Close it."""

    def __init__(self, media: Media, stream: int = -1) -> None:
        self._media, self._stream = media, stream
        self._parts = [part for part, _ in parts_within(media, Span(0, END_NS), stream, stills=True) if part]
        self._at: tuple[MediaPart | None, Film | StillFilm] = self._opened(part_at(media, 0, stream))

    def _opened(self, part: MediaPart | None) -> tuple[MediaPart | None, Film | StillFilm]:
        if part is not None and part.page >= 0:
            return part, StillFilm(self._media, part)
        return part, Film(self._media, self._stream, part=part)

    def _film(self, t_ns: int) -> Film | StillFilm:
        """The recording shown at a time, opened."""
        return self._turn_to(part_at(self._media, t_ns, self._stream))

    def _turn_to(self, part: MediaPart | None) -> Film | StillFilm:
        if part != self._at[0]:
            self._at[1].close()
            self._at = self._opened(part)
        return self._at[1]

    def close(self) -> None:
        self._at[1].close()

    @property
    def length_ns(self) -> int:
        """Length of all recordings."""
        return self._media.parts[-1].span.end_ns

    def at(
        self, t_ns: int, stop: Callable[[], bool] = _never, preview: Callable[[Shown], None] = _nothing
    ) -> Shown:
        """As `Film.at`."""
        return self._film(t_ns).at(t_ns, stop, preview)

    def after(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """As `Film.after`; behind the last picture of a recording comes the first of the next."""
        found = self._film(t_ns).after(t_ns, stop)
        if found is None:
            later = next((p for p in self._parts if p.offset_ns > t_ns), None)
            return self._turn_to(later).at(later.offset_ns, stop) if later else None
        return found

    def before(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """As `Film.before`; before the first picture of a recording comes the last of the one before."""
        here = part_at(self._media, t_ns, self._stream)
        found = self._turn_to(here).before(t_ns, stop)
        if found is None and here is not None:
            earlier = next((p for p in reversed(self._parts) if p.offset_ns < here.offset_ns), None)
            return self._turn_to(earlier).at(earlier.span.end_ns - 1, stop) if earlier else None
        return found

    def keyframe(self, t_ns: int) -> Shown | None:
        """As `Film.keyframe`."""
        return self._film(t_ns).keyframe(t_ns)

    def keyframe_time(self, t_ns: int) -> int:
        """As `Film.keyframe_time`."""
        return self._film(t_ns).keyframe_time(t_ns)

    def sparse(self, t_ns: int) -> Iterator[Shown]:
        """As `Film.sparse`, over all recordings that follow."""
        here = part_at(self._media, t_ns, self._stream)
        yield from self._turn_to(here).sparse(t_ns)
        for part in self._parts:
            if here is not None and part.offset_ns > here.offset_ns:
                yield from self._turn_to(part).sparse(part.offset_ns)
