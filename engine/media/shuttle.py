"""Which picture to decode next while a film runs, at any speed and either way, without falling behind.

Up to twice the speed every picture is decoded; at four times those that others refer to; beyond, and
backwards from four times on, keyframes. Where a machine cannot keep up, less is decoded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from enum import IntEnum

from engine.media.decoding import Shown
from engine.media.film import Film
from engine.media.reel import Reel
from engine.units import SECOND

MOST_PER_SECOND = 60
"""Pictures a second that are worth painting."""
LATE_NS = SECOND // 20
PATIENCE_SECONDS = 0.7
"""How long pictures may come too late before less is decoded."""
EASED_AT_MOST = 3
"""How often it is tried with fewer pictures before there are keyframes only."""
KEYS_PER_SECOND = 12
LEAD_NS = SECOND * 3 // 10


class Level(IntEnum):
    """How thoroughly is decoded."""

    EVERY = 0
    REFERRED = 1
    KEYS = 2


def level_for(speed: float) -> Level:
    if abs(speed) <= 2:
        return Level.EVERY
    return Level.REFERRED if 0 < speed <= 4 else Level.KEYS


class Shuttle:
    """One segment of running. `stop` as for `Film`; `next` raises Superseded and MediaError."""

    def __init__(
        self, film: Film | Reel, t_ns: int, speed: float, end_ns: int, stop: Callable[[], bool]
    ) -> None:
        self.ended = False
        self.skipped = 0
        """Pictures that came too late to be painted."""
        self._film, self._at, self._speed, self._end, self._stop = film, t_ns, speed, end_ns, stop
        self._level = level_for(speed)
        self._decoded: int | None = None  # time of the picture decoded last
        self._given: int | None = None
        self._sparse: Iterator[Shown] | None = None
        self._level_since = time.monotonic()
        self._eased = 0

    @property
    def waits(self) -> bool:
        """Whether nothing can be done before the clock has moved on, where `next` gave none."""
        return self._level is Level.KEYS

    def next(self, now_ns: int | None) -> Shown | None:
        """Decode one picture, or none until the clock has moved on; None where there is none to paint.

        `now_ns` is the time to be seen now, None while the clock has not started.
        """
        if self.ended:
            return None
        match self._level:
            case Level.EVERY:
                picture = self._following() if self._speed > 0 else self._preceding()
            case Level.REFERRED:
                picture = self._referred()
            case Level.KEYS:
                return self._key(now_ns)
        if picture is None:
            self.ended = True
            return None
        self._decoded = picture.t_ns
        return self._worth(picture, now_ns)

    def _following(self) -> Shown | None:
        if self._decoded is None:
            return self._film.at(self._at, self._stop)
        return self._film.after(self._decoded, self._stop)

    def _preceding(self) -> Shown | None:
        if self._decoded is None:
            return self._film.at(self._at, self._stop)
        return self._film.before(self._decoded, self._stop)

    def _referred(self) -> Shown | None:
        if self._sparse is None:
            self._sparse = self._film.sparse(self._at if self._decoded is None else self._decoded)
        return next(self._sparse, None)

    def _key(self, now_ns: int | None) -> Shown | None:
        """A keyframe farther on than the last, as far as the picture rate and the clock ask for."""
        way = 1 if self._speed > 0 else -1
        last, aim = self._at, self._at
        if self._given is not None:
            last = self._given
            aim = last + round(self._speed * SECOND / KEYS_PER_SECOND)
        if now_ns is not None:
            aim = max(aim * way, now_ns * way) * way
            if (aim - now_ns) * way > LEAD_NS * abs(self._speed):
                return None
        elif self._given is not None:
            return None
        if aim < 0 or (self._end and aim >= self._end):
            self.ended = True
        picture = self._film.keyframe(min(max(0, aim), max(0, self._end - 1) or aim))
        if picture is None or (self._given is not None and (picture.t_ns - last) * way <= 0):
            return None
        self._given = picture.t_ns
        return picture

    def _worth(self, picture: Shown, now_ns: int | None) -> Shown | None:
        """The picture if it is to be painted: neither too soon after the last one nor too late."""
        way, speed = (1 if self._speed > 0 else -1), abs(self._speed)
        late = (now_ns - picture.t_ns) * way if now_ns is not None else 0
        if late > LATE_NS * speed:
            self.skipped += 1
            if (
                now_ns is not None
                and late > SECOND * speed
                and self._level_since + PATIENCE_SECONDS < time.monotonic()
            ):
                self._ease(now_ns)
            return None
        if self._given is not None:
            apart = (picture.t_ns - self._given) * way
            if apart < 0.9 * SECOND * speed / MOST_PER_SECOND:
                return None
        self._given = picture.t_ns
        return picture

    def _ease(self, now_ns: int) -> None:
        """Go on from a keyframe nearer to now and decode less, where there is one: else nothing is won."""
        self._level_since = time.monotonic()
        if self._speed > 0 and self._film.keyframe_time(now_ns) <= (self._decoded or 0):
            return
        self._eased += 1
        self._level = Level.KEYS if self._speed < 0 or self._eased > EASED_AT_MOST else Level.REFERRED
        self._sparse, self._decoded, self._at = None, None, now_ns
