"""The pictures of one stream at any time, for watching: those that the stages see, decoded the same way.

A run of consecutive pictures is held, begun at a keyframe and grown by decoding on; it is what makes a
step back cheap where pictures depend on those before them. A picture is shown from its own time until the
next one's, so the picture at `t` is the last with a time of at most `t`, whatever the rate.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from engine.media.decoding import EXACT, KEYFRAMES_ONLY, Effort, Shown, decoded, prepare
from engine.media.errors import Unreadable
from engine.media.opening import Input
from engine.media.packets import packets, shown
from engine.units import SECOND, Media, MediaPart, Span

HELD_BYTES = 320 << 20
"""Most bytes of decoded pictures held: four seconds of 1080p."""
END_NS = 1 << 62
LOOK_BACK_NS = (2 * SECOND, 60 * SECOND)
"""How much earlier to begin where the keyframe itself is not shown, as behind an edit list."""
NEAR_NS = SECOND // 2
"""Decoding on over less than this is cheaper than looking for a keyframe."""
LEAST_HELD = 3
RUSH_NS, LEAD_NS = 2 * SECOND, SECOND
"""On a way longer than this pictures that no other refers to are left out, up to this long before its end."""
LARGE_PIXELS = 1280 * 720
MOST_THREADS = 4

_time = attrgetter("t_ns")


class Superseded(Exception):
    """What was being decoded is not wanted any more."""


def _never() -> bool:
    return False


def _nothing(first: Shown) -> None:
    return


class Film:
    """One picture stream. Close it. Times are ns from the item's start; methods raise MediaError.

    `stop` is asked after every picture decoded on the way; Superseded is raised once it says yes, and
    nothing decoded so far is lost.
    """

    def __init__(
        self, media: Media, stream: int = -1, room: int = HELD_BYTES, part: MediaPart | None = None
    ) -> None:
        """`part`: the recording to show, where the file holds several."""
        self._media, self._wanted, self._room, self._part = media, stream, room, part
        self._held: list[Shown] = []
        self._bytes = 0
        self._feed: Iterator[Shown] = iter(())
        self._fed: int | None = None  # time of the picture the feed gave last
        self._ended = False  # the last one held is the last there is
        self._until = 0  # before this time the feed leaves pictures out, and only its latest is held
        self._effort = EXACT
        self._finder: Input | None = None
        self._open()

    def _open(self) -> None:
        self._source: Input = Input(self._media, self._part)
        try:
            self._stream = self._source.stream(self._wanted, "video")
            self._effort = Effort(threads=_threads(self._stream))
            prepare(self._stream, self._effort)
        except BaseException:
            self._source.close()
            raise

    def close(self) -> None:
        self._forget()
        self._source.close()
        if self._finder:
            self._finder.close()

    @property
    def length_ns(self) -> int:
        """What the container says; 0 where it does not."""
        return max(0, (self._source.container.duration or 0) * 1000)

    def at(
        self,
        t_ns: int,
        stop: Callable[[], bool] = _never,
        preview: Callable[[Shown], None] = _nothing,
    ) -> Shown:
        """The picture shown at `t_ns`; the first there is before that, the last one after the end.

        `preview` is given the keyframe at once where decoding has to start from it.
        """
        if not self._reaches(t_ns):
            self._begin(t_ns)
            if self._held and self._held[-1].t_ns < t_ns:
                preview(self._held[-1])
        self._grow_past(t_ns, stop)
        if self._until and self._held[0].t_ns > t_ns:
            # few pictures: none is shown in the last second before, so one of those left out may be it
            self._begin(t_ns, spare=False)
            self._grow_past(t_ns, stop)
        return self._held[max(0, bisect_right(self._held, t_ns, key=_time) - 1)]

    def after(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """The next picture after `t_ns`; None at the end."""
        if self._partial or not self._held or not self._held[0].t_ns <= t_ns <= self._held[-1].t_ns:
            self.at(t_ns, stop)
        place = bisect_right(self._held, t_ns, key=_time)
        if place == len(self._held) and not self._grow():
            return None
        return self._held[-1] if place >= len(self._held) else self._held[place]

    def before(self, t_ns: int, stop: Callable[[], bool] = _never) -> Shown | None:
        """The last picture before `t_ns`; None at the start."""
        place = bisect_left(self._held, t_ns, key=_time)
        if place == 0 and self._held:
            self._lead_up(t_ns, stop)
        elif place == len(self._held):
            self.at(max(0, t_ns - 1), stop)
        place = bisect_left(self._held, t_ns, key=_time)
        return self._held[place - 1] if place else None

    def keyframe(self, t_ns: int) -> Shown | None:
        """The last keyframe at or before `t_ns`, alone: the cheapest picture near a time."""
        if self._source.counted:
            return self.at(t_ns)
        key = self.keyframe_time(t_ns)
        self._fed, self._feed = None, iter(())
        span = Span(key, key + 1)
        return next(decoded(self._source, self._stream, span, Effort(KEYFRAMES_ONLY)), None)

    def sparse(self, t_ns: int) -> Iterator[Shown]:
        """Pictures from the keyframe before `t_ns` on, without those that no other refers to; not held."""
        self._fed, self._feed = None, iter(())
        key = self.keyframe_time(t_ns)
        if self._source.counted:
            self._reopen()
        # pictures that are counted must all be
        effort = Effort("DEFAULT" if self._source.counted else "NONREF", threads=self._effort.threads)
        yield from decoded(self._source, self._stream, Span(key, END_NS), effort)

    def _reaches(self, t_ns: int) -> bool:
        """Whether `t_ns` is held, or comes no later by decoding on than by beginning at a keyframe."""
        if not self._held or self._held[0].t_ns > t_ns:
            return False
        last = self._held[-1].t_ns
        if self._partial and t_ns < self._until:
            return False
        if last > t_ns or self._ended:
            return True
        return self._fed == last and (t_ns - last < NEAR_NS or self.keyframe_time(t_ns) <= last)

    @property
    def _partial(self) -> bool:
        """Whether what is held is only a picture on the way, with others left out before the next."""
        return bool(self._held) and self._held[-1].t_ns < self._until

    def _grow_past(self, t_ns: int, stop: Callable[[], bool]) -> None:
        while not self._ended and self._held[-1].t_ns <= t_ns:
            if stop():
                raise Superseded
            self._grow()

    def _begin(self, t_ns: int, spare: bool = True) -> None:
        """Start a run whose first picture is at or before `t_ns`, if there is one. Raises Unreadable."""
        for start in dict.fromkeys(max(0, t_ns - back) for back in (0, *LOOK_BACK_NS, t_ns)):
            self._forget()
            if self._source.counted:
                self._reopen()
            key = min(start, self.keyframe_time(start))
            if spare and t_ns - key > RUSH_NS:
                self._until = t_ns - LEAD_NS
            self._feed = self._from(key, self._until)
            if self._pull() and self._held[0].t_ns <= t_ns:
                return
        if not self._held:
            raise Unreadable

    def _lead_up(self, t_ns: int, stop: Callable[[], bool]) -> None:
        """Put the pictures before those that are held in front of them."""
        later, ended = self._held, self._ended
        for spare in (True, False):
            self._begin(max(0, t_ns - 1), spare)
            while not self._ended and self._held[-1].t_ns < later[0].t_ns:
                if stop():
                    raise Superseded
                self._pull()
            if not self._until or self._held[0].t_ns < later[0].t_ns:
                break  # else the one before is among those left out
        self._held = self._held[: bisect_left(self._held, later[0].t_ns, key=_time)] + later
        self._ended = ended
        self._bytes = sum(_size(p) for p in self._held)
        while self._bytes > self._room and len(self._held) > LEAST_HELD:
            self._bytes -= _size(self._held.pop())
            self._ended = False

    def _grow(self) -> bool:
        """Decode one picture more behind those that are held; whether there was one."""
        if self._ended:
            return False
        last = self._held[-1].t_ns
        if self._fed != last:
            if self._source.counted:
                self._reopen()
            self._feed = self._from(min(last, self.keyframe_time(last)), last)
            again = next((p for p in self._feed if p.t_ns >= last), None)
            self._fed = again.t_ns if again else None
        return self._pull()

    def _pull(self) -> bool:
        try:
            picture = next(self._feed, None)
        except Unreadable:
            picture = None  # what was read before the damage stands
        if picture is None:
            self._ended = True
            return False
        if self._partial:
            self._held, self._bytes = [], 0
        self._held.append(picture)
        self._fed = picture.t_ns
        self._bytes += _size(picture)
        while self._bytes > self._room and len(self._held) > LEAST_HELD:
            self._bytes -= _size(self._held.pop(0))
        return True

    def _from(self, key: int, until: int) -> Iterator[Shown]:
        span = Span(key, END_NS)
        return decoded(self._source, self._stream, span, self._effort, spare_until=until or None)

    def keyframe_time(self, t_ns: int) -> int:
        """Time of the last keyframe at or before `t_ns`, from a second reader, so decoding can continue."""
        if self._source.counted:
            return self._source.begin_ns
        if self._finder is None:
            self._finder = Input(self._media, self._part)
            prepare(self._finder.stream(self._wanted, "video"), EXACT)
        stream = self._finder.stream(self._wanted, "video")
        clock = self._finder.clock(stream)
        first = next(packets(self._finder, stream, clock, max(0, t_ns)), None)
        return max(0, clock.t_ns(shown(first))) if first is not None and first.size else 0

    def _reopen(self) -> None:
        """Begin again at the first byte, for formats that cannot seek."""
        self._source.close()
        self._open()

    def _forget(self) -> None:
        self._held, self._bytes, self._fed, self._ended, self._until = [], 0, None, False, 0
        self._feed = iter(())


def _size(picture: Shown) -> int:
    return sum(plane.buffer_size for plane in picture.picture.planes)


def _threads(stream: Any) -> int:
    """One, as in the stages, unless pictures are so large that one core may not keep up."""
    context = stream.codec_context
    if context is None or context.width * context.height <= LARGE_PIXELS:
        return 1
    return min(MOST_THREADS, os.cpu_count() or 1)
